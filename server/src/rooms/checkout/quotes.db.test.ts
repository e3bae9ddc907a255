import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { makeHouse, type Person, type TestHouse } from '../../../test/house.ts';
import { assertBooks } from '../../../test/books.ts';
import {
  addWalletType,
  byPoints,
  done,
  freshName,
  line,
  openTills,
  refused,
  walletOf,
  type Tills,
} from '../../../test/sales.ts';
import type { QuotePromise, Tender } from './index.ts';

let house: TestHouse;
let till: Tills;
let people = 3;
const somebody = (): Promise<Person> => house.enrol(++people);
const open = (quote: string): QuotePromise => house.checkout.quotes.open(quote)!;

const MOST: Tender = { kind: 'points', asked: 'most' };

const per = (wallet: string, category: string) => ({
  code: `earn-${wallet}`,
  priority: 1,
  firstOn: '2020-01-01',
  effects: [
    {
      kind: 'points-per-amount',
      wallet,
      params: { points: '1', step: '0.01', per: 'receipt', lines: { categories: [category] } },
    },
  ],
});

beforeAll(async () => {
  house = await makeHouse();
  await addWalletType(house, 'wine', { spendOrder: 1, rules: { categories: ['wine'] } });
  await addWalletType(house, 'city', { spendOrder: 2, rules: { outletGroups: ['city'], sharePercentMax: 50 } });
  await addWalletType(house, 'capped', { spendOrder: 3, rules: { perReceiptMax: '100', cashMinimum: '2.00' } });
  await house.publish([
    {
      code: 'base-earn',
      priority: 1,
      firstOn: '2020-01-01',
      effects: [{ kind: 'points-per-amount', wallet: 'points', params: { points: '1', step: '1.00', per: 'receipt' } }],
    },
    per('wine', 'give/wine'),
    per('city', 'give/city'),
    per('capped', 'give/capped'),
    per('promo', 'give/promo'),
  ]);
  await house.refresh();
  till = openTills(house);
});
afterAll(() => house.close());
afterEach(() => assertBooks(house));

const give = (of: Person, wallet: string, points: number) =>
  done(till.sell({ of, lines: [line(1, points, { category: `give/${wallet}` })] }));
const paid = (spent: readonly { walletType: string; points: string }[]) =>
  Object.fromEntries(spent.map(({ walletType, points }) => [walletType, points]));

