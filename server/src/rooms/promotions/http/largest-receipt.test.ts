import { expect, test } from 'vitest';
import { newQuoteSchema } from '../../../../../contract/checkout.ts';
import { outletInputSchema } from '../../../../../contract/partners.ts';
import * as largest from '../cel/largest-receipt.ts';

// Free conditions are measured by the largest receipt that the API takes: were it larger, one would cost more than was reckoned.

const text = (n: number): string => 'x'.repeat(n);
const many = <Of>(n: number, of: Of): Of[] => Array.from({ length: n }, () => of);
const line = { sku: 's', amount: '1.00' };
const quote = { occurredAt: '2026-03-01T10:00:00.000Z', currency: 'EUR', lines: [line] };
const outlet = { code: 'centro', name: 'Centro', partner: 'house', program: 'club' };
const codes = (n: number): string[] => Array.from({ length: n }, (_, i) => `g-${i}`);

const takes = (over: object): boolean => newQuoteSchema.safeParse({ ...quote, ...over }).success;
const names = (n: number, of: (name: string) => object) => [of(text(n)), of(text(n + 1))];

test('a receipt of the largest size is taken, and a larger one is not', () => {
  const { RECEIPT_LINES_MAX: lines, RECEIPT_NAMES_MAX: few, NAME_CHARACTERS_MAX: name } = largest;
  const pairs: readonly (readonly [largest: object, larger: object])[] = [
    [{ lines: many(lines, line) }, { lines: many(lines + 1, line) }],
    [{ coupons: many(few, 'c') }, { coupons: many(few + 1, 'c') }],
    [{ lines: [{ ...line, labels: many(few, 'l') }] }, { lines: [{ ...line, labels: many(few + 1, 'l') }] }],
    names(name, (brand) => ({ lines: [{ ...line, brand }] })) as [object, object],
    names(name, (sku) => ({ lines: [{ ...line, sku }] })) as [object, object],
    names(name, (label) => ({ lines: [{ ...line, labels: [label] }] })) as [object, object],
    names(name, (coupon) => ({ coupons: [coupon] })) as [object, object],
    names(largest.CATEGORY_CHARACTERS_MAX, (category) => ({ lines: [{ ...line, category }] })) as [object, object],
    names(largest.ATTRIBUTE_CHARACTERS_MAX, (a) => ({ attributes: { a } })) as [object, object],
  ];
  for (const [fits, isOver] of pairs) {
    expect(takes(fits)).toBe(true);
    expect(takes(isOver)).toBe(false);
  }
});

test('an outlet is in as many groups', () => {
  const inGroups = (n: number): boolean => outletInputSchema.safeParse({ ...outlet, groups: codes(n) }).success;
  expect([inGroups(largest.OUTLET_GROUPS_MAX), inGroups(largest.OUTLET_GROUPS_MAX + 1)]).toEqual([true, false]);
});
