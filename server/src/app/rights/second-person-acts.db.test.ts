import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { makeGiftHouse, type GiftHouse } from '../../../test/gift-house.ts';
import { must, type TestHouse } from '../../../test/house.ts';
import { bonusRange, stockCards } from '../../../test/card-stock.ts';
import { walletOf } from '../../../test/sales.ts';
import { twoPeople } from '../../../test/two-people.ts';

// Acts of all rooms that wait for a second person beyond what one may alone: who asks, what the other sees, what his yes does.

let gifts: GiftHouse;
let house: TestHouse;
let ana: string;
let bea: string;
let count = 0;

beforeAll(async () => {
  gifts = await makeGiftHouse();
  ({ house } = gifts);
  ({ ana, bea } = await twoPeople(house, 100));
});
afterAll(() => house.close());
afterEach(() => assertBooks(house));

type Told = { readonly status: number; readonly body: Record<string, unknown> & { readonly code?: string } };
const ask = (what: string, body: object | undefined, secret = ana): Promise<Told> =>
  house.request(what, body, { secret });
const named = (): string => `act-${++count}`;
const at = { outlet: 'centro', terminal: 'T2' };

/** Approves what waits, as Bea, who sees it before; gives what she saw. */
const approve = async (told: Told): Promise<Record<string, unknown>> => {
  expect(told).toMatchObject({ status: 202, body: { state: 'pending' } });
  const seen = await ask(`GET /v1/approvals/${String(told.body['approval'])}`, undefined, bea);
  expect((await ask(`POST /v1/approvals/${String(told.body['approval'])}/approve`, {}, ana)).body.code).toBe(
    'staff.approval.needs_second_person',
  );
  const yes = await ask(`POST /v1/approvals/${String(told.body['approval'])}/approve`, {}, bea);
  expect(yes).toMatchObject({ status: 200, body: { state: 'approved', isApplied: true } });
  expect(yes.body).not.toHaveProperty('refused');
  return seen.body;
};