describe('3.13 Wallet spending order with restrictions', () => {
  test('the most restricted pays first by the order of the program, and only for its lines', async () => {
    const buyer = await somebody();
    await give(buyer, 'wine', 500);
    await give(buyer, 'city', 500);
    const lines = [line(1, 300, { category: 'wine/red' }), line(2, 700)];
    const quote = await done(till.quote({ of: buyer, lines, tenders: [MOST] }));
    expect(paid(quote.spent)).toMatchObject({ wine: '300', city: '500' });
    expect(quote.spent.find(({ walletType }) => walletType === 'wine')!.lines).toEqual([{ line: 1, paid: '3.00' }]);
    expect(quote.toPay).toMatchObject({ unit: 'EUR' });
  });

  test('a quote says of each wallet why it does not pay', async () => {
    const buyer = await somebody();
    for (const wallet of ['wine', 'city', 'capped', 'promo']) await give(buyer, wallet, 1_000);
    const beach = openTills(house, 'playa');
    const quote = await done(beach.quote({ of: buyer, lines: [line(1, 250)], tenders: [MOST] }));
    const reasons = Object.fromEntries(quote.notPaying.map(({ walletType, reason }) => [walletType, reason]));
    expect(reasons).toMatchObject({
      wine: 'no line that this wallet may pay for',
      city: 'not at outlets of this group',
      promo: 'this wallet does not pay',
      capped: 'at least 2.00 must be paid otherwise',
    });
    expect(quote.spent.find(({ walletType }) => walletType === 'capped')!.points).toBe('50');
  });

  test('the sale says it as its quote did, when it is sent again too; one that asks for no points says nothing', async () => {
    const buyer = await somebody();
    for (const wallet of ['wine', 'city', 'capped', 'promo']) await give(buyer, wallet, 1_000);
    const beach = openTills(house, 'playa');
    const basket = { of: buyer, lines: [line(1, 250)], tenders: [MOST] };
    const quote = await done(beach.quote(basket));
    const reference = freshName();
    const sale = await done(beach.sell({ ...basket, reference, content: 'as quoted' }));
    expect(sale.notPaying).toEqual(quote.notPaying);
    expect(sale.notPaying).toContainEqual({
      ...{ walletType: 'wine', code: 'no_line' },
      reason: 'no line that this wallet may pay for',
    });
    const again = await done(beach.sell({ ...basket, reference, content: 'as quoted' }));
    expect(again.notPaying).toEqual(sale.notPaying);
    const { body } = await house.request(`GET /v1/operations/${sale.operation}`, undefined, {
      secret: house.secrets.tenant,
    });
    expect((body as { sale: { notPaying: unknown } }).sale.notPaying).toEqual(sale.notPaying);
    expect((await done(beach.sell({ of: buyer, lines: [line(1, 250)] }))).notPaying).toBeUndefined();
  });

  test('a limit for the receipt is one for the receipt, in however many tenders it is asked for', async () => {
    const buyer = await somebody();
    await give(buyer, 'city', 2_000);
    await give(buyer, 'capped', 2_000);
    const most = (walletType: string): Tender => ({ kind: 'points', asked: 'most', walletType });
    const city = await done(
      till.quote({ of: buyer, lines: [line(1, 1_000)], tenders: [most('city'), most('city'), most('city')] }),
    );
    expect(
      city.spent.reduce((sum, { points }) => sum + Number(points), 0),
      'half of the receipt',
    ).toBe(500);
    const capped = await done(
      till.quote({ of: buyer, lines: [line(1, 1_000)], tenders: [most('capped'), most('capped'), most('capped')] }),
    );
    expect(
      capped.spent.reduce((sum, { points }) => sum + Number(points), 0),
      'a hundred points',
    ).toBe(100);
  });

  test('the same quote again gives the same allocation, and books nothing', async () => {
    const buyer = await somebody();
    for (const wallet of ['wine', 'city', 'capped']) await give(buyer, wallet, 333);
    const lines = [line(1, 333, { category: 'wine' }), line(2, 334), line(3, 335)];
    const before = await house.journalCount();
    const quotes = [];
    for (let n = 0; n < 3; n++) quotes.push(await done(till.quote({ of: buyer, lines, tenders: [MOST] })));
    const told = quotes.map(({ spent, toPay, earned, notPaying }) =>
      JSON.stringify({ spent, toPay, earned, notPaying }),
    );
    expect(new Set(told).size).toBe(1);
    expect(await house.journalCount()).toBe(before);
  });

  test('what is asked and cannot be paid is refused with the reason', async () => {
    const buyer = await somebody();
    await give(buyer, 'wine', 500);
    const outcome = await till.sell({ of: buyer, lines: [line(1, 300)], tenders: [byPoints(100)] });
    expect(outcome).toMatchObject({ ok: false, refusal: 'checkout.tenders.points_cannot_pay' });
  });
});

