import type { OpenNumbers, TermsContent } from './terms.ts';

/** All numbers of one length with one prefix. */
export type NumberShape = Pick<OpenNumbers, 'prefix' | 'length'>;

/** True where every number of the second shape is one of the first. */
export const coversNumbers = (before: OpenNumbers | undefined, after: OpenNumbers): boolean =>
  before !== undefined &&
  before.length === after.length &&
  after.prefix.startsWith(before.prefix) &&
  (before.checkDigit === 'none' || before.checkDigit === after.checkDigit);

/** True where some number is of both shapes, check digits aside. */
export const shareNumbers = (one: NumberShape, other: NumberShape): boolean =>
  one.length === other.length && (one.prefix.startsWith(other.prefix) || other.prefix.startsWith(one.prefix));

/** Of which numbers terms speak: those of the range whose stock is sold on them, and those that a till may bring along. */
export const shapesOf = (
  { range, numbers }: Pick<TermsContent, 'range' | 'numbers'>,
  rangeByCode: (code: string) => NumberShape | undefined,
): readonly NumberShape[] =>
  [range === undefined ? undefined : rangeByCode(range), numbers].filter((one) => one !== undefined);

/** True where terms speak of no card of which the others did not: of the stock of the same range, and of no more numbers. */
export const speaksOfNoMore = (before: TermsContent, after: TermsContent): boolean =>
  (after.range === undefined ? before.range === undefined : after.range === before.range) &&
  (after.numbers === undefined || coversNumbers(before.numbers, after.numbers));
