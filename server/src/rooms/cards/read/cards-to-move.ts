import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { OwnerKey } from '../../../platform/lanes/index.ts';

const selectCards = statement<{ card: bigint; is_own_account: boolean }>(
  'cards.selectCardsToMove',
  `select card, owner <> $2 as is_own_account from cards.card where lane = $1 and (owner = $2 or profile = $2) order by card`,
);

/** The cards that lead to an owner, whatever their state, and whether cards in his profile have accounts of their own. */
export async function findCardsToMove(
  queries: Queries,
  { lane, owner }: OwnerKey,
): Promise<{ readonly cards: readonly bigint[]; readonly hasOwnAccounts: boolean }> {
  const rows = await queries.run(selectCards, [lane, owner]);
  return {
    cards: rows.filter((row) => !row.is_own_account).map(({ card }) => card),
    hasOwnAccounts: rows.some((row) => row.is_own_account),
  };
}