describe('3.13 A quote and its confirm', () => {
  test('a confirm that does what the quote said goes through', async () => {
    const buyer = await somebody();
    await give(buyer, 'city', 500);
    const sale = { of: buyer, lines: [line(1, 1_000)], tenders: [byPoints(300)] };
    const quote = await done(till.quote(sale));
    const answer = await done(till.sell({ ...sale, quote: open(quote.quote) }));
    expect(paid(answer.spent)).toEqual({ city: '300' });
  });

  test('it is stale when it would give the buyer less', async () => {
    const buyer = await somebody();
    await give(buyer, 'city', 500);
    const sale = { of: buyer, lines: [line(1, 1_000)], tenders: [MOST] };
    const quote = await done(till.quote(sale));
    await done(till.sell({ of: buyer, lines: [line(1, 800)], tenders: [byPoints(400)] }));
    expect(await refused(till.sell({ ...sale, quote: open(quote.quote) }))).toBe('checkout.quote.stale');
  });

  test('it is not stale when the buyer has chosen to pay less with points than it offered', async () => {
    const buyer = await somebody();
    await give(buyer, 'city', 500);
    const quote = await done(till.quote({ of: buyer, lines: [line(1, 1_000)], tenders: [MOST] }));
    const sale = { of: buyer, lines: [line(1, 1_000)], tenders: [byPoints(200)], quote: open(quote.quote) };
    expect(paid((await done(till.sell(sale))).spent)).toEqual({ city: '200' });
  });

  test('it is stale when it would take more from the member', async () => {
    const buyer = await somebody();
    const most = [MOST];
    await give(buyer, 'city', 100);
    const sale = { of: buyer, lines: [line(1, 1_000)], tenders: most };
    const quote = await done(till.quote(sale));
    await give(buyer, 'city', 300);
    expect(await refused(till.sell({ ...sale, quote: open(quote.quote) }))).toBe('checkout.quote.stale');
  });

  test('it is not stale when it takes the same and gives more', async () => {
    const buyer = await somebody();
    await give(buyer, 'city', 500);
    const sale = { of: buyer, lines: [line(1, 1_000)], tenders: [byPoints(300)] };
    const quote = await done(till.quote(sale));
    await give(buyer, 'city', 500);
    const answer = await done(till.sell({ ...sale, lines: [line(1, 1_500)], quote: open(quote.quote) }));
    expect(paid(answer.spent)).toEqual({ city: '300' });
  });

  test('points that a quote holds are there for its confirm, and for nobody else', async () => {
    const buyer = await somebody();
    await give(buyer, 'city', 400);
    const sale = { of: buyer, lines: [line(1, 1_000)], tenders: [byPoints(300)] };
    const quote = await done(till.quoteAndHold(sale));
    expect(quote.isHeld).toBe(true);
    expect(await walletOf(house, buyer, 'city')).toMatchObject({ booked: 400n, held: 300n });
    expect(await refused(till.sell({ ...sale, tenders: [byPoints(110)] }))).toBe('points.wallet.insufficient');
    await assertBooks(house);
    const reference = freshName();
    await done(till.sell({ ...sale, reference, quote: open(quote.quote) }));
    expect(await walletOf(house, buyer, 'city')).toMatchObject({ booked: 100n, held: 0n });
    expect(await done(till.sell({ ...sale, reference, quote: open(quote.quote) }))).toMatchObject({ repeated: true });
  });

  test('one quote is confirmed once with its hold, however many confirms there are', async () => {
    const buyer = await somebody();
    await give(buyer, 'city', 300);
    const sale = { of: buyer, lines: [line(1, 1_000)], tenders: [byPoints(300)] };
    const quote = open((await done(till.quoteAndHold(sale))).quote);
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => till.sell({ ...sale, quote })));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await walletOf(house, buyer, 'city')).toMatchObject({ booked: 0n, held: 0n });
  });

  test('a hold whose quote has ended lapses by itself: the points can be spent again', async () => {
    const buyer = await somebody();
    await give(buyer, 'city', 300);
    const sale = { of: buyer, lines: [line(1, 1_000)], tenders: [byPoints(300)] };
    const quote = await done(till.quoteAndHold(sale));
    // A quarter of an hour later, told to the tables: nobody can wait for it here.
    const passed = `'20 minutes'::interval`;
    await house.database.query(
      `update points.hold set expires_at = expires_at - ${passed} where state = 'open' and wallet in (select wallet from points.wallet where owner = $1)`,
      [buyer.owner],
    );
    await house.database.query(`update points.wallet set due_at = due_at - ${passed} where held > 0 and owner = $1`, [
      buyer.owner,
    ]);
    await done(till.sell({ ...sale, lines: [line(1, 800)], tenders: [byPoints(250)] }));
    expect(await walletOf(house, buyer, 'city')).toMatchObject({ booked: 50n, held: 0n });
    expect(await refused(till.sell({ ...sale, quote: open(quote.quote) }))).toBe('points.wallet.insufficient');
  });

  test('a refused confirm leaves the hold as it was', async () => {
    const buyer = await somebody();
    await give(buyer, 'city', 300);
    const sale = { of: buyer, lines: [line(1, 1_000)], tenders: [byPoints(300)] };
    const quote = open((await done(till.quoteAndHold(sale))).quote);
    expect(await refused(till.sell({ ...sale, tenders: [byPoints(310)], quote }))).toBe('points.wallet.insufficient');
    expect(await walletOf(house, buyer, 'city')).toMatchObject({ booked: 300n, held: 300n });
    await done(till.sell({ ...sale, quote }));
  });

  test('a quote that nobody of ours has signed is none', () => {
    expect(house.checkout.quotes.open('quo_e30.AAAA')).toBeUndefined();
    expect(house.checkout.quotes.open('')).toBeUndefined();
  });
});
