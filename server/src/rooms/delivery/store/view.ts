import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

/** A short look at a card. */
export type CardView = {
  readonly view: bigint;
  readonly tenant: number;
  readonly program: number;
  readonly lane: number;
  readonly card: bigint;
  readonly expiresAt: Instant;
};

type Row = {
  card_view: bigint;
  tenant_id: number;
  program: number;
  card_lane: number;
  card: bigint;
  expires_at: Instant;
};

const insertRow = statement<{ card_view: bigint }>(
  'delivery.insertView',
  `insert into delivery.card_view (tenant_id, program, card_lane, card, expires_at)
   values ($1, $2, $3, $4, $5::timestamptz) returning card_view`,
);

const selectRow = statement<Row>(
  'delivery.selectView',
  `select card_view, tenant_id, program, card_lane, card, expires_at from delivery.card_view
    where card_view = $1 and expires_at > $2::timestamptz`,
);

const endOfCard = statement('delivery.endViews', `delete from delivery.card_view where card_lane = $1 and card = $2`);

const deleteOld = statement<{ card_view: bigint }>(
  'delivery.deleteOldViews',
  `delete from delivery.card_view where card_view in
     (select card_view from delivery.card_view where expires_at <= $1::timestamptz order by expires_at limit 5000)
   returning card_view`,
);

export const insertView = async (queries: Queries, row: Omit<CardView, 'view'>): Promise<bigint> =>
  (await queries.run(insertRow, [row.tenant, row.program, row.lane, row.card, postgresFromInstant(row.expiresAt)]))[0]
    .card_view;

/** The view, while it lasts. */
export async function findView(queries: Queries, view: bigint, now: Instant): Promise<CardView | undefined> {
  const [row] = await queries.run(selectRow, [view, postgresFromInstant(now)]);
  return (
    row && {
      view: row.card_view,
      tenant: row.tenant_id,
      program: row.program,
      lane: row.card_lane,
      card: row.card,
      expiresAt: row.expires_at,
    }
  );
}

export const endViews = (queries: Queries, card: { readonly lane: number; readonly card: bigint }): Promise<unknown> =>
  queries.run(endOfCard, [card.lane, card.card]);

export const deleteOldViews = async (queries: Queries, now: Instant): Promise<number> =>
  (await queries.run(deleteOld, [postgresFromInstant(now)])).length;
