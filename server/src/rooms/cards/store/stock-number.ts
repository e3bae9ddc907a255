import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

const selectPage = statement<{ first_serial: number; sealed: Buffer }>(
  'cards.selectStockNumbers',
  `select first_serial, sealed from cards.stock_number
    where batch = $1 and tenant_id = $2 and first_serial <= $3 order by first_serial desc limit 1`,
);
const deletePages = statement('cards.deleteStockNumbers', 'delete from cards.stock_number where batch = $1');

/** The page on which the number of a serial would stand. */
export async function findNumberPage(
  queries: Queries,
  tenant: number,
  batch: bigint,
  serial: number,
): Promise<{ readonly firstSerial: number; readonly sealed: Buffer } | undefined> {
  const [row] = await queries.run(selectPage, [batch, tenant, serial]);
  return row && { firstSerial: row.first_serial, sealed: row.sealed };
}

/** Drops the numbers of a batch that will never be there. */
export const dropNumbers = (queries: Queries, batch: bigint): Promise<unknown> => queries.run(deletePages, [batch]);
