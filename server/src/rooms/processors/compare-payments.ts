import type { Finding } from './discrepancy.ts';
import type { ToldLine } from './port.ts';

/** A payment of ours whose end is known, under the name that the processor has for it. */
export type CertainPayment = { readonly reference: string; readonly amount: bigint; readonly isPaid: boolean };

/**
 * Holds a card's history against the payments that we passed through: what is paid must be there once, and whatever is not, or no
 * longer, must come to nothing.
 */
export function comparePayments(
  payments: readonly CertainPayment[],
  history: readonly ToldLine[],
  show: (amount: bigint) => string,
): readonly Finding[] {
  const sums = new Map<string, bigint>();
  for (const one of history) {
    if (one.outsideReference === '') continue;
    sums.set(one.outsideReference, (sums.get(one.outsideReference) ?? 0n) + one.amount);
  }
  return payments.flatMap(({ reference, amount, isPaid }): Finding[] => {
    const told = sums.get(reference) ?? 0n;
    const expected = isPaid ? -amount : 0n;
    if (told === expected) return [];
    const kind = told === 0n ? 'payment_missing' : 'payment_unexpected';
    return [
      {
        kind,
        subject: `${reference}/${told}`,
        facts: { payment: reference, told: show(told), expected: show(expected) },
      },
    ];
  });
}
