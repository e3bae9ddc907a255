import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Queries, Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Block, Column, Pack } from '../packs/pack.ts';

/** A lane with lines that stand in no pack yet: those behind `packed`, as far as the follower has come. */
export type OpenLane = { readonly lane: number; readonly packed: bigint; readonly followed: bigint };

const selectOpenTenants = statement<{ tenant_id: number }>(
  'reports.selectTenantsToPack',
  `select lane.tenant_id
     from followers.follower_cursor as held
     join lanes.lane as lane on lane.lane = held.lane
     left join reports.packed_lane as done on done.lane = held.lane
    where held.follower = $1
    group by lane.tenant_id
   having sum(held.upto - coalesce(done.upto, 0)) >= $2
    order by lane.tenant_id`,
);

/** Tenants with at least so many journal rows that are followed and not packed. */
export const readTenantsToPack = async (queries: Queries, follower: string, least: number): Promise<number[]> =>
  (await queries.run(selectOpenTenants, [follower, least])).map((row) => row.tenant_id);

const takeTurn = statement<{ taken: boolean }>(
  'reports.takeTurnToPack',
  `select pg_try_advisory_xact_lock(7455920, $1::int) as taken`,
);

/** Whether nobody else packs for this tenant. It only saves work: who comes too late fails at `movePacked`. */
export const takeTurnToPack = async (tx: Tx, tenant: number): Promise<boolean> =>
  (await tx.run(takeTurn, [tenant]))[0].taken;

const selectOpenLanes = statement<OpenLane>(
  'reports.selectLanesToPack',
  `select held.lane, coalesce(done.upto, 0) as packed, held.upto as followed
     from followers.follower_cursor as held
     join lanes.lane as lane on lane.lane = held.lane
     left join reports.packed_lane as done on done.lane = held.lane
    where held.follower = $1 and lane.tenant_id = $2 and held.upto > coalesce(done.upto, 0)
    order by held.lane`,
);

/** The lanes of a tenant with something to pack. */
export const readLanesToPack = (tx: Tx, follower: string, tenant: number): Promise<OpenLane[]> =>
  tx.run(selectOpenLanes, [follower, tenant]);

/** Lines that are alike, column by column, as PostgreSQL sends numbers: each with its highest byte first, in base64. */
export type BlockRow = Omit<Block, 'isHead' | 'isOffline'> & {
  readonly is_head: boolean;
  readonly is_offline: boolean;
  readonly days: string;
  readonly outlets: string;
  readonly terminals: string;
  readonly cashiers: string;
  readonly ranges: string;
  readonly amounts: string;
  readonly earned: string;
  readonly spent: string;
  readonly loaded: string;
  readonly expired: string;
  readonly rest: string;
  readonly marks: string;
};

const column = (sent: string, name: string): string => `encode(string_agg(${sent}, ''::bytea), 'base64') as ${name}`;

// A column is put together here and not in this process, whose thread serves tills. Days count from 2000.
const selectBlocks = statement<BlockRow>(
  'reports.selectLinesAsBlocks',
  `select line.kind, line.unit, line.currency, line.is_head, line.flags & 2 <> 0 as is_offline, count(*)::int as rows,
          ${column(`int4send(line.booked_on - date '2000-01-01')`, 'days')}, ${column('int4send(line.outlet)', 'outlets')},
          ${column('int4send(line.terminal)', 'terminals')}, ${column('int4send(line.cashier)', 'cashiers')},
          ${column('int4send(line.card_range)', 'ranges')}, ${column('int8send(line.amount)', 'amounts')},
          ${column('int8send(line.earned)', 'earned')}, ${column('int8send(line.spent)', 'spent')},
          ${column('int8send(line.loaded)', 'loaded')}, ${column('int8send(line.expired)', 'expired')},
          ${column('int8send(line.changed - line.earned + line.spent - line.loaded + line.expired)', 'rest')},
          ${column('array_send(line.marks)', 'marks')}
     from reports.operation_line as line
    where line.lane = $1 and line.seq > $2 and line.seq <= $3
    group by line.kind, line.unit, line.currency, line.is_head, line.flags & 2 <> 0`,
);

/** The lines of a stretch of a lane as blocks. */
export const readBlocks = (tx: Tx, lane: number, after: bigint, upto: bigint): Promise<BlockRow[]> =>
  tx.run(selectBlocks, [lane, after, upto]);

const insertPack = statement<{ pack: bigint }>(
  'reports.insertPack',
  `insert into reports.pack (tenant_id, first_on, last_on, blocks)
   values ($1, date '2000-01-01' + $2::int, date '2000-01-01' + $3::int, $4::int[]) returning pack`,
);

const insertColumns = statement(
  'reports.insertPackColumns',
  `insert into reports.pack_column (tenant_id, pack, column_of, mark, data)
   select $1::int, $2::bigint, column_of::"char", mark, data
     from unnest($3::text[], $4::int[], $5::text[]) as added(column_of, mark, data)`,
);

/** A column of a pack, or the rows of one mark in it. */
export type ColumnData = { readonly column: Column; readonly mark: number; readonly data: Buffer };

