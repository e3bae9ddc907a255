import { refuse, type Refusal } from '../../kernel/refusal.ts';
import type { Queries } from '../../platform/database/database.ts';
import type { OwnerKey } from '../../platform/lanes/index.ts';
import type { Range } from './range.ts';
import { countHolders } from './read/cards-of-owner.ts';

const holdersMax = ({ policy: { sharing } }: Range): number => {
  if (sharing === undefined || sharing === 'unlimited') return Number.POSITIVE_INFINITY;
  return sharing === 'owner_only' ? 1 : sharing.holders;
};

/**
 * Why an account may not have one more card of a range; undefined when it may. Asked in resolve: every change of a card grows its owner's
 * revision, so what was counted still holds when the batch decides.
 */
export async function sharingAgainst(
  queries: Queries,
  owner: OwnerKey,
  range: Range,
): Promise<Refusal<'cards.range.holders_full'> | undefined> {
  const most = holdersMax(range);
  if (most === Number.POSITIVE_INFINITY) return undefined;
  const held = await countHolders(queries, owner, range.range);
  return held >= most ? refuse('cards.range.holders_full', { holders: String(most) }) : undefined;
}
