import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { makeGiftHouse, type GiftHouse } from '../../../test/gift-house.ts';
import { must, type TestHouse } from '../../../test/house.ts';
import { walletOf } from '../../../test/sales.ts';
import { employ, type SignedIn } from '../../../test/signed-in.ts';
import { twoPeople } from '../../../test/two-people.ts';
import { isoFromInstant } from '../../kernel/instant.ts';
import { actorOf } from '../../platform/audit.ts';
import { systemClock } from '../../platform/clock.ts';
import type { Principal } from '../../rooms/partners/index.ts';

// What tills do all day, done by hand: a person who types a receipt, or lets a key of his own type it, waits like anybody who moves value; a
// till does not, and nobody looks who it is.

let gifts: GiftHouse;
let house: TestHouse;
let ana: string;
let bea: string;
let count = 0;

type Told = { readonly status: number; readonly body: Record<string, unknown> & { readonly code?: string } };
const clock = systemClock();
const named = (): string => `hand-${(count += 1)}`;
const here = { outlet: 'centro', terminal: 'T1' };
const ask = (what: string, body: object | undefined, secret: string): Promise<Told> =>
  house.request(what, body, { secret });
const message = () => ({ reference: named(), occurredAt: isoFromInstant(clock.now()), ...here });

/** Her own key, and one of nobody that she issued. */
const keys: { name: string; secret: string }[] = [];

beforeAll(async () => {
  gifts = await makeGiftHouse();
  ({ house } = gifts);
  ({ ana, bea } = await twoPeople(house, 1000));
  const bounds = [
    { kind: '*', unit: '*', upTo: 1000, perDay: 1_000_000 },
    { kind: '*', unit: 'money', upTo: 200, perDay: 1_000_000 },
  ];
  // As strict as a tenant begins, but for the authenticator.
  const rules = { approvalNeedsPerson: true, approvalNeedsAuthenticator: false, newcomerHours: 72 };
  must(await house.staff.setPolicy(house.tenant, { ...rules, credentialsAreBound: true, bounds }, {}, 'strict'));
  keys.push({ name: 'her own key', secret: ana });
  const body = { name: 'of nobody', scopes: ['sales:write', 'members:read'] };
  const issued = await ask('POST /v1/credentials', body, ana);
  keys.push({ name: 'a key of nobody that she issued', secret: String(issued.body['secret']) });
  await house.refresh();
});
afterAll(() => house.close());

const waits = { status: 202, body: { state: 'pending' } };
/** Bea looks at what waits and says yes; gives what she saw. */
const approve = async ({ status, body }: Told): Promise<Record<string, unknown>> => {
  expect({ status, body }).toMatchObject(waits);
  const path = `/v1/approvals/${String(body['approval'])}`;
  const seen = await ask(`GET ${path}`, undefined, bea);
  const yes = await ask(`POST ${path}/approve`, {}, bea);
  expect(yes).toMatchObject({ status: 200, body: { state: 'approved', isApplied: true } });
  expect(yes.body).not.toHaveProperty('refused');
  return seen.body;
};
const eva = () => house.people[0];
const booked = async (): Promise<bigint> => (await walletOf(house, eva())).booked;
const line = (amount: string, more: object = {}): object => ({ sku: 'A', quantity: '1', amount, ...more });
const sale = (amount: string, more: object = {}): object => ({
  ...message(),
  ...{ currency: 'EUR', lines: [line(amount)], tenders: [{ kind: 'cash', amount }] },
  ...more,
});
const ofEva = (amount: string, more: object = {}): object => sale(amount, { member: { phone: eva().phone }, ...more });
const withCard = (number: string, amount: string): object =>
  sale(amount, { lines: [line(amount, { kind: 'gift_card', giftCard: { card: { number } } })] });
const onCard = (number: string) =>
  house
    .request('POST /v1/gift-cards/balance', { card: { number } })
    .then(({ body }) => (body as { balance?: { booked: string } }).balance?.booked);

