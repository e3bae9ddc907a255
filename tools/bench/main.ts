import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { openDatabase } from '../../server/src/platform/database/database.ts';
import { openServer } from '../../server/src/platform/database/server.ts';
import { prepareBase } from './base.ts';
import { budgets } from './budgets.ts';
import { benchSale, type Figures } from './sale.ts';

const PARTS = ['sale'] as const;

const command = new Command('bench')
  .description(
    'Measures on the machine at hand, in one run, with fsync and synchronous_commit on. Load generator, server and database share its cores. ' +
      'The prepared base is kept in DATA_DIR/bench between runs.',
  )
  .argument('[part]', `which part: ${PARTS.join(', ')}; all when left out`)
  .option('--seconds <n>', 'seconds of each measurement', '20')
  .option('--only <names>', 'of the part sale: http, twolane, batch, hot, single, baseline (comma separated)')
  .option('--json <file>', 'write the flat map of figures to a file')
  .action(run);

async function run(part: string | undefined, options: { seconds: string; only?: string; json?: string }): Promise<void> {
  if (part !== undefined && !PARTS.includes(part as 'sale')) command.error(`there is no part ${part}; there are: ${PARTS.join(', ')}`);
  const say = (text: string): void => console.log(text);
  const folder = join(process.env.DATA_DIR ?? './data', 'bench');
  const url = process.env.DATABASE_URL;
  const server = await openServer(url ? { kind: 'external', url, from: 'DATABASE_URL' } : { kind: 'embedded', cluster: join(folder, 'pg') });
  const database = openDatabase(server.url, { connections: 2, applicationName: 'tallystick-bench' });
  try {
    const [version] = await database.query<{ server_version: string }>('show server_version');
    const [fsync] = await database.query<{ fsync: string }>('show fsync');
    const [commit] = await database.query<{ synchronous_commit: string }>('show synchronous_commit');
    say(`${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.version}, PostgreSQL ${version.server_version}, ` +
        `fsync ${fsync.fsync}, synchronous_commit ${commit.synchronous_commit}`);
    const began = performance.now();
    const base = await prepareBase(server.url, folder, say);
    say(`base: ${base.members.toLocaleString('en')} members, ${base.lots.toLocaleString('en')} lots (${((performance.now() - began) / 1_000).toFixed(0)} s)`);
    const ground = {
      url: server.url,
      folder,
      base,
      database,
      postgresPid: await postmasterPid(folder),
      seconds: Number(options.seconds),
      say,
    };
    const figures = await benchSale(ground, options.only?.split(','));
    printTable(figures);
    if (options.json) writeFileSync(options.json, `${JSON.stringify(figures, undefined, 2)}\n`);
  } finally {
    await database.close();
    await server.stop();
  }
}

/** The postmaster of the bench's own cluster, by its lock file. */
async function postmasterPid(folder: string): Promise<number | undefined> {
  try {
    return Number(readFileSync(join(folder, 'pg', 'postmaster.pid'), 'utf8').split('\n')[0]);
  } catch {
    return undefined;
  }
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
