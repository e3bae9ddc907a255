import { Command } from 'commander';
import { pino } from 'pino';
import { addDays } from '../../kernel/local-date.ts';
import type { LocalDate } from '../../kernel/local-date.ts';
import { systemClock } from '../../platform/clock.ts';
import type { Config } from '../../platform/config.ts';
import { openDatabase } from '../../platform/database/database.ts';
import type { PlacedDifference, Recomputed } from '../../rooms/simulation/index.ts';
import { compose } from '../compose.ts';
import { recomputePrograms, type ProgramRecomputed } from '../recompute-programs.ts';
import { EXIT, runCommand } from './command.ts';
import { borrowInstallation } from './installation.ts';
import { openInstallationKeys } from './installation-keys.ts';
import { dayOf, refuseEmptyPeriod } from './period.ts';
import { progressBar } from './progress-bar.ts';
import { formatTable } from './table.ts';
import { WrongCall } from './wrong-call.ts';

type Options = { tenant?: string; program?: string; from?: string; to?: string; json?: true };

const POOL_CONNECTIONS = 4;

/** `tallystick recompute`: the proof of all points and discounts in the journal, by a second computation. */
export function recomputeCommand(): Command {
  return new Command('recompute')
    .summary('compute every point and discount of the journal a second time')
    .description(
      'Walks the sales and claims of the journal, their returns, voids and rescores, occasions and reversals, and computes again what each promotion ' +
        'gave and took off, and what was taken back and paid back, by the version of that time and the facts that were kept, in a module that shares no ' +
        'code with the engine. It counts what it does not compute, by the reason. Reads only. Works beside a running program. ' +
        'Ends with 1 when something does not come out.',
    )
    .option('--tenant <code>', 'only this tenant')
    .option('--program <code>', 'only this program of it')
    .option('--from <day>', 'first day, by the calendar of the program, as 2026-01-31', dayOf)
    .option('--to <day>', 'last day', dayOf)
    .option('--json', 'print one object')
    .action((options: Options) => runCommand((config) => run(config, options)));
}

async function run(config: Config, options: Options): Promise<number> {
  if (options.program !== undefined && options.tenant === undefined) {
    throw new WrongCall('a program is one of a tenant: name that too (--tenant)');
  }
  refuseEmptyPeriod(options);
  const server = await borrowInstallation(config);
  const database = openDatabase(server.url, { connections: POOL_CONNECTIONS, applicationName: 'tallystick recompute' });
  try {
    const keys = await openInstallationKeys(database, config);
    const log = pino({ level: 'warn' }, pino.destination(2));
    const house = compose({ database, keys, clock: systemClock(), log });
    const bar = progressBar('rows');
    try {
      await house.refresh();
      const done = await recomputePrograms(house, {
        ...{ tenant: options.tenant, program: options.program },
        ...{
          from: options.from as LocalDate | undefined,
          before: options.to === undefined ? undefined : addDays(options.to as LocalDate, 1),
        },
        onProgress: (rows, ofRows, what) => bar.show(rows, ofRows, what),
      });
      bar.stop();
      if (done.length === 0) throw new WrongCall(absentOf(options));
      return tell(done, house.tokens.encode, options);
    } finally {
      bar.stop();
      await house.stop();
    }
  } finally {
    await database.close();
    await server.stop();
  }
}

const absentOf = ({ tenant, program }: Options): string => {
  if (tenant === undefined) return 'there is no program yet';
  return program === undefined
    ? `there is no program of a tenant "${tenant}"`
    : `there is no program "${program}" of a tenant "${tenant}"`;
};

type NameOf = (kind: 'op', lane: number, seq: bigint) => string;

function tell(done: readonly ProgramRecomputed[], nameOf: NameOf, { json }: Options): number {
  const differences = done.reduce((sum, { result }) => sum + result.differences, 0);
  if (json) {
    const programs = done.map(({ tenant, program, result }) => ({ tenant, program, ...asJson(result, nameOf) }));
    console.log(JSON.stringify({ ok: differences === 0, differences, programs }));
  } else console.log(tables(done, nameOf));
  return differences === 0 ? EXIT.done : EXIT.failed;
}

const placed = ({ lane, seq, ...difference }: PlacedDifference, nameOf: NameOf) => ({
  operation: nameOf('op', lane, seq),
  ...{ lane, seq: String(seq) },
  ...difference,
});

const asJson = ({ classes, notComputedFor, ...sums }: Recomputed, nameOf: NameOf) => ({
  ...sums,
  classes: Object.fromEntries(
    Object.entries(classes).map(([what, { count, first }]) => [
      what,
      { count, first: first.map((one) => placed(one, nameOf)) },
    ]),
  ),
  notComputedFor: Object.fromEntries(
    Object.entries(notComputedFor).map(([why, { count, first }]) => [
      why,
      { count, first: first.map(({ lane, seq }) => ({ operation: nameOf('op', lane, seq), lane, seq: String(seq) })) },
    ]),
  ),
});

function tables(done: readonly ProgramRecomputed[], nameOf: NameOf): string {
  const columns = [
    ...['tenant', 'program', 'sales', 'claims', 'returns', 'rescores', 'occasions', 'reversals'],
    ...['grants', 'discounts', 'took less', 'not computed', 'differences'],
  ];
  const rows = done.map(({ tenant, program, result }) => [
    ...[tenant, program],
    ...[result.sales, result.claims, result.returns, result.rescores, result.occasions, result.reversals].map(String),
    ...[result.grants, result.discounts, result.tookLess, result.notComputed, result.differences].map(String),
  ]);
  const found = done.flatMap(({ result }) =>
    Object.entries(result.classes).flatMap(([what, { count, first }]) =>
      first.map(({ lane, seq, promotion, effect, told, computed }, i) => [
        ...[i === 0 ? what : '', i === 0 ? String(count) : '', nameOf('op', lane, seq)],
        ...[promotion === '' ? '' : `${promotion}/${effect}`, told, computed],
      ]),
    ),
  );
  const left = done.flatMap(({ result }) =>
    Object.entries(result.notComputedFor).flatMap(([why, { count, first }]) =>
      first.map(({ lane, seq }, i) => [i === 0 ? why : '', i === 0 ? String(count) : '', nameOf('op', lane, seq)]),
    ),
  );
  return [
    formatTable(columns, rows),
    found.length === 0
      ? `Computed a second time: everything${left.length === 0 ? '' : ' that was computed'} comes out as it is recorded.`
      : formatTable(['class', 'times', 'first', 'promotion', 'recorded', 'computed'], found),
    ...(left.length === 0 ? [] : [formatTable(['not computed', 'operations', 'first'], left)]),
  ].join('\n\n');
}
