import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { SuspensionReason } from '../suspension.ts';
import { standingOn, VALUE } from './suspended.ts';
import type { CardKey } from './card.ts';

const selectReason = statement<{ reason: SuspensionReason }>(
  'cards.selectValueSuspension',
  `select block.reason from cards.card as held, cards.suspension as block
    where held.lane = $1 and held.card = $2 and ${standingOn('held')}
      and block.reason in (${VALUE}) and block.effects && array['spend', 'capture'] limit 1`,
);

/** The reason of a block of many that stands on a card now, means its value, and keeps it from paying; undefined when there is none. */
export const findValueSuspension = async (
  queries: Queries,
  { lane, card }: CardKey,
): Promise<SuspensionReason | undefined> => (await queries.run(selectReason, [lane, card]))[0]?.reason;
