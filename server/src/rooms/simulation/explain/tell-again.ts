import { grantText } from '../../promotions/index.ts';
import type { Grant } from '../../promotions/index.ts';
import type { SaleRecord } from '../../checkout/index.ts';
import type { Again, Difference } from './recompute-record.ts';
import { listed } from './words.ts';
import type { Reader, Texts, Voice } from './words.ts';

// What is said of an operation that was decided, and computed, a second time: the same words for all kinds.

/** What a promotion gave. */
export const PART: Texts = { en: '{points} {wallet}: {name}.', es: '{points} {wallet}: {name}.' };

const RULE: Texts = {
  en: '{promotion} version {version}, kind {kind} version {kindVersion}, parameters {params}.',
  es: '{promotion} versión {version}, tipo {kind} versión {kindVersion}, parámetros {params}.',
};

/** The rule of a grant as it was published, and how the grant came about: for an auditor. */
export const tellRule = (grant: Grant, { say, language }: Voice): string[] => {
  const { promotion, version } = grant;
  const { kind, version: kindVersion, params } = grant.derivation.rule;
  return [
    say(RULE, { promotion, version, kind, kindVersion, params: JSON.stringify(params) }),
    grantText(grant, language),
  ];
};

const RIGHT: Texts = {
  en: 'Computed again without the engine: the same.',
  es: 'Calculado de nuevo sin el motor: lo mismo.',
};
const WRONG: Texts = {
  en: 'Computed again without the engine, {what}: {told} was told, {computed} comes out.',
  es: 'Calculado de nuevo sin el motor, {what}: constaba {told}, resulta {computed}.',
};
const NOTHING: Texts = { en: 'nothing', es: 'nada' };

const DRIFTED: Readonly<Record<Reader, Texts>> = {
  customer: {
    en: 'Decided again today it would come to something else. You keep what was booked then: it is what is told here.',
    es: 'Decidido de nuevo hoy, daría otro resultado. Usted conserva lo que se contabilizó entonces: es lo que se dice aquí.',
  },
  cashier: {
    en: 'Decided again, version {version} of the rulebook gives something else than was booked. What was booked stands: it is what is told here.',
    es: 'Decidido de nuevo, la versión {version} del reglamento da algo distinto de lo contabilizado. Vale lo contabilizado: es lo que se dice aquí.',
  },
  auditor: {
    en: 'Decided again, version {version} of the rulebook does not give what was recorded: {told} was recorded, {computed} comes out. The record stands.',
    es: 'Decidido de nuevo, la versión {version} del reglamento no da lo registrado: constaba {told}, resulta {computed}. Vale el registro.',
  },
};

const WHATS: Readonly<Partial<Record<Difference['what'], Texts>>> = {
  kind: { en: 'kind of effect', es: 'tipo de efecto' },
  rule: { en: 'rule', es: 'regla' },
  amounts: { en: 'counted amounts', es: 'importes contados' },
  points: { en: 'points', es: 'puntos' },
  lines: { en: 'shares of the lines', es: 'partes de las líneas' },
  sources: { en: 'sources', es: 'fuentes' },
  cap: { en: 'cap', es: 'tope' },
  limit: { en: 'limit', es: 'límite' },
  discount: { en: 'discount', es: 'descuento' },
  books: { en: 'books', es: 'libros' },
  acts: { en: 'what acts on the goods that stay', es: 'lo que actúa sobre los artículos que quedan' },
  credited: { en: 'points credited', es: 'puntos abonados' },
  taken: { en: 'points taken back', es: 'puntos retirados' },
  regranted: { en: 'points given again', es: 'puntos dados de nuevo' },
  restored: { en: 'points that had paid', es: 'puntos que habían pagado' },
  refund: { en: 'refund', es: 'devolución' },
};

/** What was recorded of an operation that promotions decided, and what came of deciding it again. */
export type DecidedAgain = {
  readonly version: number;
  readonly recorded: Pick<SaleRecord, 'grants'>;
  /** Its version could decide it at all: somebody earned, or something answered it. */
  readonly isDecided: boolean;
  readonly differences: readonly Difference[];
};

/** Whether the version still gives what was recorded: by the strict comparison of the second computation, share by share. */
export const agreesAgain = ({ recorded, isDecided, differences }: DecidedAgain): boolean =>
  differences.every(({ what }) => what !== 'drift') && (isDecided || recorded.grants.length === 0);

/** That the version does not give what was recorded: for each reader as far as he can use it. Nothing where it does. */
export const tellDrift = (again: DecidedAgain, reader: Reader, { say }: Voice): string[] => {
  if (agreesAgain(again)) return [];
  const { version, differences } = again;
  const drift = differences.find(({ what }) => what === 'drift') ?? differences[0];
  return [say(DRIFTED[reader], { version, told: drift?.told ?? '', computed: drift?.computed ?? '' })];
};

/** What the second computation, without the engine, makes otherwise, or `right`: for an auditor. Drift is told by `tellDrift`. */
export const tellAgain = (differences: readonly Difference[], { say }: Voice, right: Texts = RIGHT): string[] => {
  const wrong = differences.filter(({ what }) => what !== 'drift');
  if (wrong.length === 0) return [say(right)];
  return wrong.map(({ promotion, what, told, computed }) => {
    const texts = WHATS[what];
    const word = texts === undefined ? what : say(texts);
    const or = (text: string): string => (text === '' ? say(NOTHING) : text);
    return say(WRONG, {
      what: promotion === '' ? word : `${promotion}, ${word}`,
      told: or(told),
      computed: or(computed),
    });
  });
};

const LEFT_OUT: Texts = {
  en: 'Not computed again, or held against a bound only: {what}.',
  es: 'No calculado de nuevo, o solo comparado con un límite: {what}.',
};

const WHYS: Readonly<Record<Again['notComputed'][number], Texts>> = {
  expression: {
    en: 'prices that hang on a condition which only the engine reads',
    es: 'precios que dependen de una condición que solo lee el motor',
  },
  conditions: {
    en: 'the conditions of a promotion on what stays',
    es: 'las condiciones de una promoción sobre lo que queda',
  },
  silence: { en: 'why a promotion acts no more', es: 'por qué una promoción ya no actúa' },
  contended: { en: 'which lines a promotion won in its group', es: 'qué líneas ganó una promoción en su grupo' },
  withheld: { en: 'money kept of the refund', es: 'dinero descontado de la devolución' },
  drifted: { en: 'what stays, each line’s share', es: 'lo que queda, la parte de cada línea' },
  gifts: { en: 'gifts', es: 'regalos' },
  coupons: { en: 'coupons', es: 'cupones' },
  stamps: { en: 'stamps', es: 'sellos' },
  rates: { en: 'better rates of payment', es: 'mejores cambios al pagar' },
};

/** What the second computation did not look at, or held against a bound only: for an auditor. */
export const tellNotComputed = (whys: Again['notComputed'], { say }: Voice): string[] =>
  whys.length === 0 ? [] : [say(LEFT_OUT, { what: listed(whys.map((why) => say(WHYS[why]))) })];
