import { Command, Option } from 'commander';
import { pino } from 'pino';
import { scenarios } from '../../../../scenarios/index.ts';
import { systemClock } from '../../platform/clock.ts';
import type { Config } from '../../platform/config.ts';
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
import type { Language } from '../../rooms/promotions/index.ts';
import { scenarioLibrary, type StoryTold } from '../../rooms/simulation/index.ts';
import { EXIT, runCommand } from './command.ts';
import { findScenario, playFile, storyLines } from './scenario-files.ts';
import { borrowForStories } from './scenario-server.ts';
import { formatTable } from './table.ts';
import { WrongCall } from './wrong-call.ts';

type Options = { explain?: true; json?: true; language: Language; rulebook?: string };

const ALL = 'all';
const VERBS = ['list', 'run', 'show'] as const;
type Verb = (typeof VERBS)[number];

/** `tallystick scenario`: ready stories over a moving clock, of a promotion in memory or of the whole system on a database of their own. */
export function scenarioCommand(): Command {
  return (
    new Command('scenario')
      .summary('tell a story over a moving clock')
      .description(
        'Tells ready stories, or your own. Nothing of this installation is read or changed. Ends with 1 when something is not as a ' +
          'story says, or the books do not add up, and with 2 for a story that is not there or a file that is wrong. For a story of the ' +
          'whole system the embedded PostgreSQL is started as long as it is needed; where there is no installation yet, in a temporary folder.',
      )
      // Not wrapped, as a description would be: these are columns.
      .addHelpText(
        'after',
        '\nWhat:\n' +
          '  list               the ready stories: of promotions, played in memory, and of\n' +
          '                     the whole system, told on a database made for them\n' +
          '  run NAME|FILE|all  tells stories step by step; the word run may be left out\n' +
          '  show NAME|FILE     prints a story of promotions as JSON, a beginning for your\n' +
          '                     own; with --rulebook-only, its promotions as a draft has them',
      )
      .argument('[what...]', `list, run or show, and which stories: names, files, or "${ALL}"`)
      .option('--explain', 'say for each receipt why promotions gave points or not')
      .option('--rulebook <file>', 'play stories of promotions by the rulebook in a JSON file, in place of their own')
      .option('--rulebook-only', 'show only the promotions of a story')
      .addOption(new Option('--language <language>', 'in which words').choices(['en', 'es']).default('en'))
      .option('--json', 'print one object')
      .action(async (words: string[], options: Options & { rulebookOnly?: true }) => {
        const isVerb = (VERBS as readonly string[]).includes(words[0] ?? '');
        const verb: Verb = isVerb ? (words[0] as Verb) : words.length === 0 ? 'list' : 'run';
        const names = isVerb ? words.slice(1) : words;
        try {
          if (verb === 'list') return list(options);
          if (names.length === 0) return misused(`"${verb}" what? "tallystick scenario list" names the stories`);
          return verb === 'show' ? show(names, options.rulebookOnly === true) : await run(names, options);
        } catch (error) {
          if (!(error instanceof WrongCall)) throw error;
          return misused(...error.lines);
        }
      })
  );
}

// The starter above us waits for the end of the channel.
const leave = (): void => {
  if (process.connected) process.disconnect();
};

function misused(...lines: readonly string[]): void {
  for (const line of lines) console.error(`tallystick: ${line}`);
  process.exitCode = EXIT.usage;
  leave();
}

const absent = (name: string): void => misused(`there is no scenario "${name}"; "tallystick scenario list" names them`);

function list({ json, language }: Options): void {
  const rows = [
    ...scenarioLibrary().map(({ name, title }) => ({ name, plays: 'in memory', title: title[language] })),
    ...scenarios.map(({ name, title }) => ({ name, plays: 'whole system', title })),
  ];
  if (json) console.log(JSON.stringify({ scenarios: rows }));
  else
    console.log(
      formatTable(
        ['scenario', 'plays', 'what happens'],
        rows.map(({ name, plays, title }) => [name, plays, title]),
      ),
    );
  leave();
}

function show(names: readonly string[], isRulebook: boolean): void {
  for (const name of names) {
    const found = findScenario(name);
    if (found === undefined) return absent(name);
    console.log(JSON.stringify(isRulebook ? found.given.rulebook : found, undefined, 2));
  }
  leave();
}

async function run(names: readonly string[], options: Options): Promise<void> {
  const isAll = names.includes(ALL);
  const files = isAll ? [...scenarioLibrary()] : names.flatMap((name) => findScenario(name) ?? []);
  const stories = scenarios.filter(({ name }) => isAll || names.includes(name));
  const unknown = names.find(
    (name) => name !== ALL && findScenario(name) === undefined && !stories.some((one) => one.name === name),
  );
  if (unknown !== undefined) return absent(unknown);
  const { json, language, explain = false, rulebook } = options;
  const told = files.map((file) => playFile(file, { language, explain }, rulebook));
  if (!json) for (const story of told) console.log(`${storyLines(story, language)}\n`);
  if (stories.length > 0) return runCommand((config) => tellAll(config, stories, told, options));
  const broken = told.filter(({ ok }) => !ok).length;
  if (json) console.log(JSON.stringify({ scenarios: told }));
  else console.log(`${told.length - broken} as told, ${broken} not`);
  process.exitCode = broken === 0 ? EXIT.done : EXIT.failed;
  leave();
}

async function tellAll(
  config: Config,
  chosen: readonly Scenario[],
  before: readonly StoryTold[],
  { explain, json }: Options,
): Promise<number> {
  const server = await borrowForStories(config);
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
    const all = [...before, ...told];
    const broken = all.filter(({ ok }) => !ok).length;
    const books =
      problem === undefined
        ? 'the books add up'
        : `the books are wrong: ${problem.what} at ${problemPlace(problem)} in ${problem.table}`;
    if (json) console.log(JSON.stringify({ scenarios: all, booksAddUp: problem === undefined }));
    else console.log(`${all.length - broken} as told, ${broken} not; ${books}`);
    return broken === 0 && problem === undefined ? EXIT.done : EXIT.failed;
  } finally {
    await server.stop();
  }
}
