import type { Refusal } from '../../kernel/refusal.ts';
import type { Desk } from '../../platform/lanes/index.ts';
import { openHoldsOfGift, proveShown } from '../giftcards/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import type { SalePlan } from './plan-sale.ts';
import type { Sale } from './sale.ts';
import type { Payment } from './payment.ts';

/** What the quote of a sale still holds on each gift that must be proved, by its owner; asked before the holds are given back. */
export function heldForQuote(
  { quote }: Pick<Sale, 'quote'>,
  { gifts }: Pick<SalePlan, 'gifts'>,
  desk: Desk<JournalEntry>,
): ReadonlyMap<bigint, bigint> {
  const held = new Map<bigint, bigint>();
  const proved = [...gifts.values()].filter(({ needsProof }) => needsProof);
  if (proved.length === 0) return held;
  const gift = new Map(proved.map((found) => [found.owner, found]));
  for (const { lane, seq } of quote?.giftHolds ?? []) {
    for (const found of gift.values()) {
      if (found.lane !== lane) continue;
      const amount = openHoldsOfGift(found, { lane, seq: BigInt(seq) }, desk);
      held.set(found.owner, (held.get(found.owner) ?? 0n) + amount);
    }
  }
  return held;
}

/**
 * Asks for every gift card on a phone that pays whether its till has just seen the code, once for a receipt. What the quote held was
 * proved when it was held, so a sale takes so much without another code, and no more. A notice was asked nothing.
 */
export function proveGifts(
  sale: Sale,
  { gifts }: Pick<SalePlan, 'gifts'>,
  held: ReadonlyMap<bigint, bigint>,
  payments: readonly Payment[],
  desk: Desk<JournalEntry>,
): Refusal | undefined {
  const asked = new Set<bigint>();
  for (const found of gifts.values()) {
    if (!found.needsProof || asked.has(found.owner)) continue;
    asked.add(found.owner);
    const paid = payments.reduce((sum, one) => (one.wallet.owner === found.owner ? sum + one.points : sum), 0n);
    if (paid <= (held.get(found.owner) ?? 0n)) continue;
    const against = proveShown(found, sale, desk);
    if (against) return against;
  }
  return undefined;
}
