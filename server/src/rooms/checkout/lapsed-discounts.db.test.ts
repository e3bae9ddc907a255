import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { assert } from '../../kernel/assert.ts';
import { assertBooks } from '../../../test/books.ts';
import { makeHouse, type Person, type TestHouse } from '../../../test/house.ts';
import { assertPots } from '../../../test/pots.ts';
import { done, freshName, line, openTills, walletOf, type Tills } from '../../../test/sales.ts';
import type { SoldLine } from './index.ts';

// A tenth off from 100.00 on, and sets: whoever brings back what earned it has bought the rest at its price, where the promotion says so.

let house: TestHouse;
let till: Tills;
let people = 3;

const firstOn = '2020-01-01';
const from = { kind: 'min-basket', params: { min: '100.00', base: 'net' } };
const tenth = (code: string, category: string, onReturn?: 'recheck') => ({
  ...{ code, firstOn, conditions: [{ ...from, params: { ...from.params, lines: { categories: [category] } } }] },
  effects: [{ kind: 'percent-discount', params: { percent: '10', lines: { categories: [category] }, onReturn } }],
});
const desk = ['printer', 'paper'].map((sku) => ({ lines: { skus: [sku] } }));
const set = (code: string, priority: number, { kind, params }: { kind: string; params: object }) => ({
  ...{ code, priority, firstOn, limits: [budget] },
  effects: [{ kind, params: { ...params, onReturn: 'recheck' } }],
});
const budget = { per: 'program', of: 'money', max: '1000.00', over: 'clip' } as const;

beforeAll(async () => {
  house = await makeHouse();
  const published = await house.publish([
    { ...tenth('checked', 'shoes', 'recheck'), priority: 1, limits: [budget] },
    { ...tenth('kept', 'hats'), priority: 2 },
    {
      ...{
        code: 'less',
        priority: 3,
        firstOn,
        conditions: [{ kind: 'min-basket', params: { min: '50.00', base: 'net', lines: { categories: ['belts'] } } }],
      },
      effects: [
        {
          kind: 'fixed-discount',
          params: { amount: '10.00', lines: { categories: ['belts'] }, onReturn: 'recheck' },
        },
      ],
    },
    set('three', 4, { kind: 'n-for-m', params: { take: 3, pay: 2, lines: { categories: ['socks'] } } }),
    set('desk', 5, { kind: 'bundle', params: { price: '50.00', parts: desk } }),
    {
      ...set('mug', 6, { kind: 'gift-line', params: { sku: 'mug' } }),
      conditions: [{ kind: 'min-basket', params: { min: '30.00', base: 'net', lines: { categories: ['tea'] } } }],
      limits: [],
    },
    {
      ...{ code: 'earn', priority: 9, firstOn },
      effects: [{ kind: 'points-per-amount', wallet: 'points', params: { points: '1', step: '1.00', per: 'receipt' } }],
    },
  ] as never);
  assert(published.ok, 'the promotions are published');
  await house.refresh();
  till = openTills(house);
});
afterAll(() => house.close());
afterEach(async () => {
  await assertBooks(house);
  await assertPots(house);
});

const sell = async (of: Person, lines: readonly SoldLine[]): Promise<string> => {
  const reference = freshName();
  const { discounts = [], quote } = await done(till.quote({ of, lines }));
  const off = (number: number): bigint =>
    discounts
      .flatMap((one) => one.lines)
      .filter((part) => part.line === number)
      .reduce((sum, part) => sum + BigInt(part.amount.replace('.', '')), 0n);
  const sent = lines.map((one) => ({ ...one, discount: off(one.line), byPromotions: off(one.line) }));
  await done(till.sell({ of, reference, lines: sent, quote: house.checkout.quotes.open(quote)! }));
  return reference;
};
const shoes = (category: string) => [line(1, 6_000, { category }), line(2, 5_000, { category })];
const somebody = (): Promise<Person> => house.enrol(++people);
const spent = async (promotion = 'checked'): Promise<bigint | undefined> =>
  (await house.promotions.budgets(house.program().program)).find((one) => one.promotion === promotion)?.spent;
