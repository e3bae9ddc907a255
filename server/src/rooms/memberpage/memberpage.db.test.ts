import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeHouse, type TestHouse } from '../../../test/house.ts';
import { memberBrowser } from '../../../test/member-browser.ts';
import { instant, isoFromInstant } from '../../kernel/instant.ts';
import { systemClock } from '../../platform/clock.ts';

let house: TestHouse;
let ahead = 0;
/** Codes and guesses are counted per minute and hour; each test comes a while later. */
const later = (seconds: number): void => {
  ahead += seconds;
};
const system = systemClock();

beforeAll(async () => {
  house = await makeHouse({
    clock: { now: () => instant(system.now() + ahead * 1_000_000) },
    promotions: [
      {
        code: 'coffee-week',
        name: { en: 'Coffee week', es: 'Semana del café' },
        priority: 100,
        firstOn: '2020-01-01',
        effects: [
          { kind: 'points-per-amount', wallet: 'points', params: { points: '1', step: '1.00', per: 'receipt' } },
        ],
      },
    ],
  });
  const [ana] = house.people;
  const sold = await house.request('POST /v1/sales', {
    reference: 'page-1',
    occurredAt: isoFromInstant(system.now()),
    member: { card: ana.card },
    currency: 'EUR',
    lines: [{ sku: 'coffee', amount: '43.00' }],
  });
  expect(sold.status).toBe(201);
});
afterAll(() => house.close());

describe('a member signs in', () => {
  test('and sees cards, wallets and what ends, by the code that went to the phone', async () => {
    const [ana] = house.people;
    const browser = memberBrowser(house);
    const signed = await browser.signIn(ana.phone);
    expect(signed.status).toBe(201);
    expect(signed.cookie).toMatch(
      /^tallystick_member=[\w-]{43}; Path=\/v1\/me; HttpOnly; SameSite=Strict; Max-Age=7776000/,
    );
    const page = await browser.asks('GET /v1/me');
    expect(page.status).toBe(200);
    expect(page.body).toMatchObject({
      place: { code: 'demo' },
      phone: ana.phone,
      programs: [{ code: 'club', name: 'Club' }],
      cards: [{ number: ana.card, state: 'active', programs: ['club'] }],
      wallets: [{ walletType: 'points', available: '43', unit: 'PTS' }],
      expiring: [{ walletType: 'points', points: '43', unit: 'PTS' }],
    });
    const history = await browser.asks('GET /v1/me/history', undefined, { 'accept-language': 'es' });
    expect(history.body['items']).toMatchObject([
      { kind: 'checkout.sale', place: 'centro', reasons: ['Semana del café'], moved: [{ points: '43', pending: '0' }] },
    ]);
  });
});
