import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeHouse, type TestHouse } from '../../../../test/house.ts';

// Of a frozen wallet nothing is available, whoever says it: the balance, a quote before the act, the act itself, and its repeat.

let house: TestHouse;
let count = 0;
beforeAll(async () => {
  house = await makeHouse();
});
afterAll(() => house.close());

type Wallet = { readonly walletType: string; readonly available: string; readonly booked: string };
type Told = { readonly status: number; readonly body: { readonly wallets?: readonly Wallet[] } };
const ask = (what: string, body: object, secret = house.secrets.tenant): Promise<Told> =>
  house.request(what, body, { secret });
const name = (): string => `frozen-${(count += 1)}`;
const of = () => ({ program: 'club', member: { phone: house.people[0].phone } });
const adjust = (points: string, reference = name()) =>
  ask('POST /v1/adjustments', { ...of(), reference, walletType: 'points', points, reason: 'goodwill' });
/** What can be spent and what is booked of its points, as an answer says it. */
const shown = ({ status, body: { wallets = [] } }: Told) => {
  expect(status).toBeLessThan(300);
  const { available, booked } = wallets.find(({ walletType }) => walletType === 'points')!;
  return { available, booked };
};
const sale = () => {
  const lines = [{ sku: 'A', quantity: '1', amount: '7.00' }];
  const member = { phone: house.people[0].phone };
  const occurredAt = new Date(Number(house.clock.now()) / 1000).toISOString();
  return { reference: name(), occurredAt, currency: 'EUR', member, lines };
};

test('what a frozen wallet gets is booked and not available, in every answer and again when it is asked again', async () => {
  expect(shown(await adjust('5000'))).toEqual({ available: '5000', booked: '5000' });
  const state = { ...of(), walletType: 'points', reason: 'fraud' };
  expect((await ask('POST /v1/wallets/freeze', { reference: name(), ...state })).status).toBe(201);
  const asked = { ...of(), reference: name(), walletType: 'points', points: '250', reason: 'goodwill' };
  expect(shown(await ask('POST /v1/adjustments/quote', asked))).toEqual({ available: '0', booked: '5250' });
  const reference = name();
  for (const times of [1, 2]) {
    expect(shown(await adjust('3', reference)), `told ${times}`).toEqual({ available: '0', booked: '5003' });
  }
  expect(shown(await ask('POST /v1/balance', of().member))).toEqual({ available: '0', booked: '5003' });
  const sold = sale();
  for (const times of [1, 2])
    expect(shown(await ask('POST /v1/sales', sold, house.secrets.till)), `told ${times}`).toEqual({
      available: '0',
      booked: '5010',
    });
  expect((await ask('POST /v1/wallets/open', { reference: name(), ...state })).status).toBe(201);
  expect(shown(await ask('POST /v1/balance', of().member))).toEqual({ available: '5010', booked: '5010' });
});
