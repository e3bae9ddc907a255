import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isoFromInstant } from '../../../kernel/instant.ts';
import { makeGiftHouse, type GiftHouse } from '../../../../test/gift-house.ts';
import { must, type TestHouse } from '../../../../test/house.ts';
import { noonClock } from '../../../../test/noon-clock.ts';
import { byPoints, daysAgo, done, line, openTills } from '../../../../test/sales.ts';
import { SCOPES } from '../../partners/index.ts';

// All outlets are on one day: what is listed by day and moment is then listed by moment.
const clock = noonClock();
let gifts: GiftHouse;
let house: TestHouse;
let bound: string;

type Line = { operation: string; kind: string; member?: string; amount?: { amount: string }; outlet?: string } & Record<
  string,
  unknown
>;
type Page = { items: Line[]; next?: string; lag: { rows: number } };
type Totals = {
  isEstimate: boolean;
  operations: number;
  amounts: unknown[];
  figures: { unit: string; earned: string; spent: string }[];
};

beforeAll(async () => {
  gifts = await makeGiftHouse({ clock, movesTime: true });
  house = gifts.house;
  const [ana, eva] = house.people;
  const centro = openTills(house, 'centro', 'T1', clock);
  const playa = openTills(house, 'playa', 'T1', clock);
  const farmacia = openTills(house, 'farmacia', 'T1', clock);
  await done(centro.sell({ of: ana, reference: 's-1', receiptNumber: 'R-1', cashier: 'c7', lines: [line(1, 12_000)] }));
  await done(
    centro.sell({ of: ana, reference: 's-2', cashier: 'c8', lines: [line(1, 2_000)], tenders: [byPoints(50)] }),
  );
  await done(playa.sell({ of: eva, reference: 's-3', lines: [line(1, 5_000)], manner: 'notice', isOffline: true }));
  await done(farmacia.sell({ reference: 's-4', lines: [line(1, 700)] }));
  await done(centro.giveBack('s-1', [[1, 500]]));
  await gifts.ask('activate', { card: { number: gifts.number() }, amount: '30.00' });
  await house.reports.catchUp();
  bound = must(
    await house.partners.issueCredential(house.tenant, { name: 'farmacia', partner: 'farmacia', scopes: [...SCOPES] }),
  ).secret;
  await house.refresh();
});
afterAll(() => house.close());

const ask = async <T>(what: string, body: unknown, secret = house.secrets.tenant): Promise<T> => {
  const answer = await house.request(`POST /v1/reports/${what}`, body, { secret });
  if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body as T;
};
const list = (filter: object, more: object = {}, secret?: string) =>
  ask<Page>('operations', { filter, ...more }, secret);
const total = (filter: object, secret?: string) => ask<Totals>('operations/totals', { filter }, secret);
const names = (page: Page) => page.items.map(({ kind, amount }) => `${kind} ${amount?.amount ?? ''}`.trim());

describe('a promotion by cashier, till and outlet', () => {
  type Signals = { items: { outlet: string; terminal?: string; cashier?: string; receipts: number; days: number }[] };
  const [from, to] = [daysAgo(3, clock), daysAgo(-1, clock)].map((at) => isoFromInstant(at).slice(0, 10));
  const signals = async (asked: string, secret = house.secrets.tenant) => {
    const days = `from=${from}&to=${to}`;
    const { status, body } = await house.request(`GET /v1/reports/signals?${days}&${asked}`, undefined, { secret });
    return { status, body: body as Signals & { code: string } };
  };

  test('is counted after the sale: on how many receipts it gave something, by whom', async () => {
    expect((await signals('promotion=base-earn&by=outlet')).body.items).toEqual([
      { outlet: 'centro', receipts: 2, days: 1 },
      { outlet: 'playa', receipts: 1, days: 1 },
    ]);
    expect((await signals('promotion=base-earn&by=terminal&over=1')).body.items).toEqual([
      { outlet: 'centro', terminal: 'T1', receipts: 2, days: 1 },
    ]);
    const byCashier = (await signals('promotion=base-earn&by=cashier')).body.items;
    expect(byCashier.map(({ cashier, receipts }) => [cashier, receipts])).toEqual([
      ['c7', 1],
      ['c8', 1],
      [undefined, 1],
    ]);
    expect((await signals('promotion=nothing&by=outlet')).body.items).toEqual([]);
  });

  test('is told to whoever may see it, for three months at most', async () => {
    expect((await signals('promotion=base-earn&by=outlet', bound)).body.items).toEqual([]);
    expect(await signals('promotion=base-earn&by=cashier', bound)).toMatchObject({
      body: { code: 'partners.credential.beyond_own' },
    });
    const long = await house.request(
      'GET /v1/reports/signals?promotion=base-earn&by=outlet&from=2026-01-01&to=2026-12-31',
      undefined,
      { secret: house.secrets.tenant },
    );
    expect(long).toMatchObject({ body: { code: 'reports.signals.period' } });
    const noDay = 'GET /v1/reports/signals?promotion=base-earn&by=outlet&from=2026-02-30&to=2026-03-01';
    expect(await house.request(noDay, undefined, { secret: house.secrets.tenant })).toMatchObject({
      body: { code: 'reports.filter.unknown' },
    });
  });
});

