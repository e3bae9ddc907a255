import { Command, InvalidArgumentError } from 'commander';
import type { Config } from '../../platform/config.ts';
import { openDatabase, type Database } from '../../platform/database/database.ts';
import { formatQuantity } from '../../kernel/quantity.ts';
import { problemPlace, readRoots, readUnitNames } from '../../rooms/ledger/index.ts';
import { verifyJournal, type Verified } from '../../rooms/points/index.ts';
import { EXIT, runCommand } from './command.ts';
import { borrowInstallation } from './installation.ts';
import { readInstallationKeys } from './installation-keys.ts';
import { rootsFile } from './journal-roots.ts';
import { progressBar } from './progress-bar.ts';
import { formatTable } from './table.ts';
import { WrongCall } from './wrong-call.ts';

type Options = { lane?: number; tenant?: string; roots?: string | true; json?: true };
type UnitRow = { tenant: string; unit: string; moved: string; onWallets: string; betweenLanes: string };

/** `tallystick journal verify`: computes the journal again and compares. */
export function journalVerifyCommand(): Command {
  return new Command('verify')
    .summary('compute the whole journal again and compare')
    .description(
      'Recomputes every digest and chain, and checks numbering, balance, lots, wallets, holds, debts, legs and references. ' +
        'Names the first row that is wrong and ends with 1. What must hold over all lanes (between-lanes, references) is ' +
        'checked only without --lane and --tenant.',
    )
    .option('--lane <number>', 'only this lane', laneNumber)
    .option('--tenant <code>', 'only the lanes of this tenant')
    .option('--roots [file]', 'also check the chain against signed roots (DATA_DIR/roots.jsonl)')
    .option('--json', 'print one object; amounts are texts')
    .action((options: Options) =>
      runCommand(async (config) => {
        const server = await borrowInstallation(config);
        const database = openDatabase(server.url, { connections: 1, applicationName: 'tallystick journal verify' });
        try {
          return await verify(database, config, options);
        } finally {
          await database.close();
          await server.stop();
        }
      }),
    );
}

function laneNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1.');
  return Number(text);
}

async function verify(database: Database, config: Config, { lane, tenant, roots, json }: Options): Promise<number> {
  const signed =
    roots === undefined
      ? undefined
      : readRoots(readInstallationKeys(config), roots === true ? rootsFile(config) : roots);
  const bar = progressBar('entries');
  const verified = await verifyJournal(database, {
    ...(lane === undefined ? {} : { lane }),
    ...(tenant === undefined ? {} : { tenant }),
    ...(signed ? { signed } : {}),
    onProgress: (done, total, at) => bar.show(Number(done), Number(total), `lane ${at}`),
  }).finally(bar.stop);
  if (verified.lanes.length === 0 && !verified.problem && (lane ?? tenant) !== undefined) {
    throw new WrongCall(`there is ${nothingLike(lane, tenant)}: nothing was verified`);
  }
  const units = unitRows(verified, await database.run(readUnitNames));
  if (json) console.log(JSON.stringify(asJson(verified, units)));
  else print(verified, units);
  return verified.problem ? EXIT.failed : EXIT.done;
}

/** A typing mistake must not pass for a proof. */
function nothingLike(lane: number | undefined, tenant: string | undefined): string {
  if (lane === undefined) return `no tenant "${tenant}"`;
  return tenant === undefined ? `no lane ${lane}` : `no lane ${lane} of a tenant "${tenant}"`;
}

function unitRows(
  verified: Verified,
  names: readonly { unit: number; code: string; decimals: number; tenant: string }[],
): UnitRow[] {
  return [...verified.units].map(([unit, { moved, wallets, byKind }]) => {
    const named = names.find((one) => one.unit === unit);
    const text = (amount: bigint): string => (named ? formatQuantity(amount, named.decimals) : String(amount));
    return {
      tenant: named?.tenant ?? '',
      unit: named?.code ?? String(unit),
      moved: text(moved),
      onWallets: text(wallets),
      betweenLanes: text(byKind.get('between_lanes') ?? 0n),
    };
  });
}

function asJson({ problem, lanes, references }: Verified, units: readonly UnitRow[]): unknown {
  const texts = (row: object): object =>
    Object.fromEntries(
      Object.entries(row).map(([key, value]) => [key, typeof value === 'bigint' ? String(value) : value]),
    );
  return {
    ok: !problem,
    ...(problem ? { problem: texts(problem) } : {}),
    lanes: lanes.map(texts),
    units,
    references: String(references),
  };
}

function print({ problem, lanes, references }: Verified, units: readonly UnitRow[]): void {
  if (problem) {
    console.error(`WRONG at ${problemPlace(problem)} in ${problem.table}: ${problem.what}.`);
    console.error(`  expected  ${problem.expected}\n  found     ${problem.found}`);
    return;
  }
  const columns = [
    'lane',
    'tenant',
    'entries',
    'legs',
    'batches',
    'postings',
    'lots',
    'allocations',
    'wallets',
  ] as const;
  console.log(
    formatTable(
      columns,
      lanes.map((row) => columns.map((column) => String(row[column]))),
    ),
  );
  if (units.length > 0) {
    const names = ['tenant', 'unit', 'moved', 'on wallets', 'between lanes'];
    console.log(
      `\n${formatTable(
        names,
        units.map((row) => [row.tenant, row.unit, row.moved, row.onWallets, row.betweenLanes]),
      )}`,
    );
  }
  const entries = lanes.reduce((sum, lane) => sum + lane.entries, 0n);
  console.log(
    `\nEverything adds up: ${entries} entries in ${lanes.length} ${lanes.length === 1 ? 'lane' : 'lanes'}, ${references} references.`,
  );
}
