import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { MICROSECONDS_PER_DAY, instant } from '../../kernel/instant.ts';
import { freshDatabase, type FreshDatabase } from '../../platform/database/template.ts';
import type { Act } from './fake-books.ts';
import { openFakeMachine, type FakeMachine } from './fake-machine.ts';

const start = instant(1_767_225_600_000_000);

let fresh: FreshDatabase;
let books: FakeMachine;
beforeAll(async () => {
  fresh = await freshDatabase();
  books = await openFakeMachine(fresh.database, start);
});
afterAll(async () => {
  await books.stop();
  await fresh.drop();
});
beforeEach(async () => {
  await fresh.database.query(
    'truncate ledger.journal, ledger.allocation, ledger.raw_message, lanes.lane_batch, points.wallet, points.lot, points.hold, points.debt',
  );
  Object.assign(books.memory, { at: start });
  for (const list of [books.memory.accruals, books.memory.redemptions, books.memory.holds]) list.length = 0;
});

const wait = (days: number): Act => ({ does: 'wait', days });
const accrue = (amount: bigint, livesFor: number | 'ever', startsIn = 0): Act => ({
  does: 'accrue',
  who: 0,
  amount,
  startsIn,
  livesFor,
});
const play = async (...acts: Act[]): Promise<void> => {
  for (const act of acts) expect(await books.do(act)).toMatchObject({ ok: true });
};
const wallet = async () => {
  const [row] = await fresh.database.query<Record<string, bigint>>(
    'select booked, pending, held, frozen, owed from points.wallet where owner = $1',
    [books.holders[0].owner],
  );
  return row;
};
const entries = () =>
  fresh.database.query<{ kind: string; day: number }>(
    `select kind, round(extract(epoch from occurred_at - to_timestamp($1)) / 86400)::int as day from ledger.journal order by lane, seq`,
    [Number(start) / 1_000_000],
  );

describe('settling by time', () => {
  test('activates, lapses holds and expires, each dated at its own due moment (semantics 3.3)', async () => {
    await play(accrue(10n, 5, 2), accrue(20n, 3), { does: 'hold', who: 0, amount: 5n, days: 1 }, wait(30), {
      does: 'settle',
      who: 0,
    });
    expect((await entries()).map(({ kind, day }) => [kind, day])).toEqual([
      ['fake.accrual', 0],
      ['fake.accrual', 0],
      ['fake.hold', 0],
      ['points.lapse', 1],
      ['points.activation', 2],
      ['points.expiry', 3],
      ['points.expiry', 7],
    ]);
    expect(await wallet()).toEqual({ booked: 0n, pending: 0n, held: 0n, frozen: 0n, owed: 0n });
  });

  test('lets expire what was held only when the hold has ended, at the moment at which it would have expired', async () => {
    await play(accrue(20n, 3), { does: 'hold', who: 0, amount: 15n, days: 5 }, wait(4), { does: 'settle', who: 0 });
    expect(await wallet()).toMatchObject({ booked: 15n, held: 15n });
    await play({ does: 'release', which: 0 }, { does: 'settle', who: 0 });
    expect(await wallet()).toMatchObject({ booked: 0n, held: 0n });
    expect((await entries()).map(({ kind, day }) => [kind, day])).toEqual([
      ['fake.accrual', 0],
      ['fake.hold', 0],
      ['points.expiry', 3],
      ['fake.release', 4],
      ['points.expiry', 3],
    ]);
  });

  test('reaches the lots behind a long row of held ones: what they hide expires on its own day', async () => {
    for (let lot = 0; lot < 40; lot++) await play(accrue(1n, 1 + lot));
    // Every lot that one look shows is held; the ones behind it expire before the hold ends.
    await play({ does: 'hold', who: 0, amount: 33n, days: 100 }, wait(10), accrue(2n, 'ever'));
    expect(await wallet()).toMatchObject({ booked: 42n, held: 33n });
    await play(wait(35), { does: 'settle', who: 0 });
    expect(await wallet()).toMatchObject({ booked: 35n, held: 33n });
  });

  test('looks as deep as a wallet of hundreds of lots asks, and spends them in order (semantics 3.1)', async () => {
    for (let lot = 0; lot < 100; lot++) await play(accrue(1n, 1 + ((lot * 37) % 100)));
    await play({ does: 'redeem', who: 0, amount: 60n }, wait(60), { does: 'settle', who: 0 });
    // Spent were the sixty that expire first, so none of them is left to expire.
    expect(await wallet()).toMatchObject({ booked: 40n });
    await play(wait(20), { does: 'settle', who: 0 });
    expect(await wallet()).toMatchObject({ booked: 20n });
  });

  test('moves the moment of the next look on, even when there was nothing to book: else a sweep would never be done', async () => {
    await play(accrue(10n, 3), { does: 'hold', who: 0, amount: 10n, days: 9 }, wait(4), { does: 'settle', who: 0 });
    const [row] = await fresh.database.query<{ due_at: number }>('select due_at from points.wallet');
    expect((row.due_at - start) / MICROSECONDS_PER_DAY).toBe(9);
  });

  test('keeps in the wallet when it has to be looked at next', async () => {
    await play(accrue(10n, 5, 2), { does: 'settle', who: 0 });
    const due = async () => {
      const [row] = await fresh.database.query<{ due_at: number }>('select due_at from points.wallet');
      return (row.due_at - start) / MICROSECONDS_PER_DAY;
    };
    expect(await due()).toBe(2);
    await play(wait(3), { does: 'settle', who: 0 });
    expect(await due()).toBe(7);
  });
});

describe('what a wallet says of its next expiry', () => {
  const next = async () => {
    const [row] = await fresh.database.query<{ expiring: bigint; expiring_at: number }>(
      'select expiring, expiring_at from points.wallet where owner = $1',
      [books.holders[0].owner],
    );
    return [row.expiring, (row.expiring_at - start) / MICROSECONDS_PER_DAY];
  };
  const many = async (count: number, livesFor: number): Promise<void> => {
    for (let lot = 0; lot < count; lot++) await play(accrue(1n, livesFor));
  };

  test('counts every lot of the day that comes next, also when it has more of them than one look shows', async () => {
    await play(accrue(5n, 2));
    await many(40, 9);
    expect(await next()).toEqual([5n, 2]);
    await play(wait(2), { does: 'settle', who: 0 });
    expect(await next()).toEqual([40n, 9]);
    await play({ does: 'redeem', who: 0, amount: 39n });
    expect(await next()).toEqual([1n, 9]);
  });

  test('finds the lots behind those that a payment has used up to the last one in sight', async () => {
    await many(32, 3);
    await many(3, 7);
    await play({ does: 'redeem', who: 0, amount: 32n });
    expect(await next()).toEqual([3n, 7]);
  });
});
