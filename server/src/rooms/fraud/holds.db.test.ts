import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { BASE_EARN, must, type Person } from '../../../test/house.ts';
import { byPoints, done, line, refused } from '../../../test/sales.ts';
import { makeWatchedHouse, TWO_A_DAY, type Watched, type WatchedHouse } from '../../../test/watched-house.ts';
import { twoPeople } from '../../../test/two-people.ts';
import { addSeconds, instantFromIso } from '../../kernel/instant.ts';
import type { FraudDeps } from './fraud-deps.ts';
import { holdLots } from './jobs/index.ts';
import type { Decision } from './signal.ts';

const HOLD: Watched = { ...TWO_A_DAY, action: 'hold' };
let at: WatchedHouse;
beforeEach(async () => {
  at = await makeWatchedHouse([HOLD]);
});
afterEach(async () => {
  await assertBooks(at.house);
  await at.house.close();
});

const review = async (signal: bigint, decision: Decision) => {
  const by = { credential: at.house.principals.tenant.credential };
  const told = must(await at.house.fraud.review(at.sight, { signal, decision, note: 'Looked at.', by })).signal;
  await at.house.fraud.catchUp();
  return told;
};
const byHand = (act: 'freeze' | 'unfreeze', operation: string, reference: string) =>
  at.house.request(
    `POST /v1/lots/${act}`,
    { operation, reference, reason: 'fraud' },
    { secret: at.house.secrets.tenant },
  );
const buy = async (of: Person = at.house.people[0], over = {}) =>
  (await done(at.till.sell({ of, cashier: 'ana', ...over }))).operation;