describe('a receipt of a person, or of a key that he issued,', () => {
  const each = ['her own key', 'a key of nobody that she issued'];
  const secretOf = (name: string): string => keys.find((one) => one.name === name)!.secret;

  test.each(each)('that sells a gift card beyond the bound waits: %s', async (name) => {
    const number = gifts.number();
    const asked = await ask('POST /v1/sales', withCard(number, '5000.00'), secretOf(name));
    expect(asked).toMatchObject(waits);
    expect(await onCard(number)).toBeUndefined();
    const small = gifts.number();
    expect((await ask('POST /v1/sales', withCard(small, '100.00'), secretOf(name))).status).toBe(201);
    expect(await onCard(small)).toBe('100.00');
  });

  test.each(each)('that grants more points than its sender may alone waits: %s', async (name) => {
    const before = await booked();
    expect(await ask('POST /v1/sales', ofEva('50000.00'), secretOf(name))).toMatchObject(waits);
    expect(await booked()).toBe(before);
    expect((await ask('POST /v1/sales', ofEva('10.00'), secretOf(name))).status).toBe(201);
    expect(await booked()).toBe(before + 10n);
  });

  test.each(each)('does not go through the door for many: %s', async (name) => {
    const before = await booked();
    const operations = [ofEva('20.00'), ofEva('50000.00')].map((one) => ({ op: 'sale', ...one }));
    const told = await ask('POST /v1/batch', { operations: [...operations, { op: 'gift' }] }, secretOf(name));
    const { answers } = told.body as { answers: Told[] };
    expect(answers.map(({ status }) => status)).toEqual([201, 202, 400]);
    expect(await booked()).toBe(before + 20n);
    // The same is the same, alone or among others.
    const { op: _op, ...second } = operations[1]!;
    expect((await ask('POST /v1/sales', second, secretOf(name))).body).toEqual(answers[1]!.body);
  });

  test('counts with all that his keys did within the day', async () => {
    const bounds = [{ kind: '*', unit: '*', upTo: 1000, perDay: 3000 }];
    const rules = { approvalNeedsPerson: true, approvalNeedsAuthenticator: false, newcomerHours: 72 };
    must(await house.staff.setPolicy(house.tenant, { ...rules, bounds }, {}, 'a day of three thousand'));
    const statuses: number[] = [];
    for (const { secret } of [...keys, ...keys])
      statuses.push((await ask('POST /v1/sales', ofEva('900.00'), secret)).status);
    expect(statuses).toEqual([201, 201, 201, 202]);
    const wide = [
      { kind: '*', unit: '*', upTo: 1000, perDay: 1_000_000 },
      { kind: '*', unit: 'money', upTo: 200, perDay: 1_000_000 },
    ];
    must(await house.staff.setPolicy(house.tenant, { ...rules, bounds: wide }, {}, 'wide again'));
  });

  test('is booked by the yes of somebody else, once, with what that one saw', async () => {
    const before = await booked();
    const body = ofEva('3000.00');
    const asked = await ask('POST /v1/sales', body, ana);
    for (const { secret } of keys) {
      const own = await ask(`POST /v1/approvals/${String(asked.body['approval'])}/approve`, {}, secret);
      expect([own.status, own.body.code]).not.toContain(200);
    }
    expect(await approve(asked)).toMatchObject({
      ...{ kind: 'checkout.sale', subject: eva().member, worth: { quantity: '3000', unit: 'PTS' } },
      facts: { amount: '3000.00', unit: 'EUR', earned: [{ walletType: 'points', points: '3000', unit: 'PTS' }] },
      now: { isSame: true },
    });
    expect(await booked()).toBe(before + 3000n);
    expect(await ask('POST /v1/sales', body, ana)).toMatchObject({ status: 202, body: { state: 'approved' } });
    expect(await booked()).toBe(before + 3000n);
  });

  test('that tells of what happened keeps the day on which it did', async () => {
    const occurredAt = isoFromInstant((clock.now() - 40 * 86_400_000_000) as never);
    await approve(await ask('POST /v1/sales', ofEva('4000.00', { occurredAt, manner: 'notice' }), ana));
    const { body } = await ask(`GET /v1/operations?member=${eva().member}&limit=1`, undefined, house.secrets.tenant);
    const [found] = (body as { items: { occurredAt: string }[] }).items;
    expect(found?.occurredAt.slice(0, 10)).toBe(occurredAt.slice(0, 10));
  });

  test('that moves nothing is booked at once, however large', async () => {
    expect((await ask('POST /v1/sales', sale('90000.00'), ana)).status).toBe(201);
  });

  test('that is claimed for a member afterwards waits', async () => {
    const stranger = sale('7000.00');
    expect((await ask('POST /v1/sales', stranger, house.secrets.till)).status).toBe(201);
    const before = await booked();
    const { reference } = stranger as { reference: string };
    const claim = { ...message(), original: { reference }, member: { phone: eva().phone } };
    const asked = await ask('POST /v1/claims', claim, ana);
    expect(await booked()).toBe(before);
    await approve(asked);
    expect(await booked()).toBe(before + 7000n);
  });

  test('that comes back onto a gift card, or is undone with points that paid, waits', async () => {
    const bought = sale('3000.00');
    expect((await ask('POST /v1/sales', bought, house.secrets.till)).status).toBe(201);
    const back = (number: string, over: object = {}): object => ({
      ...message(),
      ...{ original: { reference: (bought as { reference: string }).reference }, lines: 'all' },
      ...{ toGiftCard: { newCard: { number } }, ...over },
    });
    const number = gifts.number();
    for (const { secret } of keys) expect(await ask('POST /v1/returns', back(number), secret)).toMatchObject(waits);
    expect(await onCard(number)).toBeUndefined();
    expect(await approve(await ask('POST /v1/returns', back(number), ana))).toMatchObject({
      facts: { toGiftCard: { amount: '3000.00', unit: 'EUR' } },
    });
    expect(await onCard(number)).toBe('3000.00');

    const paid = ofEva('100.00', {
      tenders: [
        { kind: 'points', points: '5000' },
        { kind: 'cash', amount: '50.00' },
      ],
    });
    expect((await ask('POST /v1/sales', paid, house.secrets.till)).body.code).toBe('members.code.needed');
    const byCard = { ...paid, member: { card: eva().card } };
    expect((await ask('POST /v1/sales', byCard, house.secrets.till)).status).toBe(201);
    const { reference } = byCard as unknown as { reference: string };
    const before = await booked();
    const undo = { ...message(), target: { family: 'sale', reference } };
    const asked = await ask('POST /v1/voids', undo, ana);
    expect(await booked()).toBe(before);
    await approve(asked);
    expect(await booked()).toBe(before + 5000n - 50n);
  });

  test('that has not come yet and comes back waits, since nobody knows how much it is', async () => {
    const back = { ...message(), original: { reference: 'never came' }, lines: 'all' };
    expect(await ask('POST /v1/returns', back, ana)).toMatchObject(waits);
    expect(await ask('POST /v1/returns', { ...back, reference: named() }, house.secrets.till)).toMatchObject({
      status: 202,
      body: { state: 'parked' },
    });
  });
});

