import { postgresFromInstant, type Instant } from '../../../../kernel/instant.ts';
import type { Queries } from '../../../../platform/database/database.ts';
import { statement } from '../../../../platform/database/sql.ts';

export type MadeOrder = {
  readonly batch: bigint;
  readonly content: Buffer;
  readonly sealed: Buffer;
  readonly madeAt: Instant;
};

type Row = { batch: bigint; content: Buffer; sealed: Buffer; made_at: Instant };

const insertRow = statement<Row>(
  'cards.insertMadeOrder',
  // $1 tenant, $2 space, $3 reference, $4 content, $5 batch, $6 source, $7 reason, $8 sealed, $9 by, $10 now
  `insert into cards.made_order (tenant_id, space, reference, content, batch, source, reason, sealed, requested_by, made_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::timestamptz)
   on conflict (tenant_id, space, reference) do nothing
   returning batch, content, sealed, made_at`,
);
const selectRow = statement<Row>(
  'cards.selectMadeOrder',
  `select batch, content, sealed, made_at from cards.made_order where tenant_id = $1 and space = $2 and reference = $3`,
);

const orderOf = (row: Row): MadeOrder => ({
  batch: row.batch,
  content: row.content,
  sealed: row.sealed,
  madeAt: row.made_at,
});

export async function findOrder(
  queries: Queries,
  tenant: number,
  space: bigint,
  reference: string,
): Promise<MadeOrder | undefined> {
  const [row] = await queries.run(selectRow, [tenant, space, reference]);
  return row && orderOf(row);
}

export type OrderToKeep = {
  readonly tenant: number;
  readonly space: bigint;
  readonly reference: string;
  readonly content: Buffer;
  readonly batch: bigint;
  readonly source: 'form' | 'api';
  readonly reason: string | undefined;
  readonly sealed: Buffer;
  readonly by: bigint;
  readonly at: Instant;
};

/** Keeps what will be answered, or gives what was kept under the reference before. */
export async function keepOrder(
  queries: Queries,
  one: OrderToKeep,
): Promise<{ readonly order: MadeOrder; readonly isNew: boolean }> {
  const [made] = await queries.run(insertRow, [
    ...[
      one.tenant,
      one.space,
      one.reference,
      one.content,
      one.batch,
      one.source,
      one.reason ?? null,
      one.sealed,
      one.by,
    ],
    postgresFromInstant(one.at),
  ]);
  if (made) return { order: orderOf(made), isNew: true };
  return { order: (await findOrder(queries, one.tenant, one.space, one.reference))!, isNew: false };
}

const deleteRow = statement(
  'cards.deleteMadeOrder',
  `delete from cards.made_order where tenant_id = $1 and space = $2 and reference = $3`,
);

/** Forgets an order of which nothing was made: its reference is free. */
export const dropOrder = (queries: Queries, tenant: number, space: bigint, reference: string): Promise<unknown> =>
  queries.run(deleteRow, [tenant, space, reference]);

const selectTaken = statement<{ key: Buffer }>(
  'cards.selectTakenKeys',
  `select wanted.key from unnest($2::bytea[]) as wanted(key)
    where exists (select 1 from cards.stock as held where held.tenant_id = $1 and held.key = wanted.key)
       or exists (select 1 from lanes.name as name where name.tenant_id = $1 and name.kind = 'card' and name.key = wanted.key)`,
);

/** Which digests of numbers are those of a card or of stock, in hexadecimal. */
export async function takenKeys(
  queries: Queries,
  tenant: number,
  keys: readonly Buffer[],
): Promise<ReadonlySet<string>> {
  if (keys.length === 0) return new Set();
  return new Set((await queries.run(selectTaken, [tenant, keys])).map(({ key }) => key.toString('hex')));
}
