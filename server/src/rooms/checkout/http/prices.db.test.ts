import { afterAll, beforeAll, expect, test } from 'vitest';
import { isoFromInstant } from '../../../kernel/instant.ts';
import { systemClock } from '../../../platform/clock.ts';
import { BASE_EARN, makeHouse, type TestHouse } from '../../../../test/house.ts';

let house: TestHouse;
const firstOn = '2020-01-01';

beforeAll(async () => {
  const tenth = {
    code: 'tenth',
    priority: 1,
    firstOn,
    effects: [{ kind: 'percent-discount', params: { percent: '10' } }],
  };
  const mug = {
    ...{ code: 'mug', priority: 2, firstOn },
    conditions: [{ kind: 'coupon-shown', params: { codes: ['MUG'] } }],
    effects: [{ kind: 'gift-line', params: { sku: 'mug' } }],
  };
  house = await makeHouse({ promotions: [tenth, mug, BASE_EARN] });
});
afterAll(() => house.close());

const receipt = (line: object, more: object = {}): object => ({
  occurredAt: isoFromInstant(systemClock().now()),
  member: { card: house.people[0]?.card },
  currency: 'EUR',
  lines: [{ sku: 'A', amount: '20.00', ...line }],
  ...more,
});

test('a till quotes, takes off what is promised, and confirms with it', async () => {
  const quote = await house.request('POST /v1/sales/quote', receipt({}, { coupons: ['mug'] }));
  expect(quote).toMatchObject({
    status: 200,
    body: {
      discounts: [{ promotion: 'tenth', amount: '2.00', lines: [{ line: 1, amount: '2.00' }] }],
      gifts: [{ promotion: 'mug', sku: 'mug', quantity: '1.000' }],
      toPay: { amount: '18.00', unit: 'EUR' },
    },
  });
  const token = (quote.body as { quote: string }).quote;
  const off = { discount: '2.00', promotionDiscount: '2.00' };
  const gift = { sku: 'mug', amount: '5.00', discount: '5.00', giftOf: 'mug' };
  const lines = [{ sku: 'A', amount: '20.00', ...off }, gift];
  const sent = receipt({}, { reference: 'priced', quote: token, coupons: ['mug'], lines });
  const sale = await house.request('POST /v1/sales', sent);
  expect(sale).toMatchObject({ status: 201, body: { total: { amount: '18.00' }, discounts: [{ amount: '2.00' }] } });
  expect(await house.request('POST /v1/sales', sent)).toMatchObject({ status: 200, body: { repeated: true } });
  const { operation } = sale.body as { operation: string };
  const why = await house.request(`GET /v1/operations/${operation}/explanation?language=es`);
  expect(why).toMatchObject({
    body: {
      agrees: true,
      discounts: [
        {
          promotion: 'tenth',
          amount: '2.00',
          unit: 'EUR',
          text: expect.stringMatching(/10 %.*línea 1 2,00/) as string,
        },
        { promotion: 'mug', text: 'mug: 1 × mug de regalo.' },
      ],
    },
  });
});

test('another content under the same reference is refused, also where only the promotions differ', async () => {
  const off = { discount: '2.00', promotionDiscount: '2.00' };
  expect((await house.request('POST /v1/sales', receipt(off, { reference: 'same' }))).status).toBe(201);
  const other = { discount: '2.00', promotionDiscount: '1.00' };
  expect(await house.request('POST /v1/sales', receipt(other, { reference: 'same' }))).toMatchObject({ status: 409 });
});

test('more off by promotions than off at all is refused, and so is what they do not give', async () => {
  const refusals = async (line: object): Promise<unknown> =>
    house.request('POST /v1/sales', receipt(line, { reference: `bad ${JSON.stringify(line)}` }));
  expect(await refusals({ discount: '1.00', promotionDiscount: '2.00' })).toMatchObject({
    status: 400,
    body: { code: 'checkout.line.amount_invalid' },
  });
  expect(await refusals({ discount: '2.01', promotionDiscount: '2.01' })).toMatchObject({
    body: { code: 'checkout.discount.not_granted' },
  });
  expect(await refusals({ discount: '20.00', giftOf: 'mug' })).toMatchObject({
    body: { code: 'checkout.gift.not_granted' },
  });
});
