import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { OwnerKey } from '../../../platform/lanes/index.ts';
import { VALUE } from '../store/suspended.ts';

const selectReason = statement<{ reason: string }>(
  'cards.selectValueBlockedOf',
  `select reason from cards.card
    where lane = $1 and (owner = $2 or profile = $2) and state = 'blocked' and reason in (${VALUE}) order by card limit 1`,
);

/**
 * Why a card of an owner is blocked because of what it leads to; undefined where none is. Proved by the owner's revision, which every
 * change of a card grows.
 */
export const findValueBlocked = async (queries: Queries, { lane, owner }: OwnerKey): Promise<string | undefined> =>
  (await queries.run(selectReason, [lane, owner]))[0]?.reason;
