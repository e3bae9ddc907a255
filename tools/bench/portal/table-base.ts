import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { House } from '../../../server/src/app/compose.ts';
import { digest } from '../../../server/src/kernel/canonical.ts';
import type { Database } from '../../../server/src/platform/database/database.ts';
import { applySchemaChanges, readSchemaChanges } from '../../../server/src/platform/database/schema-changes.ts';
import { openServer, type DatabaseServer } from '../../../server/src/platform/database/server.ts';
import { openHouse } from '../base.ts';
import { numbers } from '../messages.ts';

/** Operation lines in the base: a year of a chain of three hundred outlets. */
export const LINES = Number(process.argv.includes('--small') ? 200_000 : 10_000_000);
const OUTLETS = 300;
const TILLS = 3;
const CASHIERS = 3_000;
const MEMBERS = 1_000_000;
const DAYS = 365;
const FIRST_DAY = Date.UTC(2025, 0, 1);
const DAY_MS = 86_400_000;
const LINES_PER_CHUNK = 5_000;

/** What one meets at random, from the commonest to the rarest: what a filter by it finds is a share of the lines. */
export const KINDS: readonly (readonly [kind: string, share: number])[] = [
  ['checkout.sale', 0.85],
  ['checkout.return', 0.06],
  ['members.enrolment', 0.03],
  ['points.redemption', 0.03],
  ['giftcards.redemption', 0.02],
  ['checkout.void', 0.00999],
  ['cards.block', 0.00001],
];
/** Promotions that stand on sales, each by itself. */
export const PROMOTIONS: readonly (readonly [code: string, share: number])[] = [
  ['base', 0.8],
  ['weekend', 0.2],
  ['coffee', 0.05],
  ['birthday', 0.002],
  ['rare', 0.00002],
];
export const RANGES: readonly (readonly [code: string, share: number])[] = [
  ['club', 0.6],
  ['gold', 0.1],
  ['staff', 0.002],
  ['founders', 0.00002],
];
export const OFFLINE_SHARE = 0.03;

export type TableGround = {
  readonly house: House;
  readonly database: Database;
  readonly server: DatabaseServer;
  readonly tenant: number;
};

/** A database of its own with ten million lines: kept from the run before, or made (under three minutes). */
export async function openTable(folder: string, say: (text: string) => void): Promise<TableGround> {
  const cluster = join(folder, 'portal');
  const file = join(cluster, 'lines.json');
  const schema = digest(
    readSchemaChanges()
      .map((change) => change.text)
      .join('\n'),
  ).toString('hex');
  const wanted = JSON.stringify({ schema, lines: LINES });
  const isMade = existsSync(file) && readFileSync(file, 'utf8') === wanted;
  if (!isMade) rmSync(cluster, { recursive: true, force: true });
  const server = await openServer({ kind: 'embedded', cluster });
  await applySchemaChanges(server.url);
  if (!isMade) {
    const began = performance.now();
    say(`making ${LINES.toLocaleString('en')} operation lines`);
    const { house, database } = await openHouse(server.url, cluster);
    await openChain(house, database);
    await house.stop();
    await database.close();
    const made = await openHouse(server.url, cluster);
    await fill(server.url, made.house, made.database, say);
    await made.house.stop();
    await made.database.close();
    writeFileSync(file, wanted);
    say(`made in ${((performance.now() - began) / 1_000).toFixed(0)} s`);
  }
  const { house, database } = await openHouse(server.url, cluster);
  return { house, database, server, tenant: house.programs.settings().tenantByCode('chain')!.tenant };
}

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

/** Loads each month into a table without indexes, makes them, and attaches it: as fast as rows get in. Two months at a time. */
async function fill(url: string, house: House, database: Database, say: (text: string) => void): Promise<void> {
  const world = await readWorld(house, database);
  const months = Array.from({ length: 12 }, (_, month) => month);
  const seqs = { 0: 0, 1: 0 };
  const loading = [
    loadMonths(
      url,
      months.filter((one) => one % 2 === 0),
      world,
      seqs,
      0,
    ),
    loadMonths(
      url,
      months.filter((one) => one % 2 === 1),
      world,
      seqs,
      1,
    ),
  ];
  await Promise.all(loading);
  say('adding up the days');
  await database.query(
    `insert into reports.day_sum
     select tenant_id, booked_on, outlet, kind, card_range, unit, currency, flags & 2 <> 0, count(*) filter (where is_head), sum(amount),
            sum(earned), sum(spent), sum(loaded), sum(expired), sum(changed)
       from reports.operation_line group by 1, 2, 3, 4, 5, 6, 7, 8`,
  );
  await database.query('vacuum analyze reports.day_sum');
  await database.query('checkpoint');
}

type World = {
  readonly tenant: number;
  readonly program: number;
  readonly lanes: readonly number[];
  readonly tills: readonly (readonly [outlet: number, terminal: number])[];
  readonly points: number;
  readonly euro: number;
  readonly mark: (facet: string, value: string) => number;
  readonly ranges: readonly number[];
  readonly pointsType: string;
};

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

const COLUMNS =
  'tenant_id, lane, seq, occurred_at, recorded_at, owner, amount, earned, spent, changed, program, outlet, terminal, kind, cashier, ' +
  'card_range, unit, currency, booked_on, n, flags, is_head, marks, receipt';

