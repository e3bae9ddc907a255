import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { loadConfig } from '../../server/src/platform/config.ts';
import { openDatabase, type Database } from '../../server/src/platform/database/database.ts';
import { openServer, type DatabaseServer } from '../../server/src/platform/database/server.ts';
import { prepareBase, type Base } from './base.ts';
import { budgets } from './budgets.ts';
import { benchAlone } from './cards/alone.ts';
import { benchGiftcards } from './giftcard.ts';
import { benchDecide } from './decide.ts';
import { benchSimulate } from './simulate.ts';
import { benchShell } from './portal/shell.ts';
import { benchTable } from './portal/table.ts';
import { benchSale, type Figures } from './sale.ts';

/** What each part measures, by the names that `--only` takes. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  sale: ['http', 'twolane', 'batch', 'hot', 'single', 'replay', 'baseline'],
  cards: ['generate', 'csv', 'giftcard'],
  decide: ['engines', 'simulate'],
  portal: ['shell', 'table'],
};

// What would be measured for no time at all, or for ever.
function numberOf(text: string): string {
  if (!/^\d{1,9}(\.\d+)?$/.test(text) || Number(text) === 0)
    throw new InvalidArgumentError('It must be a number above 0.');
  return text;
}

const command = new Command('tallystick bench')
  // As every command: 2 for a wrong call.
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .description(
    'Measures on the machine at hand, in one run, with fsync and synchronous_commit on. Load generator, server and database share its cores. ' +
      'The prepared base is kept in DATA_DIR/bench between runs.',
  )
  .argument('[part]', `which part: ${Object.keys(PARTS).join(', ')}; all when left out`)
  .option('--seconds <n>', 'seconds of each measurement', numberOf, '20')
  .option(
    '--only <names>',
    `${Object.entries(PARTS)
      .map(([part, names]) => `of the part ${part}: ${names.join(', ')}`)
      .join('; ')} (comma separated)`,
  )
  .option(
    '--cards <n>',
    'cards to make and rows of the file, in place of the million that the budgets are for',
    numberOf,
  )
  .option(
    '--lines <n>',
    'of the part portal: operation lines in its base, in place of the ten million that the budgets are for',
    numberOf,
  )
  .option('--json <file>', 'write the flat map of figures to a file')
  .action(run);

async function run(
  part: string | undefined,
  options: { seconds: string; only?: string; cards?: string; lines?: string; json?: string },
): Promise<void> {
  if (part !== undefined && !Object.hasOwn(PARTS, part))
    command.error(`there is no part ${part}; there are: ${Object.keys(PARTS).join(', ')}`);
  const known = part === undefined ? Object.values(PARTS).flat() : PARTS[part];
  const names = options.only?.split(',');
  const unknown = names?.filter((name) => !known.includes(name)) ?? [];
  if (unknown.length > 0) command.error(`there is no ${unknown.join(', ')} to measure; there is: ${known.join(', ')}`);
  const wants = (name: string): boolean => !names || names.includes(name);
  const loaded = loadConfig();
  if (!loaded.ok) return command.error(loaded.problem);
  const { dataDir, databaseUrl } = loaded.config;
  // Decisions need no database; a simulation makes one of its own.
  const decided: Figures = {};
  if (part === undefined || part === 'decide') {
    if (wants('engines')) Object.assign(decided, await benchDecide(Number(options.seconds), console.log));
    if (wants('simulate')) Object.assign(decided, await benchSimulate(join(dataDir, 'bench'), console.log));
  }
  if (part === 'decide') return tell(decided, options.json);
  // The portal is measured in a program of its own.
  const opened: Figures = {};
  if (part === undefined || part === 'portal') {
    const lines = options.lines === undefined ? undefined : Number(options.lines);
    if (wants('shell')) Object.assign(opened, await benchShell(console.log));
    if (wants('table'))
      Object.assign(opened, await benchTable({ folder: join(dataDir, 'bench'), say: console.log, lines }));
  }
  if (part === 'portal') return tell(opened, options.json);
  const say = (text: string): void => console.log(text);
  const folder = join(dataDir, 'bench');
  const { server, database, base } = await openGround(folder, databaseUrl, say);
  try {
    await warm(database, say);
    const ground = {
      url: server.url,
      folder,
      base,
      database,
      postgresPid: postmasterPid(folder),
      seconds: Number(options.seconds),
      say,
    };
    const figures: Figures = {};
    if (part !== 'cards') Object.assign(figures, await benchSale(ground, names));
    const cards = options.cards === undefined ? undefined : Number(options.cards);
    const parts: [name: string, measure: () => Promise<Figures>][] = [
      ['generate', () => benchAlone('generate', { ...ground, cards })],
      ['csv', () => benchAlone('csv', { ...ground, cards })],
      ['giftcard', () => benchGiftcards(ground)],
    ];
    for (const [name, measure] of part === 'sale' ? [] : parts)
      if (wants(name)) await measureInto(figures, name, measure);
    tell({ ...figures, ...decided, ...opened }, options.json);
  } finally {
    await database.close();
    await server.stop();
  }
}

/** Adds what a part measured. One that fails is told, and the figures of the others stand. */
async function measureInto(figures: Figures, name: string, measure: () => Promise<Figures>): Promise<void> {
  try {
    Object.assign(figures, await measure());
  } catch (error) {
    console.error(`${name} failed:`, error);
    process.exitCode = 1;
  }
}