const booked = async (of: Person): Promise<bigint> => (await walletOf(house, of)).booked;

test('60.00 of 110.00 less a tenth refund 49.00: the 50.00 that stays is below 100.00', async () => {
  const buyer = await somebody();
  const before = (await spent()) ?? 0n;
  const sale = await sell(buyer, shoes('shoes'));
  expect([await booked(buyer), (await spent())! - before]).toEqual([99n, 1_100n]);
  const first = await done(till.giveBack(sale, [[1, 1_000]]));
  expect(first).toMatchObject({ refund: [{ amount: '49.00' }], withheld: '5.00', withheldFor: ['checked'] });
  expect(await booked(buyer), 'what stays was paid at its price, and earns by it').toBe(50n);
  expect((await spent())! - before, 'nothing of the budget is used any more').toBe(0n);
  const rest = await done(till.giveBack(sale, 'all'));
  expect(rest).toMatchObject({ refund: [{ amount: '50.00' }] });
  expect(rest).not.toHaveProperty('withheld');
  expect(rest).not.toHaveProperty('withheldFor');
  expect(await booked(buyer)).toBe(0n);
});

test('the other one first: 39.00, since 60.00 stays at its price, and 99.00 in all', async () => {
  const sale = await sell(await somebody(), shoes('shoes'));
  expect(await done(till.giveBack(sale, [[2, 1_000]]))).toMatchObject({
    refund: [{ amount: '39.00' }],
    withheld: '6.00',
  });
  expect(await done(till.giveBack(sale, [[1, 1_000]]))).toMatchObject({ refund: [{ amount: '60.00' }] });
});

test('what stays keeps its discount as long as it meets the threshold, and where nothing else is said', async () => {
  const three = await sell(await somebody(), [...shoes('shoes'), line(3, 1_000, { category: 'shoes' })]);
  const above = await done(till.giveBack(three, [[3, 1_000]]));
  expect(above).toMatchObject({ refund: [{ amount: '9.00' }] });
  expect(above).not.toHaveProperty('withheld');
  const kept = await sell(await somebody(), shoes('hats'));
  expect(await done(till.giveBack(kept, [[1, 1_000]]))).toMatchObject({ refund: [{ amount: '54.00' }] });
});

test('nobody pays in for what he brings: a small thing refunds nothing, and all of it what was paid', async () => {
  const sale = await sell(await somebody(), [
    line(1, 9_500, { category: 'shoes' }),
    line(2, 600, { category: 'shoes' }),
  ]);
  expect(await done(till.giveBack(sale, [[2, 1_000]]))).toMatchObject({ refund: [], withheld: '5.40' });
  expect(await done(till.giveBack(sale, 'all'))).toMatchObject({ refund: [{ amount: '90.90' }] });
});

test('an amount off falls with its threshold too, piece by piece', async () => {
  const sale = await sell(await somebody(), [line(1, 6_000, { category: 'belts', quantity: 3_000n })]);
  const refunds: string[] = [];
  for (let piece = 0; piece < 3; piece++)
    refunds.push((await done(till.giveBack(sale, [[1, 1_000]]))).refund?.[0]?.amount ?? '0.00');
  expect(refunds, 'two and then one at 20.00 stay, at their price').toEqual(['9.99', '20.00', '20.01']);
});

test('all at once refunds what was paid', async () => {
  const sale = await sell(await somebody(), shoes('shoes'));
  expect(await done(till.giveBack(sale, 'all'))).toMatchObject({ refund: [{ amount: '99.00' }], isWhole: true });
});

test('three for two: without the third the two cost what they cost, and the budget has all of it back', async () => {
  const buyer = await somebody();
  const before = (await spent('three')) ?? 0n;
  const sale = await sell(
    buyer,
    [10_000, 7_500, 5_000].map((price, i) => line(i + 1, price, { category: 'socks' })),
  );
  expect([await booked(buyer), (await spent('three'))! - before]).toEqual([175n, 5_000n]);
  // Its third of what was paid is 38.89, and the two others have 38.89 off that they are not to have.
  expect(await done(till.giveBack(sale, [[3, 1_000]]))).toMatchObject({
    ...{ refund: [], withheld: '38.89', withheldFor: ['three'] },
  });
  expect([await booked(buyer), (await spent('three'))! - before], '175.00 were paid for them').toEqual([175n, 0n]);
  expect(await done(till.giveBack(sale, [[1, 1_000]]))).toMatchObject({ refund: [{ amount: '100.00' }] });
  expect(await done(till.giveBack(sale, 'all'))).toMatchObject({ refund: [{ amount: '75.00' }] });
  expect(await booked(buyer)).toBe(0n);
});

