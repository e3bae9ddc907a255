import type { Queries } from '../../server/src/platform/database/database.ts';
import type { Base } from './base.ts';
import { cpuSecondsOf } from './cpu.ts';
import { runLoad, type Measured } from './load.ts';
import { batchScript, salesScript, type Mix } from './messages.ts';
import { runTold, startServer } from './server-process.ts';

/** Figures by name, as they are printed and written. */
export type Figures = Record<string, number>;

export type BenchGround = {
  readonly url: string;
  readonly folder: string;
  readonly base: Base;
  readonly database: Queries;
  /** The process that runs PostgreSQL, for its share of the CPU. */
  readonly postgresPid: number | undefined;
  readonly seconds: number;
  readonly say: (text: string) => void;
};

// The compiler is done with a sale after some ten seconds under load: until then it takes half again as long.
const WARM_UP_SECONDS = 15;
const FAILED_SHARE_MAX = 0.01;
const BASELINE_POOLS = [8, 16, 32];
const BATCH_SIZE = 200;
const BATCH_CONNECTIONS = 4;

type Load = {
  readonly mix?: Partial<Mix>;
  readonly connections?: number;
  readonly batch?: boolean;
  readonly seconds?: number;
};

/** All figures of a sale: over HTTP, over two lanes, against the plain baseline, in batches, on one hot member, alone, in bytes. */
export async function benchSale(ground: BenchGround, only?: readonly string[]): Promise<Figures> {
  const figures: Figures = {};
  const wants = (name: string): boolean => !only || only.length === 0 || only.includes(name);
  const put = (name: string, measured: Measured, p99 = false): void => {
    figures[`sale.${name}.per_second`] = Math.round(measured.perSecond);
    if (p99) figures[`sale.${name}.p99_ms`] = Math.round(measured.p99 * 10) / 10;
    if (measured.failed > 0) figures[`sale.${name}.failed`] = measured.failed;
  };
  const lanes = await startServer(ground.url, ground.folder, 'lanes');
  try {
    const load = (name: string, one: Load): Promise<Measured> => measure(ground, lanes, name, one);
    if (wants('http')) {
      const before = await holdingOf(ground.database);
      put('http', await load('http', {}), true);
      figures['sale.bytes'] = bytesBetween(before, await holdingOf(ground.database), ground.say);
    }
    if (wants('twolane')) put('twolane', await load('twolane', { mix: { twoLane: 0.3 } }), true);
    if (wants('batch')) put('batch', await load('batch', { batch: true, connections: BATCH_CONNECTIONS }));
    if (wants('hot')) put('hot', await load('hot', { mix: { hot: 7 } }));
    if (wants('single')) {
      const single = await load('single', { connections: 1 });
      figures['sale.single.p99_ms'] = Math.round(single.p99 * 10) / 10;
      figures['sale.single.p50_ms'] = Math.round(single.p50 * 10) / 10;
    }
  } finally {
    await lanes.stop();
  }
  if (wants('replay')) {
    const { perSecond, refused } = await runTold(ground);
    figures['sale.replay.per_second'] = Math.round(perSecond);
    if (refused > 0) figures['sale.replay.failed'] = refused;
    ground.say(
      `  replay    ${Math.round(perSecond).toLocaleString('en').padStart(7)}/s  told as a file tells them, without HTTP`,
    );
  }
  if (wants('baseline')) {
    const { perSecond, pool } = await bestBaseline(ground);
    figures['sale.baseline.per_second'] = Math.round(perSecond);
    figures['sale.baseline.pool'] = pool;
    if (figures['sale.http.per_second'])
      figures['sale.http.times_baseline'] = Math.round((figures['sale.http.per_second'] / perSecond) * 100) / 100;
  }
  return figures;
}

