import { afterEach, beforeEach, expect, test } from 'vitest';
import { assertBooks } from '../../server/test/books.ts';
import { makeHouse, type TestHouse } from '../../server/test/house.ts';
import { instantFromIso, type Instant } from '../../server/src/kernel/instant.ts';

// Programs whose points end when nobody buys for a while, by the words of their own public pages, over HTTP and years.

type Step =
  | { readonly on: string; readonly buys: string; readonly has: string }
  | { readonly on: string; readonly has: string };
type Case = {
  readonly name: string;
  readonly source: string;
  readonly months: number;
  readonly steps: readonly Step[];
};

const cases: readonly Case[] = [
  {
    name: 'dr squatch: six months of inactivity, and another purchase retains the points for six months more',
    source: 'https://help.drsquatch.com/l/en/article/710nyp025v-can-loyalty-points-expire',
    months: 6,
    steps: [
      { on: '2027-01-15', buys: '40.00', has: '40' },
      { on: '2027-07-14', buys: '10.00', has: '50' },
      // Six months from the first purchase are over, and from the second they are not.
      { on: '2027-07-20', has: '50' },
      { on: '2028-01-14', has: '50' },
      { on: '2028-01-15', has: '0' },
    ],
  },
  {
    name: 'the earthling co: no purchase for twelve months, and the points return to zero',
    source: 'https://support.theearthlingco.com/article/ef8h5hlv1s-do-my-points-ever-expire',
    months: 12,
    steps: [
      { on: '2027-03-01', buys: '25.00', has: '25' },
      { on: '2028-02-29', has: '25' },
      { on: '2028-03-02', has: '0' },
    ],
  },
  {
    name: 'carly jean los angeles: who continues to make purchases maintains all points',
    source: 'https://help.carlyjeanlosangeles.com/en-US/do-points-ever-expire-263054',
    months: 12,
    steps: [
      { on: '2027-03-01', buys: '10.00', has: '10' },
      { on: '2028-02-01', buys: '10.00', has: '20' },
      { on: '2029-01-01', buys: '10.00', has: '30' },
      { on: '2029-12-01', buys: '10.00', has: '40' },
      { on: '2030-12-02', has: '0' },
    ],
  },
];

const at = (day: string): Instant => instantFromIso(`${day}T12:00:00Z`) as Instant;
let now = at('2027-01-01');
let house: TestHouse;
// A lane's time goes on and never back: each case has a house of its own.
beforeEach(async () => {
  now = at('2027-01-01');
  house = await makeHouse({ clock: { now: () => now }, movesTime: true });
});
afterEach(async () => {
  await assertBooks(house);
  await house.close();
});

test.each(cases)('$name', async ({ months, steps, source }) => {
  const secret = house.secrets.tenant;
  const send = async (what: string, body?: object) => {
    const answer = await house.request(what, body, { secret });
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
    return answer.body as { member: string; wallets: { available: string }[] };
  };
  const code = `inactive-${cases.findIndex((one) => one.source === source)}`;
  await send('POST /v1/programs', { code, name: code, zone: 'America/Los_Angeles', currency: 'EUR', policy: {} });
  const expiry = { idle: { months } };
  await send(`POST /v1/programs/${code}/wallet-types`, {
    ...{ code: 'points', unit: 'PTS', pays: { points: '1', money: '0.01' }, expiry },
  });
  await send('POST /v1/outlets', { code, name: code, partner: 'mercado', program: code });
  await send(`POST /v1/outlets/${code}/terminals`, { code: 'T1' });
  const effect = { kind: 'points-per-amount', wallet: 'points', params: { points: '1', step: '1.00', per: 'receipt' } };
  const promotions = [{ code: 'base', priority: 1, firstOn: '2020-01-01', effects: [effect] }];
  await send(`POST /v1/programs/${code}/rulebooks`, { inForceFrom: '2020-01-01T00:00:00Z', promotions });
  const { member } = await send('POST /v1/members', {
    ...{ reference: code, program: code, channel: 'web', externalId: code },
  });
  for (const step of steps) {
    now = at(step.on);
    if ('buys' in step)
      await send('POST /v1/sales', {
        ...{ reference: `${code}-${step.on}`, outlet: code, terminal: 'T1', currency: 'EUR', member: { member } },
        ...{ occurredAt: `${step.on}T12:00:00Z`, lines: [{ line: 1, sku: 'x', amount: step.buys }] },
      });
    const { wallets } = await send(`GET /v1/members/${member}/balance`);
    expect([step.on, wallets[0]?.available]).toEqual([step.on, step.has]);
  }
});
