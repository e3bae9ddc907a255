import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { OwnerKey } from '../../../platform/lanes/index.ts';
import { standingOn, VALUE } from '../store/suspended.ts';

// A block of many takes part of what a card may do; one that leaves it paying keeps no value back.
const selectReason = statement<{ reason: string }>(
  'cards.selectValueBlockedOf',
  `select held.reason from cards.card as held
    where held.lane = $1 and (held.owner = $2 or held.profile = $2) and held.state = 'blocked' and held.reason in (${VALUE})
   union all
   select block.reason from cards.card as held, cards.suspension as block
    where held.lane = $1 and (held.owner = $2 or held.profile = $2) and ${standingOn('held')}
      and block.reason in (${VALUE}) and block.effects && array['spend', 'capture']
   limit 1`,
);

/**
 * Why a card of an owner is blocked because of what it leads to, by itself or with its range, batch or serial; undefined where none is. A
 * block of the card is proved by the owner's revision, which every change of a card grows. One of many that is set between the look and
 * the commit is as one that is set after it: it holds for the card wherever that went.
 */
export const findValueBlocked = async (queries: Queries, { lane, owner }: OwnerKey): Promise<string | undefined> =>
  (await queries.run(selectReason, [lane, owner]))[0]?.reason;