describe('points that a person takes', () => {
  const redemption = (points: string, more: object = {}): object => ({
    ...{ reference: named(), ...here, member: { member: eva().member }, walletType: 'points', points },
    ...more,
  });

  test('by no card and no code wait beyond the bound, by herself and by a key that she issued', async () => {
    const before = await booked();
    for (const { secret } of keys) {
      expect(await ask('POST /v1/redemptions', redemption('6000'), secret)).toMatchObject(waits);
      expect(
        await ask('POST /v1/redemptions', redemption('6000', { member: { card: eva().card } }), secret),
      ).toMatchObject(waits);
    }
    expect(await booked()).toBe(before);
    const asked = await ask('POST /v1/redemptions', redemption('2000'), ana);
    expect(await approve(asked)).toMatchObject({ facts: { member: eva().member, points: '2000', unit: 'PTS' } });
    expect(await booked()).toBe(before - 2000n);
  });

  test('wait when a hold is taken, and when what was spent is given back', async () => {
    const before = await booked();
    const hold = redemption('2000');
    expect((await ask('POST /v1/holds', hold, ana)).status).toBe(201);
    const { reference } = hold as { reference: string };
    const capture = { reference: named(), ...here, holdReference: reference };
    expect((await ask('POST /v1/holds/capture', { ...capture, points: '10' }, ana)).status).toBe(201);
    const again = redemption('2000');
    expect((await ask('POST /v1/holds', again, ana)).status).toBe(201);
    const taken = { reference: named(), ...here, holdReference: (again as { reference: string }).reference };
    const asked = await ask('POST /v1/holds/capture', taken, ana);
    expect(await booked()).toBe(before - 10n);
    await approve(asked);
    expect(await booked()).toBe(before - 2010n);
    const undo = { reference: named(), ...here, originalReference: taken.reference };
    const back = await ask('POST /v1/redemptions/void', undo, ana);
    expect(await booked()).toBe(before - 2010n);
    await approve(back);
    expect(await booked()).toBe(before - 10n);
    // Nothing comes back under a name that nobody has used: it is closed at once.
    const closed = await ask(
      'POST /v1/redemptions/void',
      { ...undo, reference: named(), originalReference: 'unused' },
      ana,
    );
    expect(closed.status).toBe(201);
  });

  test('on a receipt wait as well', async () => {
    const before = await booked();
    const member = { member: eva().member };
    const tenders = [
      { kind: 'points', points: '5000' },
      { kind: 'cash', amount: '50.00' },
    ];
    expect(await ask('POST /v1/sales', sale('100.00', { member, tenders }), ana)).toMatchObject(waits);
    expect(await booked()).toBe(before);
  });
});