async function measure(
  ground: BenchGround,
  server: { port: number; pid: number },
  name: string,
  load: Load,
): Promise<Measured> {
  const { base } = ground;
  const mix: Mix = {
    run: `${name}-${Date.now().toString(36)}`,
    members: base.members,
    first: (await operationsIn(ground.database)) % base.members,
    spend: 0.1,
    back: 0.02,
    twoLane: 0,
    lanes: base.lanes.length,
    ...load.mix,
  };
  const script = load.batch ? batchScript(mix, BATCH_SIZE) : salesScript(mix);
  const seconds = load.seconds ?? ground.seconds;
  const cpu = (): number[] => [
    process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6,
    cpuSecondsOf(server.pid),
    ground.postgresPid === undefined ? 0 : cpuSecondsOf(ground.postgresPid),
  ];
  const before = cpu();
  const measured = await runLoad(script, {
    port: server.port,
    secret: base.secret,
    connections: load.connections ?? 64,
    seconds,
    warmUpSeconds: Math.min(WARM_UP_SECONDS, seconds),
  });
  // A figure of requests that are refused measures nothing.
  if (measured.failed > measured.answered * FAILED_SHARE_MAX) {
    throw new Error(`${name}: ${measured.failed} operations failed, ${measured.answered} requests were answered`);
  }
  const [generator, program, postgres] = cpu().map((after, i) => after - before[i]);
  const all = generator + program + postgres;
  const share = (part: number): string => `${Math.round((part / all) * 100)} %`;
  ground.say(
    `  ${name.padEnd(9)} ${Math.round(measured.perSecond).toLocaleString('en').padStart(7)}/s  p50 ${measured.p50.toFixed(1)} ms  p99 ${measured.p99.toFixed(1)} ms  ` +
      `max ${measured.max.toFixed(0)} ms  failed ${measured.failed}  CPU: generator ${share(generator)}, server ${share(program)}, PostgreSQL ${share(postgres)}, of ${((all / (seconds + Math.min(WARM_UP_SECONDS, seconds))) * 100).toFixed(0)} %`,
  );
  return measured;
}

async function bestBaseline(ground: BenchGround): Promise<{ perSecond: number; pool: number }> {
  let best = { perSecond: 0, pool: 0 };
  const trySeconds = Math.max(3, Math.round(ground.seconds / 4));
  for (const pool of BASELINE_POOLS) {
    const server = await startServer(ground.url, ground.folder, 'baseline', pool);
    const { perSecond } = await measure(ground, server, `plain/${pool}`, { seconds: trySeconds });
    await server.stop();
    if (perSecond > best.perSecond) best = { perSecond, pool };
  }
  const server = await startServer(ground.url, ground.folder, 'baseline', best.pool);
  const { perSecond } = await measure(ground, server, 'baseline', {});
  await server.stop();
  return { perSecond, pool: best.pool };
}

/** What the database holds: bytes by table with its indexes, raw messages apart, and operations. */
type Holding = { readonly operations: number; readonly bytes: number; readonly byTable: ReadonlyMap<string, number> };

const SIZES = `select space.nspname || '.' || regexp_replace(held.relname, '_[0-9]{4}$', '') as name,
          sum(pg_total_relation_size(held.oid))::float8 as bytes
     from pg_class as held join pg_namespace as space on space.oid = held.relnamespace
    where held.relkind = 'r' and space.nspname in ('lanes', 'ledger', 'points', 'members', 'cards', 'checkout')
      and held.relname not like 'raw_message%'
    group by 1`;

async function holdingOf(database: Queries): Promise<Holding> {
  const rows = await database.query<{ name: string; bytes: number }>(SIZES);
  return {
    operations: await operationsIn(database),
    bytes: rows.reduce((sum, row) => sum + row.bytes, 0),
    byTable: new Map(rows.map((row) => [row.name, row.bytes])),
  };
}

async function operationsIn(database: Queries): Promise<number> {
  const [{ n }] = await database.query<{ n: bigint }>('select count(*) as n from ledger.journal');
  return Number(n);
}

/** Bytes per operation between two looks, and which tables they went to. */
function bytesBetween(before: Holding, after: Holding, say: (text: string) => void): number {
  const operations = after.operations - before.operations;
  const parts = [...after.byTable]
    .map(([name, bytes]) => ({ name, each: (bytes - (before.byTable.get(name) ?? 0)) / operations }))
    .filter(({ each }) => Math.abs(each) >= 1)
    .sort((a, b) => b.each - a.each);
  say(`  bytes per operation: ${parts.map(({ name, each }) => `${name} ${Math.round(each)}`).join(', ')}`);
  return Math.round((after.bytes - before.bytes) / operations);
}
