import type { LocalDate } from '../../../kernel/local-date.ts';
import type { BasketLine } from '../basket.ts';
import { Facts } from '../facts.ts';
import { basketWith } from '../samples/sample-basket.ts';
import {
  ATTRIBUTE_CHARACTERS_MAX,
  ATTRIBUTES_MAX,
  CATEGORY_CHARACTERS_MAX,
  MEMBER_SEGMENTS_MAX,
  NAME_CHARACTERS_MAX,
  OUTLET_GROUPS_MAX,
  RECEIPT_LINES_MAX,
  RECEIPT_NAMES_MAX,
} from './largest-receipt.ts';

const name = (n: number, of = NAME_CHARACTERS_MAX): string => `${n}`.padStart(of, 'n');
const names = (count: number): string[] => Array.from({ length: count }, (_, n) => name(n));

/** The largest receipt that the API takes, with a buyer who has everything. */
export const largestFacts = (): Facts => {
  const lines = Array.from({ length: RECEIPT_LINES_MAX }, (_, n): BasketLine => ({
    ...{ line: n + 1, sku: name(n), brand: name(n), category: name(n, CATEGORY_CHARACTERS_MAX), kind: 'product' },
    ...{ labels: names(RECEIPT_NAMES_MAX), quantity: 1_000n, gross: 100n, discount: 0n, tax: 0n, byPoints: 0n },
  }));
  const basket = basketWith({});
  const attributes = Object.fromEntries(
    Array.from({ length: ATTRIBUTES_MAX }, (_, n) => [`a${n}`, name(n, ATTRIBUTE_CHARACTERS_MAX)]),
  );
  const member = {
    ...{ tier: name(1), attributes, enrolledOn: '2025-01-01' as LocalDate, purchases: 3 },
    segments: names(MEMBER_SEGMENTS_MAX),
  };
  const outlet = { code: name(1), groups: names(OUTLET_GROUPS_MAX) };
  const few = { coupons: names(RECEIPT_NAMES_MAX), tenders: names(RECEIPT_NAMES_MAX) };
  return new Facts({ ...basket, ...few, lines, member, outlet }, [], []);
};
