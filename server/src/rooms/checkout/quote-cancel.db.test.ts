import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { makeGiftHouse, type GiftHouse } from '../../../test/gift-house.ts';
import { assertPots, potsOf } from '../../../test/pots.ts';
import type { RulebookInput } from '../promotions/index.ts';

const MANY = { max: 10_000, seconds: 60 };
const off = (amount: string) => ({ kind: 'fixed-discount', params: { amount } });
const PROMOTIONS = [
  {
    ...{ code: 'voucher', priority: 10, firstOn: '2020-01-01', effects: [off('2.00')] },
    conditions: [{ kind: 'coupon-shown', params: { codes: ['OFF'] } }],
  },
  {
    ...{ code: 'early-bird', priority: 20, firstOn: '2020-01-01', effects: [off('1.00')] },
    conditions: [{ kind: 'lines-include', params: { lines: { skus: ['bird'] }, min: '1' } }],
    limits: [{ per: 'program', of: 'uses', max: '1', period: 'ever', over: 'reject' }],
  },
] as unknown as RulebookInput['promotions'];

let gifts: GiftHouse;
let series: string[];
beforeAll(async () => {
  gifts = await makeGiftHouse({ promotions: PROMOTIONS, attempts: { terminal: MANY, partner: MANY } });
  const asTenant = (what: string, body?: unknown) =>
    gifts.house.request(what, body, { secret: gifts.house.secrets.tenant });
  const at = '/v1/programs/club/coupon-series';
  await asTenant(`POST ${at}`, { code: 'OFF', validFrom: '2026-01-01T00:00:00Z' });
  const made = await asTenant(`POST ${at}/OFF/codes`, { reference: 'codes', count: 10 });
  await asTenant(`POST ${at}/OFF/publish`);
  const file = await gifts.house.api.inject({
    method: 'POST',
    url: `${at}/OFF/codes/${(made.body as { file: string }).file}/download`,
    headers: { authorization: `Bearer ${gifts.house.secrets.tenant}` },
  });
  const [, ...lines] = file.payload.trim().split('\r\n');
  series = lines.map((one) => one.split(',')[0] as string);
});
afterAll(() => gifts.house.close());
afterEach(async () => {
  await assertBooks(gifts.house);
  await assertPots(gifts.house);
});

type Answered = { status: number; body: Record<string, unknown> & { code?: string } };
let count = 0;
const post = (path: string, body: object): Promise<Answered> =>
  gifts.house.request(`POST ${path}`, { reference: `cancel-${++count}`, ...body }, {}) as never;
const receipt = (amount: string, over: object = {}) => ({
  ...{ currency: 'EUR', occurredAt: new Date().toISOString(), lines: [{ line: 1, sku: 'coat', amount }] },
  ...over,
});
const WITH_OFF = [{ line: 1, sku: 'coat', amount: '20.00', discount: '2.00', promotionDiscount: '2.00' }];
const byGift = (number: string, amount: string) => ({ tenders: [{ kind: 'gift_card', card: { number }, amount }] });
const card = async (amount: string): Promise<string> => {
  const number = gifts.number();
  expect((await gifts.ask('activate', { card: { number }, amount })).status).toBe(201);
  return number;
};
const held = async (over: object, amount = '20.00') => {
  const reference = `held-${++count}`;
  const quote = await post('/v1/sales/quote', { ...receipt(amount, over), hold: true, reference });
  expect(quote.status, JSON.stringify(quote.body)).toBe(201);
  return { holdReference: reference, quote: quote.body['quote'] };
};
const release = (holdReference: string, over: object = {}) => post('/v1/holds/release', { holdReference, ...over });

