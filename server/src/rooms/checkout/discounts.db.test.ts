import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { BASE_EARN, makeHouse, type Person, type TestHouse } from '../../../test/house.ts';
import { assertBooks } from '../../../test/books.ts';
import { byPoints, done, freshName, line, openTills, refused, walletOf, type Tills } from '../../../test/sales.ts';
import type { QuoteAnswer, SaleAnswer, SoldLine } from './index.ts';

let house: TestHouse;
let till: Tills;
let people = 3;
const somebody = (): Promise<Person> => house.enrol(++people);

const firstOn = '2020-01-01';
const inBranch = (category: string) => ({ lines: { categories: [category] } });

beforeAll(async () => {
  house = await makeHouse();
  await house.publish([
    {
      code: 'wine-off',
      priority: 1,
      firstOn,
      effects: [{ kind: 'percent-discount', params: { percent: '20', ...inBranch('wine') } }],
    },
    {
      code: 'coffee-3-for-2',
      priority: 2,
      firstOn,
      effects: [{ kind: 'n-for-m', params: { take: 3, pay: 2, ...inBranch('coffee') } }],
    },
    {
      code: 'mug',
      priority: 3,
      firstOn,
      conditions: [{ kind: 'coupon-shown', params: { codes: ['MUG'] } }],
      effects: [{ kind: 'gift-line', params: { sku: 'mug' } }],
    },
    {
      code: 'double-value',
      priority: 4,
      firstOn,
      effects: [{ kind: 'spending-rate', params: { factor: '2', ...inBranch('books') } }],
    },
    {
      code: 'base-earn',
      priority: 10,
      firstOn,
      effects: [{ kind: 'points-per-amount', wallet: 'points', params: { points: '1', step: '1.00', per: 'receipt' } }],
    },
    {
      code: 'back',
      priority: 11,
      firstOn,
      effects: [{ kind: 'spent-points-back', wallet: 'promo', params: { percent: '10', of: 'points' } }],
    },
    {
      code: 'card',
      priority: 12,
      firstOn,
      effects: [
        { kind: 'stamp-card', wallet: 'promo', params: { card: 'tea', size: 3, points: '50', ...inBranch('tea') } },
      ],
    },
    {
      code: 'threshold',
      priority: 13,
      firstOn,
      conditions: [{ kind: 'min-basket', params: { min: '50.00', base: 'net' } }],
      effects: [{ kind: 'fixed-bonus', wallet: 'promo', params: { points: '500' } }],
    },
  ]);
  await house.refresh();
  till = openTills(house);
});
afterAll(() => house.close());
afterEach(() => assertBooks(house));

/** The receipt with what the quote promised taken off, as the till sends it. */
const takenOff = (lines: readonly SoldLine[], { discounts = [] }: QuoteAnswer): SoldLine[] =>
  lines.map((one) => {
    const off = discounts
      .flatMap((discount) => discount.lines)
      .filter((part) => part.line === one.line)
      .reduce((sum, part) => sum + BigInt(part.amount.replace('.', '')), 0n);
    return off === 0n ? one : { ...one, discount: one.discount + off, byPromotions: off };
  });
const opened = (quote: QuoteAnswer) => house.checkout.quotes.open(quote.quote)!;
const earned = (answer: SaleAnswer, wallet: string): string =>
  answer.earned.find(({ walletType }) => walletType === wallet)?.points ?? '0';

