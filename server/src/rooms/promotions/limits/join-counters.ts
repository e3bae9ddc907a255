import type { Desk, OwnerKey } from '../../../platform/lanes/index.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import { counterSheet, type Counter } from '../store/counter.ts';

type Who = OwnerKey & { readonly tenant: number };

const isSame = (a: Counter, b: Counter): boolean =>
  a.program === b.program &&
  a.promotion === b.promotion &&
  a.limited === b.limited &&
  a.card === b.card &&
  a.from === b.from;

const countersOf = (desk: Desk<JournalEntry>, { lane, owner }: OwnerKey): readonly Counter[] =>
  desk.read(counterSheet, { lane, owner })?.counters ?? [];

const put = (desk: Desk<JournalEntry>, { lane, owner, tenant }: Who, counters: readonly Counter[]): void =>
  desk.put(counterSheet, { lane, owner }, { lane, owner, tenant, counters });

/** Counts for `into` what `from` has used of limits, who is merged into him: what was once for each of them is once for both. */
export function joinCounters(desk: Desk<JournalEntry>, from: OwnerKey, into: Who): void {
  const came = countersOf(desk, from);
  if (came.length === 0) return;
  let counters = countersOf(desk, into);
  for (const one of came) {
    const known = counters.find((other) => isSame(one, other));
    counters = known
      ? counters.map((other) => (other === known ? { ...known, amount: known.amount + one.amount } : other))
      : [...counters, one];
  }
  put(desk, into, counters);
}

/**
 * Undoes it: what `from` had used then is taken off again, as far as it is still there. What his cards have used since goes with the
 * cards.
 */
export function partCountersUsed(desk: Desk<JournalEntry>, from: Who, into: Who, cards: ReadonlySet<bigint>): void {
  const came = countersOf(desk, from);
  let own = came;
  const kept = countersOf(desk, into).map((one) => {
    const was = came.find((other) => isSame(one, other));
    if (cards.has(one.card)) {
      own = was ? own.map((other) => (other === was ? { ...was, amount: one.amount } : other)) : [...own, { ...one }];
      return { ...one, amount: 0n };
    }
    if (!was) return one;
    const left = one.amount - was.amount;
    return { ...one, amount: left > 0n ? left : 0n };
  });
  if (kept.length > 0) put(desk, into, kept);
  if (own !== came) put(desk, from, own);
}
