/** What a range says about its numbers, as somebody types it. */
export type NumberPlan = {
  readonly prefix: string;
  readonly length: number;
  readonly charset: string;
  readonly checkDigit: string;
};

const FIGURES = '0123456789';
// Without I and O, which look like figures.
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const BASE = 10;

const luhnDigit = (figures: string): string => {
  let sum = 0;
  for (const [n, figure] of [...figures].reverse().entries()) {
    const doubled = Number(figure) * (n % 2 === 0 ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return String((BASE - (sum % BASE)) % BASE);
};

const eanDigit = (figures: string): string => {
  let sum = 0;
  for (const [n, figure] of [...figures].reverse().entries()) sum += Number(figure) * (n % 2 === 0 ? 3 : 1);
  return String((BASE - (sum % BASE)) % BASE);
};

/** How many numbers such a range has, and the first of them as an example; absent while the plan makes none. */
export function exampleNumber({
  prefix,
  length,
  charset,
  checkDigit,
}: NumberPlan): { readonly number: string; readonly free: number; readonly capacity: bigint } | undefined {
  const check = checkDigit === 'none' ? 0 : 1;
  const free = length - prefix.length - check;
  if (!Number.isInteger(length) || free < 1 || !/^[0-9A-Z]*$/.test(prefix)) return undefined;
  if (check === 1 && !/^\d*$/.test(prefix)) return undefined;
  const signs = charset === 'alphanumeric' ? FIGURES + LETTERS : FIGURES;
  const middle = charset === 'alphanumeric' ? 'A7K2'.padEnd(free, '9Q').slice(0, free) : '1'.padStart(free, '0');
  const start = prefix + middle;
  const digit = checkDigit === 'luhn' ? luhnDigit(start) : checkDigit === 'ean13' ? eanDigit(start) : '';
  return { number: start + digit, free, capacity: BigInt(signs.length) ** BigInt(free) };
}

const GROUP = 4;

/** A number as it is printed: in groups of four. */
export const grouped = (number: string): string => number.match(new RegExp(`.{1,${GROUP}}`, 'g'))?.join(' ') ?? number;