async function loadMonths(
  url: string,
  months: readonly number[],
  world: World,
  seqs: Record<0 | 1, number>,
  way: 0 | 1,
): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(
      "set maintenance_work_mem = '1GB'; set synchronous_commit = off; set max_parallel_maintenance_workers = 0",
    );
    for (const month of months) await loadMonth(client, month, world, seqs, way);
  } finally {
    await client.end();
  }
}

async function loadMonth(
  client: pg.Client,
  month: number,
  world: World,
  seqs: Record<0 | 1, number>,
  way: 0 | 1,
): Promise<void> {
  const [from, to] = [new Date(Date.UTC(2025, month, 1)), new Date(Date.UTC(2025, month + 1, 1))].map((day) =>
    day.toISOString().slice(0, 10),
  );
  const piece = `reports.operation_line_${from!.slice(0, 7).replace('-', '')}`;
  await client.query('begin');
  await client.query(`create table ${piece} (like reports.operation_line including defaults including constraints)`);
  // In the transaction that made the table, so that its rows are frozen as they come.
  const text = Readable.from(linesOf(month, world, seqs, way));
  await pipeline(text, client.query(copyFrom(`copy ${piece} (${COLUMNS}) from stdin with (freeze)`)));
  await client.query('commit');
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
  await client.query(`vacuum analyze ${piece}`);
}

/** The lines of a month in the order of their moments, as COPY reads them. */
function* linesOf(month: number, world: World, seqs: Record<0 | 1, number>, way: 0 | 1): Generator<string> {
  const random = numbers(1_000 + month);
  const first = Math.round((Date.UTC(2025, month, 1) - FIRST_DAY) / DAY_MS);
  const last = Math.round((Date.UTC(2025, month + 1, 1) - FIRST_DAY) / DAY_MS);
  const perDay = Math.floor(LINES / DAYS);
  let chunk = '';
  let count = 0;
  for (let day = first; day < last; day++) {
    const date = new Date(FIRST_DAY + day * DAY_MS).toISOString().slice(0, 10);
    for (let n = 0; n < perDay; n++) {
      chunk += lineText(world, random, date, n / perDay, world.lanes[way]!, ++seqs[way]);
      if (++count % LINES_PER_CHUNK === 0) {
        yield chunk;
        chunk = '';
      }
    }
  }
  yield chunk;
}

const pick = (shares: readonly (readonly [string, number])[], random: number): number => {
  let sum = 0;
  for (const [at, [, share]] of shares.entries()) if (random < (sum += share)) return at;
  return -1;
};
const two = (n: number): string => (n < 10 ? `0${n}` : String(n));

function lineText(world: World, random: () => number, date: string, ofDay: number, lane: number, seq: number): string {
  const { mark } = world;
  const kind = Math.max(0, pick(KINDS, random()));
  const second = Math.floor(28_800 + ofDay * 46_800);
  const at = `${date} ${two(Math.floor(second / 3_600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}.${String(seq % 1_000_000).padStart(6, '0')}+00`;
  const till = Math.floor(random() * world.tills.length);
  const [outlet, terminal] = world.tills[till]!;
  const cashier = Math.floor(till / TILLS) * 10 + Math.floor(random() * 10);
  const isSale = kind === 0;
  const hasAmount = kind !== 2 && kind !== 6;
  const sign = kind === 1 || kind === 5 ? -1 : 1;
  const amount = hasAmount ? sign * Math.floor(50 + 20_000 * random() ** 3) : 0;
  const earned = isSale || sign < 0 ? Math.trunc(amount / 100) : 0;
  const spent = kind === 3 ? amount : 0;
  const range = pick(RANGES, random());
  const isOffline = random() < OFFLINE_SHARE;
  const marks = [mark('k', KINDS[kind]![0]), mark('c', `c${cashier % CASHIERS}`)];
  if (range >= 0) marks.push(mark('r', String(world.ranges[range])));
  if (earned !== 0 || spent !== 0) marks.push(mark('w', world.pointsType));
  if (isOffline) marks.push(mark('o', 'offline'));
  // A return goes under the promotions of its sale.
  if (isSale || sign < 0) for (const [code, share] of PROMOTIONS) if (random() < share) marks.push(mark('p', code));
  marks.sort((a, b) => a - b);
  const owner = 4_096 * (1 + Math.floor(random() * MEMBERS));
  const unit = earned !== 0 || spent !== 0 ? world.points : 0;
  const currency = !hasAmount ? 0 : kind === 3 ? world.points : world.euro;
  return (
    `${world.tenant}\t${lane}\t${seq}\t${at}\t${at}\t${owner}\t${amount}\t${earned}\t${spent}\t${earned - spent}\t${world.program}\t${outlet}\t` +
    `${terminal}\t${marks.length > 0 ? mark('k', KINDS[kind]![0]) : 0}\t${mark('c', `c${cashier % CASHIERS}`)}\t${range >= 0 ? world.ranges[range] : 0}\t${unit}\t` +
    `${currency}\t${date}\t0\t${isOffline ? 2 : 0}\tt\t{${marks.join(',')}}\t${isSale ? `R${lane}-${seq}` : '\\N'}\n`
  );
}
