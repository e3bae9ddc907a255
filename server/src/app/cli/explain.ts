import { Command, Option } from 'commander';
import { pino } from 'pino';
import { systemClock } from '../../platform/clock.ts';
import type { Config } from '../../platform/config.ts';
import { openDatabase } from '../../platform/database/database.ts';
import { recordSheet, type KeptOperation } from '../../rooms/ledger/index.ts';
import { homeOf } from '../../rooms/points/index.ts';
import { explainOperation, presentExplained, type Reader } from '../../rooms/simulation/index.ts';
import { compose, type House } from '../compose.ts';
import { EXIT, runCommand } from './command.ts';
import { borrowInstallation } from './installation.ts';
import { openInstallationKeys } from './installation-keys.ts';
import { WrongCall } from './wrong-call.ts';

type Options = { for: Reader; language: 'en' | 'es'; json?: true };

type Place = { readonly lane: number; readonly seq: bigint };

const POOL_CONNECTIONS = 4;

/** `tallystick explain`: where the points of an operation come from or went to, for three readers. */
export function explainCommand(): Command {
  return new Command('explain')
    .summary('say where the points of an operation come from, or went to')
    .description(
      'Tells one operation of the journal, of whatever kind. What promotions decided (sales, claims, returns, voids, rescores, occasions and their ' +
        'reversals) is decided again by its own version on the facts that were kept, and computed a second time without the engine; of everything else ' +
        'it is told what was done, why, by whom, and to which wallets and lots. Reads only. Ends with 1 when something does not come out. "tallystick recompute" does it for the whole journal.',
    )
    .argument('<operation>', 'as the API names it, op_…')
    .addOption(
      new Option('--for <reader>', 'who will read it').choices(['customer', 'cashier', 'auditor']).default('cashier'),
    )
    .addOption(new Option('--language <language>', 'in which words').choices(['en', 'es']).default('en'))
    .option('--json', 'print one object')
    .action((operation: string, options: Options) => runCommand((config) => run(config, operation, options)));
}

async function run(config: Config, operation: string, options: Options): Promise<number> {
  const server = await borrowInstallation(config);
  const database = openDatabase(server.url, { connections: POOL_CONNECTIONS, applicationName: 'tallystick explain' });
  try {
    const keys = await openInstallationKeys(database, config);
    const log = pino({ level: 'warn' }, pino.destination(2));
    const house = compose({ database, keys, clock: systemClock(), log });
    try {
      await house.refresh();
      return await tellOne(house, operation, options);
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
  const kept = place && (await findKept(house, { lane: place.lane, seq: place.id }));
  if (kept === undefined) throw new WrongCall(`"${operation}" is no operation of the journal`);
  const deps = { ...house, look: house.machine.look, rulebook: house.promotions.rulebook };
  const told = await explainOperation(deps, kept, options.for, options.language);
  if (options.json) console.log(JSON.stringify(presentExplained(house, operation, told)));
  else for (const sentence of told.sentences) console.log(sentence);
  return told.differences.length === 0 ? EXIT.done : EXIT.failed;
}

/** The operation at a place; of a part that it left with another owner the whole. */
async function findKept({ database, machine }: House, place: Place): Promise<KeptOperation | undefined> {
  const kept = await machine.look.row(recordSheet, place);
  if (kept !== undefined) return kept;
  const home = await homeOf(database, place);
  return home && machine.look.row(recordSheet, home);
}
