import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bonusRange } from '../../../test/card-stock.ts';
import { giftTerms, makeGiftHouse, type GiftHouse } from '../../../test/gift-house.ts';
import { must, type TestHouse } from '../../../test/house.ts';
import { twoPeople } from '../../../test/two-people.ts';
import { createPrograms } from '../programs/index.ts';
import { createGiftSettings } from './gift-settings.ts';

// What a person may set alone of gift cards, and what waits for another, whichever way round it is asked for.

let gifts: GiftHouse;
let house: TestHouse;
let people: Awaited<ReturnType<typeof twoPeople>>;

const CLUB = 'POST /v1/programs/club/gift-terms';
const RATES = 'POST /v1/gift-rates';
const THRESHOLDS = 'POST /v1/cash-out-thresholds';
const LIMITS = { transfer: false, loadMax: '100.00', voidHours: 12 };
const ENDS = { expiry: { after: { years: 5 } }, promotionalExpiry: { after: { months: 1 } } };
const RULES = { ...LIMITS, ...ENDS };

beforeAll(async () => {
  gifts = await makeGiftHouse({ terms: LIMITS });
  ({ house } = gifts);
  people = await twoPeople(house, 100);
});
afterAll(() => house.close());

type Told = Awaited<ReturnType<typeof people.ask>>;
const ask = (what: string, body: object, secret?: string): Promise<Told> => people.ask(what, body, secret);
const numbers = (prefix: string, over: object = {}) => ({ numbers: { prefix, length: 16, ...over } });
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

let codes = 0;
/** A code of its own with the rules of the house, in force from now on: what one test schedules holds for no other. */
async function sold(over: object = {}): Promise<{ code: string; currency: string }> {
  const code = `kind-${++codes}`;
  const prefix = `70${String(codes).padStart(2, '0')}`;
  const said = { code, currency: 'EUR', ...numbers(prefix), ...RULES, ...over };
  expect((await ask(CLUB, said, house.secrets.tenant)).status).toBe(201);
  return said;
}
const waitsFor = async (told: Promise<Told>): Promise<readonly object[]> => {
  const answer = await told;
  expect([answer.status, answer.body]).toEqual([202, expect.objectContaining({ state: 'pending' })]);
  const { seen, yes } = await people.approve(answer);
  expect(yes).toMatchObject({ status: 200, body: { state: 'approved', isApplied: true } });
  expect(yes.body).not.toHaveProperty('refused');
  return (seen['facts'] as { changes: readonly object[] }).changes;
};

describe('terms that are scheduled', () => {
  test('are stricter than those of today without a second person, and not undone again from the day after without one', async () => {
    const terms = await sold();
    const [monday, tuesday] = [inDays(1), inDays(2)];
    expect((await ask(CLUB, { ...terms, loadMax: '10.00', inForceFrom: monday })).status).toBe(201);
    const changes = await waitsFor(ask(CLUB, { ...terms, inForceFrom: tuesday }));
    expect(changes).toEqual([
      { setting: 'loadMax', before: '10.00', after: '100.00', terms: terms.code, since: expect.stringContaining('T') },
    ]);
  });

  test('count before they are in force: what is set from now on may come to stand in their place', async () => {
    const terms = await sold();
    expect((await ask(CLUB, { ...terms, voidHours: 1, inForceFrom: inDays(1) })).status).toBe(201);
    const changes = await waitsFor(ask(CLUB, terms));
    expect(changes).toMatchObject([{ setting: 'voidHours', before: '1', after: '12' }]);
  });

  test('are not loosened in two steps: what is looser than today stays so behind a version that was approved', async () => {
    const terms = await sold();
    await waitsFor(ask(CLUB, { ...terms, loadMax: '500.00', inForceFrom: inDays(1) }));
    const changes = await waitsFor(ask(CLUB, { ...terms, loadMax: '400.00', inForceFrom: inDays(2) }));
    expect(changes).toMatchObject([{ setting: 'loadMax', before: '100.00', after: '400.00' }]);
    expect((await ask(CLUB, { ...terms, loadMax: '90.00', inForceFrom: inDays(3) })).status).toBe(201);
  });
});

