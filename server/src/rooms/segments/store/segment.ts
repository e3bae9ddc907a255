import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries, Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Segment } from '../segment.ts';

type Row = { segment: number; tenant_id: number; code: string; name: string; made_at: Instant; members: number };
const COLUMNS = `listed.segment, listed.tenant_id, listed.code, listed.name, listed.made_at,
       (select count(*)::int from segments.membership as held
          join lanes.owner as who on who.lane = held.lane and who.owner = held.member and who.state <> 'merged'
         where held.segment = listed.segment) as members`;

const selectByCode = statement<Row>(
  'segments.selectByCode',
  `select ${COLUMNS} from segments.segment as listed where listed.tenant_id = $1 and listed.code = $2`,
);
const selectPage = statement<Row>(
  'segments.selectPage',
  `select ${COLUMNS} from segments.segment as listed where listed.tenant_id = $1 and listed.code > $2 order by listed.code limit $3`,
);
const insertSegment = statement<{ segment: number }>(
  'segments.insertSegment',
  `insert into segments.segment (tenant_id, code, name, made_at) values ($1, $2, $3, $4)
   on conflict (tenant_id, code) do nothing returning segment`,
);
const renameSegment = statement<{ segment: number }>(
  'segments.renameSegment',
  'update segments.segment set name = $3 where tenant_id = $1 and code = $2 and name <> $3 returning segment',
);
const countSegments = statement<{ count: number }>(
  'segments.countSegments',
  'select count(*)::int as count from segments.segment where tenant_id = $1',
);

const fromRow = ({ tenant_id, made_at, ...rest }: Row): Segment => ({ ...rest, tenant: tenant_id, madeAt: made_at });

export async function findSegment(queries: Queries, tenant: number, code: string): Promise<Segment | undefined> {
  const [row] = await queries.run(selectByCode, [tenant, code]);
  return row && fromRow(row);
}

/** A page of a tenant's segments behind a code, in the order of their codes; one more than asked where there are more. */
export const listSegments = async (
  queries: Queries,
  tenant: number,
  after: string,
  limit: number,
): Promise<readonly Segment[]> => (await queries.run(selectPage, [tenant, after, limit + 1])).map(fromRow);

/** True when it was made now. */
export const addSegment = async (
  tx: Tx,
  { tenant, code, name, at }: { tenant: number; code: string; name: string; at: Instant },
): Promise<boolean> => (await tx.run(insertSegment, [tenant, code, name, postgresFromInstant(at)])).length > 0;

/** True when the name is another one now. */
export const rename = async (tx: Tx, tenant: number, code: string, name: string): Promise<boolean> =>
  (await tx.run(renameSegment, [tenant, code, name])).length > 0;

export const countOf = async (queries: Queries, tenant: number): Promise<number> =>
  (await queries.run(countSegments, [tenant]))[0]?.count ?? 0;