test('of two sets one stays: what it takes off is left, and no more', async () => {
  const before = (await spent('three')) ?? 0n;
  const sale = await sell(await somebody(), [line(1, 6_000, { category: 'socks', quantity: 6_000n })]);
  expect((await spent('three'))! - before).toBe(2_000n);
  // Five at 50.00 make one set: 10.00 off. 40.00 were paid for six.
  expect(await done(till.giveBack(sale, [[1, 1_000]]))).toMatchObject({ refund: [], withheld: '6.66' });
  expect((await spent('three'))! - before).toBe(1_000n);
});

test('a bundle dearer in parts: the paper alone brings nothing, and whoever brings the printer first has no more for it', async () => {
  const buy = async (): Promise<string> =>
    sell(await somebody(), [line(1, 6_000, { sku: 'printer' }), line(2, 1_000, { sku: 'paper' })]);
  const [one, other] = [await buy(), await buy()];
  expect(await done(till.giveBack(one, [[2, 1_000]]))).toMatchObject({ refund: [], withheld: '7.14' });
  expect(await done(till.giveBack(one, [[1, 1_000]]))).toMatchObject({ refund: [{ amount: '50.00' }] });
  expect(await done(till.giveBack(other, [[1, 1_000]]))).toMatchObject({ refund: [{ amount: '40.00' }] });
  expect(await done(till.giveBack(other, [[2, 1_000]]))).toMatchObject({ refund: [{ amount: '10.00' }] });
});

test('a gift that is kept though its purchase came back is paid for out of the refund', async () => {
  const tea = [line(1, 2_000, { category: 'tea' }), line(2, 1_500, { category: 'tea' })];
  const mug = line(3, 500, { sku: 'mug', discount: 500n, gift: 'mug' });
  const of = await somebody();
  const reference = freshName();
  const { quote, gifts } = await done(till.quote({ of, lines: tea }));
  expect(gifts).toEqual([{ promotion: 'mug', sku: 'mug', quantity: '1.000' }]);
  await done(till.sell({ of, reference, lines: [...tea, mug], quote: house.checkout.quotes.open(quote)! }));
  expect(await done(till.giveBack(reference, [[1, 1_000]]))).toMatchObject({
    refund: [{ amount: '15.00' }],
    withheld: '5.00',
  });
  expect(await done(till.giveBack(reference, [[3, 1_000]])), 'the gift as well').toMatchObject({
    refund: [{ amount: '5.00' }],
  });
  expect(await done(till.giveBack(reference, [[2, 1_000]]))).toMatchObject({ refund: [{ amount: '15.00' }] });
});

test('a return is explained by what it has left: why it earns less, and which discount is none any more', async () => {
  const buyer = await somebody();
  const sale = await sell(buyer, shoes('shoes'));
  const first = await done(till.giveBack(sale, [[1, 1_000]]));
  const rest = await done(till.giveBack(sale, 'all'));
  const why = async (operation: string) =>
    (await house.request(`GET /v1/operations/${operation}/explanation?language=en`)) as {
      readonly status: number;
      readonly body: { readonly notFired: readonly { readonly promotion: string; readonly text: string }[] };
    };
  const told = await why(first.operation);
  expect(told).toMatchObject({
    status: 200,
    body: { of: 'what_stays', earns: true, agrees: true, fired: [{ promotion: 'earn', points: '50' }], discounts: [] },
  });
  expect(await why(rest.operation), 'nothing is left of it').toMatchObject({
    body: { of: 'what_stays', fired: [], discounts: [], notFired: [] },
  });
});
