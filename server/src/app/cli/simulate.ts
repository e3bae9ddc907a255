import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';
import { pino } from 'pino';
import type { Instant } from '../../kernel/instant.ts';
import { addDays } from '../../kernel/local-date.ts';
import type { LocalDate } from '../../kernel/local-date.ts';
import { systemClock } from '../../platform/clock.ts';
import type { Config } from '../../platform/config.ts';
import { openDatabase } from '../../platform/database/database.ts';
import { simulate, type SimulationReport } from '../../rooms/simulation/index.ts';
import { compile, type CompiledRulebook } from '../../rooms/promotions/index.ts';
import { compareProgram } from '../compare-program.ts';
import { compose, type House } from '../compose.ts';
import { agreementTables } from './agreement-tables.ts';
import { EXIT, runCommand } from './command.ts';
import { borrowInstallation } from './installation.ts';
import { openInstallationKeys } from './installation-keys.ts';
import { dayOf, refuseEmptyPeriod } from './period.ts';
import { progressBar } from './progress-bar.ts';
import { readJson } from './read-json.ts';
import { simulationTables } from './simulation-tables.ts';
import { WrongCall } from './wrong-call.ts';

type Options = {
  tenant: string;
  draft?: string;
  file?: string;
  from?: string;
  to?: string;
  ignoreLimits?: true;
  agreement?: true;
  told?: Record<string, string>;
  json?: true;
};

const POOL_CONNECTIONS = 4;

/** `tallystick simulate`: a draft over the journal's receipts. */
export function simulateCommand(): Command {
  return new Command('simulate')
    .summary('run a draft over the receipts of the journal')
    .description(
      'Decides the receipts of a program again by a draft, and by the version in force beside it: cost, points by day and outlet, who wins and ' +
        'loses, when budgets end, overlaps, promotions that never fire. Reads only. Works beside a running program.',
    )
    .argument('<program>', 'code of the program')
    .requiredOption('--tenant <code>', 'tenant of the program')
    .option('--draft <name>', 'an open draft of the program')
    .option('--file <file>', 'a rulebook as JSON, in place of a draft')
    .option('--from <day>', 'first day, by the calendar of the program, as 2026-01-31', dayOf)
    .option('--to <day>', 'last day', dayOf)
    .option('--ignore-limits', 'limits hold nothing back; when budgets would have ended is told')
    .option(
      '--agreement',
      'compare what each sale gives with what was given then, by promotion and month; every disagreement gets a class',
    )
    .option(
      '--told <wallet=attribute>',
      'with --agreement: the attribute of receipts that holds what an old system gave to a wallet; once for each wallet. Without a draft, ' +
        'the decisions are compared as they were made',
      toldOf,
    )
    .option('--json', 'print one object; amounts are texts')
    .action((program: string, options: Options) => runCommand((config) => run(config, program, options)));
}

function toldOf(text: string, known: Record<string, string> = {}): Record<string, string> {
  const [wallet, attribute] = text.split('=');
  if (!wallet || !attribute)
    throw new InvalidArgumentError('It must be a wallet type and an attribute, as points=oldPoints.');
  return { ...known, [wallet]: attribute };
}

/** What is wrong with the call; undefined when nothing is. */
function wrongCall({ draft, file, agreement, told }: Options): string | undefined {
  if (told !== undefined && !agreement) return '--told goes with --agreement';
  if (draft !== undefined && file !== undefined) return 'name a draft (--draft) or a file (--file), not both';
  if (draft === undefined && file === undefined && told === undefined)
    return 'name a draft (--draft) or a file (--file)';
  return undefined;
}

async function run(config: Config, code: string, options: Options): Promise<number> {
  const wrong = wrongCall(options);
  if (wrong !== undefined) throw new WrongCall(wrong);
  refuseEmptyPeriod(options);
  // Before anything is opened: a file with a typing mistake is told at once.
  const fromFile = options.file === undefined ? undefined : readJson(options.file);
  const server = await borrowInstallation(config);
  const database = openDatabase(server.url, { connections: POOL_CONNECTIONS, applicationName: 'tallystick simulate' });
  try {
    const keys = await openInstallationKeys(database, config);
    const log = pino({ level: 'warn' }, pino.destination(2));
    const house = compose({ database, keys, clock: systemClock(), log });
    try {
      await house.refresh();
      return await tell(house, code, options, fromFile);
    } finally {
      await house.stop();
    }
  } finally {
    await database.close();
    await server.stop();
  }
}

async function tell(house: House, code: string, options: Options, fromFile: unknown): Promise<number> {
  const tenant = house.programs.settings().tenantByCode(options.tenant)?.tenant;
  const program = tenant === undefined ? undefined : house.programs.settings().programByCode(tenant, code);
  if (program === undefined) throw new WrongCall(`there is no program "${code}" of a tenant "${options.tenant}"`);
  const isTried = options.draft !== undefined || options.file !== undefined;
  const content = options.draft === undefined ? fromFile : await draftOf(house, program.program, options.draft);
  const startOf = (day: string | undefined): Instant | undefined =>
    day === undefined ? undefined : program.zone.startOfDay(day as LocalDate);
  const bar = progressBar('rows');
  const period = {
    from: startOf(options.from),
    before: options.to === undefined ? undefined : startOf(addDays(options.to as LocalDate, 1)),
  };
  if (options.agreement) {
    const draft = isTried ? compiledOf(house, program.program, content, options) : undefined;
    const report = await compareProgram(house, {
      ...{ program: program.program, draft, attributes: options.told, ...period },
      onProgress: (rows, ofRows) => bar.show(rows, ofRows, ''),
    }).finally(bar.stop);
    const nameOf = (lane: number, seq: bigint): string => house.tokens.encode('op', lane, seq);
    console.log(options.json ? JSON.stringify(report) : agreementTables(report, nameOf));
    return EXIT.done;
  }
  const outcome = await simulate(house, {
    ...{ program: program.program, content, threads: availableParallelism() },
    obeysLimits: options.ignoreLimits !== true,
    ...period,
    onProgress: (rows, ofRows) => bar.show(rows, ofRows, ''),
  }).finally(bar.stop);
  if (!outcome.ok) {
    const problems = outcome.problems ?? [{ place: '', what: outcome.refusal }];
    throw new WrongCall(...problems.map((one) => problemLine(options, one)));
  }
  const report: SimulationReport = outcome.report;
  console.log(options.json ? JSON.stringify(report) : simulationTables(report));
  return EXIT.done;
}

/** A problem of what was to be tried: where it comes from, its place there, and what is wrong. */
const problemLine = ({ file, draft }: Options, { place, what }: { place: string; what: string }): string =>
  [file ?? `draft ${draft}`, ...(place === '' ? [] : [place]), what].join(': ');

function compiledOf(house: House, program: number, content: unknown, options: Options): CompiledRulebook {
  const checked = house.promotions.check(program, content);
  const made = checked.ok && 'content' in checked ? compile(checked.content) : undefined;
  if (made?.ok) return made.compiled;
  const problems = ('problems' in checked && checked.problems) || [{ place: '', what: 'it cannot be tried' }];
  throw new WrongCall(...problems.map((one) => problemLine(options, one)));
}

async function draftOf(house: House, program: number, draft: string): Promise<unknown> {
  const found = await house.versions.find(program, draft);
  if (!found.ok) throw new WrongCall(`there is no open draft "${draft}"`);
  return found.draft.content;
}