describe('a till', () => {
  test('or the server of a partner’s tills, sells and redeems any amount at once, though a person has issued its key, which another has confirmed', async () => {
    const issue = async (bound: object): Promise<string> => {
      const { body } = await ask('POST /v1/credentials', { name: 'till', scopes: ['sales:write'], ...bound }, ana);
      await approve({ status: 202, body: { approval: body['approval'], state: 'pending' } });
      return String(body['secret']);
    };
    const server = await issue({ partner: 'mercado' });
    const till = await issue({ outlet: 'centro', terminal: 'T1' });
    for (const secret of [house.secrets.till, till, server]) {
      expect((await ask('POST /v1/sales', withCard(gifts.number(), '5000.00'), secret)).status).toBe(201);
      const big = ofEva('50000.00');
      expect((await ask('POST /v1/sales', big, secret)).status).toBe(201);
      const points = { reference: named(), ...here, member: { member: eva().member }, walletType: 'points' };
      expect((await ask('POST /v1/redemptions', { ...points, points: '6000' }, secret)).status).toBe(201);
      const operations = [{ op: 'sale', ...ofEva('50000.00') }];
      const many = (await ask('POST /v1/batch', { operations }, secret)).body as { answers?: Told[] };
      expect(many.answers?.map(({ status }) => status)).toEqual([201]);
    }
  });

  test('is believed without a look: no promise is made, and nothing is read', async () => {
    const { isByHand } = house.staff.approvals;
    expect(isByHand(house.principals.till)).toBe(false);
    // A key that the machine made is asked for once in the life of the program.
    expect(await isByHand(house.principals.tenant)).toBe(false);
    expect(isByHand(house.principals.tenant)).toBe(false);
  });
});

describe('a price', () => {
  const wallet = (code: string, money: string, unit = 'PTS'): object => ({
    ...{ code, unit, spendOrder: 5, pays: { points: '1', money }, activation: 'none', expiry: 'never', rules: {} },
  });
  const define = (body: object, secret: string): Promise<Told> =>
    ask('POST /v1/programs/club/wallet-types', body, secret);

  test('of points is set by two, and a wallet that pays nothing by one', async () => {
    const asked = await define(wallet('gold', '1000.00'), ana);
    expect(asked).toMatchObject(waits);
    expect(house.walletTypes.byCode(house.program().program, 'gold')).toBeUndefined();
    expect(await approve(asked)).toMatchObject({
      kind: 'points.wallet_type',
      facts: { walletType: 'gold', pays: '1 PTS = 1000.00 EUR' },
    });
    expect(house.walletTypes.byCode(house.program().program, 'gold')).toMatchObject({ paysMoney: 100_000n });
    expect((await define(wallet('gold', '1000.00'), ana)).body.code).toBe('points.wallet_type.exists');
    expect((await define(wallet('merit', '0.00'), ana)).status).toBe(201);
    const issued = await ask('POST /v1/credentials', { name: 'setup', scopes: ['settings:write'] }, ana);
    expect(await define(wallet('platinum', '1000.00'), String(issued.body['secret']))).toMatchObject(waits);
    // By the command line of the machine a tenant is set up before there is anybody to ask.
    expect((await define(wallet('iron', '0.01'), house.secrets.tenant)).status).toBe(201);
  });
});

