import { describe, expect, test } from 'vitest';
import type { Act } from './fake-books.ts';
import { accountOfKind, MemoryBooks, START } from './fake-memory-books.ts';
import { lotSheet } from './store/lot.ts';
import type { NegativeBalancePolicy } from './claw-back.ts';

const DAY = 86_400_000_000;
const accrue = (amount: bigint, livesFor: number | 'ever' = 'ever', startsIn = 0, who = 0): Act => ({
  does: 'accrue',
  who,
  amount,
  startsIn,
  livesFor,
});
const redeem = (amount: bigint, who = 0): Act => ({ does: 'redeem', who, amount });
const wait = (days: number): Act => ({ does: 'wait', days });
const settle: Act = { does: 'settle', who: 0 };
const giveBack = (which: number, negative: NegativeBalancePolicy = 'within_balance', percent = 100): Act => ({
  does: 'claw back',
  which,
  percent,
  negative,
});

/** What remains in the lots of the first holder, in the order in which they were made. */
const remainders = (books: MemoryBooks): bigint[] =>
  books.facts
    .all(lotSheet)
    .filter((lot) => lot.wallet === books.wallet(0).wallet)
    .sort((a, b) => (a.seq < b.seq ? -1 : 1))
    .map((lot) => lot.remaining);
const last = (books: MemoryBooks, kind: string) => books.entries.findLast((entry) => entry.kind === kind)!;
const on = (books: MemoryBooks, kind: string, account: bigint): bigint =>
  last(books, kind)
    .postings.filter((one) => one.account === account)
    .reduce((sum, one) => sum + one.amount, 0n);

describe('semantics 3.1: lots, expiry first', () => {
  test('what expires first is spent first, whenever it was earned; lots without end come last', () => {
    const books = new MemoryBooks().play(accrue(10n), accrue(10n, 90), accrue(10n, 30), redeem(15n));
    expect(remainders(books)).toEqual([10n, 5n, 0n]);
  });

  test('of lots that expire together the one that started first is spent, then the one that was earned first', () => {
    const books = new MemoryBooks().play(accrue(10n), accrue(10n), wait(1), redeem(12n));
    expect(remainders(books)).toEqual([0n, 8n]);
    const started = new MemoryBooks().play(accrue(10n, 'ever', 2), wait(1), accrue(10n), wait(3), redeem(12n));
    expect(remainders(started)).toEqual([8n, 0n]);
  });

  test('a spent lot that expires later takes nothing away again', () => {
    const books = new MemoryBooks().play(accrue(10n, 5), accrue(10n), redeem(10n), wait(6), settle);
    expect(books.wallet(0)).toMatchObject({ booked: 10n });
  });

  test('a redemption records from which lots it took, and how much', () => {
    const books = new MemoryBooks().play(accrue(10n, 30), accrue(10n, 60), redeem(15n));
    expect(last(books, 'fake.redemption').allocations).toEqual([
      { lotSeq: 1n, lotN: 0, delta: -10n, effect: 't' },
      { lotSeq: 2n, lotN: 0, delta: -5n, effect: 't' },
    ]);
  });
});

describe('semantics 3.2: expiry by time alone', () => {
  test('is breakage of the program, dated at the lot’s end and not when somebody looked', () => {
    const books = new MemoryBooks().play(accrue(10n, 5), wait(40), settle);
    expect(last(books, 'points.expiry').occurredAt).toBe(START + 5 * DAY);
    expect(on(books, 'points.expiry', books.wallet(0).wallet)).toBe(-10n);
  });

  test('comes at the very moment: a point is there before it, and not from it on', () => {
    const before = new MemoryBooks().play(accrue(10n, 5), wait(4), settle);
    expect(before.wallet(0)).toMatchObject({ booked: 10n });
    expect(before.play(wait(1), settle).wallet(0)).toMatchObject({ booked: 0n });
  });

  test('of pending points is counted from their start', () => {
    const books = new MemoryBooks().play(accrue(10n, 5, 10), wait(12), settle);
    expect(books.wallet(0)).toMatchObject({ booked: 10n, pending: 0n });
    expect(books.play(wait(3), settle).wallet(0)).toMatchObject({ booked: 0n });
  });

  test('takes points that a transfer has moved on their old day', () => {
    const books = new MemoryBooks().play(
      accrue(10n, 5),
      wait(2),
      { does: 'transfer', who: 0, to: 2, amount: 10n },
      wait(3),
      { does: 'settle', who: 2 },
    );
    expect(books.wallet(2)).toMatchObject({ booked: 0n });
  });
});

describe('semantics 3.3: pending points and returns', () => {
  test('pending points stand apart and cannot be spent until their moment', () => {
    const books = new MemoryBooks().play(accrue(10n, 'ever', 3), accrue(5n), redeem(15n));
    expect(books.wallet(0)).toMatchObject({ booked: 0n, pending: 10n });
    expect(books.play(wait(3), redeem(15n)).wallet(0)).toMatchObject({ booked: 0n, pending: 0n });
  });

  test('a return cancels its pending points and leaves the points of other purchases alone', () => {
    const books = new MemoryBooks().play(accrue(50n), accrue(10n, 'ever', 3), giveBack(1));
    expect(books.wallet(0)).toMatchObject({ booked: 50n, pending: 0n });
    expect(books.play(wait(5), settle).wallet(0)).toMatchObject({ booked: 50n, pending: 0n });
  });

  test('a partial return leaves the rest pending, which starts on its day', () => {
    const books = new MemoryBooks().play(accrue(10n, 'ever', 3), giveBack(0, 'within_balance', 40));
    expect(books.wallet(0)).toMatchObject({ pending: 6n });
    expect(books.play(wait(3), settle).wallet(0)).toMatchObject({ booked: 6n, pending: 0n });
  });

  test('of one day: what is pending starts before anything expires', () => {
    const books = new MemoryBooks().play(accrue(10n, 3), accrue(20n, 'ever', 3), wait(3), settle);
    expect(books.entries.map((entry) => entry.kind).slice(-2)).toEqual(['points.activation', 'points.expiry']);
    expect(books.entries.at(-1)!.occurredAt).toBe(books.entries.at(-2)!.occurredAt);
  });
});

