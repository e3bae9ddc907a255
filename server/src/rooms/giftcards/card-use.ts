import type { LocalDate } from '../../kernel/local-date.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import type { Desk } from '../../platform/lanes/index.ts';
import {
  cardSheet,
  countUse,
  finestPoints,
  giveUseBack,
  isLimited,
  limitAgainst,
  type CardKey,
  type KeptUse,
} from '../cards/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import type { GiftDeps } from './deps.ts';
import type { GiftInput } from './find-gift.ts';
import type { Met } from './meet-gift.ts';
import type { GiftRecord } from './record.ts';

/** What taking value off a card is to its limits of the day; counted by `countGiftUse` once nothing else stands against it. */
export type GiftUse = { readonly is: 'use'; readonly card: CardKey; readonly day: LocalDate; readonly spent: bigint };

/**
 * Says what taking so much is to the limits of the card, in its currency; undefined for a card without limits, and for a desk that may
 * act on cards: a limit is for whoever shows the card. Refuses one use too many of the day, and more than is left of it.
 */
export function useOfCard(
  deps: Pick<GiftDeps, 'programs'>,
  { card: shown, gift }: Pick<Met, 'card' | 'gift'>,
  { till, isDesk }: Pick<GiftInput, 'till' | 'isDesk'>,
  amount: bigint,
  desk: Desk<JournalEntry>,
): GiftUse | Refusal | undefined {
  if (isDesk || !isLimited(shown)) return undefined;
  const day = till.outlet.zone.localOf(desk.recordedAt).date;
  const spent = finestPoints(amount, deps.programs.settings().unit(gift.unit).decimals);
  const { lane, card } = shown;
  return (
    limitAgainst(desk.read(cardSheet, shown) ?? shown, day, spent) ?? { is: 'use', card: { lane, card }, day, spent }
  );
}

/** Counts a use on the card; what is kept of it lets an undoing of the same day give it back. */
export const countGiftUse = (desk: Desk<JournalEntry>, use: GiftUse | undefined): { use?: KeptUse } => {
  const kept = use && countUse(desk, use.card, use.day, use.spent);
  return kept ? { use: kept } : {};
};

/** Gives back what an operation had counted, so much of it in the card's currency; the use itself with the last of it. */
export function giveGiftUseBack(
  deps: Pick<GiftDeps, 'programs'>,
  { use, unit }: Pick<GiftRecord, 'use' | 'unit'>,
  { amount, isWhole }: { readonly amount: bigint; readonly isWhole: boolean },
  desk: Desk<JournalEntry>,
): void {
  if (!use) return;
  const { decimals } = deps.programs.settings().unit(unit);
  giveUseBack(desk, use, { spent: finestPoints(amount, decimals), isWhole });
}