describe('whose cards', () => {
  test.each([
    ['with a shorter beginning', '99', { prefix: '9', length: 16 }],
    ['others', '98', { prefix: '89', length: 16 }],
    ['of another length', '97', { prefix: '97', length: 19 }],
    ['without the digit that finds slips', '96', { prefix: '96', length: 16, checkDigit: 'none' }],
  ])('a till may bring along are more by two: %s', async (_, prefix, open) => {
    const terms = await sold(numbers(prefix));
    const changes = await waitsFor(ask(CLUB, { ...terms, numbers: open }));
    expect(changes).toEqual([expect.objectContaining({ setting: 'numbers', terms: terms.code })]);
  });

  test('are fewer alone', async () => {
    const terms = await sold({ ...numbers('8801') });
    expect((await ask(CLUB, { ...terms, ...numbers('88010') })).status).toBe(201);
  });

  test('a fresh code speaks of as others do may have no looser rules without a second person, in any program', async () => {
    const terms = await sold({ ...numbers('8802') });
    expect((await ask(CLUB, { ...terms, code: 'like-it' })).status).toBe(201);
    const fresh = { ...terms, ...numbers('88021') };
    expect(await waitsFor(ask(CLUB, { ...fresh, code: 'door', loadMax: '5000.00' }))).toEqual(
      expect.arrayContaining([expect.objectContaining({ setting: 'loadMax', before: '100.00', terms: terms.code })]),
    );
    must(
      await house.programs.openProgram(house.tenant, {
        ...{ code: 'outlet', name: 'Outlet', zone: 'Europe/Madrid', currency: 'EUR' },
      }),
    );
    const there = 'POST /v1/programs/outlet/gift-terms';
    expect(await waitsFor(ask(there, { ...fresh, code: 'door', transfer: true }))).toEqual(
      expect.arrayContaining([expect.objectContaining({ setting: 'transfer', terms: terms.code })]),
    );
  });

  test('in another currency have bounds that no amount keeps', async () => {
    const terms = await sold({ ...numbers('8803') });
    const changes = await waitsFor(ask(CLUB, { ...terms, code: 'dollars', currency: 'USD', loadMax: '1.00' }));
    expect(changes).toMatchObject([{ setting: 'loadMax', before: '100.00', after: '1.00' }]);
  });

  test('tills could not sell so far are opened by two, and the first terms of a program by one', async () => {
    must(
      await house.programs.openProgram(house.tenant, {
        ...{ code: 'fresh', name: 'Fresh', zone: 'Europe/Madrid', currency: 'EUR' },
      }),
    );
    const there = 'POST /v1/programs/fresh/gift-terms';
    expect((await ask(there, { code: 'first', currency: 'EUR', ...numbers('8804') })).status).toBe(201);
    const changes = await waitsFor(ask(there, { code: 'second', currency: 'EUR', ...numbers('8805') }));
    expect(changes).toEqual([{ setting: 'numbers', before: 'none', after: '8805… 16 luhn' }]);
  });

  test('lie in a range of cards are not opened to tills by one, whoever sells what is in stock there', async () => {
    must(await house.cards.openRange(house.tenant, { ...bonusRange('club-cards', '8806'), length: 16 }));
    must(
      await house.programs.openProgram(house.tenant, {
        ...{ code: 'taken', name: 'Taken', zone: 'Europe/Madrid', currency: 'EUR' },
      }),
    );
    const there = 'POST /v1/programs/taken/gift-terms';
    const changes = await waitsFor(ask(there, { code: 'first', currency: 'EUR', ...numbers('88061') }));
    expect(changes).toEqual([{ setting: 'numbers', before: 'none', after: '88061… 16 luhn' }]);
  });

  test('are the stock of a range keep their rules when another code takes them over, at once or after the first has left', async () => {
    for (const [code, prefix] of [
      ['spring', '8807'],
      ['autumn', '8808'],
    ] as const) {
      const of = { type: 'gift' as const, unit: gifts.unitOf('EUR') };
      must(await house.cards.openRange(house.tenant, { ...bonusRange(code, prefix), ...of }));
    }
    const terms = { code: 'seasons', currency: 'EUR', range: 'spring', ...RULES };
    // Nobody has spoken of these cards: there is nothing to loosen.
    expect((await ask(CLUB, terms)).status).toBe(201);
    const door = { ...terms, code: 'stock-door', voidHours: 72 };
    expect(await waitsFor(ask(CLUB, door))).toMatchObject([{ setting: 'voidHours', before: '12', terms: 'seasons' }]);
    expect((await ask(CLUB, { ...terms, range: 'autumn' })).status).toBe(201);
    expect(await waitsFor(ask(CLUB, { ...door, code: 'late-door' }))).toEqual(
      expect.arrayContaining([expect.objectContaining({ setting: 'voidHours', before: '12', terms: 'seasons' })]),
    );
    expect((await ask(CLUB, { ...terms, code: 'as-strict' })).status).toBe(201);
  });
});

