import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { OwnerKey } from '../../../platform/lanes/index.ts';
import { VALUE_REASONS } from '../../cards/index.ts';

const VALUE = VALUE_REASONS.map((reason) => `'${reason}'`).join(', ');

// Served by card_of_owner, card_of_profile and the key of points.wallet.
const selectBlock = statement<{ is_blocked: boolean }>(
  'delivery.selectBlockOfMember',
  `select exists (select from cards.card as shown
                   where shown.lane = $1 and (shown.owner = $2 or shown.profile = $2)
                     and shown.state = 'blocked' and shown.reason in (${VALUE}))
       or exists (select from points.wallet as held
                   where held.lane = $1 and held.owner = $2 and held.state = 'frozen') as is_blocked`,
);

/**
 * Whether a member is blocked: a wallet of his is frozen, or a card of his is blocked because of what it leads to. A card that he lost, or
 * that was stolen from him, blocks the card and not him.
 */
export const isMemberBlocked = async (queries: Queries, { lane, owner }: OwnerKey): Promise<boolean> =>
  (await queries.run(selectBlock, [lane, owner]))[0]?.is_blocked === true;