describe('a signal that holds', () => {
  test('freezes what all receipts of its window gave, also those before it and after it, and no member is blocked', async () => {
    await at.ring(2);
    await buy(at.house.people[1]);
    await at.signals();
    expect(await at.available()).toEqual({ available: 0n, frozen: 200n });
    expect(await at.available(1)).toEqual({ available: 0n, frozen: 100n });
    // He goes on earning, at her till what is held too, at another one's what is not.
    await at.ring(1);
    await at.ring(1, { cashier: 'berta' });
    expect(await at.signals()).toMatchObject([{ held: { freezing: 0, frozen: 4, thawing: 0 } }]);
    expect(await at.available()).toEqual({ available: 100n, frozen: 300n });
    expect(
      await refused(at.till.sell({ of: at.house.people[0], lines: [line(1, 500)], tenders: [byPoints(200)] })),
    ).toBe('points.wallet.insufficient');
  });

  test('lets all of it go when it is released, and freezes nothing more in its window', async () => {
    await at.ring(3);
    const [signal] = await at.signals();
    const lots = () =>
      at.house.database.query('select seq, remaining, expires_at from points.lot order by lane, seq, n');
    const frozen = await lots();
    expect(await at.available()).toEqual({ available: 0n, frozen: 300n });
    expect(await review(signal!.signal, 'released')).toMatchObject({ state: 'released' });
    expect(await at.available()).toEqual({ available: 300n, frozen: 0n });
    expect(await lots()).toEqual(frozen);
    await at.ring(1);
    expect(await at.signals()).toMatchObject([{ state: 'released', held: { freezing: 0, frozen: 0, thawing: 0 } }]);
    expect(await at.available()).toEqual({ available: 400n, frozen: 0n });
  });

  test('lets it go by a second person where a person releases it, and is confirmed by one alone', async () => {
    await at.ring(3);
    const [signal] = await at.signals();
    const two = await twoPeople(at.house, 1_000);
    const token = at.house.tokens.encode('sig', 0, signal!.signal);
    const say = (decision: Decision) => two.ask(`POST /v1/signals/${token}/review`, { decision, note: 'Looked at.' });
    expect((await say('confirmed')).status).toBe(200);
    const asked = await say('released');
    expect(asked.status).toBe(202);
    expect(await at.available()).toEqual({ available: 0n, frozen: 300n });
    const { seen, yes } = await two.approve(asked);
    expect(seen).toMatchObject({ kind: 'fraud.signal_release', facts: { signal: token, operations: 3 } });
    expect(yes.status).toBe(200);
    await at.house.fraud.catchUp();
    expect(await at.available()).toEqual({ available: 300n, frozen: 0n });
  });

  test('keeps it when it is confirmed, freezes what follows, and lets it go when that was a mistake', async () => {
    await at.ring(3);
    const [signal] = await at.signals();
    await review(signal!.signal, 'confirmed');
    await at.ring(1);
    await at.signals();
    expect(await at.available()).toEqual({ available: 0n, frozen: 400n });
    await review(signal!.signal, 'released');
    expect(await at.available()).toEqual({ available: 400n, frozen: 0n });
    const by = { credential: 1n };
    const again = { signal: signal!.signal, note: 'x', by };
    expect(await at.house.fraud.review(at.sight, { ...again, decision: 'confirmed' })).toMatchObject({
      refusal: 'fraud.signal.released',
    });
    // The same again is no second decision.
    expect(await at.house.fraud.review(at.sight, { ...again, decision: 'released' })).toMatchObject({ ok: true });
    const reviews = (await at.house.fraud.reviewsOf([signal!.signal])).get(signal!.signal);
    expect(reviews?.map(({ decision }) => decision)).toEqual(['confirmed', 'released']);
  });

  test('freezes what is left of what was spent before it, and leaves alone what somebody froze by hand', async () => {
    await at.ring(1);
    const mine = await buy();
    expect(await byHand('freeze', mine, 'by-hand')).toMatchObject({ status: 201 });
    await done(at.till.sell({ of: at.house.people[0], cashier: 'ana', lines: [line(1, 60)], tenders: [byPoints(60)] }));
    await at.ring(1);
    const [signal] = await at.signals();
    expect(signal?.held.frozen).toBe(2);
    expect(await at.available()).toEqual({ available: 0n, frozen: 240n });
    await review(signal!.signal, 'released');
    expect(await at.available()).toEqual({ available: 140n, frozen: 100n });
  });

  test('gives up what another signal holds too only with that one', async () => {
    const { publish, house } = at;
    await publish([HOLD, { per: 'terminal', of: 'uses', max: '2', period: 'week', action: 'hold' }]);
    await at.ring(3);
    const [one, other] = await at.signals();
    expect(await at.available()).toEqual({ available: 0n, frozen: 300n });
    await review(one!.signal, 'released');
    expect(await at.available()).toEqual({ available: 0n, frozen: 300n });
    await review(other!.signal, 'released');
    expect(await at.available()).toEqual({ available: 300n, frozen: 0n });
    const [counted] = await house.database.query<{ n: number }>(
      `select count(*)::int as n from ledger.journal where kind = 'points.freeze'`,
    );
    expect(counted?.n).toBe(3);
  });

  test('lets a return and a void take back what it froze', async () => {
    await at.ring(1);
    await buy(undefined, { reference: 'back' });
    await buy(undefined, { reference: 'gone' });
    const [signal] = await at.signals();
    await done(at.till.giveBack('back', 'all'));
    await done(at.till.void('gone'));
    await at.house.fraud.catchUp();
    expect(await at.available()).toEqual({ available: 0n, frozen: 100n });
    await review(signal!.signal, 'released');
    expect(await at.available()).toEqual({ available: 100n, frozen: 0n });
  });
});

