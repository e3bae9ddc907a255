import { OwnerMoved, type Desk, type OwnerKey } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { cardSheet } from './store/card.ts';

/**
 * Moves cards from one owner to another: each keeps its id, number, state, limits and PIN, and stands in the new owner's lane from the
 * commit on. Both lanes are held. A card that is not there any more, or another's by now, makes the operation look again. Gives the cards.
 */
export function moveCards(
  desk: Desk<JournalEntry>,
  from: OwnerKey,
  to: OwnerKey,
  cards: readonly bigint[],
): readonly bigint[] {
  for (const card of cards) {
    const key = { lane: from.lane, card };
    const held = desk.read(cardSheet, key);
    if (!held || held.goneTo !== undefined || held.owner !== from.owner) throw new OwnerMoved();
    if (to.lane !== from.lane) desk.put(cardSheet, key, { ...held, goneTo: to.lane });
    const { goneTo: _, ...kept } = held;
    desk.put(cardSheet, { lane: to.lane, card }, { ...kept, lane: to.lane, owner: to.owner });
  }
  return cards;
}