type Ground = { server: DatabaseServer; database: Database; base: Base };

/** The database with its base; a base of another schema is thrown away with its cluster and made anew. */
async function openGround(
  folder: string,
  databaseUrl: string | undefined,
  say: (text: string) => void,
): Promise<Ground> {
  const open = (): Promise<DatabaseServer> =>
    openServer(
      databaseUrl
        ? { kind: 'external', url: databaseUrl, from: 'DATABASE_URL' }
        : { kind: 'embedded', cluster: join(folder, 'pg') },
    );
  for (;;) {
    const server = await open();
    const database = openDatabase(server.url, { connections: 2, applicationName: 'tallystick-bench' });
    const [{ version, fsync, commit }] = await database.query<{ version: string; fsync: string; commit: string }>(
      `select current_setting('server_version') as version, current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`,
    );
    const cpu = `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'})`;
    say(`${cpu}, Node ${process.version}, PostgreSQL ${version}, fsync ${fsync}, synchronous_commit ${commit}`);
    const began = performance.now();
    const base = await prepareBase(server.url, folder, say);
    if (base !== 'stale') {
      const took = ((performance.now() - began) / 1_000).toFixed(0);
      say(`base: ${base.members.toLocaleString('en')} members, ${base.lots.toLocaleString('en')} lots (${took} s)`);
      return { server, database, base };
    }
    await database.close();
    await server.stop();
    if (databaseUrl)
      throw new Error(`the base in ${databaseUrl} is of another schema: give an empty database, and remove ${folder}`);
    say('the base is of another schema and is made anew');
    rmSync(folder, { recursive: true });
  }
}

/** Reads the tables into memory: the load stands for a program that has been running, not for its first minute. */
async function warm(database: Database, say: (text: string) => void): Promise<void> {
  const began = performance.now();
  try {
    await database.query('create extension if not exists pg_prewarm');
    await database.query(
      `select sum(pg_prewarm(held.oid)) from pg_class as held join pg_namespace as space on space.oid = held.relnamespace
        where held.relkind in ('r', 'i') and space.nspname in ('lanes', 'ledger', 'points', 'members', 'cards', 'giftcards', 'checkout')`,
    );
    say(`warmed in ${((performance.now() - began) / 1_000).toFixed(1)} s`);
  } catch {
    say('pg_prewarm is not there: the first seconds read from disk');
  }
}

/** The postmaster of the bench's own cluster, by its lock file. */
function postmasterPid(folder: string): number | undefined {
  try {
    return Number(readFileSync(join(folder, 'pg', 'postmaster.pid'), 'utf8').split('\n')[0]);
  } catch {
    return undefined;
  }
}

function tell(figures: Figures, file: string | undefined): void {
  printTable(figures);
  if (file) writeFileSync(file, `${JSON.stringify(figures, undefined, 2)}\n`);
}

function printTable(figures: Figures): void {
  console.log(`\n${'figure'.padEnd(28)}${'measured'.padStart(10)}${'floor'.padStart(10)}${'goal'.padStart(10)}`);
  for (const [name, value] of Object.entries(figures)) {
    const budget = budgets[name];
    const mark = budget ? (budget.isReached(value) ? (budget.isGoal(value) ? 'goal' : 'floor') : 'BELOW') : '';
    const columns = [value, budget?.floor ?? '', budget?.goal ?? ''].map((one) => String(one).padStart(10)).join('');
    console.log(`${name.padEnd(28)}${columns}  ${mark}`);
  }
}

await command.parseAsync();