describe('discounts that a quote promises', () => {
  const lines = [line(1, 1_000, { category: 'wine' }), line(2, 900, { category: 'coffee', quantity: 3_000n })];

  test('are told line by line, lower what is to pay, and earn nothing', async () => {
    const buyer = await somebody();
    const quote = await done(till.quote({ of: buyer, lines }));
    expect(quote.discounts).toEqual([
      { promotion: 'wine-off', amount: '2.00', lines: [{ line: 1, amount: '2.00' }] },
      { promotion: 'coffee-3-for-2', amount: '3.00', lines: [{ line: 2, amount: '3.00' }] },
    ]);
    expect(quote.toPay).toEqual({ amount: '14.00', unit: 'EUR' });
    const sale = await done(till.sell({ of: buyer, lines: takenOff(lines, quote), quote: opened(quote) }));
    expect(sale.total).toEqual({ amount: '14.00', unit: 'EUR' });
    expect(sale.discounts).toEqual(quote.discounts);
    expect(earned(sale, 'points')).toBe('14');
  });

  test('are refused where the till took off something else than was promised', async () => {
    const buyer = await somebody();
    const quote = await done(till.quote({ of: buyer, lines }));
    const sent = takenOff(lines, quote).map((one) =>
      one.line === 1 ? { ...one, byPromotions: 100n, discount: 100n } : one,
    );
    expect(await till.sell({ of: buyer, lines: sent, quote: opened(quote) })).toMatchObject({
      refusal: 'checkout.discount.differs',
      facts: { line: '1', applied: '1.00', promised: '2.00' },
    });
    expect(await refused(till.sell({ of: buyer, lines, quote: opened(quote) }))).toBe('checkout.discount.differs');
  });

  test('may be taken off without a quote, as far as they are given, and are marked in a notice where not', async () => {
    const buyer = await somebody();
    const sent = [{ ...lines[0]!, discount: 200n, byPromotions: 200n }];
    expect((await done(till.sell({ of: buyer, lines: sent }))).discounts).toHaveLength(1);
    const more = [{ ...lines[0]!, discount: 201n, byPromotions: 201n }];
    expect(await refused(till.sell({ of: buyer, lines: more }))).toBe('checkout.discount.not_granted');
    const noticed = await done(till.sell({ of: buyer, lines: more, manner: 'notice' }));
    expect(noticed.exceptions).toMatchObject([{ code: 'checkout.discount.not_granted' }]);
  });

  test('leave a till alone that takes no part in them', async () => {
    const sale = await done(till.sell({ of: await somebody(), lines }));
    expect(sale).toMatchObject({ total: { amount: '19.00' } });
    expect(sale).not.toHaveProperty('discounts');
  });

  test('are explained as they were', async () => {
    const buyer = await somebody();
    const quote = await done(till.quote({ of: buyer, lines }));
    const sale = await done(till.sell({ of: buyer, lines: takenOff(lines, quote), quote: opened(quote) }));
    expect(sale.promotions.map(({ code }) => code)).toEqual(['base-earn']);
  });
});

describe('gifts, stamps and points that pay more', () => {
  test('a gift is told, comes as a line of its own, and is not looked at by promotions', async () => {
    const buyer = await somebody();
    const lines = [line(1, 1_000)];
    const quote = await done(till.quote({ of: buyer, lines, coupons: ['mug'] }));
    expect(quote.gifts).toEqual([{ promotion: 'mug', sku: 'mug', quantity: '1.000' }]);
    const gift = line(2, 500, { sku: 'mug', discount: 500n, gift: 'mug', category: 'tea' });
    const sale = await done(till.sell({ of: buyer, lines: [...lines, gift], coupons: ['mug'], quote: opened(quote) }));
    expect(earned(sale, 'points')).toBe('10');
    expect(sale).not.toHaveProperty('stamps');
    expect(await refused(till.sell({ of: buyer, lines: [...lines, gift] }))).toBe('checkout.gift.not_granted');
  });

  test('stamps are counted from one purchase to the next, and come back with the goods', async () => {
    const buyer = await somebody();
    const tea = [line(1, 400, { category: 'tea', quantity: 2_000n })];
    const reference = freshName();
    expect((await done(till.sell({ of: buyer, lines: tea, reference }))).stamps).toEqual([
      { promotion: 'card', card: 'tea', count: 2 },
    ]);
    await done(till.giveBack(reference, 'all'));
    expect(earned(await done(till.sell({ of: buyer, lines: tea })), 'promo')).toBe('0');
    expect(earned(await done(till.sell({ of: buyer, lines: tea })), 'promo')).toBe('50');
  });

  test('points pay double for books, other lines at their own rate, and a tenth of them comes back', async () => {
    const buyer = await somebody();
    await done(till.sell({ of: buyer, lines: [line(1, 100_000)] }));
    const lines = [line(1, 200, { category: 'books' }), line(2, 500)];
    const plain = await done(till.quote({ of: buyer, lines: [lines[1]!], tenders: [byPoints(100)] }));
    const each = Number(plain.spent[0]!.points) / 100;
    const name = freshName();
    const sale = await done(till.sell({ of: buyer, lines, tenders: [byPoints(300)], reference: name }));
    const points = sale.spent.reduce((sum, one) => sum + Number(one.points), 0);
    expect(points).toBe(each * 200);
    const before = (await walletOf(house, buyer, 'points')).booked;
    await done(till.giveBack(name, 'all'));
    const after = (await walletOf(house, buyer, 'points')).booked;
    expect(Number(after) - Number(before)).toBe(points - Number(earned(sale, 'points')));
  });

  test('a discount that lowers the basket below a threshold takes the bonus with it', async () => {
    const buyer = await somebody();
    const lines = [line(1, 5_500, { category: 'wine' })];
    const quote = await done(till.quote({ of: buyer, lines }));
    expect(quote.promotions.map(({ code }) => code)).toEqual(['base-earn']);
  });
});

