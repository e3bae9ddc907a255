import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Basket, BasketLine } from '../basket.ts';
import type { BasketChange } from '../kind.ts';

const sampleLine: BasketLine = {
  line: 1,
  sku: 'sku-1',
  category: 'food/bakery/bread',
  brand: 'Plain',
  labels: [],
  kind: 'product',
  quantity: 1_000n,
  gross: 1_000n,
  discount: 0n,
  tax: 0n,
  byPoints: 0n,
};

const sampleBasket: Basket = {
  lines: [sampleLine],
  currency: { code: 'EUR', decimals: 2 },
  outlet: { code: 'centre', groups: [] },
  partner: 'grocer',
  channel: 'till',
  terminal: 'till-1',
  local: { date: '2026-11-22' as LocalDate, minuteOfDay: 600, weekday: 7 },
  member: { tier: 'base', attributes: {}, enrolledOn: '2026-01-15' as LocalDate, purchases: 3 },
};

/** The sample basket (one bread for 10.00 on a Sunday at ten) with some things otherwise; examples and cases are told so. */
export const basketWith = (change: BasketChange): Basket => ({
  ...sampleBasket,
  ...change,
  lines: (change.lines ?? [{}]).map((line, i) => ({ ...sampleLine, line: i + 1, ...line })),
});
