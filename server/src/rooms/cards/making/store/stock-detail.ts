import type { Queries, Tx } from '../../../../platform/database/database.ts';
import { statement } from '../../../../platform/database/sql.ts';

export type DetailToKeep = { readonly key: Buffer; readonly validUntil: string | undefined; readonly sealed: Buffer };

// Before its cards are in stock: a number that another batch has keeps what that one said.
const insertRows = statement(
  'cards.insertStockDetails',
  `insert into cards.stock_detail (tenant_id, key, batch, valid_until, sealed)
   select $1, key, $2, valid_until, sealed from unnest($3::bytea[], $4::date[], $5::bytea[]) as told(key, valid_until, sealed)
   on conflict (tenant_id, key) do update
      set batch = excluded.batch, valid_until = excluded.valid_until, sealed = excluded.sealed
    where stock_detail.batch = excluded.batch`,
);
const deleteOfBatch = statement(
  'cards.deleteStockDetails',
  `delete from cards.stock_detail where tenant_id = $1 and batch = $2`,
);
const selectOne = statement<{ batch: bigint; valid_until: string | null; sealed: Buffer }>(
  'cards.selectStockDetail',
  `select batch, valid_until, sealed from cards.stock_detail where tenant_id = $1 and key = $2`,
);
type BatchRow = {
  key: Buffer;
  serial: number;
  last_four: string;
  state: string;
  face: bigint | null;
  valid_until: string | null;
  sealed: Buffer | null;
};
const selectOfBatch = statement<BatchRow>(
  'cards.selectCardsOfBatch',
  `select held.key, held.serial, held.last_four, held.state, held.face, detail.valid_until, detail.sealed
     from cards.stock as held
     left join cards.stock_detail as detail on detail.tenant_id = held.tenant_id and detail.key = held.key
    where held.batch = $1 and held.tenant_id = $2 and held.serial > $3 order by held.serial limit $4`,
);

/** Keeps what is said of cards that are about to come into stock; said again after a crash, it is the same. */
export const keepDetails = async (
  queries: Queries,
  tenant: number,
  batch: bigint,
  details: readonly DetailToKeep[],
): Promise<void> => {
  if (details.length === 0) return;
  await queries.run(insertRows, [
    tenant,
    batch,
    details.map((one) => one.key),
    details.map((one) => one.validUntil ?? null),
    details.map((one) => one.sealed),
  ]);
};

/** Forgets what was said of the cards of a batch that will never be there. */
export const dropDetails = (tx: Queries | Tx, tenant: number, batch: bigint): Promise<unknown> =>
  tx.run(deleteOfBatch, [tenant, batch]);

export async function findDetail(
  queries: Queries,
  tenant: number,
  key: Buffer,
): Promise<{ batch: bigint; validUntil: string | undefined; sealed: Buffer } | undefined> {
  const [row] = await queries.run(selectOne, [tenant, key]);
  return row && { batch: row.batch, validUntil: row.valid_until ?? undefined, sealed: row.sealed };
}

/** Cards of a batch behind a serial, with what was said of each. */
export const listCards = (
  queries: Queries,
  tenant: number,
  batch: bigint,
  after: number,
  limit: number,
): Promise<BatchRow[]> => queries.run(selectOfBatch, [batch, tenant, after, limit]);
