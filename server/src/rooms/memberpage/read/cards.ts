import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { OwnerKey } from '../../../platform/lanes/index.ts';

export type CardRow = {
  readonly card: bigint;
  readonly type: string;
  readonly state: string;
  readonly last_four: string;
  readonly number_cipher: Buffer;
  readonly programs: number[];
};

const CARDS_SHOWN_MAX = 50;

// Gift cards are owners of their own and come by the phone; replaced and destroyed cards open nothing.
const selectCards = statement<CardRow>(
  'memberpage.selectCards',
  `select card, type, state, last_four, number_cipher, programs from cards.card
    where tenant_id = $1 and lane = $2 and (owner = $3 or profile = $3) and type <> 'gift' and state in ('active', 'blocked')
    order by state, issued_at desc, card desc limit $4`,
);

/** The cards of a member that he may show, active ones first, the newest first. */
export const findCards = (queries: Queries, tenant: number, { lane, owner }: OwnerKey): Promise<CardRow[]> =>
  queries.run(selectCards, [tenant, lane, owner, CARDS_SHOWN_MAX]);

const selectToEnd = statement<{ card: bigint }>(
  'memberpage.selectCardsToEnd',
  `select card from cards.card
    where lane = $1 and owner = $2 and type <> 'gift' and state in ('active', 'blocked', 'expired') order by card`,
);

/** Every card that leads to a member, for when he is no more. A card that is issued meanwhile changes his revision. */
export const findCardsToEnd = async (queries: Queries, { lane, owner }: OwnerKey): Promise<bigint[]> =>
  (await queries.run(selectToEnd, [lane, owner])).map((row) => row.card);
