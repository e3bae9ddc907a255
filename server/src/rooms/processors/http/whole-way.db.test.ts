import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeHouse, type TestHouse } from '../../../../test/house.ts';
import { luhnDigit } from '../../../kernel/card-number.ts';
import { parseNetworks } from '../../../platform/networks.ts';
import { standInJson } from '../stand-in/services.ts';
import { startStandIn, type StandIn } from '../stand-in/start-stand-in.ts';

// The program as it is started: ranges of cards, jobs that run by themselves, and the clock on the wall.

let house: TestHouse;
let standIn: StandIn;
const numbered = (payload: string): string => payload + luhnDigit(payload);
const CARD = numbered('700000000000001');
const OURS = numbered('299000000000001');

beforeAll(async () => {
  house = await makeHouse({ webhookAllow: parseNetworks('127.0.0.1')! });
  standIn = await startStandIn(house.clock);
  standIn.books.open(CARD);
  standIn.books.book(CARD, 10_000n, 'LOAD', 3_600);
  house.processors.start();
});
afterAll(async () => {
  await standIn.stop();
  await house.close();
});

const asTenant = { secret: '' };
const pay = (reference: string, card = CARD) =>
  house.request('POST /v1/processor-payments', { reference, card, amount: '10.00', currency: 'EUR' });

test('a range names the processor, and from then on its cards are asked for there', async () => {
  asTenant.secret = house.secrets.tenant;
  const range = { type: 'multi', length: 16, checkDigit: 'luhn' };
  for (const more of [
    { code: 'theirs', prefix: '7000', processor: 'other' },
    { code: 'ours', prefix: '2990' },
  ]) {
    expect(await house.request('POST /v1/card-ranges', { ...range, ...more }, asTenant)).toMatchObject({ status: 201 });
  }
  expect(await pay('w-0')).toMatchObject({ status: 404, body: { code: 'processors.processor.not_found' } });
  const body = { unit: 'EUR', timeoutMs: 400, service: standInJson(standIn.url) };
  expect(await house.request('PUT /v1/processors/other', body, asTenant)).toMatchObject({ status: 200 });
  expect(await pay('w-1', OURS)).toMatchObject({ status: 409, body: { code: 'processors.card.kept_here' } });
  expect(await pay('w-1', `${CARD.slice(0, -1)}${(Number(CARD.slice(-1)) + 1) % 10}`)).toMatchObject({
    status: 404,
    body: { code: 'processors.card.no_range' },
  });
});

test('a payment is passed through, and its card is polled by itself soon after', async () => {
  expect(await pay('w-2')).toMatchObject({ status: 201, body: { state: 'approved', balance: '90.00' } });
  await expect
    .poll(async () => (await house.database.query('select from processors.history_line')).length, { timeout: 9_000 })
    .toBe(2);
  const { body } = await house.request('GET /v1/processor-discrepancies', undefined, asTenant);
  expect(body).toEqual({ items: [] });
}, 15_000);

test('one of unknown outcome is undone by itself, and its till is told by the same reference', async () => {
  standIn.setMood({ manner: 'silent', questions: ['redeem'], times: 1 });
  expect(await pay('w-3')).toMatchObject({ status: 202, body: { state: 'unknown', certain: false } });
  await expect.poll(async () => (await pay('w-3')).status, { timeout: 9_000 }).toBe(200);
  expect(await pay('w-3')).toMatchObject({ status: 200, body: { state: 'reversed', certain: true, repeated: true } });
  expect(standIn.books.balanceOf(CARD)).toBe(9_000n);
  expect(await house.request('GET /v1/processors/other', undefined, asTenant)).toMatchObject({
    body: { uncertain: 0, cards: 1, passesPayments: true },
  });
}, 15_000);
