import type { Language } from '../../rooms/promotions/index.ts';
import { playScenario, readScenario, scenarioLibrary } from '../../rooms/simulation/index.ts';
import type { ScenarioFile, StoryTold } from '../../rooms/simulation/index.ts';
import { readJson } from './read-json.ts';
import { WrongCall } from './wrong-call.ts';

/** True for a word that means a file, not a name of the library. */
export const isFile = (word: string): boolean => word.endsWith('.json') || word.includes('/');

/** The scenario of the library by that name, or of that file; undefined where the library has none. Throws WrongCall. */
export const findScenario = (word: string): ScenarioFile | undefined => {
  if (!isFile(word)) return scenarioLibrary().find(({ name }) => name === word);
  const read = readScenario(readJson(word));
  if (read.ok) return read.scenario;
  throw new WrongCall(...read.problems.map(({ place, what }) => `${word}: ${place}: ${what}`));
};

/** Plays it in memory, by its own rulebook or the one in a file. Throws WrongCall for a rulebook that could not be published. */
export const playFile = (
  scenario: ScenarioFile,
  telling: { readonly language: Language; readonly explain: boolean },
  rulebook: string | undefined,
): StoryTold => {
  const played = playScenario(scenario, telling, rulebook === undefined ? undefined : { content: readJson(rulebook) });
  if (played.ok) return played.story;
  const { place = '', what = played.refusal } = played.facts ?? {};
  throw new WrongCall(
    ...(played.problems ?? [{ place, what }]).map((one) => `${scenario.name}: ${one.place}: ${one.what}`),
  );
};

const KINDS = {
  en: { act: 'when', check: 'then', and: 'and' },
  es: { act: 'cuando', check: 'entonces', and: 'y' },
} as const;
const ENDS = {
  en: {
    ok: '{name}: as told, {checks} checks hold',
    not: '{name}: NOT as told, {wrong} of {steps} steps are otherwise',
  },
  es: {
    ok: '{name}: como se cuenta, {checks} comprobaciones',
    not: '{name}: NO es como se cuenta, {wrong} de {steps} pasos difieren',
  },
} as const;
const WIDTH = 9;

/** A story for the terminal: what happened, what came of it, what is otherwise. */
export const storyLines = ({ name, title, ok, steps }: StoryTold, language: Language): string => {
  const words = KINDS[language];
  const lines = steps.flatMap(({ kind, at, text, told, wrong, ok: holds }, i) => {
    const word = steps[i - 1]?.kind === kind ? words.and : words[kind === 'when' ? 'act' : 'check'];
    const mark = kind === 'then' ? (holds ? ' ✓' : ' ✗') : holds ? '' : ' ✗';
    const head = `${word.padStart(WIDTH - 1)} ${kind === 'when' ? `[${at}] ` : ''}${text}${mark}`;
    return [
      head,
      ...told.map((line) => `${' '.repeat(WIDTH)}  · ${line}`),
      ...wrong.map((line) => `${' '.repeat(WIDTH)}  ! ${line}`),
    ];
  });
  const facts: Readonly<Record<string, string>> = {
    ...{ name, steps: String(steps.length), wrong: String(steps.filter((step) => !step.ok).length) },
    checks: String(steps.filter(({ kind }) => kind === 'then').length),
  };
  const end = ENDS[language][ok ? 'ok' : 'not'].replace(/\{(\w+)\}/g, (_, fact: string) => facts[fact] ?? '');
  return [`${name}: ${title[language]}`, '', ...lines, '', end].join('\n');
};