describe('semantics 3.6: the sale is returned and its points are spent', () => {
  // Earned 70, spent 50, so 20 are left.
  const spent = () => new MemoryBooks().play(accrue(70n), redeem(50n));
  const program = (books: MemoryBooks, kind: 'write_off' | 'funding') =>
    books.entries
      .flatMap((entry) => entry.postings)
      .filter((one) => one.account === accountOfKind[kind])
      .reduce((sum, one) => sum + one.amount, 0n);

  test('only_pending: nothing is taken that is active', () => {
    expect(spent().play(giveBack(0, 'only_pending')).wallet(0)).toMatchObject({ booked: 20n, owed: 0n });
  });

  test('within_balance: the balance goes to zero and the program bears the rest', () => {
    const books = spent().play(giveBack(0, 'within_balance'));
    expect(books.wallet(0)).toMatchObject({ booked: 0n, owed: 0n });
    expect(program(books, 'write_off')).toBe(-50n);
  });

  test('unlimited: the member owes the rest', () => {
    expect(spent().play(giveBack(0, 'unlimited')).wallet(0)).toMatchObject({ booked: 0n, owed: 50n });
  });

  test('recover_from_refund: the rest is taken out of the refund, and other points stay', () => {
    const books = spent().play(accrue(100n), giveBack(0, 'recover_from_refund'));
    expect(books.wallet(0)).toMatchObject({ booked: 100n, owed: 0n });
    expect(program(books, 'funding')).toBe(-50n);
  });

  test('what the return takes comes first from its own lots, then from the rest of the balance', () => {
    const books = new MemoryBooks().play(accrue(70n), redeem(50n), accrue(100n), giveBack(0, 'within_balance'));
    expect(remainders(books)).toEqual([0n, 50n]);
  });

  test('new points repay the oldest debt first, before anybody can spend them, and tell it in the same entry', () => {
    const books = spent().play(giveBack(0, 'unlimited'), accrue(30n));
    expect(books.wallet(0)).toMatchObject({ booked: 0n, owed: 20n });
    expect(books.play(accrue(30n)).wallet(0)).toMatchObject({ booked: 10n, owed: 0n });
    expect(last(books, 'fake.accrual').allocations).toMatchObject([{ delta: -20n }]);
  });

  test('pending points repay when they start, not before', () => {
    const books = spent().play(giveBack(0, 'unlimited'), accrue(30n, 'ever', 2));
    expect(books.wallet(0)).toMatchObject({ pending: 30n, owed: 50n });
    expect(books.play(wait(2), settle).wallet(0)).toMatchObject({ pending: 0n, booked: 0n, owed: 20n });
  });

  test('a debt has no end: what expires is points, never what is owed', () => {
    expect(spent().play(giveBack(0, 'unlimited'), wait(10_000), settle).wallet(0)).toMatchObject({ owed: 50n });
  });
});

describe('semantics 3.23: a redemption is taken back', () => {
  const back = (percent: number, graceDays = 0): Act => ({ does: 'restore', which: 0, percent, graceDays });

  test('its points return to the lots that they came from, the last taken first', () => {
    const books = new MemoryBooks().play(accrue(10n, 30), accrue(10n, 60), redeem(15n), back(40));
    expect(remainders(books)).toEqual([1n, 10n]);
    expect(remainders(books.play(back(100)))).toEqual([10n, 10n]);
  });

  test('they keep their old end: what would have expired meanwhile expires at once', () => {
    const books = new MemoryBooks().play(accrue(10n, 5), redeem(10n), wait(6), back(100));
    expect(books.wallet(0)).toMatchObject({ booked: 0n });
    expect(last(books, 'fake.restoration').allocations.map((one) => one.effect)).toEqual(['r', 'e']);
  });

  test('unless the program gives them some days of grace: then a new lot stands for them, with its origin', () => {
    const books = new MemoryBooks().play(accrue(10n, 5), redeem(10n), wait(6), back(100, 7));
    expect(books.wallet(0)).toMatchObject({ booked: 10n });
    expect(last(books, 'fake.restoration').lots).toMatchObject([
      { originLane: 1, originSeq: 1n, expiresAt: START + 13 * DAY },
    ]);
    expect(books.play(wait(7), settle).wallet(0)).toMatchObject({ booked: 0n });
  });

  test('what goes back to a frozen lot stays frozen', () => {
    const books = new MemoryBooks().play(accrue(10n, 30), redeem(6n), { does: 'freeze', which: 0 }, back(100));
    expect(books.wallet(0)).toMatchObject({ booked: 10n, frozen: 10n });
  });
});
