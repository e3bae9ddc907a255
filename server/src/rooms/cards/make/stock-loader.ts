import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { openCopyClient } from '../../../platform/database/copy/reader.ts';
import { CARD_NAME } from '../identify.ts';

/** What one load puts in: rows of `encodeStock`, for serials that follow `made`. */
export type StockLoad = {
  readonly tenant: number;
  readonly batch: bigint;
  readonly rows: Buffer;
};

/** A connection that fills stock. One transaction at a time. */
export type StockLoader = {
  begin(): Promise<void>;
  /** Puts cards in stock, in the open transaction, and gives the serials whose number somebody has. */
  load(load: StockLoad): Promise<number[]>;
  /** Of rows that are only looked at: the serials whose number nobody has. Two of them with one number: the first. */
  free(tenant: number, rows: Buffer): Promise<number[]>;
  /** Counts `count` cards more as made, from `made` on. False: somebody else has got on with the batch, or it was given up. */
  advance(batch: bigint, made: number, count: number): Promise<boolean>;
  /** Keeps what the printer gets of them, sealed. */
  keepForPrint(tenant: number, batch: bigint, firstSerial: number, sealed: Buffer): Promise<void>;
  /** Keeps the numbers of cards that hold no money, sealed, for the pages behind their links. */
  keepNumbers(tenant: number, batch: bigint, firstSerial: number, sealed: Buffer): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
  close(): Promise<void>;
};

const DRAWN = `create temp table if not exists cards_drawn (
  serial int not null, key bytea not null, last_four text collate "C", pin_digest bytea, face bigint, is_older boolean not null
) on commit delete rows`;

// In the order of keys: two loads that meet in a number cannot wait for each other in a circle.
const TAKE = `
with known as (
  select drawn.serial from cards_drawn as drawn
    join lanes.name as named on named.tenant_id = $1 and named.kind = '${CARD_NAME}' and named.key = drawn.key
  union all
  select drawn.serial from cards_drawn as drawn
    join cards.stock as held on held.tenant_id = $1 and held.key = drawn.key
   where drawn.is_older
), added as (
  insert into cards.stock (tenant_id, key, batch, serial, last_four, pin_digest, face)
  select $1, drawn.key, $2, drawn.serial, drawn.last_four, drawn.pin_digest, drawn.face
    from cards_drawn as drawn
   where not drawn.is_older and drawn.serial not in (select serial from known)
   order by drawn.key
  on conflict (tenant_id, key) do nothing
  returning serial
)
select drawn.serial from cards_drawn as drawn
 where not drawn.is_older and drawn.serial not in (select serial from added)`;

const FREE = `
with known as (
  select drawn.serial from cards_drawn as drawn
    join lanes.name as named on named.tenant_id = $1 and named.kind = '${CARD_NAME}' and named.key = drawn.key
  union all
  select drawn.serial from cards_drawn as drawn
    join cards.stock as held on held.tenant_id = $1 and held.key = drawn.key
)
select min(drawn.serial) as serial from cards_drawn as drawn
 where not drawn.is_older and drawn.serial not in (select serial from known)
 group by drawn.key`;

const ADVANCE = `
update cards.batch set made = made + $3, state = case when made + $3 = quantity then 'made' else state end
 where batch = $1 and made = $2 and state = 'making' and made + $3 <= quantity
returning made`;

const KEEP = 'insert into cards.print_chunk (tenant_id, batch, first_serial, sealed) values ($1, $2, $3, $4)';

const KEEP_NUMBERS = 'insert into cards.stock_number (tenant_id, batch, first_serial, sealed) values ($1, $2, $3, $4)';

/** Opens a loader on a connection of its own, beside the pool and beside the lanes: no till waits for it. */
export async function openStockLoader(url: string): Promise<StockLoader> {
  const client: pg.Client = await openCopyClient(url, 'tallystick-card-making');
  await client.query(DRAWN);
  const fill = async (rows: Buffer): Promise<void> => {
    await client.query('truncate cards_drawn');
    const columns = 'serial, key, last_four, pin_digest, face, is_older';
    const into = copyFrom(`copy cards_drawn (${columns}) from stdin with (format binary)`);
    await pipeline(Readable.from([rows]), client.query(into));
  };
  const serialsOf = async (text: string, values: unknown[]): Promise<number[]> =>
    (await client.query<{ serial: number }>(text, values)).rows.map((row) => row.serial);
  return {
    begin: async () => void (await client.query('begin')),
    async load({ tenant, batch, rows }) {
      await fill(rows);
      return serialsOf(TAKE, [tenant, String(batch)]);
    },
    async free(tenant, rows) {
      await fill(rows);
      return serialsOf(FREE, [tenant]);
    },
    advance: async (batch, made, count) => (await client.query(ADVANCE, [String(batch), made, count])).rowCount === 1,
    keepForPrint: async (tenant, batch, firstSerial, sealed) =>
      void (await client.query(KEEP, [tenant, String(batch), firstSerial, sealed])),
    keepNumbers: async (tenant, batch, firstSerial, sealed) =>
      void (await client.query(KEEP_NUMBERS, [tenant, String(batch), firstSerial, sealed])),
    commit: async () => void (await client.query('commit')),
    rollback: async () => void (await client.query('rollback').catch(() => undefined)),
    close: () => client.end(),
  };
}