describe('a quote that holds is cancelled', () => {
  test('when gift cards alone would pay: their value is everybody’s at once', async () => {
    const [one, other] = [await card('30.00'), await card('10.00')];
    const tenders = [
      { kind: 'gift_card', card: { number: one }, amount: '12.00' },
      { kind: 'gift_card', card: { number: other }, amount: '8.00' },
    ];
    const { holdReference } = await held({ tenders });
    expect(await gifts.balance(one)).toMatchObject({ held: '12.00' });
    expect(await gifts.balance(other)).toMatchObject({ held: '8.00' });
    const ended = await release(holdReference);
    expect(ended, JSON.stringify(ended.body)).toMatchObject({ status: 201, body: { repeated: false } });
    expect(Object.keys(ended.body).sort()).toEqual(['hold', 'operation', 'recordedAt', 'repeated']);
    expect(await gifts.balance(one)).toMatchObject({ held: '0.00', available: '30.00' });
    expect(await gifts.balance(other)).toMatchObject({ held: '0.00', available: '10.00' });
  });

  test('once: a repeat is answered alike, and another cancellation finds nothing', async () => {
    const { holdReference } = await held(byGift(await card('20.00'), '20.00'));
    const name = { reference: 'cancel-twice' };
    const first = await release(holdReference, name);
    expect(await release(holdReference, name)).toMatchObject({ status: 200, body: { ...first.body, repeated: true } });
    expect(await release(holdReference)).toMatchObject({ body: { code: 'points.hold.unknown' } });
  });

  test('so far as it still holds: a gift card that was released by itself is passed over', async () => {
    const [one, other] = [await card('30.00'), await card('10.00')];
    const tenders = [one, other].map((number) => ({ kind: 'gift_card', card: { number }, amount: '10.00' }));
    const quote = await post('/v1/sales/quote', {
      ...receipt('20.00', { tenders }),
      hold: true,
      reference: 'two-cards',
    });
    const [hold] = quote.body['giftHolds'] as string[];
    expect((await gifts.ask('release', { operation: hold })).status).toBe(201);
    expect(await release('two-cards')).toMatchObject({ status: 201 });
    expect(await gifts.balance(one)).toMatchObject({ held: '0.00', available: '30.00' });
    expect(await gifts.balance(other)).toMatchObject({ held: '0.00', available: '10.00' });
  });

  test('and with it the coupon is free for another receipt, before its hold would lapse', async () => {
    const code = series.pop() as string;
    const { holdReference } = await held({ coupons: [code] });
    const other = () => post('/v1/sales', receipt('20.00', { coupons: [code], lines: WITH_OFF }));
    expect(await other()).toMatchObject({ status: 409, body: { code: 'promotions.coupon.reserved' } });
    expect(await release(holdReference)).toMatchObject({ status: 201 });
    expect(await other()).toMatchObject({ status: 201, body: { couponsUsed: [{ coupon: 'OFF' }] } });
    expect(await release(holdReference)).toMatchObject({ body: { code: 'points.hold.unknown' } });
  });

  test('and with it the budget of a promotion is given back, of a buyer whom nobody knows too', async () => {
    const lines = [{ line: 1, sku: 'bird', amount: '20.00' }];
    const { holdReference } = await held({ lines, ...byGift(await card('20.00'), '5.00') });
    expect(await potsOf(gifts.house, 'early-bird')).toMatchObject([{ used: 0n, reserved: 1n }]);
    expect(await release(holdReference)).toMatchObject({ status: 201 });
    expect(await potsOf(gifts.house, 'early-bird')).toMatchObject([{ used: 0n, reserved: 0n }]);
  });

  test('of a member without any wallet', async () => {
    const { house } = gifts;
    const person = house.people[0];
    const [code, number] = [series.pop() as string, await card('20.00')];
    const member = { member: { card: person.card } };
    const { holdReference } = await held({ ...member, coupons: [code], ...byGift(number, '7.00') });
    const ended = await release(holdReference);
    expect(ended).toMatchObject({ status: 201, body: { member: person.member } });
    expect(ended.body).not.toHaveProperty('walletType');
    expect(await gifts.balance(number)).toMatchObject({ held: '0.00' });
    const sale = await post('/v1/sales', receipt('20.00', { coupons: [code], lines: WITH_OFF }));
    expect(sale).toMatchObject({ status: 201, body: { couponsUsed: [{ coupon: 'OFF' }] } });
  });

  test('of a member with points: they, his coupon and his gift card come free by one act', async () => {
    const person = gifts.house.people[1];
    const member = { member: { card: person.card } };
    const given = { reference: 'gift', program: 'club', walletType: 'points', reason: 'goodwill', points: '1000' };
    const secret = gifts.house.secrets.tenant;
    expect(await gifts.house.request('POST /v1/adjustments', { ...given, ...member }, { secret })).toMatchObject({
      status: 201,
    });
    const [code, number] = [series.pop() as string, await card('20.00')];
    const tenders = [{ kind: 'points', amount: '3.00' }, ...byGift(number, '7.00').tenders];
    const { holdReference } = await held({ ...member, coupons: [code], tenders });
    const ended = await release(holdReference);
    expect(ended, JSON.stringify(ended.body)).toMatchObject({ status: 201, body: { walletType: 'points' } });
    expect(await gifts.balance(number)).toMatchObject({ held: '0.00' });
    const sale = await post('/v1/sales', receipt('20.00', { coupons: [code], lines: WITH_OFF }));
    expect(sale).toMatchObject({ status: 201, body: { couponsUsed: [{ coupon: 'OFF' }] } });
  });

  test('and its sale, should it come all the same, takes what is there', async () => {
    const number = await card('20.00');
    const { holdReference, quote } = await held(byGift(number, '20.00'));
    expect(await release(holdReference)).toMatchObject({ status: 201 });
    expect(await post('/v1/sales', { ...receipt('20.00', byGift(number, '20.00')), quote })).toMatchObject({
      status: 201,
    });
    expect(await release(holdReference)).toMatchObject({ body: { code: 'points.hold.unknown' } });
  });
});

test('a quote whose sale has come holds nothing any more that could be cancelled', async () => {
  const [code, number] = [series.pop() as string, await card('20.00')];
  const over = { coupons: [code], ...byGift(number, '18.00') };
  const { holdReference, quote } = await held(over);
  const sale = await post('/v1/sales', { ...receipt('20.00', { ...over, lines: WITH_OFF }), quote });
  expect(sale.status, JSON.stringify(sale.body)).toBe(201);
  expect(await release(holdReference)).toMatchObject({ body: { code: 'points.hold.unknown' } });
  expect(await gifts.balance(number)).toMatchObject({ booked: '2.00', held: '0.00' });
});

test('a quote is not captured by itself, whoever its buyer is', async () => {
  const { holdReference } = await held(byGift(await card('20.00'), '20.00'));
  expect(await post('/v1/holds/capture', { holdReference })).toMatchObject({ body: { code: 'points.hold.of_quote' } });
  expect(await release(holdReference)).toMatchObject({ status: 201 });
});
