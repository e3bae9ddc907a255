import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actsOf } from './fake-acts.ts';
import { accountOfKind, MemoryBooks } from './fake-memory-books.ts';
import { INSTANT_NEVER } from '../../kernel/instant.ts';
import { compareLots } from './lot.ts';
import { partsToRestore, type TakenPart } from './restore.ts';
import { debtSheet } from './store/debt.ts';
import { holdSheet } from './store/hold.ts';
import { lotSheet } from './store/lot.ts';

fc.configureGlobal({ seed: 2_026_112_205 });

const sum = (amounts: Iterable<bigint>): bigint => {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return total;
};

/** Everything that the books promise of each wallet, whatever has happened to it. */
function expectConserved(kept: MemoryBooks): void {
  const onAccount = new Map<bigint, bigint>();
  for (const entry of kept.entries) {
    expect(sum(entry.postings.map((one) => one.amount))).toBe(0n);
    for (const { account, amount } of entry.postings) onAccount.set(account, (onAccount.get(account) ?? 0n) + amount);
  }
  expect(onAccount.get(accountOfKind.between_lanes as bigint) ?? 0n).toBe(0n);
  const lots = kept.facts.all(lotSheet);
  const touched = new Map<string, bigint>();
  for (const entry of kept.entries) {
    for (const { lotSeq, lotN, delta } of entry.allocations) {
      const key = `${entry.lane}/${lotSeq}/${lotN}`;
      touched.set(key, (touched.get(key) ?? 0n) + delta);
    }
  }
  for (const lot of lots) expect(lot.amount + (touched.get(lotSheet.keyOf(lot)) ?? 0n)).toBe(lot.remaining);
  for (const wallet of kept.wallets()) {
    const own = lots.filter((lot) => lot.wallet === wallet.wallet && lot.lane === wallet.lane);
    const active = own.filter((lot) => !lot.isPending);
    const holds = kept.facts.all(holdSheet).filter((hold) => hold.wallet === wallet.wallet && hold.state === 'open');
    const debts = kept.facts.all(debtSheet).filter((debt) => debt.wallet === wallet.wallet);
    expect({
      booked: wallet.booked,
      pending: wallet.pending,
      held: wallet.held,
      frozen: wallet.frozen,
      owed: wallet.owed,
    }).toEqual({
      booked: sum(active.map((lot) => lot.remaining)),
      pending: sum(own.filter((lot) => lot.isPending).map((lot) => lot.remaining)),
      held: sum(holds.map((hold) => hold.amount)),
      frozen: sum(active.filter((lot) => lot.isFrozen).map((lot) => lot.remaining - lot.held)),
      owed: sum(debts.map((debt) => debt.remaining)),
    });
    expect([
      onAccount.get(wallet.wallet) ?? 0n,
      onAccount.get(wallet.wallet + 1n) ?? 0n,
      onAccount.get(wallet.wallet + 2n) ?? 0n,
    ]).toEqual([wallet.booked, wallet.pending, -wallet.owed]);
    expect(sum(own.map((lot) => lot.held))).toBe(wallet.held);
    // What people are told of the next expiry is true, whatever happened to the lots since.
    const ending = active.filter((lot) => lot.remaining > 0n && lot.expiresAt !== INSTANT_NEVER);
    const next = ending.reduce((first, lot) => (lot.expiresAt < first ? lot.expiresAt : first), INSTANT_NEVER);
    expect({ expiring: wallet.expiring, expiringAt: wallet.expiringAt }).toEqual({
      expiring: sum(ending.filter((lot) => lot.expiresAt === next).map((lot) => lot.remaining)),
      expiringAt: next,
    });
    // Never later than the true one: else a balance would depend on the sweep.
    for (const lot of own) if (lot.isPending) expect(wallet.dueAt).toBeLessThanOrEqual(lot.activeAt);
    for (const lot of active) if (lot.remaining > lot.held) expect(wallet.dueAt).toBeLessThanOrEqual(lot.expiresAt);
    for (const hold of holds) expect(wallet.dueAt).toBeLessThanOrEqual(hold.expiresAt);
  }
}

const KINDS = [
  ...[
    'accrual',
    'redemption',
    'restoration',
    'return',
    'hold',
    'capture',
    'release',
    'freeze',
    'unfreeze',
    'transfer',
  ].map((kind) => `fake.${kind}`),
  ...['activation', 'lapse', 'expiry'].map((kind) => `points.${kind}`),
];

