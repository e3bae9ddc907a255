import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { makeHouse, type Person, type TestHouse } from '../../../test/house.ts';
import {
  addWalletType,
  besides,
  byPoints,
  daysAgo,
  done,
  freshName,
  line,
  openTills,
  refused,
  walletOf,
  type Tills,
} from '../../../test/sales.ts';
import type { Tender } from './index.ts';

let house: TestHouse;
let till: Tills;
let people = 3;
const somebody = (): Promise<Person> => house.enrol(++people);

const per = (wallet: string) => ({
  code: `earn-${wallet}`,
  priority: 1,
  firstOn: '2020-01-01',
  effects: [
    {
      kind: 'points-per-amount',
      wallet,
      params: { points: '1', step: '0.01', per: 'receipt', lines: { categories: [`give/${wallet}`] } },
    },
  ],
});

beforeAll(async () => {
  house = await makeHouse();
  await addWalletType(house, 'daily', { rules: { perDayMax: '100' } });
  await addWalletType(house, 'worth', { rules: { perDayMoneyMax: '1.50' }, paysPoints: 2n });
  await addWalletType(house, 'free');
  await house.publish(['daily', 'worth', 'free'].map(per));
  await house.refresh();
  till = openTills(house);
});
afterAll(() => house.close());
afterEach(() => assertBooks(house));

/** A new buyer with a thousand points in each of these wallets. */
async function buyerWith(...wallets: readonly string[]): Promise<Person> {
  const buyer = await somebody();
  for (const wallet of wallets)
    await done(till.sell({ of: buyer, lines: [line(1, 1_000, { category: `give/${wallet}` })] }));
  return buyer;
}
const of = (walletType: string): { walletType: string } => ({ walletType });
const pay = (buyer: Person, money: number, walletType: string, over: Parameters<Tills['sell']>[0] = {}) =>
  till.sell({ of: buyer, lines: [line(1, money)], tenders: [byPoints(money, of(walletType))], ...over });
const most = (walletType: string): Tender => ({ kind: 'points', asked: 'most', walletType });
const mostOf = async (buyer: Person, walletType: string, at = till) => {
  const quote = await done(at.quote({ of: buyer, lines: [line(1, 900)], tenders: [most(walletType)] }));
  return { points: quote.spent[0]?.points ?? '0', why: quote.notPaying.map(({ code }) => code) };
};

