// What the program keeps as plain text, `1234.50` and `2026-03-01`, as people of a language read it in a sentence. The plain text stays
// what machines get: beside every sentence stand its facts.

/** The languages in which the program says sentences. */
export type Tongue = 'en' | 'es';

type Signs = { readonly group: string; readonly point: string; readonly months: readonly string[] };

const SIGNS: Readonly<Record<Tongue, Signs>> = {
  en: { group: ',', point: '.', months: 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ') },
  es: { group: '.', point: ',', months: 'ene feb mar abr may jun jul ago sept oct nov dic'.split(' ') },
};

const PLAIN = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?$/;
const THOUSANDS = /\B(?=(\d{3})+$)/g;
const DAY = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}:\d{2}):\d{2}(?:\.\d+)?Z)?$/;

/** A plain decimal as people write it: `1234.50` is `1.234,50` in Spanish. What is none stays as it is. */
export const readableNumber = (text: string, language: Tongue): string => {
  const parts = PLAIN.exec(text);
  if (parts === null) return text;
  const { group, point } = SIGNS[language];
  const [, sign, whole = '', part] = parts;
  return `${sign}${whole.replace(THOUSANDS, group)}${part === undefined ? '' : point + part}`;
};

/** A day or an instant as people write it: `2026-03-01` is `1 Mar 2026`. An instant has no zone here, so it says UTC. */
export const readableDay = (text: string, language: Tongue): string => {
  const parts = DAY.exec(text);
  if (parts === null) return text;
  const [, year, month, day, time] = parts;
  const name = SIGNS[language].months[Number(month) - 1];
  if (name === undefined) return text;
  return `${Number(day)} ${name} ${year}${time === undefined ? '' : `, ${time} UTC`}`;
};

// By its name, since a code may look like a number: the draft `2026.1` is no quantity.
const QUANTITIES: ReadonlySet<string> = new Set([
  ...[
    'added',
    'amount',
    'applied',
    'asked',
    'available',
    'balance',
    'below',
    'cap',
    'due',
    'factor',
    'given',
    'granted',
  ],
  ...['held', 'left', 'loaded', 'max', 'min', 'money', 'payable', 'percent', 'points', 'price', 'promised', 'quantity'],
  ...['sold', 'step', 'tendered', 'total', 'uncapped'],
]);

/** A fact of a sentence as people of the language read it: quantities by the name of the fact, days and instants by their look. */
export const readableFact = (name: string, value: string, language: Tongue): string =>
  QUANTITIES.has(name) ? readableNumber(value, language) : readableDay(value, language);
