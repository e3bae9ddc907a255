import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { OwnerKey } from '../../../platform/lanes/index.ts';

type Row = { card: bigint; last_four: string; type: string; state: string; may_earn: boolean; may_spend: boolean };

const CARDS_PER_OWNER_SHOWN_MAX = 200;

const selectCardsOfOwner = statement<Row>(
  'cards.selectCardsOfOwner',
  `select card, last_four, type, state, may_earn, may_spend from cards.card
    where lane = $1 and (owner = $2 or profile = $2) order by issued_at, card limit $3`,
);

const selectHeld = statement<{ card: bigint }>(
  'cards.selectHeldOfRange',
  `select card from cards.card
    where lane = $1 and (owner = $2 or profile = $2) and range = $3 and state in ('active', 'blocked') limit $4`,
);

/** The cards of a range that stand for an owner or in his profile; replaced and destroyed ones do not count. */
export const findHeld = async (
  queries: Queries,
  { lane, owner }: OwnerKey,
  range: number,
  limit: number,
): Promise<bigint[]> => (await queries.run(selectHeld, [lane, owner, range, limit])).map((row) => row.card);

/** The cards that stand for an owner or in his profile, oldest first. */
export const findCardsOfOwner = (queries: Queries, { lane, owner }: OwnerKey): Promise<Row[]> =>
  queries.run(selectCardsOfOwner, [lane, owner, CARDS_PER_OWNER_SHOWN_MAX]);
