import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Fault } from '../../kernel/fault.ts';
import { freshDatabase, type FreshDatabase } from '../database/template.ts';
import { arrival, COINS, countCoins, openPurses, purseGround, putIn, type PurseEntry } from './fake-purses.ts';
import { createLaneMachine, type LaneMachine } from './machine.ts';
import { NeedsErrand } from './operation.ts';
import type { OwnerKey } from './owner.ts';

let fresh: FreshDatabase;
let owners: OwnerKey[];
let machine: LaneMachine<PurseEntry>;

beforeAll(async () => {
  fresh = await freshDatabase();
  owners = await openPurses(fresh.database, 4);
});
afterAll(() => fresh.drop());
beforeEach(async () => {
  await fresh.database.query('truncate fake.purse, fake.entry, lanes.reference, lanes.lane_batch');
  machine = createLaneMachine(fresh.database, purseGround);
});
afterEach(() => machine.stop());

const put = (coins: bigint, reference = '', at = 0) => machine.submit(putIn, arrival([owners[at]], coins, reference));

describe('a reference', () => {
  test('that comes twice has one effect and one answer', async () => {
    const first = await put(5n, 'R-1');
    const second = await put(5n, 'R-1');
    expect(first).toMatchObject({ ok: true, repeated: false, answer: { coins: '5', seq: 1n } });
    expect(second).toMatchObject({ ok: true, repeated: true, answer: { coins: '5', seq: 1n } });
    expect(await countCoins(fresh.database)).toEqual({ inPurses: 5n, inEntries: 5n, entries: 1n });
  });

  test('that comes a hundred times at once has one effect, and 99 are told that it is a repeat', async () => {
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => put(5n, 'R-2')));
    expect(outcomes.filter((one) => one.ok && one.repeated)).toHaveLength(99);
    expect(new Set(outcomes.map((one) => one.ok && one.answer.seq))).toEqual(new Set([1n]));
    expect(await countCoins(fresh.database)).toEqual({ inPurses: 5n, inEntries: 5n, entries: 1n });
  });

  test('that comes to two machines at once has one effect', async () => {
    const other = createLaneMachine(fresh.database, purseGround);
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, at) =>
        (at % 2 === 0 ? machine : other).submit(putIn, arrival([owners[0]], 1n, `R-3-${at >> 1}`)),
      ),
    );
    await other.stop();
    expect(outcomes.filter((one) => one.ok && !one.repeated)).toHaveLength(20);
    expect(await countCoins(fresh.database)).toEqual({ inPurses: 20n, inEntries: 20n, entries: 20n });
  });

  test('that races over two lanes has one effect: the loser finds the winner', async () => {
    // The same name for operations of other owners is a reuse, so who comes second is refused and nothing is booked for it.
    const outcomes = await Promise.all(
      [0, 1].map((at) => {
        const coming = arrival([owners[at]], 3n, 'R-4');
        return createdMachine().submit(putIn, coming);
      }),
    );
    expect(outcomes.filter((one) => one.ok)).toHaveLength(1);
    expect(outcomes.filter((one) => !one.ok)).toMatchObject([{ refusal: 'operation.reference_reused' }]);
    expect((await countCoins(fresh.database)).entries).toBe(1n);
  });

  test('that is used again for other content is refused', async () => {
    await put(5n, 'R-5');
    expect(await put(6n, 'R-5')).toMatchObject({ ok: false, refusal: 'operation.reference_reused' });
    const inOneBatch = await Promise.all([put(5n, 'R-6'), put(6n, 'R-6')]);
    expect(inOneBatch).toMatchObject([{ ok: true }, { ok: false, refusal: 'operation.reference_reused' }]);
    expect((await countCoins(fresh.database)).inPurses).toBe(10n);
  });

  test('of a refused operation may be tried again with other content', async () => {
    expect(await put(COINS.refused, 'R-7')).toMatchObject({ ok: false, refusal: 'fake.coins.refused' });
    expect(await put(5n, 'R-7')).toMatchObject({ ok: true, repeated: false });
  });

  test('that was voided before the operation came books nothing', async () => {
    const { reference, content } = arrival([owners[0]], 5n, 'R-8');
    await fresh.database.query(
      `insert into lanes.reference (tenant_id, space, family, reference, outcome, content, lane, seq) values (1, 1, 's', $1, 'c', $2, $3, 1)`,
      [reference!.reference, content, owners[0].lane],
    );
    expect(await put(5n, 'R-8')).toMatchObject({ ok: false, refusal: 'operation.voided_before' });
    expect((await countCoins(fresh.database)).entries).toBe(0n);
  });
});

