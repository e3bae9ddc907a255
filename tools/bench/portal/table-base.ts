import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { House } from '../../../server/src/app/compose.ts';
import { digest } from '../../../server/src/kernel/canonical.ts';
import type { Database } from '../../../server/src/platform/database/database.ts';
import { applySchemaChanges, readSchemaChanges } from '../../../server/src/platform/database/schema-changes.ts';
import { openServer, type DatabaseServer } from '../../../server/src/platform/database/server.ts';
import { openHouse } from '../base.ts';
import { CASHIERS, fillPool, HANDS, KINDS, monthText, PROMOTIONS, RANGES, TILLS, type World } from './table-lines.ts';

/** Operation lines in the base, unless another number is asked for: a year of a chain of three hundred outlets. */
export const LINES = 10_000_000;
const OUTLETS = 300;
const DAYS = 365;
const ACTS = 300_000;

export type TableGround = {
  readonly house: House;
  readonly database: Database;
  readonly server: DatabaseServer;
  readonly tenant: number;
};

/** A database of its own with that many lines: kept from the run before, or made (ten million in under three minutes). */
export async function openTable(folder: string, lines: number, say: (text: string) => void): Promise<TableGround> {
  const cluster = join(folder, 'portal');
  const file = join(cluster, 'lines.json');
  const schema = digest(
    readSchemaChanges()
      .map((change) => change.text)
      .join('\n'),
  ).toString('hex');
  const wanted = JSON.stringify({ schema, lines });
  const isMade = existsSync(file) && readFileSync(file, 'utf8') === wanted;
  if (!isMade) rmSync(cluster, { recursive: true, force: true });
  const server = await openServer({ kind: 'embedded', cluster });
  await applySchemaChanges(server.url);
  if (!isMade) {
    const began = performance.now();
    say(`making ${lines.toLocaleString('en')} operation lines`);
    const { house, database } = await openHouse(server.url, cluster);
    await openChain(house, database);
    await house.stop();
    await database.close();
    const made = await openHouse(server.url, cluster);
    await fill(server.url, lines, made.house, made.database, say);
    await made.house.stop();
    await made.database.close();
    writeFileSync(file, wanted);
    say(`made in ${((performance.now() - began) / 1_000).toFixed(0)} s`);
  }
  const { house, database } = await openHouse(server.url, cluster);
  if (!(await hasLines(database))) {
    say('a crash has emptied the base');
    await house.stop();
    await database.close();
    await server.stop();
    rmSync(file);
    return openTable(folder, lines, say);
  }
  return { house, database, server, tenant: house.programs.settings().tenantByCode('chain')!.tenant };
}

// Unlogged tables are empty after a crash, and a bench over nothing would be quick.
const hasLines = async (database: Database): Promise<boolean> =>
  (await database.query('select 1 from reports.operation_line limit 1')).length > 0;

async function openChain(house: House, database: Database): Promise<void> {
  const must = <T extends { ok: boolean }>(outcome: T): Extract<T, { ok: true }> => {
    if (!outcome.ok) throw new Error(JSON.stringify(outcome));
    return outcome as Extract<T, { ok: true }>;
  };
  const { programs, partners, walletTypes } = house;
  const { tenant } = must(await programs.openTenant({ code: 'chain', name: 'Chain', defaultCountry: 'ES' })).tenant;
  must(await programs.defineUnit(tenant, { code: 'EUR', kind: 'money' }));
  must(await programs.defineUnit(tenant, { code: 'PTS', kind: 'points', decimals: 0 }));
  const opened = await programs.openProgram(tenant, {
    code: 'club',
    name: 'Club',
    zone: 'Europe/Madrid',
    currency: 'EUR',
  });
  const { program } = must(opened).program;
  const { unit } = programs.settings().unitByCode(tenant, 'PTS')!;
  const type = {
    tenant,
    program,
    unit,
    paysPoints: 1n,
    paysMoney: 1n,
    rules: {},
    activation: 'none',
    expiry: 'never',
  } as const;
  const decimals = { unitDecimals: 0, currencyDecimals: 2 };
  for (const [n, code] of ['points', 'promo'].entries())
    must(await walletTypes.define({ ...type, code, spendOrder: n }, decimals));
  must(await partners.addPartner(tenant, { code: 'shop', name: 'Shop' }));
  must(await partners.addOutlet(tenant, { partner: 'shop', program: 'club', code: 'o1', name: 'Outlet 1' }));
  must(await partners.addTerminal(tenant, 'o1', { code: 'T1' }));
  // The rest as one statement each: what is measured is not how fast outlets are added.
  await database.query(
    `insert into partners.outlet (tenant_id, partner, program, code, name, zone, cut_over_hour, groups, state, lane, owner)
     select tenant_id, partner, program, 'o' || n, 'Outlet ' || n, zone, cut_over_hour, groups, state, lane, owner
       from partners.outlet, generate_series(2, ${OUTLETS}) as n where code = 'o1' and tenant_id = $1 order by n`,
    [tenant],
  );
  await database.query(
    `insert into partners.terminal (tenant_id, outlet, code)
     select outlet.tenant_id, outlet.outlet, 'T' || n from partners.outlet as outlet, generate_series(1, ${TILLS}) as n
      where outlet.tenant_id = $1 order by outlet.outlet, n
     on conflict do nothing`,
    [tenant],
  );
  await database.query(
    `insert into cards.range (tenant_id, program, code, type, prefix, length, charset, check_digit, pin_kind, pin_length, pin_required, created_at)
     select $1, $2, code, 'bonus', '77' || n, 12, 'digits', 'none', 'none', 0, false, now() from unnest($3::text[]) with ordinality as one(code, n)`,
    [tenant, program, RANGES.map(([code]) => code)],
  );
}

