import { expect, test } from 'vitest';
import type { CardNumber } from '../kernel/card-number.ts';
import type { CardSettings } from '../rooms/cards/index.ts';
import { keeperBy } from './keeper-of-card.ts';

type Range = NonNullable<ReturnType<CardSettings['rangeOf']>>;

const range = (prefix: string, more: Partial<Range>): Range =>
  ({ prefix, length: 16, charset: 'digits', checkDigit: 'luhn', systemOfRecord: 'here', ...more }) as Range;
const ranges = [range('29', {}), range('70', { systemOfRecord: 'elsewhere', processor: 'other' })];
const settings = {
  rangeOf: (tenant: number, number: string) =>
    tenant === 1 ? ranges.find((one) => number.startsWith(one.prefix)) : undefined,
} as CardSettings;
const keeperOf = keeperBy(() => settings);

test.each([
  ['here, as its range says', 1, '2900000000000007', { keeper: 'here' }],
  ['by the processor that its range names', 1, '7000000000000005', { keeper: 'elsewhere', processor: 'other' }],
  ['by nobody, since its check digit is wrong', 1, '7000000000000006', undefined],
  ['by nobody, since no range has it', 1, '8800000000000004', undefined],
  ['by nobody, since the range is another tenant’s', 2, '7000000000000005', undefined],
])('a card is kept %s', (_, tenant, number, keeper) => {
  expect(keeperOf(tenant, number as CardNumber)).toEqual(keeper);
});
