import { mkdirSync } from 'node:fs';
import { Command } from 'commander';
import { pino } from 'pino';
import { scenarios } from '../../../../scenarios/index.ts';
import { systemClock } from '../../platform/clock.ts';
import type { Config } from '../../platform/config.ts';
import { borrowServer, findDatabase } from '../../platform/database/server.ts';
import { problemPlace } from '../../rooms/ledger/index.ts';
import { verifyJournal } from '../../rooms/points/index.ts';
import {
  runScenario,
  storyText,
  throwAwayKeys,
  withThrowAwayDatabase,
  type Scenario,
  type Told,
} from '../scenario/index.ts';
import { EXIT, runCommand } from './command.ts';
import { formatTable } from './table.ts';

type Options = { explain?: true; json?: true };

const ALL = 'all';

/** `tallystick scenario`: ready stories over a moving clock, told on a database of their own. */
export function scenarioCommand(): Command {
  return new Command('scenario')
    .summary('tell a story over a moving clock')
    .description(
      'Lists the ready stories, or tells one, step by step with dates and balances, on a database that is made for it and dropped.\n' +
        'Nothing of this installation is read or changed. Ends with 1 when something is otherwise than a story says, or the books do not add up.\n' +
        'When no program is running, the embedded PostgreSQL is started for the moment.',
    )
    .argument('[name]', `which story, or "${ALL}"; the list when left out`)
    .option('--explain', 'say of each receipt why promotions gave points or not')
    .option('--json', 'print one object')
    .action(async (name: string | undefined, options: Options) => {
      if (name === undefined) return list(options);
      const chosen = name === ALL ? scenarios : scenarios.filter((one) => one.name === name);
      if (chosen.length > 0) return runCommand((config) => tellAll(config, chosen, options));
      console.error(`tallystick: there is no scenario "${name}"; "tallystick scenario" lists them`);
      process.exitCode = EXIT.usage;
    });
}

function list({ json }: Options): void {
  const rows = scenarios.map(({ name, title }) => ({ name, title }));
  if (json) console.log(JSON.stringify({ scenarios: rows }));
  else
    console.log(
      formatTable(
        ['scenario', 'what happens'],
        rows.map(({ name, title }) => [name, title]),
      ),
    );
  // The starter above us waits for the end of the channel.
  if (process.connected) process.disconnect();
}

async function tellAll(config: Config, chosen: readonly Scenario[], { explain, json }: Options): Promise<number> {
  mkdirSync(config.dataDir, { recursive: true });
  const server = await borrowServer(findDatabase(config));
  try {
    const log = pino({ level: 'silent' });
    const { told, problem } = await withThrowAwayDatabase(server.url, systemClock(), async (database) => {
      const ground = { database, keys: throwAwayKeys(), log };
      const done: Told[] = [];
      for (const one of chosen) {
        const story = await runScenario(ground, one, { explain: explain ?? false });
        done.push(story);
        if (!json) console.log(`${storyText(story)}\n`);
      }
      return { told: done, problem: (await verifyJournal(database)).problem };
    });
    const broken = told.filter(({ ok }) => !ok).length;
    const books =
      problem === undefined
        ? 'the books add up'
        : `the books are wrong: ${problem.what} at ${problemPlace(problem)} in ${problem.table}`;
    if (json) console.log(JSON.stringify({ scenarios: told, booksAddUp: problem === undefined }));
    else console.log(`${told.length - broken} as told, ${broken} not; ${books}`);
    return broken === 0 && problem === undefined ? EXIT.done : EXIT.failed;
  } finally {
    await server.stop();
  }
}