/** Fills the months, two at a time, each into a table without indexes, which are made afterwards: as fast as rows get in. */
async function fill(
  url: string,
  lines: number,
  house: House,
  database: Database,
  say: (text: string) => void,
): Promise<void> {
  const world = await readWorld(house, database);
  await fillPool(url, world, Math.floor(lines / DAYS));
  say('a month of random lines is there; making the year from it');
  const months = Array.from({ length: 12 }, (_, month) => month);
  const ofWay = (way: number): number[] => months.filter((one) => one % 2 === way);
  await Promise.all([0, 1].map((way) => loadMonths(url, world, way, ofWay(way))));
  say('adding up days, months and marks');
  await addUp(database, world);
  await database.query('drop table reports.bench_pool');
  await database.query('vacuum analyze reports.day_sum, reports.month_sum, reports.mark_sum');
  // Of the whole too: the planner asks it for what stands in no single month.
  await database.query('analyze reports.operation_line');
  await database.query(
    `insert into followers.follower_cursor (follower, lane, upto)
     select 'reports.journal', lane, max(seq) from reports.operation_line group by lane`,
  );
  await addActs(database, world.tenant);
  say(`packing lines: ${await house.reports.pack()} packs`);
  await database.query('vacuum analyze reports.pack, reports.pack_column');
  await database.query('checkpoint');
}

/** Acts of the audit chain beside them, from the first day to the last. Nobody verifies it: what is measured is how it is searched. */
async function addActs(database: Database, tenant: number): Promise<void> {
  await database.query('alter table staff.audit disable trigger all');
  await database.query('delete from staff.audit where tenant_id = $1', [tenant]);
  await database.query(
    `insert into staff.audit (tenant_id, seq, at, act, subject, person, credential, reason, digest, head)
     select $1, n, timestamptz '2025-01-01' + n * (interval '365 days' / ${ACTS}),
            (array['partners.terminal.changed', 'staff.session.began', 'reports.export.asked', 'partners.outlet.closed'])[1 + n % 4],
            case when n % 4 in (0, 3) then (case n % 4 when 0 then 'terminal o' || 1 + n % ${OUTLETS} || '/T1' else 'outlet o' || 1 + n % ${OUTLETS} end) else 'session ' || n end,
            1 + n % 40, 1000 + n % 50, null, '\\x00', '\\x00'
       from generate_series(1, ${ACTS}) as n`,
    [tenant],
  );
  await database.query('alter table staff.audit enable trigger all');
  await database.query('vacuum analyze staff.audit');
}

/** The sums of all months, out of those of the one that they were made from. */
async function addUp(database: Database, { tenant, lanes }: World): Promise<void> {
  const sums =
    'sum(pool.amount) as amount, sum(pool.earned) as earned, sum(pool.spent) as spent, 0 as loaded, 0 as expired, sum(pool.earned - pool.spent) as changed';
  const months = `(select n, make_date(2025, n + 1, 1) as first from generate_series(0, 11) as n) as month
       on month.first + made.day < month.first + interval '1 month'`;
  await database.query(
    `insert into reports.day_sum
     select $1::int, month.first + made.day, made.outlet, made.kind, made.card_range, made.unit, made.currency, made.is_offline, made.operations,
            made.amount, made.earned, made.spent, made.loaded, made.expired, made.changed
       from (select day, outlet, kind, card_range, unit, currency, flags & 2 <> 0 as is_offline, count(*) as operations, ${sums}
               from reports.bench_pool as pool group by 1, 2, 3, 4, 5, 6, 7) as made
       join ${months}`,
    [tenant],
  );
  await database.query(
    `insert into reports.month_sum
     select tenant_id, date_trunc('month', booked_on), outlet, kind, card_range, unit, currency, is_offline, sum(operations), sum(amount),
            sum(earned), sum(spent), sum(loaded), sum(expired), sum(changed)
       from reports.day_sum group by 1, 2, 3, 4, 5, 6, 7, 8`,
  );
  await database.query(
    `insert into reports.mark_sum
     select $1::int, made.mark, month.first + made.day, case month.n % 2 when 0 then $2::int else $3::int end, made.unit, made.currency,
            made.operations, made.amount, made.earned, made.spent, made.loaded, made.expired, made.changed
       from (select known.mark, day, unit, currency, count(*) as operations, ${sums}
               from reports.bench_pool as pool
              cross join lateral unnest(pool.marks) as borne(mark)
               join reports.mark as known on known.mark = borne.mark and known.facet in ('p', 'w')
              group by 1, 2, 3, 4) as made
       join ${months}`,
    [tenant, lanes[0], lanes[1]],
  );
}

