import { formatQuantity } from '../../kernel/quantity.ts';
import type { LocalDate } from '../../kernel/local-date.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import type { Desk } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import type { Card, CardCounts } from './card.ts';
import { cardSheet, type CardKey } from './store/card.ts';

/** Decimals of the finest points currency: in them a card's points are counted, whatever wallets they came from. */
export const FINEST_DECIMALS = 4;

/** Points of a unit in the finest step. */
export const finestPoints = (points: bigint, decimals: number): bigint =>
  points * 10n ** BigInt(FINEST_DECIMALS - decimals);

const NOTHING: Pick<CardCounts, 'uses' | 'spent'> = { uses: 0, spent: 0n };

// Another day than the one counted last, earlier or later, has nothing counted: a card counts one day at a time.
const countsOn = ({ counts }: Pick<Card, 'counts'>, day: LocalDate): Pick<CardCounts, 'uses' | 'spent'> =>
  counts.day === day ? counts : NOTHING;

export const isLimited = ({ limits }: Pick<Card, 'limits'>): boolean =>
  limits.usesPerDay !== undefined || limits.spendPerDay !== undefined;

/** How many of the finest points the card may still spend on a local day; undefined: as many as there are. */
export function roomToSpend(card: Pick<Card, 'limits' | 'counts'>, day: LocalDate): bigint | undefined {
  const { spendPerDay } = card.limits;
  if (spendPerDay === undefined) return undefined;
  const left = spendPerDay - countsOn(card, day).spent;
  return left > 0n ? left : 0n;
}

/** Why one more use that spends so much (in the finest step) is over the card's limits of the day; undefined when it is not. */
export function limitAgainst(
  card: Pick<Card, 'limits' | 'counts'>,
  day: LocalDate,
  spent: bigint,
): Refusal<'cards.limit.uses' | 'cards.limit.spend'> | undefined {
  const { usesPerDay } = card.limits;
  if (usesPerDay !== undefined && countsOn(card, day).uses >= usesPerDay)
    return refuse('cards.limit.uses', { limit: String(usesPerDay) });
  const room = roomToSpend(card, day);
  if (spent > 0n && room !== undefined && spent > room)
    return refuse('cards.limit.spend', { left: formatQuantity(room, FINEST_DECIMALS) });
  return undefined;
}

/** What a use leaves to be given back by a return of the same day. */
export type KeptUse = { readonly lane: number; readonly card: string; readonly day: LocalDate; readonly spent: string };

/**
 * Counts a use on the card's own row, in the lane that the batch holds: two tills at once cannot both take the last one. Undefined for a
 * card without limits, on which nothing is counted.
 */
export function countUse(desk: Desk<JournalEntry>, key: CardKey, day: LocalDate, spent: bigint): KeptUse | undefined {
  const card = desk.read(cardSheet, key);
  if (!card || !isLimited(card)) return undefined;
  const before = countsOn(card, day);
  const counts: CardCounts = { day, uses: before.uses + 1, spent: before.spent + spent };
  desk.put(cardSheet, key, { ...card, counts });
  return { lane: key.lane, card: String(key.card), day, spent: String(spent) };
}

/**
 * Gives back what a use had counted: `spent` of it, and the use itself when all of it is undone. Only while its day is the one counted. A
 * card that gave way to another took its counts there, so it is given back there.
 */
export function giveUseBack(
  desk: Desk<JournalEntry>,
  use: KeptUse,
  { spent, isWhole }: { readonly spent: bigint; readonly isWhole: boolean },
): void {
  let key = { lane: use.lane, card: BigInt(use.card) };
  let card = desk.read(cardSheet, key);
  while (card?.successor !== undefined) {
    key = { lane: use.lane, card: card.successor };
    card = desk.read(cardSheet, key);
  }
  // A card that went on with its member counts anew there: what it used that day is not given back.
  if (!card || card.goneTo !== undefined || card.counts.day !== use.day) return;
  const { uses } = card.counts;
  const left = card.counts.spent - spent;
  const counts = { day: use.day, uses: isWhole && uses > 0 ? uses - 1 : uses, spent: left > 0n ? left : 0n };
  desk.put(cardSheet, key, { ...card, counts });
}
