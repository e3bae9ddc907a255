import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';
import { pino } from 'pino';
import { Fault } from '../../kernel/fault.ts';
import type { Instant } from '../../kernel/instant.ts';
import { addDays, parseLocalDate } from '../../kernel/local-date.ts';
import type { LocalDate } from '../../kernel/local-date.ts';
import { systemClock } from '../../platform/clock.ts';
import type { Config } from '../../platform/config.ts';
import { openDatabase } from '../../platform/database/database.ts';
import { borrowServer, findDatabase } from '../../platform/database/server.ts';
import { openKeys } from '../../platform/keys-file.ts';
import { simulate, type SimulationReport } from '../../rooms/simulation/index.ts';
import { compose, type House } from '../compose.ts';
import { EXIT, runCommand } from './command.ts';
import { progressBar } from './progress-bar.ts';
import { simulationTables } from './simulation-tables.ts';

type Options = {
  tenant: string;
  draft?: string;
  file?: string;
  from?: string;
  to?: string;
  ignoreLimits?: true;
  json?: true;
};

const POOL_CONNECTIONS = 4;

/** `tallystick simulate`: a draft over the journal's receipts. */
export function simulateCommand(): Command {
  return new Command('simulate')
    .summary('run a draft over the receipts of the journal')
    .description(
      'Decides the receipts of a program again by a draft, and by the version in force beside it: cost, points by day and outlet, who wins and\n' +
        'loses, when budgets end, overlaps, promotions that never fire. Reads only. Works beside a running program.',
    )
    .argument('<program>', 'code of the program')
    .requiredOption('--tenant <code>', 'tenant of the program')
    .option('--draft <name>', 'an open draft of the program')
    .option('--file <file>', 'a rulebook as JSON, in place of a draft')
    .option('--from <day>', 'first day, on the wall of the program', dayOf)
    .option('--to <day>', 'last day', dayOf)
    .option('--ignore-limits', 'limits hold nothing back; told is when budgets would have ended')
    .option('--json', 'print one object; amounts are texts')
    .action((program: string, options: Options) => runCommand((config) => run(config, program, options)));
}

function dayOf(text: string): string {
  if (parseLocalDate(text) === undefined) throw new InvalidArgumentError('a day is a date like 2011-01-04.');
  return text;
}

async function run(config: Config, code: string, options: Options): Promise<number> {
  if ((options.draft === undefined) === (options.file === undefined)) {
    console.error('tallystick: name a draft (--draft) or a file (--file)');
    return EXIT.usage;
  }
  const server = await borrowServer(findDatabase(config));
  const database = openDatabase(server.url, { connections: POOL_CONNECTIONS, applicationName: 'tallystick simulate' });
  try {
    const { keys } = await database.transaction((tx) => openKeys(tx, config.keysFile));
    const log = pino({ level: 'warn' }, pino.destination(2));
    const house = compose({ database, keys, clock: systemClock(), log });
    try {
      await house.refresh();
      return await tell(house, code, options);
    } finally {
      await house.stop();
    }
  } finally {
    await database.close();
    await server.stop();
  }
}

async function tell(house: House, code: string, options: Options): Promise<number> {
  const tenant = house.programs.settings().tenantByCode(options.tenant)?.tenant;
  const program = tenant === undefined ? undefined : house.programs.settings().programByCode(tenant, code);
  if (program === undefined) throw new Fault(`there is no program ${code} of ${options.tenant}`, { retry: 'never' });
  const content = await contentOf(house, program.program, options);
  const startOf = (day: string | undefined): Instant | undefined =>
    day === undefined ? undefined : program.zone.startOfDay(day as LocalDate);
  const bar = progressBar('rows');
  const outcome = await simulate(house, {
    ...{ program: program.program, content, threads: availableParallelism() },
    obeysLimits: options.ignoreLimits !== true,
    from: startOf(options.from),
    before: options.to === undefined ? undefined : startOf(addDays(options.to as LocalDate, 1)),
    onProgress: (rows, ofRows) => bar.show(rows, ofRows, ''),
  }).finally(bar.stop);
  if (!outcome.ok) {
    for (const { place, what } of outcome.problems ?? [{ place: '', what: outcome.refusal }])
      console.error(`${place}: ${what}`);
    return EXIT.failed;
  }
  const report: SimulationReport = outcome.report;
  console.log(options.json ? JSON.stringify(report) : simulationTables(report));
  return EXIT.done;
}

async function contentOf(house: House, program: number, { draft, file }: Options): Promise<unknown> {
  if (file !== undefined) return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  const found = await house.versions.find(program, draft ?? '');
  if (!found.ok) throw new Fault(`there is no open draft ${draft}`, { retry: 'never' });
  return found.draft.content;
}
