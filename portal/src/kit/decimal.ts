// Quantities are decimal text, and stay so: a double would round what a till has booked.

const MINUS = '−';

type Scaled = { readonly digits: bigint; readonly decimals: number };

const scaledOf = (text: string): Scaled => {
  const [whole = '0', part = ''] = text.split('.');
  return { digits: BigInt(whole + part), decimals: part.length };
};

const textOf = ({ digits, decimals }: Scaled): string => {
  const sign = digits < 0n ? '-' : '';
  const padded = String(digits < 0n ? -digits : digits).padStart(decimals + 1, '0');
  return decimals === 0 ? sign + padded : `${sign}${padded.slice(0, -decimals)}.${padded.slice(-decimals)}`;
};

/** The exact sum of two decimal texts, with as many decimals as the longer one. */
export const addDecimals = (a: string, b: string): string => {
  const [one, other] = [scaledOf(a), scaledOf(b)];
  const decimals = Math.max(one.decimals, other.decimals);
  const scale = ({ digits, decimals: has }: Scaled): bigint => digits * 10n ** BigInt(decimals - has);
  return textOf({ digits: scale(one) + scale(other), decimals });
};

/** The same amount the other way. */
export const negated = (text: string): string => {
  const { digits, decimals } = scaledOf(text);
  return textOf({ digits: -digits, decimals });
};

export const isZero = (text: string): boolean => scaledOf(text).digits === 0n;
export const isNegative = (text: string): boolean => scaledOf(text).digits < 0n;

/** Whether a text is a plain decimal that may be sent as a quantity. */
export const isDecimal = (text: string): boolean => /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text);

/** What a person typed as a quantity, made plain: a decimal comma, thin blanks and a true minus are understood. */
export const plainDecimal = (typed: string): string =>
  typed
    .trim()
    .replace(/[−–]/, '-')
    .replace(/^\+/, '')
    .replaceAll(/[\s\u00a0\u202f]/g, '')
    .replace(',', '.');

/** A decimal text as people of the language read it, with a true minus; `signed` shows the plus too. */
export const readableDecimal = (text: string, language: string, signed = false): string => {
  const { decimals } = scaledOf(text);
  const format = new Intl.NumberFormat(language, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    useGrouping: 'always',
  });
  // Takes decimal text exactly (ECMA-402, 2023); the library's types do not say so yet.
  const readable = format.format(text as unknown as bigint).replace('-', MINUS);
  return signed && !isNegative(text) && !isZero(text) ? `+${readable}` : readable;
};