const others: LaneMachine<PurseEntry>[] = [];
function createdMachine(): LaneMachine<PurseEntry> {
  const made = createLaneMachine(fresh.database, purseGround);
  others.push(made);
  return made;
}
afterEach(async () => {
  for (const made of others.splice(0)) await made.stop();
});

describe('a batch', () => {
  test('is not touched by a throw inside one operation', async () => {
    const outcomes = await Promise.allSettled([put(1n), put(COINS.thrown), put(2n), put(COINS.refused), put(4n)]);
    expect(outcomes.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
    expect((outcomes[1] as PromiseRejectedResult).reason).toMatchObject({ message: 'decide stumbled' });
    expect(await countCoins(fresh.database)).toEqual({ inPurses: 7n, inEntries: 7n, entries: 3n });
  });

  test('is halved when a constraint fails in write, until the culprit stands alone; the others are booked exactly once', async () => {
    const coming = Array.from({ length: 16 }, (_, at) =>
      machine.submit(putIn, arrival([owners[at % 4]], at === 5 ? COINS.cursed : 1n, `H-${at}`)),
    );
    const outcomes = await Promise.allSettled(coming);
    expect(outcomes.flatMap((one, at) => (one.status === 'rejected' ? [at] : []))).toEqual([5]);
    expect((outcomes[5] as PromiseRejectedResult).reason).toMatchObject({ constraint: 'entry_is_not_cursed' });
    expect(await countCoins(fresh.database)).toEqual({ inPurses: 15n, inEntries: 15n, entries: 15n });
    expect(machine.figures().halved).toBeGreaterThan(0);
  });

  test('sent behind one that fails in write is booked all the same, exactly once', async () => {
    // A wave that finds the one before it being written goes behind that on the same connection. How many do is the machine's affair, so they come
    // until some did.
    const coming: Promise<unknown>[] = [];
    let cursed = 0;
    for (let wave = 0; wave < 12 || (machine.figures().behind === 0 && wave < 500); wave++) {
      for (let at = 0; at < 4; at++) {
        const isCursed = at === 2 && wave % 3 === 0;
        if (isCursed) cursed++;
        coming.push(put(isCursed ? COINS.cursed : 1n, `B-${wave}-${at}`));
      }
      await sleep(1);
    }
    const outcomes = await Promise.allSettled(coming);
    expect(outcomes.filter((one) => one.status === 'rejected')).toHaveLength(cursed);
    expect(machine.figures().behind).toBeGreaterThan(0);
    const booked = BigInt(coming.length - cursed);
    expect(await countCoins(fresh.database)).toEqual({ inPurses: booked, inEntries: booked, entries: booked });
  });

  test('is begun by the database the moment it has committed the one before it: they share a connection', async () => {
    await Promise.all(Array.from({ length: 400 }, (_, at) => sleep(at / 20).then(() => put(1n, `C-${at}`))));
    expect(machine.figures().behind).toBeGreaterThan(0);
    expect(await laneSessions()).toBeLessThanOrEqual(2);
    expect((await countCoins(fresh.database)).entries).toBe(400n);
  });

  test('that waits for somebody else holds nobody up whose lanes are free, however few they are', async () => {
    const holder = await fresh.database.connection();
    await holder.begin();
    await holder.query('select lane from lanes.lane where lane = $1 for update', [owners[0].lane]);
    const held = Array.from({ length: 60 }, (_, at) => put(1n, `W-${at}`));
    await waitForLock();
    const alone = await Promise.race([put(1n, 'W-alone', 1), sleep(2_000).then(() => 'held up')]);
    expect(alone).toMatchObject({ ok: true });
    await holder.rollback();
    holder.destroy();
    expect((await Promise.all(held)).every(({ ok }) => ok)).toBe(true);
  });

  test('leaves no gap in a lane, whatever was refused or thrown', async () => {
    await Promise.allSettled(
      Array.from({ length: 60 }, (_, at) => put([1n, COINS.refused, COINS.thrown][at % 3], '', at % 4)),
    );
    const gaps = await fresh.database.query(
      `select lane from (select lane, seq, row_number() over (partition by lane order by seq) as place from fake.entry) as placed where seq <> place`,
    );
    expect(gaps).toEqual([]);
    const behind = await fresh.database.query(
      `select lane from fake.entry group by lane having max(seq) <> (select max(upto) from lanes.lane_batch as batch where batch.lane = entry.lane)`,
    );
    expect(behind).toEqual([]);
  });

  test('books operations over several lanes whole, beside others on each of them', async () => {
    await Promise.all(
      Array.from({ length: 80 }, (_, at) =>
        machine.submit(putIn, arrival([owners[at % 4], owners[(at + 1) % 4]], 1n, `M-${at}`)),
      ),
    );
    expect(await countCoins(fresh.database)).toEqual({ inPurses: 160n, inEntries: 160n, entries: 160n });
  });

  test('is dated after the one before it on its lane', async () => {
    for (let at = 0; at < 5; at++) await put(1n);
    const [{ rising }] = await fresh.database.query<{ rising: boolean }>(
      `select bool_and(at > before) as rising from (select at, lag(at) over (partition by lane order by upto) as before from lanes.lane_batch) as dated`,
    );
    expect(rising).toBe(true);
  });
});

describe('an owner', () => {
  /** Changes the owner's revision after it was resolved, so many times. */
  const movesMeanwhile = (times: number) => {
    let resolved = 0;
    return {
      count: () => resolved,
      operation: {
        ...putIn,
        async resolve(...asked: Parameters<typeof putIn.resolve>) {
          const plan = await putIn.resolve(...asked);
          if (resolved++ < times)
            await fresh.database.query('update lanes.owner set revision = revision + 1 where owner = $1', [
              owners[0].owner,
            ]);
          return plan;
        },
      },
    };
  };

  test('that changed between resolve and lock is resolved again', async () => {
    const { operation, count } = movesMeanwhile(1);
    expect(await machine.submit(operation, arrival([owners[0]], 5n, 'O-1'))).toMatchObject({
      ok: true,
      repeated: false,
    });
    expect(count()).toBe(2);
    expect((await countCoins(fresh.database)).entries).toBe(1n);
  });

  test('that changes four times is moving: nothing is booked, and the same operation may be sent again', async () => {
    const { operation, count } = movesMeanwhile(4);
    expect(await machine.submit(operation, arrival([owners[0]], 5n, 'O-2'))).toMatchObject({
      ok: false,
      refusal: 'operation.owner_moving',
    });
    expect(count()).toBe(4);
    expect((await countCoins(fresh.database)).entries).toBe(0n);
    expect(await put(5n, 'O-2')).toMatchObject({ ok: true, repeated: false });
  });
});

describe('patience', () => {
  test('ends with a refusal for what was never sent, and with an unknown outcome for what was; both are booked at most once', async () => {
    await machine.stop();
    machine = createLaneMachine(fresh.database, purseGround, { patienceMs: 300 });
    const holder = await fresh.database.connection();
    await holder.begin();
    await holder.query('select lane from lanes.lane where lane = $1 for update', [owners[0].lane]);
    const sent = put(1n, 'P-1');
    sent.catch(() => undefined);
    await waitForLock();
    const behind = put(2n, 'P-2');
    await expect(sent).rejects.toMatchObject({ name: 'Fault', retry: 'unknown' });
    expect(await behind).toMatchObject({ ok: false, refusal: 'operation.not_taken' });
    await holder.rollback();
    holder.destroy();
    // The same operations, sent again, find out what became of them.
    await expect(put(1n, 'P-1')).resolves.toMatchObject({ ok: true });
    await expect(put(2n, 'P-2')).resolves.toMatchObject({ ok: true, repeated: false });
    expect(await countCoins(fresh.database)).toEqual({ inPurses: 3n, inEntries: 3n, entries: 2n });
  });

  test('refuses at the door when too many wait', async () => {
    await machine.stop();
    machine = createLaneMachine(fresh.database, purseGround, { waitingMax: 10 });
    const outcomes = await Promise.all(Array.from({ length: 15 }, () => put(1n)));
    expect(outcomes.filter((one) => !one.ok)).toHaveLength(5);
    expect((await countCoins(fresh.database)).entries).toBe(10n);
  });
});

describe('stop', () => {
  test('takes nothing more and waits until what is under way is committed and answered', async () => {
    const coming = Array.from({ length: 30 }, (_, at) => put(1n, `S-${at}`));
    const stopped = machine.stop();
    expect(await put(1n, 'S-late')).toMatchObject({ ok: false, refusal: 'operation.not_taken' });
    await stopped;
    expect((await countCoins(fresh.database)).entries).toBe(30n);
    for (const outcome of await Promise.all(coming)) expect(outcome.ok).toBe(true);
  });

  test('leaves no connection behind, even when a caller lost patience before its batch ended', async () => {
    await machine.stop();
    machine = createLaneMachine(fresh.database, purseGround, { patienceMs: 100 });
    const holder = await fresh.database.connection();
    await holder.begin();
    await holder.query('select lane from lanes.lane where lane = $1 for update', [owners[0].lane]);
    await expect(put(1n, 'S-1')).rejects.toBeInstanceOf(Fault);
    const stopped = machine.stop();
    await holder.rollback();
    await stopped;
    holder.destroy();
    for (let tries = 0; (await laneSessions()) > 0 && tries < 100; tries++) await sleep(20);
    expect(await laneSessions()).toBe(0);
  });
});

async function laneSessions(): Promise<number> {
  const rows = await fresh.database.query(
    `select pid from pg_stat_activity where datname = current_database() and application_name = 'tallystick-lanes'`,
  );
  return rows.length;
}

/** Waits until a lane batch waits for a row lock. */
async function waitForLock(): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const waiting = await fresh.database.query(
      `select pid from pg_stat_activity where datname = current_database() and application_name = 'tallystick-lanes' and wait_event_type = 'Lock'`,
    );
    if (waiting.length > 0) return;
    await sleep(10);
  }
  throw new Error('no batch waits for a lane');
}