describe('S1.10 What may be spent on a day', () => {
  test('a wallet pays so many points a day, on however many receipts, and a quote says why not more', async () => {
    const buyer = await buyerWith('daily');
    expect(await mostOf(buyer, 'daily')).toEqual({ points: '100', why: ['day_max'] });
    await done(pay(buyer, 60, 'daily'));
    expect(await mostOf(buyer, 'daily')).toEqual({ points: '40', why: ['day_max'] });
    expect(await pay(buyer, 41, 'daily')).toMatchObject({
      refusal: 'checkout.tenders.points_cannot_pay',
      facts: { payable: '0.40', reason: 'daily: at most 100 points a day' },
    });
    await done(pay(buyer, 40, 'daily'));
    expect(await mostOf(buyer, 'daily')).toEqual({ points: '0', why: ['day_max'] });
  });

  test('a wallet pays so much money a day, whatever its points are worth', async () => {
    const buyer = await buyerWith('worth');
    expect(await mostOf(buyer, 'worth')).toEqual({ points: '300', why: ['day_max'] });
    await done(pay(buyer, 100, 'worth'));
    expect(await mostOf(buyer, 'worth')).toEqual({ points: '100', why: ['day_max'] });
  });

  test('two tenders of one receipt share the day', async () => {
    const buyer = await buyerWith('daily');
    const twice = { of: buyer, lines: [line(1, 120)], tenders: [byPoints(60, of('daily')), byPoints(60, of('daily'))] };
    expect(await refused(till.sell(twice))).toBe('checkout.tenders.points_cannot_pay');
  });

  test('a member spends so much a day of all wallets together, in points and in money', async () => {
    await house.setPolicy({ spendPointsPerDayMax: '150' });
    const buyer = await buyerWith('daily', 'free');
    const all = await done(
      till.quote({ of: buyer, lines: [line(1, 900)], tenders: [{ kind: 'points', asked: 'most' }] }),
    );
    expect(all.spent.map(({ points }) => Number(points)).reduce((sum, one) => sum + one, 0)).toBe(150);
    expect(all.notPaying.map(({ code }) => code)).toContain('member_day_max');
    await done(pay(buyer, 100, 'free'));
    expect(await mostOf(buyer, 'daily')).toEqual({ points: '50', why: ['day_max', 'member_day_max'] });
    await house.setPolicy({ spendPointsPerDayMax: undefined, spendMoneyPerDayMax: '1.20' });
    expect(await mostOf(buyer, 'daily')).toEqual({ points: '20', why: ['day_max', 'member_day_max'] });
    await house.setPolicy({ spendMoneyPerDayMax: undefined });
  });

  test('a return gives the day back what it gives the wallet back, in parts as in one, and a void all of it', async () => {
    const buyer = await buyerWith('daily');
    const reference = freshName();
    const lines = [line(1, 30), line(2, 30)];
    await done(till.sell({ of: buyer, reference, lines, tenders: [byPoints(60, of('daily'))] }));
    await done(till.giveBack(reference, [[1, 1_000]]));
    expect((await mostOf(buyer, 'daily')).points).toBe('70');
    await done(till.giveBack(reference, [[2, 1_000]]));
    expect((await mostOf(buyer, 'daily')).points).toBe('100');
    const voided = freshName();
    await done(pay(buyer, 80, 'daily', { reference: voided }));
    await done(till.void(voided));
    expect((await mostOf(buyer, 'daily')).points).toBe('100');
  });

  test('a quote that holds counts until its sale or its end, and its sale finds room', async () => {
    const buyer = await buyerWith('daily');
    const asked = { of: buyer, lines: [line(1, 70)], tenders: [byPoints(70, of('daily'))] };
    const { quote } = await done(till.quoteAndHold(asked));
    expect((await mostOf(buyer, 'daily')).points).toBe('30');
    await done(till.sell({ ...asked, quote: house.checkout.quotes.open(quote)! }));
    expect((await mostOf(buyer, 'daily')).points).toBe('30');
  });

  test('a confirm pays less than its quote said where another till was first: it is stale', async () => {
    const buyer = await buyerWith('daily');
    const asked = { of: buyer, lines: [line(1, 80)], tenders: [most('daily')] };
    const { quote } = await done(till.quote(asked));
    await done(pay(buyer, 50, 'daily'));
    expect(await refused(till.sell({ ...asked, quote: house.checkout.quotes.open(quote)! }))).toBe(
      'checkout.quote.stale',
    );
  });

  test('points that are spent without a receipt count in the same day, and their reversal gives it back', async () => {
    const buyer = await buyerWith('daily');
    const redeem = (points: string, reference = freshName()) =>
      house.request('POST /v1/redemptions', { reference, member: { card: buyer.card }, walletType: 'daily', points });
    const reference = freshName();
    expect(await redeem('90', reference)).toMatchObject({ status: 201 });
    expect(await redeem('11')).toMatchObject({ body: { code: 'points.wallet.day_limit', facts: { left: '10' } } });
    expect((await mostOf(buyer, 'daily')).points).toBe('10');
    const body = { reference: freshName(), originalReference: reference, points: '40' };
    expect(await house.request('POST /v1/redemptions/void', body)).toMatchObject({ status: 201 });
    expect((await mostOf(buyer, 'daily')).points).toBe('50');
    const held = { member: { card: buyer.card }, walletType: 'daily', points: '50', seconds: 60 };
    const hold = await house.request('POST /v1/holds', { reference: freshName(), ...held });
    expect(await redeem('1')).toMatchObject({ body: { code: 'points.wallet.day_limit' } });
    const captured = { reference: freshName(), hold: (hold.body as { hold: string }).hold, points: '20' };
    expect(await house.request('POST /v1/holds/capture', captured)).toMatchObject({ status: 201 });
    expect((await mostOf(buyer, 'daily')).points).toBe('30');
  });

  test('the day is the business day of the outlet, and yesterday’s receipts do not count in today', async () => {
    const buyer = await buyerWith('daily');
    await done(pay(buyer, 100, 'daily', { manner: 'notice', occurredAt: daysAgo(2) }));
    const [kept] = await house.database.query<{ day: string; booked: string }>(
      `select spent.on_day::text as day, journal.booked_on::text as booked
         from points.day_spent as spent join ledger.journal using (lane, owner)
        where owner = $1 order by seq desc limit 1`,
      [buyer.owner],
    );
    expect(kept.day).toBe(kept.booked);
    expect((await mostOf(buyer, 'daily')).points).toBe('100');
  });

  test('a notice is booked all the same, and listed', async () => {
    const buyer = await buyerWith('daily');
    await done(pay(buyer, 100, 'daily'));
    const { exceptions } = await done(pay(buyer, 10, 'daily', { manner: 'notice' }));
    expect(exceptions?.map(({ code }) => code)).toEqual(['checkout.tenders.points_cannot_pay']);
  });

  test('where nothing limits the day, nothing is counted', async () => {
    const other = await makeHouse();
    const at = openTills(other);
    const [buyer] = other.people;
    await done(at.sell({ of: buyer, lines: [line(1, 10_000)] }));
    await done(at.sell({ of: buyer, lines: [line(1, 50)], tenders: [byPoints(50)] }));
    expect(await other.database.query('select * from points.day_spent')).toEqual([]);
    await other.close();
  });
});

describe('S1.10 Two tills do not overrun a day', () => {
  test('of twenty receipts at once by two processes as many pay as the day holds; their quotes alone would overrun it', async () => {
    const buyer = await buyerWith('daily');
    const second = await besides(house);
    const tills = [till, openTills(second)];
    const asked = { of: buyer, lines: [line(1, 30)], tenders: [byPoints(30, of('daily'))] };
    // The control: decided by a look before, all of them would pay.
    const quotes = await Promise.all(Array.from({ length: 20 }, (_, n) => done(tills[n % 2].quote(asked))));
    expect(quotes.reduce((sum, { spent }) => sum + Number(spent[0].points), 0)).toBe(600);
    const sold = await Promise.all(Array.from({ length: 20 }, (_, n) => tills[n % 2].sell(asked)));
    expect(sold.filter(({ ok }) => ok)).toHaveLength(3);
    expect(await walletOf(house, buyer, 'daily')).toMatchObject({ booked: 910n });
    await second.stop();
  });

  test('strangers who pay from one wallet in another lane share its day', async () => {
    const owner = await buyerWith('daily');
    const tender = byPoints(40, { ...of('daily'), payer: { card: owner.card } });
    const sold = await Promise.all(
      Array.from({ length: 9 }, (_, n) =>
        till.sell({ of: house.people[n % 3], lines: [line(1, 40)], tenders: [tender] }),
      ),
    );
    expect(sold.filter(({ ok }) => ok)).toHaveLength(2);
    expect(await walletOf(house, owner, 'daily')).toMatchObject({ booked: 920n });
  });
});