describe('a gift card at the desk', () => {
  const act = (what: string, body: object, reference = named()): Promise<Told> =>
    ask(`POST /v1/gift-cards/${what}`, { reference, ...at, ...body });
  const balance = async (number: string): Promise<string> => {
    const { body } = await ask('POST /v1/gift-cards/balance', { ...at, card: { number } });
    return (body['balance'] as { booked: string }).booked;
  };
  const sold = async (amount: string): Promise<string> => {
    const number = gifts.number();
    expect((await gifts.ask('activate', { card: { number }, amount })).status).toBe(201);
    return number;
  };

  test('is sold and loaded alone up to the bound, with what is given on top, and beyond it by two', async () => {
    const number = gifts.number();
    expect((await act('activate', { card: { number }, amount: '100.00' })).status).toBe(201);
    expect((await act('load', { card: { number }, amount: '60.00', promotional: '40.00' })).status).toBe(201);
    const asked = await act('load', { card: { number }, amount: '60.00', promotional: '40.01' }, 'load-1');
    expect(await balance(number)).toBe('200.00');
    expect(await approve(asked)).toMatchObject({
      ...{ kind: 'giftcards.load', worth: { quantity: '100.01', unit: 'EUR' } },
      now: { isSame: true, after: { booked: '300.01' } },
    });
    expect(await balance(number)).toBe('300.01');
    // Told again it is the same request, and nothing more is loaded.
    const again = await act('load', { card: { number }, amount: '60.00', promotional: '40.01' }, 'load-1');
    expect(again).toMatchObject({ status: 202, body: { state: 'approved' } });
    expect(await balance(number)).toBe('300.01');
    const fresh = gifts.number();
    await approve(await act('activate', { card: { number: fresh }, amount: '500.00' }));
    expect(await balance(fresh)).toBe('500.00');
  });

  test('is moved, merged and replaced beyond the bound by two', async () => {
    const [from, to, next] = [await sold('400.00'), await sold('1.00'), gifts.number()];
    expect((await act('transfer', { card: { number: from }, to: { number: to }, amount: '100.00' })).status).toBe(201);
    await approve(await act('transfer', { card: { number: from }, to: { number: to }, amount: '100.01' }));
    expect([await balance(from), await balance(to)]).toEqual(['199.99', '201.01']);
    await approve(await act('merge', { card: { number: from }, to: { number: to } }));
    expect(await balance(to)).toBe('401.00');
    await approve(await act('replace', { card: { number: to }, newCard: { number: next }, reason: 'damaged' }));
    expect(await balance(next)).toBe('401.00');
  });

  test('is refunded and undone beyond the bound by two', async () => {
    const number = await sold('400.00');
    const paid = async (): Promise<string> => {
      const { body } = await act('redeem', { card: { number }, amount: '150.00' });
      return String(body['operation']);
    };
    await approve(await act('refund', { operation: await paid(), of: 'redemption' }));
    await approve(await act('void', { operation: await paid(), of: 'redemption' }));
    expect(await balance(number)).toBe('400.00');
    // A name that nobody has used moves nothing: it is closed at once.
    const closed = await act('void', { originalReference: 'never-used', of: 'redemption' });
    expect(closed.status).toBe(201);
  });

  test('is blocked at once, and free again by two where much is on it', async () => {
    const number = await sold('400.00');
    expect((await act('block', { card: { number }, reason: 'fraud' })).status).toBe(201);
    const asked = await act('unblock', { card: { number }, reason: 'other' });
    expect((await act('redeem', { card: { number }, amount: '1.00' })).body.code).toBe('cards.card.blocked');
    await approve(asked);
    expect((await act('redeem', { card: { number }, amount: '1.00' })).status).toBe(201);
  });

  test('of a till waits for nobody', async () => {
    const number = gifts.number();
    expect((await gifts.ask('activate', { card: { number }, amount: '900.00' })).status).toBe(201);
  });
});

describe('points by hand', () => {
  const granted = async (points: string): Promise<string> => {
    const body = { program: 'club', member: { phone: house.people[0].phone }, walletType: 'points', points };
    const given = await ask(
      'POST /v1/adjustments',
      { reference: named(), ...body, reason: 'goodwill' },
      house.secrets.tenant,
    );
    return String(given.body['operation']);
  };

  test('go from one member to another beyond the bound by two, and to nobody else', async () => {
    await granted('300');
    const [eva, leo] = house.people;
    const to = (await walletOf(house, leo)).booked;
    const body = { program: 'club', from: { phone: eva.phone }, to: { phone: leo.phone }, walletType: 'points' };
    const reason = 'member_request';
    const asked = await ask('POST /v1/transfers', { reference: named(), ...body, points: '150', reason });
    expect((await walletOf(house, leo)).booked).toBe(to);
    expect(await approve(asked)).toMatchObject({ facts: { member: eva.member, to: leo.member, points: '150' } });
    expect((await walletOf(house, leo)).booked).toBe(to + 150n);
  });

  test('are frozen at once and released by two', async () => {
    const operation = await granted('300');
    const mark = (act: string) => ask(`POST /v1/lots/${act}`, { reference: named(), operation, reason: 'fraud' });
    expect((await mark('freeze')).status).toBe(201);
    expect(await approve(await mark('unfreeze'))).toMatchObject({
      facts: { operation, released: [{ walletType: 'points', points: '300' }] },
      worth: { quantity: '300', unit: 'PTS' },
    });
    const [eva] = house.people;
    const wallet = { program: 'club', member: { phone: eva.phone }, walletType: 'points', reason: 'fraud' };
    expect((await ask('POST /v1/wallets/freeze', { reference: named(), ...wallet })).status).toBe(201);
    await approve(await ask('POST /v1/wallets/open', { reference: named(), ...wallet }));
  });
});

