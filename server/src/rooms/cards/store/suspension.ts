import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Asked } from '../card-deps.ts';
import type { Effect } from '../effect.ts';
import type { Suspension, SuspensionReason } from '../suspension.ts';

type Row = {
  suspension: bigint;
  tenant_id: number;
  range: number;
  batch: bigint | null;
  first_serial: number | null;
  last_serial: number | null;
  reason: SuspensionReason;
  effects: Effect[];
  holds_from: Instant;
  holds_until: Instant;
  set_by: bigint;
  set_at: Instant;
  lifted_by: bigint | null;
  lifted_at: Instant | null;
  content: Buffer;
};

const COLUMNS = `suspension, tenant_id, range, batch, first_serial, last_serial, reason, effects, holds_from, holds_until, set_by, set_at,
          lifted_by, lifted_at, content`;

// Read by the clock of the database: a block that begins at once must not wait for it where a process's clock goes ahead.
// $1 tenant, $2 range, $3 batch, $4 first serial, $5 last, $6 reason, $7 effects, $8 from, $9 until, $10 by, $11 now, $12 space,
// $13 reference, $14 content
const insertRow = statement<Row>(
  'cards.insertSuspension',
  `insert into cards.suspension (tenant_id, range, batch, first_serial, last_serial, reason, effects, holds_from, holds_until,
                                 set_by, set_at, space, reference, content)
   values ($1, $2, $3, $4, $5, $6, array(select jsonb_array_elements_text($7::jsonb)),
           coalesce($8::timestamptz, least($11::timestamptz, now())), $9, $10, $11, $12, $13, $14)
   on conflict (tenant_id, space, reference) do nothing
   returning ${COLUMNS}`,
);
const selectByReference = statement<Row>(
  'cards.selectSuspensionByReference',
  `select ${COLUMNS} from cards.suspension where tenant_id = $1 and space = $2 and reference = $3`,
);
const selectOne = statement<Row>(
  'cards.selectSuspension',
  `select ${COLUMNS} from cards.suspension where tenant_id = $1 and suspension = $2`,
);
const selectPage = statement<Row>(
  'cards.selectSuspensions',
  `select ${COLUMNS} from cards.suspension where tenant_id = $1 and suspension < $2 order by suspension desc limit $3`,
);
const liftRow = statement<Row>(
  'cards.liftSuspension',
  `update cards.suspension set lifted_by = $3, lifted_at = $4
    where tenant_id = $1 and suspension = $2 and lifted_at is null
   returning ${COLUMNS}`,
);

const suspensionOf = (row: Row): Suspension => ({
  suspension: row.suspension,
  tenant: row.tenant_id,
  range: row.range,
  batch: row.batch ?? undefined,
  serials:
    row.first_serial === null || row.last_serial === null
      ? undefined
      : { first: row.first_serial, last: row.last_serial },
  reason: row.reason,
  effects: row.effects,
  from: row.holds_from,
  until: row.holds_until,
  setBy: row.set_by,
  setAt: row.set_at,
  liftedBy: row.lifted_by ?? undefined,
  liftedAt: row.lifted_at ?? undefined,
});

export type SuspensionToInsert = Asked &
  Pick<Suspension, 'range' | 'batch' | 'serials' | 'reason' | 'effects' | 'until'> & {
    /** Undefined: at once. */
    readonly from: Instant | undefined;
    readonly content: Buffer;
    readonly now: Instant;
  };

/** Inserts a block, or gives the one that was set under the same reference, with what it was set for. */
export async function insertSuspension(
  queries: Queries,
  one: SuspensionToInsert,
): Promise<{ suspension: Suspension; content: Buffer; isNew: boolean }> {
  const what = [one.tenant, one.range, one.batch ?? null, one.serials?.first ?? null, one.serials?.last ?? null];
  const how = [one.reason, JSON.stringify(one.effects), one.from === undefined ? null : postgresFromInstant(one.from)];
  const until = postgresFromInstant(one.until);
  const who = [one.by, postgresFromInstant(one.now), one.space, one.reference, one.content];
  const [made] = await queries.run(insertRow, [...what, ...how, until, ...who]);
  if (made) return { suspension: suspensionOf(made), content: made.content, isNew: true };
  const [known] = await queries.run(selectByReference, [one.tenant, one.space, one.reference]);
  return { suspension: suspensionOf(known!), content: known!.content, isNew: false };
}

/** Whether a block was set under a reference. */
export const isSuspensionKnown = async (
  queries: Queries,
  { tenant, space, reference }: Pick<Asked, 'tenant' | 'space' | 'reference'>,
): Promise<boolean> => (await queries.run(selectByReference, [tenant, space, reference])).length > 0;

/** A block of a tenant. */
export async function findSuspension(queries: Queries, tenant: number, id: bigint): Promise<Suspension | undefined> {
  const [row] = await queries.run(selectOne, [tenant, id]);
  return row && suspensionOf(row);
}

/** A tenant's blocks before `before`, the newest first. */
export async function listSuspensions(
  queries: Queries,
  tenant: number,
  before: bigint,
  limit: number,
): Promise<Suspension[]> {
  return (await queries.run(selectPage, [tenant, before, limit])).map(suspensionOf);
}

/** Lifts a block; undefined when it was lifted before or is not there. */
export async function liftOne(
  queries: Queries,
  tenant: number,
  id: bigint,
  by: bigint,
  now: Instant,
): Promise<Suspension | undefined> {
  const [row] = await queries.run(liftRow, [tenant, id, by, postgresFromInstant(now)]);
  return row && suspensionOf(row);
}