describe('a filter', () => {
  const [sale, back] = ['checkout.sale', 'checkout.return'];
  test.each([
    ['kinds', () => ({ kinds: [sale] }), [`${sale} 7.00`, `${sale} 50.00`, `${sale} 20.00`, `${sale} 120.00`]],
    ['an outlet', () => ({ outlets: ['playa'] }), [`${sale} 50.00`]],
    ['a till', () => ({ terminals: [{ outlet: 'farmacia', terminal: 'T1' }] }), [`${sale} 7.00`]],
    ['a cashier', () => ({ cashiers: ['c7'] }), [`${sale} 120.00`]],
    ['a cashier whom nobody knows', () => ({ cashiers: ['c9'] }), []],
    ['what came later from without connection', () => ({ origin: 'offline' }), [`${sale} 50.00`]],
    [
      'an amount',
      () => ({ amount: { unit: 'EUR', from: '10.00', to: '60.00' }, kinds: [sale] }),
      [`${sale} 50.00`, `${sale} 20.00`],
    ],
    ['what went back', () => ({ amount: { unit: 'EUR', to: '-0.01' } }), [`${back} -60.00`]],
    ['a member', () => ({ member: { member: house.people[1].member }, kinds: [sale] }), [`${sale} 50.00`]],
    ['a phone', () => ({ member: { phone: house.people[1].phone }, kinds: [sale] }), [`${sale} 50.00`]],
    [
      'a card',
      () => ({ card: house.people[0].card, kinds: [sale, back] }),
      [`${back} -60.00`, `${sale} 20.00`, `${sale} 120.00`],
    ],
    ['a receipt by its number', () => ({ receipt: 'R-1' }), [`${back} -60.00`, `${sale} 120.00`]],
    [
      'a promotion',
      () => ({ promotions: ['base-earn'], outlets: ['centro'] }),
      [`${back} -60.00`, `${sale} 20.00`, `${sale} 120.00`],
    ],
    ['a wallet type', () => ({ walletTypes: ['points'], outlets: ['playa'] }), [`${sale} 50.00`]],
    [
      'two of them together',
      () => ({ kinds: [sale], outlets: ['centro'], cashiers: ['c7', 'c8'] }),
      [`${sale} 20.00`, `${sale} 120.00`],
    ],
  ])('finds operations by %s, and totals are theirs', async (_what, filter, expected) => {
    const page = await list(filter());
    expect(names(page)).toEqual(expected);
    const totals = await total(filter());
    expect(totals).toMatchObject({ isEstimate: false, operations: expected.length });
    const sum = page.items.reduce((all, one) => all + Math.round(Number(one.amount?.amount ?? 0) * 100), 0);
    const told = (totals.amounts as { amount: string }[]).reduce(
      (all, one) => all + Math.round(Number(one.amount) * 100),
      0,
    );
    expect(told).toBe(sum);
  });

  test('finds a sale by the reference of its till', async () => {
    // References of the test tills are of space 1, which no partner has; so this one comes by HTTP.
    const sold = await house.request('POST /v1/sales', {
      ...{ reference: 'by-http-1', currency: 'EUR', lines: [{ line: 1, sku: 'a', quantity: '1', amount: '3.00' }] },
      ...{ occurredAt: isoFromInstant(clock.now()), tenders: [{ kind: 'cash', amount: '3.00' }] },
    });
    expect(sold.status, JSON.stringify(sold.body)).toBe(201);
    await house.reports.catchUp();
    const page = await list({ receipt: 'by-http-1' });
    expect(page.items.map((one) => one.operation)).toEqual([(sold.body as { operation: string }).operation]);
  });

  test('is refused where it names what the tenant does not have', async () => {
    for (const filter of [
      { outlets: ['nowhere'] },
      { walletTypes: ['none'] },
      { card: '0000 0000 0000' },
      { amount: { unit: 'XXX' } },
    ]) {
      const answer = await house.request('POST /v1/reports/operations', { filter }, { secret: house.secrets.tenant });
      expect([answer.status, (answer.body as { code: string }).code]).toEqual([422, 'reports.filter.unknown']);
    }
    const wrong = await house.request(
      'POST /v1/reports/operations',
      { filter: { from: '2026-02-02', to: '2026-02-01' } },
      { secret: house.secrets.tenant },
    );
    expect((wrong.body as { code: string }).code).toBe('reports.filter.period');
  });
});

describe('pages', () => {
  test.each(['newest', 'oldest', 'largest', 'smallest'])(
    'of one line each come to the same as one of all, by %s',
    async (sort) => {
      const whole = await list({}, { sort });
      const walked: string[] = [];
      let next: string | undefined;
      do {
        const page: Page = await list({}, { sort, limit: 1, ...(next && { cursor: next }) });
        walked.push(...page.items.map((one) => one.operation));
        next = page.next;
      } while (next);
      expect(walked).toEqual(whole.items.map((one) => one.operation));
      expect(walked.length).toBeGreaterThan(4);
    },
  );
});

describe('who asks', () => {
  test('sees nothing of another tenant', async () => {
    expect((await list({}, {}, house.secrets.vecino)).items).toEqual([]);
    expect(await total({}, house.secrets.vecino)).toMatchObject({ operations: 0, figures: [] });
  });

  test('bound to a partner sees its outlets only, whatever is asked', async () => {
    expect(names(await list({}, {}, bound))).toEqual(['checkout.sale 7.00']);
    expect(await total({}, bound)).toMatchObject({ operations: 1 });
    expect(names(await list({ outlets: ['centro'] }, {}, bound))).toEqual([]);
    expect(await total({ outlets: ['centro'] }, bound)).toMatchObject({ operations: 0 });
  });
});