describe('what another process has set a moment ago', () => {
  test('is known: stricter terms, a program, a rate and a threshold', async () => {
    const terms = await sold();
    const elsewhere = createPrograms({ database: house.database, clock: house.clock });
    await elsewhere.refresh();
    const { accounts, walletTypes, cards, database, clock } = house;
    const there = createGiftSettings({ database, clock, programs: elsewhere, walletTypes, accounts, cards });
    await there.refresh();
    const content = giftTerms('7099', { ...LIMITS, loadMax: '5.00' });
    must(await there.setTerms(house.program(), { code: terms.code, currency: 'EUR', content }));
    expect(await waitsFor(ask(CLUB, terms))).toEqual(
      expect.arrayContaining([expect.objectContaining({ setting: 'loadMax', before: '5.00', after: '100.00' })]),
    );

    const opened = must(
      await elsewhere.openProgram(house.tenant, {
        ...{ code: 'unseen', name: 'Unseen', zone: 'Europe/Madrid', currency: 'EUR' },
      }),
    );
    expect(opened).toBeDefined();
    await waitsFor(ask('POST /v1/programs/unseen/gift-terms', { ...terms, code: 'door', voidHours: 70 }));

    const { tenant } = house;
    const threshold = { tenant, jurisdiction: 'madrid', unit: gifts.unitOf('EUR'), inForceFrom: house.clock.now() };
    must(await house.giftSettings.setThreshold({ ...threshold, below: 900n }));
    must(await there.setThreshold({ ...threshold, below: 100n, inForceFrom: house.clock.now() }));
    const more = { jurisdiction: 'madrid', currency: 'EUR', below: '5.00', inForceFrom: inDays(0) };
    expect((await ask(THRESHOLDS, more)).status).toBe(202);

    const rate = { tenant, fromUnit: gifts.unitOf('EUR'), toUnit: gifts.unitOf('USD'), inForceFrom: house.clock.now() };
    must(await there.setRate({ ...rate, numerator: 12n, denominator: 10n }));
    expect((await ask(RATES, { from: 'EUR', to: 'USD', rate: '1.1', inForceFrom: inDays(0) })).status).toBe(202);
  });
});

describe('rates', () => {
  test('are changed by two in either direction, before or behind one that is scheduled, and said again by one', async () => {
    const set = (rate: string, inForceFrom: string) => ask(RATES, { from: 'USD', to: 'EUR', rate, inForceFrom });
    expect(await waitsFor(set('0.9', inDays(-10)))).toEqual([{ setting: 'USD EUR', before: 'none', after: '0.9' }]);
    expect((await set('0.90', inDays(-5))).status).toBe(201);
    expect(await waitsFor(set('0.0001', inDays(0)))).toMatchObject([{ before: '0.9', after: '0.0001' }]);
    expect((await set('0.9', inDays(1))).status).toBe(202);
    // What has ended already counts where it would be another in its place: receipts of an offline till come late.
    expect((await set('0.0001', inDays(-8))).status).toBe(202);
  });
});

describe('who asks', () => {
  const looser = (code: string) => ({ code, currency: 'EUR', ...numbers('6012'), ...RULES, voidHours: 70 });
  const cashOut = { jurisdiction: 'us-ca', currency: 'USD', below: '10.00', inForceFrom: '2026-01-01T00:00:00Z' };
  const rate = { from: 'EUR', to: 'USD', rate: '9', inForceFrom: '2026-02-01T00:00:00Z' };
  const all = (code: string): (readonly [string, object])[] => [
    [CLUB, looser(code)],
    [THRESHOLDS, cashOut],
    [RATES, rate],
  ];
  const waiting = async (): Promise<number> => {
    const { body } = await ask('GET /v1/approvals?limit=100', undefined as never, people.bea);
    return (body['items'] as readonly object[]).length;
  };

  test('is told no at once where he is bound to a part of the tenant, or has no right, and nobody is troubled', async () => {
    const before = await waiting();
    const issue = async (over: object): Promise<string> => {
      const all = ['settings:read', 'settings:write', 'sales:write'] as const;
      return must(await house.partners.issueCredential(house.tenant, { name: 'bound', scopes: [...all], ...over }))
        .secret;
    };
    const { person } = must(
      await house.staff.addPerson(house.tenant, { name: 'Cleo', email: 'cleo@example.com' }, {}),
    ).person;
    const bound = [await issue({ partner: 'mercado', person }), await issue({ partner: 'mercado' })];
    const none = await issue({ scopes: ['settings:read'], person });
    await house.refresh();
    for (const [what, body] of all('gift')) {
      for (const secret of bound) {
        const told = await ask(what, body, secret);
        expect([what, told.status, told.body['code']]).toEqual([what, 403, 'partners.credential.beyond_own']);
      }
      expect((await ask(what, body, none)).status).toBe(403);
    }
    expect(await waiting()).toBe(before);
  });

  test('waits as a credential of nobody too, unless the tenant says that its scopes are enough', async () => {
    const rules = { approvalNeedsPerson: true, approvalNeedsAuthenticator: false, newcomerHours: 0, bounds: [] };
    const bind = async (credentialsAreBound: boolean): Promise<void> => {
      must(await house.staff.setPolicy(house.tenant, { ...rules, credentialsAreBound }, {}, 'who asks'));
    };
    await bind(true);
    for (const [what, body] of all('gift')) expect((await ask(what, body, house.secrets.tenant)).status).toBe(202);
    await bind(false);
    const later = { inForceFrom: '2026-03-01T00:00:00Z' };
    for (const [what, body] of all('gift')) {
      const said = what === CLUB ? body : { ...body, ...later };
      expect((await ask(what, said, house.secrets.tenant)).status).toBe(201);
    }
  });
});