describe('an errand', () => {
  /** Coins that can be put in only after something was brought; `errand` brings it. */
  const after = (isBrought: () => boolean, errand: () => Promise<void>): typeof putIn => ({
    ...putIn,
    decide(input, plan, desk) {
      const decided = putIn.decide(input, plan, desk);
      if (!isBrought()) throw new NeedsErrand('what is missing', errand);
      return decided;
    },
  });

  test('is run once for all that need it at one moment, without a lane, and then they are decided', async () => {
    let errands = 0;
    let isBrought = false;
    const needy = after(
      () => isBrought,
      async () => {
        errands++;
        // The lane is free meanwhile: somebody else's coins go in.
        expect(await put(7n, 'R-free')).toMatchObject({ ok: true });
        isBrought = true;
      },
    );
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, at) => machine.submit(needy, arrival([owners[0]], 1n, `R-needs-${at}`))),
    );
    expect(outcomes.every(({ ok }) => ok)).toBe(true);
    expect(errands).toBe(1);
    expect(await countCoins(fresh.database)).toEqual({ inPurses: 27n, inEntries: 27n, entries: 21n });
  });

  test('leaves no trace of the operation that needed it, and goes ahead of those that wait', async () => {
    let isBrought = false;
    const needy = after(
      () => isBrought,
      async () => {
        isBrought = true;
      },
    );
    const first = machine.submit(needy, arrival([owners[0]], 1n, 'R-first'));
    expect(await first).toMatchObject({ ok: true, answer: { seq: 1n } });
    expect(await countCoins(fresh.database)).toEqual({ inPurses: 1n, inEntries: 1n, entries: 1n });
  });

  test('that fails is told as something that may be tried again, and books nothing', async () => {
    const broken = after(
      () => false,
      () => Promise.reject(new Fault('no connection', { retry: 'unknown' })),
    );
    const told = await machine.submit(broken, arrival([owners[0]], 1n, 'R-broken')).catch((error: unknown) => error);
    expect(told).toMatchObject({ retry: 'safe' });
    expect(await put(1n, 'R-broken')).toMatchObject({ ok: true, repeated: false });
  });

  test('that never brings enough ends in a refusal when patience does, and books nothing', async () => {
    const hasty = createLaneMachine(fresh.database, purseGround, { patienceMs: 200 });
    const never = after(
      () => false,
      () => sleep(20),
    );
    expect(await hasty.submit(never, arrival([owners[0]], 1n, 'R-never'))).toMatchObject({
      ok: false,
      refusal: 'operation.not_taken',
    });
    await hasty.stop();
    expect(await countCoins(fresh.database)).toEqual({ inPurses: 0n, inEntries: 0n, entries: 0n });
  });
});
