import { CHARACTERS_PER_STEP, innerOf, list, SCALAR, sizeOf, stepsOver, text, type Shape } from './shape.ts';

/** What a call costs beside its arguments, the receiver being the first of them, and what it gives. */
export type Priced = { readonly cost: number; readonly shape: Shape };
type Price = (given: readonly Shape[]) => Priced;

// The longest that a number is as text, and how much longer a text may become in other letters ("ß" is "SS").
const NUMBER_CHARACTERS_MAX = 32;
const LETTERS_PER_LETTER_MAX = 3;
// Looking for one text in another may begin anew at each character.
const SEARCHED_PER_STEP = 256;

const at = (given: readonly Shape[], n: number): Shape => given[n] ?? SCALAR;
const over = (given: readonly Shape[]): number => given.reduce((sum, shape) => sum + stepsOver(shape), 0);

const toScalar: Price = (given) => ({ cost: over(given), shape: SCALAR });
const ofTime: Price = () => ({ cost: 2, shape: SCALAR });
const search: Price = (given) => ({
  cost:
    1 + (sizeOf(at(given, 0)) * sizeOf(at(given, 1))) / SEARCHED_PER_STEP + sizeOf(at(given, 0)) / CHARACTERS_PER_STEP,
  shape: SCALAR,
});
const letters: Price = (given) => ({
  cost: over(given),
  shape: text(sizeOf(at(given, 0)) * LETTERS_PER_LETTER_MAX),
});
const part: Price = (given) => ({ cost: over(given.slice(0, 1)), shape: text(sizeOf(at(given, 0))) });

/** All functions that a condition may call. One that is not here has no bound, and is refused. */
export const FUNCTIONS: ReadonlyMap<string, Price> = new Map<string, Price>([
  ['size', ([of = SCALAR]) => ({ cost: of.is === 'text' ? 1 + of.size / 4 : 1, shape: SCALAR })],
  ['has', () => ({ cost: 1, shape: SCALAR })],
  ['dyn', ([of = SCALAR]) => ({ cost: 1, shape: of })],
  ...[
    'int',
    'uint',
    'double',
    'bool',
    'type',
    'money',
    'pieces',
    'startsWith',
    'endsWith',
    'timestamp',
    'duration',
  ].map((name) => [name, toScalar] as const),
  ['string', (given) => ({ cost: over(given), shape: text(Math.max(sizeOf(at(given, 0)), NUMBER_CHARACTERS_MAX)) })],
  ...['contains', 'indexOf', 'lastIndexOf'].map((name) => [name, search] as const),
  ...['lowerAscii', 'upperAscii'].map((name) => [name, letters] as const),
  ...['trim', 'substring'].map((name) => [name, part] as const),
  ['split', ([of = SCALAR]) => ({ cost: 1 + sizeOf(of), shape: list(sizeOf(of) + 1, text(sizeOf(of))) })],
  [
    'join',
    ([of = SCALAR, between]) => {
      const size = sizeOf(of) * (sizeOf(innerOf(of)) + (between === undefined ? 0 : sizeOf(between)));
      return { cost: 1 + sizeOf(of) + size / CHARACTERS_PER_STEP, shape: text(size) };
    },
  ],
  ...[
    'Date',
    'DayOfMonth',
    'DayOfWeek',
    'DayOfYear',
    'FullYear',
    'Hours',
    'Milliseconds',
    'Minutes',
    'Month',
    'Seconds',
  ].map((name) => [`get${name}`, ofTime] as const),
]);

/** The most arguments, the receiver among them: the moment in a zone takes a calendar each time, a limited `split` is seldom one. */
export const ARGUMENTS_MAX: ReadonlyMap<string, number> = new Map(
  [...FUNCTIONS.keys()].flatMap((name) => (name.startsWith('get') ? [[name, 1] as const] : [])),
);