describe('3.4 Partial returns of three for two, under a threshold', () => {
  // 3 coffees of 9.00 pay 18.00, a wine of 45.00 pays 36.00: 54.00, from 50.00 on a bonus of 500.
  const lines = [line(1, 2_700, { category: 'coffee', quantity: 3_000n }), line(2, 4_500, { category: 'wine' })];
  const coffee = [1, 1_000] as const;
  const wine = [2, 1_000] as const;

  test.each([
    ['coffee by coffee, then the wine', [coffee, coffee, coffee, wine]],
    ['the wine first', [wine, coffee, coffee, coffee]],
    ['the wine between', [coffee, wine, coffee, coffee]],
  ] as const)('%s: prices stay, each piece refunds what it paid, and everything ends at nothing', async (_, order) => {
    const buyer = await somebody();
    const quote = await done(till.quote({ of: buyer, lines }));
    const reference = freshName();
    const sale = await done(till.sell({ of: buyer, reference, lines: takenOff(lines, quote), quote: opened(quote) }));
    expect([sale.total.amount, earned(sale, 'points'), earned(sale, 'promo')]).toEqual(['54.00', '54', '500']);
    let [refund, left] = [0n, { coffees: 3n, wines: 1n }];
    for (const piece of order) {
      const answer = await done(till.giveBack(reference, [piece]));
      refund += (answer.refund ?? []).reduce((sum, { amount }) => sum + BigInt(amount.replace('.', '')), 0n);
      left = piece === coffee ? { ...left, coffees: left.coffees - 1n } : { ...left, wines: left.wines - 1n };
      const rest = left.coffees * 6n + left.wines * 36n;
      expect((await walletOf(house, buyer)).booked, 'a point for each euro that the rest has paid').toBe(rest);
      expect((await walletOf(house, buyer, 'promo')).booked).toBe(rest >= 50n ? 500n : 0n);
      expect(answer.hasDrifted).toBeUndefined();
    }
    expect(refund, 'exactly what was paid').toBe(5_400n);
  });
});

describe('discounts that have been taken out of the rulebook', () => {
  const lines = [line(1, 1_000, { category: 'wine' })];

  test('are not granted any more, also where no promotion is left that changes a price', async () => {
    const buyer = await somebody();
    const quote = await done(till.quote({ of: buyer, lines }));
    await house.publish([BASE_EARN]);
    const sent = takenOff(lines, quote);
    expect(await refused(till.sell({ of: buyer, lines: sent, quote: opened(quote) }))).toBe('checkout.quote.stale');
    expect(await till.sell({ of: buyer, lines: sent })).toMatchObject({
      refusal: 'checkout.discount.not_granted',
      facts: { line: '1', applied: '2.00', granted: '0.00' },
    });
    expect((await done(till.quote({ of: buyer, lines: sent }))).toPay).toEqual({ amount: '10.00', unit: 'EUR' });
    const noticed = await done(till.sell({ of: buyer, lines: sent, manner: 'notice' }));
    expect(noticed).toMatchObject({
      total: { amount: '8.00' },
      exceptions: [{ code: 'checkout.discount.not_granted' }],
    });
  });

  test('leave a till alone that never took them off, and its own discounts too', async () => {
    const own = [line(1, 1_000, { category: 'wine', discount: 300n })];
    expect(await done(till.sell({ of: await somebody(), lines: own }))).toMatchObject({ total: { amount: '7.00' } });
  });
});