describe('points', () => {
  it('are conserved by any sequence of acts: postings balance, lots sum to balances, nothing is negative', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(actsOf(40), (acts) => {
        const kept = new MemoryBooks();
        for (const act of acts) kept.do(act);
        expectConserved(kept);
        for (const { kind } of kept.entries) seen.set(kind, (seen.get(kind) ?? 0) + 1);
      }),
      { numRuns: 1_000 },
    );
    // A property that nothing happens to proves nothing.
    for (const kind of KINDS) expect([kind, (seen.get(kind) ?? 0) > 20]).toEqual([kind, true]);
  });

  it('are the same whether time is settled in one step or in many', () => {
    fc.assert(
      fc.property(actsOf(20, ['accrue', 'redeem', 'hold', 'wait']), fc.integer({ min: 1, max: 40 }), (acts, days) => {
        const [once, often] = [new MemoryBooks(), new MemoryBooks()];
        for (const kept of [once, often]) for (const act of acts) kept.do(act);
        once.do({ does: 'wait', days });
        for (let day = 0; day < days; day++) {
          often.do({ does: 'wait', days: 1 });
          for (const who of [0, 1, 2]) often.do({ does: 'settle', who });
        }
        for (const who of [0, 1, 2]) once.do({ does: 'settle', who });
        const open = (kept: MemoryBooks) =>
          kept.wallets().map(({ booked, pending, held, owed }) => ({ booked, pending, held, owed }));
        expect(open(once)).toEqual(open(often));
      }),
      { numRuns: 150 },
    );
  });

  it('are spent from the lot that expires first, then starts first, then was earned first (semantics 3.1)', () => {
    fc.assert(
      fc.property(
        actsOf(25, ['accrue', 'redeem', 'transfer', 'wait']),
        fc.bigInt({ min: 1n, max: 500n }),
        (acts, amount) => {
          const kept = new MemoryBooks();
          for (const act of acts) kept.do(act);
          const before = kept.entries.length;
          kept.do({ does: 'redeem', who: 0, amount });
          const entry = kept.entries.slice(before).find((one) => one.kind === 'fake.redemption');
          if (!entry) return;
          const taken = entry.allocations.map((one) =>
            kept.facts.peek(lotSheet, { lane: 1, seq: one.lotSeq, n: one.lotN })!,
          );
          expect(taken).toEqual([...taken].sort(compareLots));
          // All but the last are empty, and nothing that is left would have come earlier.
          for (const lot of taken.slice(0, -1)) expect(lot.remaining).toBe(0n);
          const rest = kept.facts
            .all(lotSheet)
            .filter((lot) => lot.wallet === taken[0].wallet && lot.remaining > 0n && !lot.isPending);
          for (const lot of rest) expect(compareLots(taken.at(-1)!, lot)).toBeLessThanOrEqual(0);
        },
      ),
      { numRuns: 150 },
    );
  });
});

const takenLists = fc
  .array(fc.bigInt({ min: 1n, max: 1_000n }), { minLength: 1, maxLength: 8 })
  .map((amounts) => amounts.map((amount, at): TakenPart => ({ lotSeq: BigInt(at + 1), lotN: 0, amount })));
const orders = fc.constantFrom('last_taken_first' as const, 'first_taken_first' as const);

describe('the parts of a redemption that are restored (semantics 3.23)', () => {
  it('end the same by any sequence of partial reversals', () => {
    fc.assert(
      fc.property(
        takenLists,
        orders,
        fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 6 }),
        (taken, order, percents) => {
          const total = sum(taken.map((part) => part.amount));
          const steps = [...percents].sort((a, b) => a - b).map((percent) => (total * BigInt(percent)) / 100n);
          const byLot = (parts: readonly TakenPart[]): Map<bigint, bigint> => {
            const found = new Map<bigint, bigint>();
            for (const part of parts) found.set(part.lotSeq, (found.get(part.lotSeq) ?? 0n) + part.amount);
            return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
          };
          const pieces: TakenPart[] = [];
          let before = 0n;
          for (const after of [...steps, total]) {
            pieces.push(...partsToRestore(taken, before, after, order));
            before = after;
          }
          expect(byLot(pieces)).toEqual(byLot(partsToRestore(taken, 0n, total, order)));
          expect(byLot(pieces)).toEqual(byLot(taken));
        },
      ),
    );
  });

  it('sum to what is restored, and give no lot more than was taken from it', () => {
    fc.assert(
      fc.property(
        takenLists,
        orders,
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 0, max: 100 }),
        (taken, order, a, b) => {
          const total = sum(taken.map((part) => part.amount));
          const [before, after] = [Math.min(a, b), Math.max(a, b)].map((percent) => (total * BigInt(percent)) / 100n);
          const parts = partsToRestore(taken, before, after, order);
          expect(sum(parts.map((part) => part.amount))).toBe(after - before);
          for (const part of parts)
            expect(part.amount <= taken.find((one) => one.lotSeq === part.lotSeq)!.amount).toBe(true);
        },
      ),
    );
  });

  it('begin with what was taken last, unless the program says first', () => {
    const taken = [
      { lotSeq: 1n, lotN: 0, amount: 30n },
      { lotSeq: 2n, lotN: 0, amount: 20n },
    ];
    expect(partsToRestore(taken, 0n, 25n, 'last_taken_first').map((part) => [part.lotSeq, part.amount])).toEqual([
      [2n, 20n],
      [1n, 5n],
    ]);
    expect(partsToRestore(taken, 0n, 25n, 'first_taken_first').map((part) => [part.lotSeq, part.amount])).toEqual([
      [1n, 25n],
    ]);
  });
});