describe('many cards', () => {
  test('are blocked and freed alone up to the bound, and beyond it, or of a whole range, by two', async () => {
    must(await house.cards.openRange(house.tenant, bonusRange('bonus', '77')));
    const batch = house.tokens.encode('cbat', 0, await stockCards(house, 'bonus', '77', 1, 150));
    const block = (what: object) =>
      ask('POST /v1/card-suspensions', { reference: named(), ...what, reason: 'fraud', effects: ['spend'] });
    const lift = ({ body }: Told) => ask(`POST /v1/card-suspensions/${String(body['suspension'])}/lift`, {});
    const some = await block({ batch, serials: { first: 1, last: 100 } });
    expect(some.status).toBe(201);
    expect((await lift(some)).status).toBe(200);
    const seen = await approve(await block({ batch }));
    expect(seen).toMatchObject({ kind: 'cards.suspension', facts: { batch, cards: 150, effects: ['spend'] } });
    const [set] = await house.cards.listSuspensions(house.tenant, 1n << 40n, 1);
    expect(set).toMatchObject({ reason: 'fraud', effects: ['spend'] });
    const suspension = house.tokens.encode('csus', 0, set!.suspension);
    await approve(await lift({ status: 200, body: { suspension } }));
    expect((await house.cards.listSuspensions(house.tenant, 1n << 40n, 1))[0]?.liftedAt).toBeDefined();
    // How many cards a range will have nobody knows.
    await approve(await block({ range: 'bonus' }));
  });
});

describe('rules', () => {
  const put = (body: object) => ask('PUT /v1/programs/club/policy', body);
  const days = (): number => house.programs.settings().programByCode(house.tenant, 'club')!.policy.claimWithinDays;

  test('of a program become stricter at once and looser by two, who see what changes', async () => {
    expect((await put({ claimWithinDays: 20 })).status).toBe(200);
    const asked = await put({ claimWithinDays: 25 });
    expect(days()).toBe(20);
    expect(await approve(asked)).toMatchObject({
      facts: {
        program: 'club',
        looser: ['claimWithinDays'],
        before: { claimWithinDays: 20 },
        after: { claimWithinDays: 25 },
      },
    });
    expect(days()).toBe(25);
  });

  test('that have changed meanwhile are not loosened by an old request', async () => {
    const asked = await put({ claimWithinDays: 90 });
    expect((await put({ claimWithinDays: 10 })).status).toBe(200);
    const seen = await ask(`GET /v1/approvals/${String(asked.body['approval'])}`, undefined, bea);
    expect(seen.body).toMatchObject({ now: { isSame: false } });
    const yes = await ask(`POST /v1/approvals/${String(asked.body['approval'])}/approve`, {}, bea);
    expect(yes.body.code).toBe('staff.approval.effect_changed');
    expect(days()).toBe(10);
  });

  test('of gift cards and of paying them out likewise', async () => {
    const ends = { expiry: { after: { years: 5 } }, promotionalExpiry: { after: { months: 1 } } };
    const terms = { code: 'gift', currency: 'EUR', numbers: { prefix: '6012', length: 16 }, ...ends, transfer: true };
    const at = (voidHours: number) => ask('POST /v1/programs/club/gift-terms', { ...terms, voidHours });
    expect((await at(12)).status).toBe(201);
    await approve(await at(48));
    await approve(
      await ask('POST /v1/gift-rates', { from: 'EUR', to: 'USD', rate: '9', inForceFrom: '2026-01-01T00:00:00Z' }),
    );
    const threshold = { jurisdiction: 'es', currency: 'EUR', below: '5.00', inForceFrom: '2026-01-01T00:00:00Z' };
    await approve(await ask('POST /v1/cash-out-thresholds', threshold));
    expect(
      (await ask('POST /v1/cash-out-thresholds', { ...threshold, below: '4.00', inForceFrom: '2026-02-01T00:00:00Z' }))
        .status,
    ).toBe(201);
  });
});
