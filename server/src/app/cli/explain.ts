import { Command, Option } from 'commander';
import { pino } from 'pino';
import { Fault } from '../../kernel/fault.ts';
import { systemClock } from '../../platform/clock.ts';
import type { Config } from '../../platform/config.ts';
import { openDatabase } from '../../platform/database/database.ts';
import { borrowServer, findDatabase } from '../../platform/database/server.ts';
import { openKeys } from '../../platform/keys-file.ts';
import type { ClaimRecord, SaleRecord } from '../../rooms/checkout/index.ts';
import { recordSheet } from '../../rooms/ledger/index.ts';
import { explainSale, recomputeJournal, type Reader } from '../../rooms/simulation/index.ts';
import { compose, type House } from '../compose.ts';
import { EXIT, runCommand } from './command.ts';
import { progressBar } from './progress-bar.ts';

type Options = { for: Reader; language: 'en' | 'es'; all?: true; tenant?: string; program?: string; json?: true };

const POOL_CONNECTIONS = 4;

/** `tallystick explain`: where the points of a sale come from, for three readers; or the proof over a whole journal. */
export function explainCommand(): Command {
  return new Command('explain')
    .summary('say where the points of a sale come from')
    .description(
      'Tells one sale or claim, decided again by its own version on the facts that it kept, and computed a second time without the engine.\n' +
        'With --all every sale of a program is computed a second time. Reads only. Ends with 1 when something does not come out.',
    )
    .argument('[operation]', 'as the API names it, op_…')
    .addOption(
      new Option('--for <reader>', 'whom to tell').choices(['customer', 'cashier', 'auditor']).default('cashier'),
    )
    .addOption(new Option('--language <language>', 'in which words').choices(['en', 'es']).default('en'))
    .option('--all', 'compute all sales of a program a second time')
    .option('--tenant <code>', 'with --all: its tenant')
    .option('--program <code>', 'with --all: the program')
    .option('--json', 'print one object')
    .action((operation: string | undefined, options: Options) =>
      runCommand((config) => run(config, operation, options)),
    );
}

async function run(config: Config, operation: string | undefined, options: Options): Promise<number> {
  if ((operation === undefined) !== (options.all === true)) {
    console.error('tallystick: name an operation, or --all with a tenant and a program');
    return EXIT.usage;
  }
  const server = await borrowServer(findDatabase(config));
  const database = openDatabase(server.url, { connections: POOL_CONNECTIONS, applicationName: 'tallystick explain' });
  try {
    const { keys } = await database.transaction((tx) => openKeys(tx, config.keysFile));
    const log = pino({ level: 'warn' }, pino.destination(2));
    const house = compose({ database, keys, clock: systemClock(), log });
    try {
      await house.refresh();
      return operation === undefined ? await proveAll(house, options) : await tellOne(house, operation, options);
    } finally {
      await house.stop();
    }
  } finally {
    await database.close();
    await server.stop();
  }
}

async function tellOne(house: House, operation: string, options: Options): Promise<number> {
  const place = house.tokens.decode('op', operation);
  const kept = place && (await house.machine.look.row(recordSheet, { lane: place.lane, seq: place.id }));
  if (kept === undefined || (kept.kind !== 'checkout.sale' && kept.kind !== 'checkout.claim'))
    throw new Fault(`${operation} is no sale and no claim`, { retry: 'never' });
  const record = kept.record as SaleRecord | ClaimRecord;
  const told = explainSale(house.promotions.rulebook(record.rulebook), record, options.for, options.language);
  if (options.json) console.log(JSON.stringify(told));
  else for (const sentence of told.sentences) console.log(sentence);
  return told.differences.length === 0 ? EXIT.done : EXIT.failed;
}

async function proveAll(house: House, { tenant: code, program: name, json }: Options): Promise<number> {
  const tenant = house.programs.settings().tenantByCode(code ?? '')?.tenant;
  const program = tenant === undefined ? undefined : house.programs.settings().programByCode(tenant, name ?? '');
  if (program === undefined || tenant === undefined)
    throw new Fault(`there is no program ${name} of ${code}`, { retry: 'never' });
  const bar = progressBar('rows');
  const done = await recomputeJournal(
    house.database,
    { tenant, program: program.program, rulebook: house.promotions.rulebook },
    (rows, ofRows) => bar.show(rows, ofRows, ''),
  ).finally(bar.stop);
  const { sales, grants, drifted, differences, first } = done;
  if (json) console.log(JSON.stringify({ ...done, ...(first && { first: { ...first, seq: String(first.seq) } }) }));
  else {
    console.log(`${sales} sales with ${grants} grants computed again: ${differences} differences, ${drifted} drifted.`);
    if (first)
      console.log(
        `The first: ${house.tokens.encode('op', first.lane, first.seq)}: ${JSON.stringify(first.difference)}`,
      );
  }
  return differences === 0 ? EXIT.done : EXIT.failed;
}