describe('dear points', () => {
  const give = (walletType: string, points: string, what = 'POST /v1/adjustments'): Promise<Told> => {
    const member = { phone: house.people[1].phone };
    return ask(what, { reference: named(), program: 'club', member, walletType, points, reason: 'goodwill' }, ana);
  };
  const bind = async (perDay: number): Promise<void> => {
    const bounds = [
      { kind: '*', unit: '*', upTo: 1000, perDay: 1_000_000 },
      { kind: '*', unit: 'money', upTo: 200, perDay },
    ];
    const rules = { approvalNeedsPerson: true, approvalNeedsAuthenticator: false, newcomerHours: 72 };
    must(await house.staff.setPolicy(house.tenant, { ...rules, bounds }, {}, `money to ${perDay}`));
  };

  test('are bound by what they pay, however few they are, and the quote says so', async () => {
    // A point of gold pays a thousand euros, one of the others a cent.
    expect(await give('gold', '900')).toMatchObject(waits);
    expect(await give('gold', '1')).toMatchObject(waits);
    expect((await give('gold', '1', 'POST /v1/adjustments/quote')).body['needsSecondPerson']).toBe(true);
    expect((await give('points', '900', 'POST /v1/adjustments/quote')).body['needsSecondPerson']).toBe(false);
    expect((await give('points', '900')).status).toBe(201);
    expect((await give('merit', '900')).status).toBe(201);
  });

  test('are bound within the day as well, together with money', async () => {
    const silver = { code: 'silver', unit: 'PTS', spendOrder: 6, pays: { points: '10', money: '1.00' } };
    const rest = { activation: 'none', expiry: 'never', rules: {} };
    await approve(await ask('POST /v1/programs/club/wallet-types', { ...silver, ...rest }, ana));
    const by = house.partners.authenticate(ana) as Principal;
    const told = { tenant: house.tenant, by: actorOf(by), kind: 'points.adjustment', unit: 'EUR' };
    const cents = (await house.staff.approvals.aloneNow(told))!.left;
    await bind(1_000_000 - Number(cents / 100n) + 200);
    const statuses: number[] = [];
    for (const points of ['900', '900', '900', '200', '10']) statuses.push((await give('silver', points)).status);
    // 90, 90, then 90 would be 270 of the 200 that were left; 20 fit, and not one more.
    expect(statuses).toEqual([201, 201, 202, 201, 202]);
    await bind(1_000_000);
  });
});

describe('the service desk', () => {
  test('that may return and not sell takes goods back, and waits where it is much; its own permission is enough for the yes', async () => {
    const permissions = ['returns:write', 'journal:read'];
    must(await house.staff.defineRole(house.tenant, { code: 'agent', name: 'Agent', permissions }, {}));
    const leo: SignedIn = (await employ(house, 'leo', { role: 'agent' })).ask;
    const bought = sale('900.00');
    expect((await ask('POST /v1/sales', bought, house.secrets.till)).status).toBe(201);
    const { reference } = bought as { reference: string };
    const back = (over: object): object => ({ ...message(), original: { reference }, ...over });
    const cash = await leo('POST /v1/returns', back({ lines: [{ line: 1, quantity: '0.1' }] }));
    expect(cash.status).toBe(201);
    const toGiftCard = { newCard: { number: gifts.number() } };
    const asked = await leo('POST /v1/returns', back({ lines: 'all', toGiftCard }));
    await approve(asked as Told);
    expect(await onCard(toGiftCard.newCard.number)).toBe('810.00');
    expect((await leo('POST /v1/sales', sale('1.00'))).status).toBe(403);
    await assertBooks(house);
  });
});
