import { canonicalJson } from '../../kernel/canonical.ts';
import { isHigherBound } from '../../kernel/higher-bound.ts';
import { lastsLonger } from './lasts-longer.ts';
import { coversNumbers } from './numbers-of-terms.ts';
import type { OpenNumbers, TermsContent } from './terms.ts';

/** What new terms would loosen: which setting, what it was and what it would be. */
export type LooserTerm = { readonly setting: string; readonly before: string; readonly after: string };

type Rules = Omit<TermsContent, 'numbers' | 'range'>;

const NONE = 'none';
const told = (value: unknown): string =>
  value === undefined ? NONE : typeof value === 'string' ? value : canonicalJson(value);
const numbersTold = (numbers: OpenNumbers | undefined): string =>
  numbers === undefined ? NONE : `${numbers.prefix}… ${numbers.length} ${numbers.checkDigit}`;

/** The setting as a change, where it is one. */
const changed = (isLooser: boolean, setting: keyof Rules, before: Rules, after: Rules): readonly LooserTerm[] =>
  isLooser ? [{ setting, before: told(before[setting]), after: told(after[setting]) }] : [];

/** Amounts of one currency say nothing about another: any is looser than a bound in money that it is not of. */
const isHigher = (before: string | undefined, after: string | undefined, isSameMoney: boolean): boolean =>
  isSameMoney ? isHigherBound(before, after) : before !== undefined;

/**
 * In what rules for cards are looser than others for the same cards: a PIN that is needed no more, larger loads and balances, smaller
 * least loads, a longer time in which a sale is undone, value that may be reloaded or moved on or that lasts longer, a law that they are
 * held to no more, cash-outs by the thresholds of another place. Another fee counts in either direction: it moves value of cards that
 * were sold before, to the program or from it. Whether a till takes less than was asked keeps nobody out.
 */
export function looserRules(before: Rules, after: Rules, isSameMoney = true): readonly LooserTerm[] {
  const one = (setting: keyof Rules, isLooser: boolean) => changed(isLooser, setting, before, after);
  const { loadMin: least } = before;
  const isLess =
    least !== undefined && (after.loadMin === undefined || !isSameMoney || isHigherBound(after.loadMin, least));
  return [
    ...one('pin', before.pin === 'needed' && after.pin === 'none'),
    ...one('transfer', !before.transfer && after.transfer),
    ...one('reload', !before.reload && after.reload),
    ...one('loadMin', isLess),
    ...one('loadMax', isHigher(before.loadMax, after.loadMax, isSameMoney)),
    ...one('balanceMax', isHigher(before.balanceMax, after.balanceMax, isSameMoney)),
    ...one('voidHours', after.voidHours > before.voidHours),
    ...one('expiry', lastsLonger(before.expiry, after.expiry)),
    ...one('promotionalExpiry', lastsLonger(before.promotionalExpiry, after.promotionalExpiry)),
    ...one('fee', told(before.fee) !== told(after.fee)),
    ...one('jurisdiction', after.jurisdiction !== undefined && after.jurisdiction !== before.jurisdiction),
    ...one('checkedAs', before.checkedAs !== undefined && after.checkedAs !== before.checkedAs),
  ];
}

/** Numbers that the second lets tills bring along and the first did not; so too where a range in whose place they stood is gone. */
export function newNumbers(before: Partial<TermsContent>, after: TermsContent): readonly LooserTerm[] {
  if (after.numbers === undefined) return [];
  const isOpened = before.range !== undefined && after.range === undefined;
  if (!isOpened && coversNumbers(before.numbers, after.numbers)) return [];
  const was = isOpened ? `range ${before.range}` : numbersTold(before.numbers);
  return [{ setting: 'numbers', before: was, after: numbersTold(after.numbers) }];
}

/** In what new terms of a code are looser than earlier ones of it: their rules, and the numbers that tills may bring along. */
export const looserTerms = (before: TermsContent, after: TermsContent): readonly LooserTerm[] => [
  ...looserRules(before, after),
  ...newNumbers(before, after),
];
