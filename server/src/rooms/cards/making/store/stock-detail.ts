import type { LocalDate } from '../../../../kernel/local-date.ts';
import type { Queries } from '../../../../platform/database/database.ts';
import { statement } from '../../../../platform/database/sql.ts';

/** What was said of the cards of some serials from `firstSerial` on, sealed but for their last days. */
export type DetailPage = {
  readonly firstSerial: number;
  readonly sealed: Buffer;
  /** By place on the page; undefined where no card of it has a last day. */
  readonly validUntil: readonly (LocalDate | undefined)[] | undefined;
};

const insertRows = statement(
  'cards.insertStockDetails',
  `insert into cards.stock_detail (batch, tenant_id, first_serial, sealed, valid_until)
   select $1, $2, first_serial, sealed, valid_until::date[]
     from unnest($3::int[], $4::bytea[], $5::text[]) as told(first_serial, sealed, valid_until)
   on conflict (batch, first_serial) do update set sealed = excluded.sealed, valid_until = excluded.valid_until`,
);
const deleteOfBatch = statement(
  'cards.deleteStockDetails',
  `delete from cards.stock_detail where tenant_id = $1 and batch = $2`,
);
const selectPages = statement<{ first_serial: number; sealed: Buffer }>(
  'cards.selectStockDetails',
  `select first_serial, sealed from cards.stock_detail
    where tenant_id = $1 and batch = $2 and first_serial between $3 and $4 order by first_serial`,
);
type CardRow = { serial: number; last_four: string; state: string; face: bigint | null };
const selectOfBatch = statement<CardRow>(
  'cards.selectCardsOfBatch',
  `select serial, last_four, state, face from cards.stock
    where batch = $1 and tenant_id = $2 and serial > $3 order by serial limit $4`,
);

/** Keeps what is said of cards that are about to come into stock; said again after a crash, it takes the place of before. */
export const keepDetails = async (
  queries: Queries,
  tenant: number,
  batch: bigint,
  pages: readonly DetailPage[],
): Promise<void> => {
  if (pages.length === 0) return;
  await queries.run(insertRows, [
    ...[batch, tenant, pages.map((one) => one.firstSerial), pages.map((one) => one.sealed)],
    pages.map(({ validUntil }) => validUntil && `{${validUntil.map((day) => day ?? 'null').join(',')}}`) as string[],
  ]);
};

/** Forgets what was said of the cards of a batch that will never be there. */
export const dropDetails = (queries: Queries, tenant: number, batch: bigint): Promise<unknown> =>
  queries.run(deleteOfBatch, [tenant, batch]);

/** The pages that begin between two serials, both included. */
export const findDetails = async (
  queries: Queries,
  tenant: number,
  batch: bigint,
  from: number,
  to: number,
): Promise<Pick<DetailPage, 'firstSerial' | 'sealed'>[]> =>
  (await queries.run(selectPages, [tenant, batch, from, to])).map((row) => ({
    firstSerial: row.first_serial,
    sealed: row.sealed,
  }));

/** Cards of a batch behind a serial. */
export const listCards = (
  queries: Queries,
  tenant: number,
  batch: bigint,
  after: number,
  limit: number,
): Promise<CardRow[]> => queries.run(selectOfBatch, [batch, tenant, after, limit]);