const HEAD = 1;
const OFFLINE = 2;

/** Adds a pack. Days count from 2000. */
export async function writePack(
  tx: Tx,
  made: { tenant: number; firstDay: number; lastDay: number; blocks: readonly Block[]; columns: readonly ColumnData[] },
): Promise<void> {
  const blocks = made.blocks.flatMap(({ kind, unit, currency, isHead, isOffline, rows }) => [
    ...[kind, unit, currency],
    ...[(isHead ? HEAD : 0) | (isOffline ? OFFLINE : 0), rows],
  ]);
  const [{ pack }] = await tx.run(insertPack, [made.tenant, made.firstDay, made.lastDay, blocks]);
  await tx.run(insertColumns, [
    made.tenant,
    pack,
    made.columns.map((one) => one.column),
    made.columns.map((one) => one.mark),
    made.columns.map((one) => one.data.toString('base64')),
  ]);
}

// Where somebody else has moved it meanwhile, a repeatable read fails here, and begins again.
const movePackedLanes = statement(
  'reports.movePackedLanes',
  `insert into reports.packed_lane as held (lane, tenant_id, upto)
   select lane, $1::int, upto from unnest($2::int[], $3::bigint[]) as moved(lane, upto) order by lane
   on conflict (lane) do update set upto = excluded.upto`,
);

/** Says how far the packs of these lanes go. */
export const movePacked = (
  tx: Tx,
  tenant: number,
  lanes: readonly { readonly lane: number; readonly upto: bigint }[],
): Promise<unknown> => tx.run(movePackedLanes, [tenant, lanes.map(({ lane }) => lane), lanes.map(({ upto }) => upto)]);

const selectPacks = statement<{ pack: bigint; first_on: LocalDate; last_on: LocalDate; blocks: number[] }>(
  'reports.selectPacks',
  `select pack, first_on, last_on, blocks from reports.pack
    where tenant_id = $1 and ($2::date is null or last_on >= $2::date) and ($3::date is null or first_on <= $3::date)
    order by first_on, pack`,
);

const selectPackedTenants = statement<{ tenant_id: number }>(
  'reports.selectTenantsWithPacks',
  `select distinct tenant_id from reports.packed_lane order by tenant_id`,
);

/** Tenants that have packs. */
export const readTenantsWithPacks = async (queries: Queries): Promise<number[]> =>
  (await queries.run(selectPackedTenants)).map((row) => row.tenant_id);

const NUMBERS_OF_BLOCK = 5;

/** The packs of a tenant with lines of these days, the oldest first. */
export async function readPacks(
  queries: Queries,
  tenant: number,
  from: LocalDate | undefined,
  to: LocalDate | undefined,
): Promise<Pack[]> {
  const rows = await queries.run(selectPacks, [tenant, from ?? null, to ?? null]);
  return rows.map(({ pack, first_on, last_on, blocks: numbers }) => {
    const blocks: Block[] = [];
    for (let at = 0; at < numbers.length; at += NUMBERS_OF_BLOCK) {
      const [kind, unit, currency, bits, rowsOf] = numbers.slice(at, at + NUMBERS_OF_BLOCK);
      blocks.push({
        ...{ kind, unit, currency, isHead: (bits & HEAD) !== 0, isOffline: (bits & OFFLINE) !== 0 },
        rows: rowsOf,
      });
    }
    return { pack, firstOn: first_on, lastOn: last_on, blocks, rows: blocks.reduce((sum, one) => sum + one.rows, 0) };
  });
}

const selectColumns = statement<{ pack: bigint; column_of: Column; mark: number; data: string }>(
  'reports.selectPackColumns',
  `select pack, column_of::text as column_of, mark, data from reports.pack_column
    where pack = any($1::bigint[]) and column_of = any($2::text[]::"char"[]) and mark = any($3::int[])`,
);

/** These columns of these packs, and the rows of these marks where they have any. */
export const readColumns = (
  queries: Queries,
  packs: readonly bigint[],
  columns: readonly Column[],
  marks: readonly number[],
): Promise<{ pack: bigint; column_of: Column; mark: number; data: string }[]> =>
  queries.run(selectColumns, [packs, columns, [0, ...marks]]);

const selectPacked = statement<{ lane: number; upto: bigint; open: bigint }>(
  'reports.selectPackedLanes',
  `select lane.lane, coalesce(done.upto, 0) as upto, coalesce(held.upto, 0) - coalesce(done.upto, 0) as open
     from lanes.lane as lane
     left join reports.packed_lane as done on done.lane = lane.lane
     left join followers.follower_cursor as held on held.lane = lane.lane and held.follower = $2
    where lane.tenant_id = $1
    order by lane.lane`,
);

/** How far the packs go in each lane of a tenant, and how many journal rows that are followed lie behind that. */
export const readPackedLanes = (
  queries: Queries,
  tenant: number,
  follower: string,
): Promise<{ lane: number; upto: bigint; open: bigint }[]> => queries.run(selectPacked, [tenant, follower]);