describe('points that end while they are frozen', () => {
  let now = instantFromIso('2027-03-01T10:00:00Z')!;
  const later = (days: number): void => {
    now = addSeconds(now, days * 86_400);
  };
  beforeEach(async () => {
    await at.house.close();
    const effects = BASE_EARN.effects.map((effect) => ({ ...effect, validity: { after: { days: 10 } } }));
    at = await makeWatchedHouse([], {
      ...{ clock: { now: () => now }, movesTime: true },
      promotions: [{ ...BASE_EARN, effects, signals: [HOLD] }],
    });
  });
  /** What the sweep does, whose time is the database's. */
  const settle = () => {
    const { lane, owner } = at.house.people[0];
    const { tenant, machine, points } = at.house;
    return machine.submit(points.settle, { tenant, input: { lane, owner, receivedAt: now } });
  };
  const ringNow = (times: number) => at.ring(times, { occurredAt: now, receivedAt: now });

  test('come back as new ones when the signal is released, once, whoever has booked their end', async () => {
    await ringNow(3);
    const [signal] = await at.signals();
    later(11);
    await settle();
    expect(await at.available()).toEqual({ available: 0n, frozen: 0n });
    await review(signal!.signal, 'released');
    expect(await at.available()).toEqual({ available: 300n, frozen: 0n });
    await at.house.database.query(`update fraud.held set state = 'thawing'`);
    await at.house.fraud.catchUp();
    expect(await at.available()).toEqual({ available: 300n, frozen: 0n });
  });

  test('come back also when nobody has booked their end before the release', async () => {
    await ringNow(3);
    const [signal] = await at.signals();
    later(11);
    await review(signal!.signal, 'released');
    await settle();
    await at.house.fraud.catchUp();
    expect(await at.available()).toEqual({ available: 300n, frozen: 0n });
  });

  test('do not come back where they ended free', async () => {
    await ringNow(3);
    const [signal] = await at.signals();
    await review(signal!.signal, 'released');
    later(11);
    await settle();
    await at.house.database.query(`update fraud.held set state = 'thawing'`);
    await at.house.fraud.catchUp();
    expect(await at.available()).toEqual({ available: 0n, frozen: 0n });
  });
});

describe('a freezing', () => {
  const freezings = async () =>
    (
      await at.house.database.query<{ kind: string }>(
        `select kind from ledger.journal where kind ~ 'points.(un)?freeze'`,
      )
    ).length;
  const forget = (state: string) => at.house.database.query(`update fraud.held set state = '${state}'`);

  test('that a process was killed behind is found done, and a letting go too', async () => {
    await at.ring(3);
    const [signal] = await at.signals();
    expect(await freezings()).toBe(3);
    await forget('due');
    expect(await at.signals()).toMatchObject([{ held: { frozen: 3 } }]);
    expect(await freezings()).toBe(3);
    await review(signal!.signal, 'released');
    await forget('thawing');
    await at.house.fraud.catchUp();
    expect(await freezings()).toBe(6);
    expect(await at.available()).toEqual({ available: 300n, frozen: 0n });
  });

  test('that was asked for and taken back before it was done never happens', async () => {
    await at.ring(3);
    const [signal] = await at.signals();
    await review(signal!.signal, 'released');
    await at.house.database.query(`update fraud.held set state = 'thawing', round = 2`);
    await at.house.fraud.catchUp();
    expect(await freezings()).toBe(6);
    expect(await at.available()).toEqual({ available: 300n, frozen: 0n });
  });

  test('that fails holds no other up, is told, and is done when it is tried again', async () => {
    await at.ring(3);
    await at.signals();
    await forget('due');
    const failures: unknown[] = [];
    let broken: bigint | undefined;
    const submit: FraudDeps['machine']['submit'] = (operation, arrival) => {
      const { granted } = arrival.input as { granted: { seq: bigint } };
      broken ??= granted.seq;
      if (granted.seq === broken) return Promise.reject(new Error('this one is broken'));
      return at.house.machine.submit(operation, arrival);
    };
    const machine = { ...at.house.machine, submit };
    const failing = { ...at.house, machine, onFailure: (error: unknown) => void failures.push(error) };
    expect(await holdLots(failing as never)).toBe(2);
    const states = 'select state, count(*)::int as count from fraud.held group by state order by state';
    expect(await at.house.database.query(states)).toEqual([
      { state: 'due', count: 1 },
      { state: 'frozen', count: 2 },
    ]);
    expect(failures.length).toBeGreaterThan(0);
    await at.house.fraud.catchUp();
    expect(await at.house.database.query(states)).toEqual([{ state: 'frozen', count: 3 }]);
  });

  test('is done by one process at a time', async () => {
    await at.ring(3);
    await at.signals();
    await forget('due');
    await at.house.database.transaction(async (tx) => {
      await tx.query('select pg_advisory_xact_lock(7455921, 1)');
      expect(await holdLots(at.house as never)).toBe(0);
    });
  });
});
