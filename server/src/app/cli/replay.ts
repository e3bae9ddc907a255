import { statSync } from 'node:fs';
import { Command } from 'commander';
import { pino } from 'pino';
import { assert } from '../../kernel/assert.ts';
import { Fault } from '../../kernel/fault.ts';
import type { Instant } from '../../kernel/instant.ts';
import { addDays, type LocalDate } from '../../kernel/local-date.ts';
import { systemClock } from '../../platform/clock.ts';
import type { Config } from '../../platform/config.ts';
import { openDatabase, type Database } from '../../platform/database/database.ts';
import { applySchemaChanges } from '../../platform/database/schema-changes.ts';
import { borrowServer, findDatabase } from '../../platform/database/server.ts';
import { openKeys } from '../../platform/keys-file.ts';
import { problemPlace } from '../../rooms/ledger/index.ts';
import { verifyJournal } from '../../rooms/points/index.ts';
import type { AgreementReport } from '../../rooms/simulation/index.ts';
import { compareProgram } from '../compare-program.ts';
import { compose, type House } from '../compose.ts';
import { replay, type Replay } from '../replay/replay.ts';
import type { ReplaySource } from '../replay/replayed.ts';
import { asJson } from '../replay/report.ts';
import { uciSource } from '../replay/uci/source.ts';
import { x5Source } from '../replay/x5/source.ts';
import { agreementTables } from './agreement-tables.ts';
import { EXIT, runCommand } from './command.ts';
import { dayOf, refuseEmptyPeriod } from './period.ts';
import { progressBar } from './progress-bar.ts';
import { replayTables } from './replay-tables.ts';
import { WrongCall } from './wrong-call.ts';

type Options = {
  tenant?: string;
  program?: string;
  from?: string;
  to?: string;
  json?: true;
  verify: boolean;
  agreement?: true;
};
type OpenSource = (dir: string, options: Options) => ReplaySource;

const POOL_CONNECTIONS = 8;

/** `tallystick replay …`: real receipts through the same operations as the till. */
export function replayCommand(): Command {
  return new Command('replay')
    .summary('feed files of real receipts through the till’s operations')
    .description(
      'Tells the program what happened, receipt by receipt in the order of time, in a tenant of its own that the first run opens. ' +
        'Every operation is named by its place in the files, so that telling a file again changes nothing. ' +
        'At the end the control totals are printed and the journal is verified; ends with 1 when totals do not agree or a row is wrong.',
    )
    .addCommand(sourceCommand('uci', 'daily files of UCI Online Retail (2010-12-01.csv …)', uciSource))
    .addCommand(sourceCommand('x5', 'receipts of X5 RetailHero (transactions.csv, transaction_lines.csv)', x5Source));
}

function sourceCommand(name: string, files: string, open: OpenSource): Command {
  return new Command(name)
    .summary(files)
    .argument('<dir>', `folder with ${files}`)
    .option('--tenant <code>', 'tenant that the receipts go to; opened when it is not there', name)
    .option('--program <code>', 'program of that tenant; opened when it is not there', 'club')
    .option(
      '--from <day>',
      'first day to tell, as 2011-01-04; earlier days are only read to find the sales of returns',
      dayOf,
    )
    .option('--to <day>', 'last day to tell', dayOf)
    .option('--agreement', 'compare what was decided with what the old system gave, where the files say it')
    .option('--json', 'print one object; amounts are texts')
    .option('--no-verify', 'do not verify the journal at the end')
    .action((dir: string, options: Options) => runCommand((config) => run(config, dir, open, options)));
}

/** The files are looked at before anything is opened for them. */
function openOrRefuse(open: OpenSource, dir: string, options: Options): ReplaySource {
  try {
    return open(dir, options);
  } catch (error) {
    throw error instanceof Fault ? new WrongCall(error.message) : error;
  }
}

async function run(config: Config, dir: string, open: OpenSource, options: Options): Promise<number> {
  if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory()) throw new WrongCall(`there is no folder ${dir}`);
  refuseEmptyPeriod(options);
  const source = openOrRefuse(open, dir, options);
  if (options.agreement && source.told === undefined) {
    throw new WrongCall(`the files of ${source.name} do not tell what an old system gave`);
  }
  const server = await borrowServer(findDatabase(config));
  try {
    await applySchemaChanges(server.url);
    const database = openDatabase(server.url, { connections: POOL_CONNECTIONS, applicationName: 'tallystick replay' });
    try {
      const { done, agreement, nameOf } = await tell(config, database, source, options);
      const verified = options.verify ? await verify(database) : undefined;
      if (options.json)
        console.log(
          JSON.stringify({
            ...asJson(done, source),
            ...(agreement ? { agreement } : {}),
            ...(verified ? { verified } : {}),
          }),
        );
      else {
        console.log(replayTables(done, source));
        if (agreement) console.log(`\n${agreementTables(agreement, nameOf)}`);
        if (verified) console.log(`\n${verified.text}`);
      }
      return done.disagreements.length === 0 && verified?.ok !== false ? EXIT.done : EXIT.failed;
    } finally {
      await database.close();
    }
  } finally {
    await server.stop();
  }
}

type Told = {
  readonly done: Replay;
  readonly agreement: AgreementReport | undefined;
  readonly nameOf: (lane: number, seq: bigint) => string;
};

async function tell(config: Config, database: Database, source: ReplaySource, options: Options): Promise<Told> {
  const { keys, made } = await database.transaction((tx) => openKeys(tx, config.keysFile));
  if (made) console.error(`New keys were made: ${config.keysFile}. Keep a copy of that file elsewhere.`);
  const house = compose({ database, keys, clock: systemClock(), log: pino({ level: 'warn' }, pino.destination(2)) });
  const bar = progressBar(source.unit);
  try {
    await house.refresh();
    const done = await replay(house, source, { onProgress: (at, total, day) => bar.show(at, total, day) });
    bar.stop();
    const agreement = options.agreement ? await compare(house, source, options) : undefined;
    return { done, agreement, nameOf: (lane, seq) => house.tokens.encode('op', lane, seq) };
  } finally {
    bar.stop();
    await house.stop();
  }
}

/** What was decided beside what the old system gave, for the days that were told. */
async function compare(house: House, source: ReplaySource, { from, to }: Options): Promise<AgreementReport> {
  const settings = house.programs.settings();
  const tenant = settings.tenantByCode(source.place.tenant);
  const program = tenant && settings.programByCode(tenant.tenant, source.place.program);
  assert(program, 'the replay opened its program');
  const startOf = (day: LocalDate): Instant => program.zone.startOfDay(day);
  const bar = progressBar('rows');
  return compareProgram(house, {
    ...{ program: program.program, attributes: source.told },
    from: from === undefined ? undefined : startOf(from as LocalDate),
    before: to === undefined ? undefined : startOf(addDays(to as LocalDate, 1)),
    onProgress: (rows, ofRows) => bar.show(rows, ofRows, ''),
  }).finally(bar.stop);
}

async function verify(database: Database): Promise<{ ok: boolean; text: string }> {
  const bar = progressBar('entries');
  const { problem, lanes, references } = await verifyJournal(database, {
    onProgress: (done, total, at) => bar.show(Number(done), Number(total), `lane ${at}`),
  }).finally(bar.stop);
  if (problem)
    return {
      ok: false,
      text: `The journal is WRONG at ${problemPlace(problem)} in ${problem.table}: ${problem.what}.`,
    };
  const entries = lanes.reduce((sum, lane) => sum + lane.entries, 0n);
  return {
    ok: true,
    text: `The journal is verified: ${entries} entries in ${lanes.length} lanes, ${references} references.`,
  };
}
