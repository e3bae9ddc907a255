import { refuse, type Refusal } from '../../kernel/refusal.ts';
import type { Queries } from '../../platform/database/database.ts';
import type { Desk, OwnerKey } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import type { Range } from './range.ts';
import { findHeld } from './read/cards-of-owner.ts';
import { cardSheet } from './store/card.ts';

/** How many cards of the range one account may have; undefined: any number. */
function holdersMax({ policy: { sharing } }: Range): number | undefined {
  if (sharing === undefined || sharing === 'unlimited') return undefined;
  return sharing === 'owner_only' ? 1 : sharing.holders;
}

/** For resolve: the member's cards of a range that bounds them, at least as many as it allows if there are so many. */
export async function cardsHeld(queries: Queries, owner: OwnerKey, range: Range): Promise<readonly bigint[]> {
  const most = holdersMax(range);
  return most === undefined ? [] : findHeld(queries, owner, range.range, most);
}

/**
 * Why a member may not have one more card of a range; undefined when he may. What resolve found still holds, since every change of a card
 * grows its owner's revision; cards issued earlier in the same batch stand on the desk.
 */
export function sharingAgainst(
  desk: Desk<JournalEntry>,
  { owner }: OwnerKey,
  range: Range,
  found: readonly bigint[],
): Refusal<'cards.range.holders_full'> | undefined {
  const most = holdersMax(range);
  if (most === undefined) return undefined;
  const held = new Set(found);
  for (const card of desk.known(cardSheet)) {
    const isHeld = card.state === 'active' || card.state === 'blocked';
    if (isHeld && card.range === range.range && (card.owner === owner || card.profile === owner)) held.add(card.card);
  }
  return held.size >= most ? refuse('cards.range.holders_full', { holders: String(most) }) : undefined;
}
