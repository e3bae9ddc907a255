import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { MadePlace } from '../names.ts';

/** That the cards of a batch have links. */
export type BatchLinks = {
  readonly batch: bigint;
  readonly tenant: number;
  readonly madeAt: Instant;
  readonly expiresAt: Instant;
  readonly revokedAt: Instant | undefined;
};

type Row = { batch: bigint; tenant_id: number; made_at: Instant; expires_at: Instant; revoked_at: Instant | null };

const COLUMNS = 'batch, tenant_id, made_at, expires_at, revoked_at';

const insertRow = statement<Row>(
  'delivery.insertBatchLinks',
  `insert into delivery.batch_links (batch, tenant_id, opened_by, made_at, expires_at)
   values ($1, $2, $3, $4::timestamptz, $5::timestamptz) on conflict do nothing returning ${COLUMNS}`,
);

const selectRow = statement<Row>(
  'delivery.selectBatchLinks',
  `select ${COLUMNS} from delivery.batch_links where batch = $1`,
);

const revokeRow = statement<Row>(
  'delivery.revokeBatchLinks',
  `update delivery.batch_links set revoked_at = $3::timestamptz
    where batch = $1 and tenant_id = $2 and revoked_at is null returning ${COLUMNS}`,
);

// The row of the batch is held against a revocation that comes between: whoever revokes waits, or has been.
const endRow = statement<{ serial: number }>(
  'delivery.endCardLink',
  `with open as (
     select tenant_id from delivery.batch_links
      where batch = $1 and revoked_at is null and ($3 = 'revoked' or expires_at > $4::timestamptz) for share
   )
   insert into delivery.card_link_end (batch, serial, tenant_id, state, ended_at)
   select $1, $2, tenant_id, $3, $4::timestamptz from open
   on conflict do nothing returning serial`,
);

const selectEnd = statement<{ state: CardLinkEnd }>(
  'delivery.selectCardLinkEnd',
  'select state from delivery.card_link_end where batch = $1 and serial = $2',
);

const selectKey = statement<{ key: Buffer }>(
  'delivery.selectKeyOfMade',
  `select key from cards.stock where batch = $1 and serial = $2 and tenant_id = $3 and state = 'activated'`,
);

const selectPrograms = statement<{ program: number }>(
  'delivery.selectDeliveringPrograms',
  'select program from delivery.setting where tenant_id = $1 order by program limit 2',
);

/** How the link of one card ended. */
export type CardLinkEnd = 'claimed' | 'declined' | 'revoked';

const fromRow = (row: Row): BatchLinks => ({
  batch: row.batch,
  tenant: row.tenant_id,
  madeAt: row.made_at,
  expiresAt: row.expires_at,
  revokedAt: row.revoked_at ?? undefined,
});

/** Opens the links of a batch; undefined where they are open already, or were. */
export async function insertBatchLinks(
  queries: Queries,
  row: Omit<BatchLinks, 'revokedAt'> & { readonly by: bigint },
): Promise<BatchLinks | undefined> {
  const at = [postgresFromInstant(row.madeAt), postgresFromInstant(row.expiresAt)];
  const [made] = await queries.run(insertRow, [row.batch, row.tenant, row.by, ...at]);
  return made && fromRow(made);
}

export const findBatchLinks = async (queries: Queries, batch: bigint): Promise<BatchLinks | undefined> => {
  const [row] = await queries.run(selectRow, [batch]);
  return row && fromRow(row);
};

/** Ends all that are open; undefined where there is nothing to end. */
export const revokeBatchLinks = async (queries: Queries, batch: bigint, tenant: number, at: Instant) => {
  const [row] = await queries.run(revokeRow, [batch, tenant, postgresFromInstant(at)]);
  return row && fromRow(row);
};

/** Ends the link of one card; false for all but the first who does, and where the batch has no open links. */
export const endCardLink = async (
  queries: Queries,
  { batch, serial }: MadePlace,
  state: CardLinkEnd,
  at: Instant,
): Promise<boolean> => (await queries.run(endRow, [batch, serial, state, postgresFromInstant(at)])).length === 1;

export const findCardLinkEnd = async (queries: Queries, { batch, serial }: MadePlace) =>
  (await queries.run(selectEnd, [batch, serial]))[0]?.state;

/** Under what digest a card of a batch stands in the lanes, once it is activated; before, there is nothing to find. */
export const findKeyOfMade = async (queries: Queries, tenant: number, { batch, serial }: MadePlace) =>
  (await queries.run(selectKey, [batch, serial, tenant]))[0]?.key;

/** The one program of a tenant that delivers; undefined where none does, or several do. */
export const findOnlyDeliverer = async (queries: Queries, tenant: number): Promise<number | undefined> => {
  const rows = await queries.run(selectPrograms, [tenant]);
  return rows.length === 1 ? rows[0]?.program : undefined;
};
