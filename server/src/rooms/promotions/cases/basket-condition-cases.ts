import type { CaseTable } from './case-tables.ts';

export const basketConditionCases: readonly CaseTable[] = [
  {
    kind: 'coupon-shown',
    version: 1,
    cases: [
      { name: 'small letters in the rule', params: { codes: ['Abc'] }, basket: { coupons: ['ABC'] }, result: true },
      { name: 'another one', params: { codes: ['ABC'] }, basket: { coupons: ['ABCD'] }, result: false },
      { name: 'none shown', params: { codes: ['ABC'] }, basket: {}, result: false },
    ],
  },
  {
    kind: 'expression',
    version: 1,
    cases: [
      {
        name: 'the total is after discounts',
        params: { when: 'total == money("9.00")' },
        basket: { lines: [{ discount: 100n }] },
        result: true,
      },
      {
        name: 'any line',
        params: { when: 'lines.exists(l, l.quantity >= pieces("2"))' },
        basket: { lines: [{}, { quantity: 2_000n }] },
        result: true,
      },
      {
        name: 'all lines',
        params: { when: 'lines.all(l, l.kind == "product")' },
        basket: { lines: [{}, { kind: 'fee' }] },
        result: false,
      },
      {
        name: 'an attribute that is not there',
        params: { when: 'member.attributes["pet"] == "cat"' },
        basket: {},
        result: false,
      },
      {
        name: 'an attribute that is there',
        params: { when: 'member.attributes["pet"] == "cat" && weekday == 7' },
        basket: {
          member: { tier: 'base', attributes: { pet: 'cat' }, enrolledOn: '2026-01-15' as never, purchases: 3 },
        },
        result: true,
      },
      { name: 'nobody is not known', params: { when: '!member.known' }, basket: { member: undefined }, result: true },
    ],
  },
  {
    kind: 'lines-exclude',
    version: 1,
    cases: [
      {
        name: 'none of the branch',
        params: { none: { categories: ['food/dairy'] } },
        basket: { lines: [{ category: 'food/dairyfree' }] },
        result: true,
      },
      {
        name: 'one of two lines',
        params: { none: { skus: ['x'] } },
        basket: { lines: [{}, { sku: 'x' }] },
        result: false,
      },
      {
        name: 'a price',
        params: { none: { priceFrom: '5.00' } },
        basket: { lines: [{ gross: 999n, quantity: 2_000n }] },
        result: true,
      },
      {
        name: 'the very price',
        params: { none: { priceFrom: '5.00' } },
        basket: { lines: [{ gross: 1_000n, quantity: 2_000n }] },
        result: false,
      },
    ],
  },
  {
    kind: 'max-basket',
    version: 1,
    cases: [
      { name: 'the very amount', params: { max: '10.00', base: 'gross' }, basket: {}, result: true },
      { name: 'one step more', params: { max: '9.99', base: 'gross' }, basket: {}, result: false },
      {
        name: 'nothing of these goods',
        params: { max: '1.00', base: 'gross', of: { skus: ['x'] } },
        basket: {},
        result: true,
      },
    ],
  },
  {
    kind: 'tender-in',
    version: 1,
    cases: [
      {
        name: 'one of them',
        params: { tenders: ['card', 'points'] },
        basket: { tenders: ['cash', 'points'] },
        result: true,
      },
      {
        name: 'nothing but',
        params: { tenders: ['card'], only: true },
        basket: { tenders: ['cash', 'card'] },
        result: false,
      },
      { name: 'none named', params: { tenders: ['card'], only: true }, basket: {}, result: false },
    ],
  },
  {
    kind: 'terminal-in',
    version: 1,
    cases: [
      { name: 'the till', params: { outlet: 'centre', terminals: ['till-1'] }, basket: {}, result: true },
      { name: 'another till', params: { outlet: 'centre', terminals: ['till-2'] }, basket: {}, result: false },
      {
        name: 'the till of that name elsewhere',
        params: { outlet: 'north', terminals: ['till-1'] },
        basket: {},
        result: false,
      },
    ],
  },
];
