import type { LocalDate } from '../../kernel/local-date.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import type { Desk } from '../../platform/lanes/index.ts';
import { cardSheet, countUse, finestPoints, limitAgainst, type CardKey, type KeptUse } from '../cards/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import type { CheckoutDeps } from './deps.ts';
import type { SalePlan } from './plan-sale.ts';
import type { Payment } from './payment.ts';

/** A card that a sale uses, and how much it spends, in the finest points. */
export type CardUse = CardKey & { readonly spent: bigint };

/** The cards that a sale uses, each once: the buyer's, those of whoever pays, and gift cards that pay. */
export function usesOf(deps: CheckoutDeps, plan: SalePlan, payments: readonly Payment[]): CardUse[] {
  const uses = new Map<bigint, CardUse>();
  for (const { lane, card } of [...(plan.member ? [plan.member] : []), ...plan.payers.values()])
    if (card !== undefined) uses.set(card, { lane, card, spent: 0n });
  for (const { card: shown, type, points, wallet, gift } of payments) {
    const card = gift?.card ?? shown;
    const known = card === undefined ? undefined : uses.get(card);
    const use = known ?? (gift && { lane: wallet.lane, card: gift.card, spent: 0n });
    const { decimals } = deps.programs.settings().unit(type.unit);
    if (use) uses.set(use.card, { ...use, spent: use.spent + finestPoints(points, decimals) });
  }
  return [...uses.values()];
}

/** What stands against these uses by the limits of the day. */
export function* limitsAgainst(uses: readonly CardUse[], day: LocalDate, desk: Desk<JournalEntry>): Generator<Refusal> {
  for (const use of uses) {
    const card = desk.read(cardSheet, use);
    const against = card && limitAgainst(card, day, use.spent);
    if (against) yield against;
  }
}

/** Counts the uses of cards that have limits; what is kept of them lets a return give them back. */
export const countUses = (uses: readonly CardUse[], day: LocalDate, desk: Desk<JournalEntry>): KeptUse[] =>
  uses.flatMap((use) => countUse(desk, use, day, use.spent) ?? []);