async function readWorld(house: House, database: Database): Promise<World> {
  const settings = house.programs.settings();
  const { tenant } = settings.tenantByCode('chain')!;
  const [{ program }] = settings.programsOf(tenant);
  const lanes = await database.query<{ lane: number }>(
    'select lane from lanes.lane where tenant_id = $1 order by lane',
    [tenant],
  );
  const tills = await database.query<{ outlet: number; terminal: number }>(
    'select outlet, terminal from partners.terminal where tenant_id = $1 order by outlet, terminal',
    [tenant],
  );
  const ranges = await database.query<{ range: number }>(
    'select range from cards.range where tenant_id = $1 order by range',
    [tenant],
  );
  const pointsType = String(house.walletTypes.byCode(program, 'points')!.walletType);
  const values: [string, string][] = [
    ...KINDS.map(([kind]): [string, string] => ['k', kind]),
    ...PROMOTIONS.map(([code]): [string, string] => ['p', code]),
    ...ranges.map(({ range }): [string, string] => ['r', String(range)]),
    ...Array.from({ length: CASHIERS }, (_, n): [string, string] => ['c', `c${n}`]),
    ['w', pointsType],
    ['o', 'offline'],
    ...HANDS.map((hand): [string, string] => ['h', hand]),
  ];
  const marks = new Map<string, number>();
  for (const row of await database.query<{ mark: number; facet: string; value: string }>(
    `insert into reports.mark (tenant_id, facet, value) select $1, facet::"char", value from unnest($2::text[], $3::text[]) as one(facet, value)
     returning mark, facet::text as facet, value`,
    [tenant, values.map(([facet]) => facet), values.map(([, value]) => value)],
  ))
    marks.set(`${row.facet}/${row.value}`, row.mark);
  return {
    ...{ tenant, program, pointsType },
    lanes: lanes.map((one) => one.lane),
    tills: tills.map((one) => [one.outlet, one.terminal]),
    points: settings.unitByCode(tenant, 'PTS')!.unit,
    euro: settings.unitByCode(tenant, 'EUR')!.unit,
    mark: (facet, value) => marks.get(`${facet}/${value}`)!,
    ranges: ranges.map(({ range }) => range),
  };
}

async function loadMonths(url: string, world: World, way: number, months: readonly number[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(
      "set maintenance_work_mem = '1GB'; set synchronous_commit = off; set max_parallel_maintenance_workers = 0; set max_parallel_workers_per_gather = 0",
    );
    for (const [n, month] of months.entries()) await loadMonth(client, world, { way, n, month });
  } finally {
    await client.end();
  }
}

type Stretch = { readonly way: number; readonly n: number; readonly month: number };

async function loadMonth(client: pg.Client, world: World, { way, n, month }: Stretch): Promise<void> {
  const [from, to] = [new Date(Date.UTC(2025, month, 1)), new Date(Date.UTC(2025, month + 1, 1))].map((day) =>
    day.toISOString().slice(0, 10),
  );
  const piece = `reports.operation_line_${from!.slice(0, 7).replace('-', '')}`;
  // Unlogged: a base that a crash has emptied is made again, and reading is the same.
  await client.query(
    `create unlogged table ${piece} (like reports.operation_line including defaults including constraints including statistics)`,
  );
  await client.query(monthText(piece), [world.tenant, world.lanes[way], n, from, to, month]);
  const { rows } = await client.query<{ text: string }>(
    `select indexdef as text from pg_indexes where schemaname = 'reports' and tablename = 'operation_line' and indexname <> 'operation_line_pkey'`,
  );
  for (const { text: index } of rows)
    await client.query(
      index.replace(/^CREATE INDEX \S+ ON ONLY reports\.operation_line /, `create index on ${piece} `),
    );
  await client.query(`alter table ${piece} add primary key (lane, seq, n, booked_on)`);
  await client.query(
    `alter table ${piece} add constraint piece_bounds check (booked_on >= '${from}' and booked_on < '${to}')`,
  );
  await client.query(
    `alter table reports.operation_line attach partition ${piece} for values from ('${from}') to ('${to}')`,
  );
  await client.query(`alter table ${piece} drop constraint piece_bounds`);
  await client.query(`vacuum (freeze, analyze) ${piece}`);
}
