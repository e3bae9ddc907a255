import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { BASE_EARN, makeHouse, must, type TestHouse } from '../../../test/house.ts';
import { walletOf } from '../../../test/sales.ts';
import { twoPeople } from '../../../test/two-people.ts';
import { instantFromIso, isoFromInstant, type Instant } from '../../kernel/instant.ts';
import { systemClock } from '../../platform/clock.ts';
import type { RulebookInput } from '../../rooms/promotions/index.ts';

// What moves no value by itself and opens the door to it: rules that a key publishes, occasions that are told, tiers, lists and attributes that
// promotions ask for, coupons, and who pays. Whoever does it by hand, or by a key that he issued, does it by two.

type Promotion = RulebookInput['promotions'][number];
const bonus = (code: string, points: string, over: Partial<Promotion> = {}): Promotion => ({
  ...{ code, priority: 10, firstOn: '2020-01-01' },
  effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points } }],
  ...over,
});
const asks = (code: string, points: string, kind: string, params: object): Promotion =>
  bonus(code, points, { conditions: [{ kind, params }] });

const PROMOTIONS: Promotion[] = [
  BASE_EARN,
  bonus('review', '900', { on: 'review' }),
  {
    ...bonus('cup', '1', { on: 'cup-returned' }),
    effects: [
      { kind: 'stamp-card', wallet: 'points', params: { card: 'cups', size: 3, points: '30', stampFor: 'receipt' } },
    ],
  },
  asks('gold-only', '8888', 'tier-in', { tiers: ['gold'] }),
  asks('staff-only', '666', 'attribute-is', { attribute: 'staff', values: [true] }),
  asks('parents', '55', 'expression', { when: 'has(member.attributes.children)' }),
];

let house: TestHouse;
let ana: string;
let bea: string;
let issued: string;
let ofPartner: string;
let free: string;
let count = 0;

type Told = { readonly status: number; readonly body: Record<string, unknown> & { readonly code?: string } };
const clock = systemClock();
const named = (): string => `two-${(count += 1)}`;
const ask = (what: string, body: object | undefined, secret: string): Promise<Told> =>
  house.request(what, body, { secret });

const BOUNDS = [{ kind: '*', unit: '*', upTo: 1000, perDay: 2000 }];
/** As strict as a tenant begins, but for the authenticator. */
const strict = async (over: object = {}): Promise<void> => {
  const rules = { approvalNeedsPerson: true, approvalNeedsAuthenticator: false, newcomerHours: 72, bounds: BOUNDS };
  must(await house.staff.setPolicy(house.tenant, { ...rules, credentialsAreBound: true, ...over }, {}, named()));
};

beforeAll(async () => {
  house = await makeHouse({ promotions: PROMOTIONS });
  ({ ana, bea } = await twoPeople(house, 1000));
  free = house.secrets.tenant;
  const scopes = (await ask('GET /v1/credentials', undefined, ana)).body as { items?: { scopes: string[] }[] };
  const all = scopes.items?.find((one) => one.scopes.length > 20)?.scopes ?? [];
  await strict();
  const narrow = { name: 'of a partner', scopes: ['members:write'], partner: 'mercado' };
  ofPartner = String((await ask('POST /v1/credentials', narrow, ana)).body['secret']);
  issued = String((await ask('POST /v1/credentials', { name: 'of nobody', scopes: all }, ana)).body['secret']);
});
afterAll(() => house.close());
afterEach(async () => {
  await assertBooks(house);
  await strict();
});

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
const booked = async (n = 0): Promise<bigint> => (await walletOf(house, house.people[n]!)).booked;
/** What a sale of one euro earns somebody at the till. */
const oneEuro = async (n = 0): Promise<bigint> => {
  const before = await booked(n);
  const sale = {
    ...{ reference: named(), occurredAt: isoFromInstant(clock.now()), currency: 'EUR' },
    ...{ member: { card: house.people[n]!.card }, lines: [{ sku: 'A', quantity: '1', amount: '1.00' }] },
    tenders: [{ kind: 'cash', amount: '1.00' }],
  };
  expect((await ask('POST /v1/sales', sale, house.secrets.till)).status).toBe(201);
  return (await booked(n)) - before;
};

describe('a rulebook', () => {
  const flood = () => ({ promotions: [...PROMOTIONS, bonus(`flood-${(count += 1)}`, '500000')] });
  const PATH = 'POST /v1/programs/club/rulebooks';

  test('that a key publishes waits, whoever issued it, and gives nothing meanwhile', async () => {
    expect((await ask(PATH, flood(), ana)).body.code).toBe('promotions.publication.needs_approval');
    for (const secret of [issued, free]) expect(await ask(PATH, flood(), secret)).toMatchObject(waits);
    expect(await oneEuro()).toBe(1n);
    expect(house.promotions.list(house.program().program)).toHaveLength(1);
  });

  test('is said to whoever decides as it is, and refused where it became another meanwhile', async () => {
    const more = { promotions: [...PROMOTIONS, bonus('two-more', '2')] };
    const [first, second] = [await ask(PATH, more, issued), await ask(PATH, flood(), issued)];
    expect(await approve(first)).toMatchObject({
      kind: 'promotions.rulebook',
      facts: { version: 2, changes: { added: ['two-more'], changed: [] }, promotions: [{ code: 'two-more' }] },
      now: { isSame: true },
    });
    expect(await oneEuro()).toBe(3n);
    const late = await ask(`POST /v1/approvals/${String(second.body['approval'])}/approve`, {}, bea);
    expect(late.body.code).toBe('staff.approval.effect_changed');
    expect((await ask(PATH, more, issued)).status).toBe(200);
    await approve(await ask(PATH, { promotions: PROMOTIONS }, issued));
  });

  test('goes in at once where the tenant has said that scopes alone bind keys: the pipeline', async () => {
    await strict({ credentialsAreBound: false });
    expect((await ask(PATH, { promotions: [...PROMOTIONS, bonus('piped', '4')] }, free)).status).toBe(201);
    expect((await ask(PATH, { promotions: PROMOTIONS }, free)).status).toBe(201);
  });

  test('opens a program where a key of the machine brings the first one, and where a person made the key it waits', async () => {
    const program = { code: 'second', name: 'Second', zone: 'Europe/Madrid', currency: 'EUR' };
    expect((await ask('POST /v1/programs', program, ana)).status).toBe(201);
    const first = { promotions: [] };
    const path = 'POST /v1/programs/second/rulebooks';
    expect(await ask(path, first, issued)).toMatchObject(waits);
    expect((await ask(path, first, free)).status).toBe(201);
  });
});

describe('an occasion', () => {
  const tell = (secret: string, over: object = {}): Promise<Told> =>
    ask(
      'POST /v1/occasions',
      { reference: named(), program: 'club', member: { phone: house.people[1].phone }, name: 'review', ...over },
      secret,
    );

  test('that a person tells counts with all that he moves by hand, by his key and by one that he issued', async () => {
    const before = await booked(1);
    const told = [await tell(ana), await tell(issued), await tell(ana), await tell(issued)];
    expect(told.map(({ status }) => status)).toEqual([201, 201, 202, 202]);
    expect(await booked(1)).toBe(before + 1_800n);
    const by = { program: 'club', member: { phone: house.people[1].phone }, walletType: 'points', reason: 'goodwill' };
    expect(await ask('POST /v1/adjustments', { reference: named(), ...by, points: '300' }, ana)).toMatchObject(waits);
    expect(await approve(told[2]!)).toMatchObject({
      ...{ kind: 'occasions.occasion', worth: { quantity: '900', unit: 'PTS' } },
      facts: { occasion: 'review', earned: [{ walletType: 'points', points: '900', unit: 'PTS' }] },
    });
    expect(await booked(1)).toBe(before + 2_700n);
    // A machine's key tells what the app has seen, as often as that is.
    for (let n = 0; n < 3; n++) expect((await tell(free)).status).toBe(201);
  });

  test('that gives stamps waits always, and one that gives nothing is booked', async () => {
    expect(await tell(ana, { name: 'cup-returned' })).toMatchObject(waits);
    expect((await tell(free, { name: 'cup-returned' })).status).toBe(201);
  });
});

describe('what promotions ask of a member', () => {
  const change = (secret: string, n: number, over: object): Promise<Told> =>
    ask(`PATCH /v1/members/${house.people[n]!.member}`, { reference: named(), channel: 'web', ...over }, secret);

  test('is given by two: a tier by hand', async () => {
    const gold = { tiers: [{ program: 'club', tier: 'gold', reason: 'complaint' }] };
    for (const secret of [ana, issued, ofPartner, free]) expect(await change(secret, 0, gold)).toMatchObject(waits);
    expect(await oneEuro()).toBe(1n);
    expect(await approve(await change(ana, 0, gold))).toMatchObject({
      kind: 'members.standing',
      facts: { changes: [{ setting: 'club tier', before: 'none', after: 'gold' }] },
    });
    expect(await oneEuro()).toBe(8_889n);
    // As it stands, and taken away again, by one.
    expect((await change(ana, 0, gold)).status).toBe(200);
    expect((await change(ana, 0, { tiers: [{ program: 'club', tier: null }] })).status).toBe(200);
    expect(await oneEuro()).toBe(1n);
    await strict({ credentialsAreBound: false });
    expect((await change(free, 0, gold)).status).toBe(200);
    expect((await change(free, 0, { tiers: [{ program: 'club', tier: null }] })).status).toBe(200);
  });

  test('is given by two: an attribute, to whoever joins too, and what nobody asks for by one', async () => {
    const staff = { attributes: { staff: true } };
    for (const secret of [ana, issued]) expect(await change(secret, 0, staff)).toMatchObject(waits);
    expect(await change(ana, 0, { attributes: { children: 2 } })).toMatchObject(waits);
    expect((await change(ana, 0, { attributes: { pet: 'cat' }, profile: { givenName: 'Eva' } })).status).toBe(200);
    const joins = { program: 'club', channel: 'web', phone: '+34600999111' };
    expect(await ask('POST /v1/members', { reference: named(), ...joins, ...staff }, ana)).toMatchObject(waits);
    expect((await ask('POST /v1/members', { reference: named(), ...joins }, ana)).status).toBe(201);
    const seen = await approve(await change(ana, 0, staff));
    expect(seen).toMatchObject({ facts: { attributes: ['staff'], promotions: ['staff-only'] } });
    expect(await oneEuro()).toBe(667n);
    expect((await change(ana, 0, { attributesRemoved: ['staff'] })).status).toBe(200);
    expect((await change(free, 0, staff)).status).toBe(200);
    expect((await change(free, 0, { attributesRemoved: ['staff'] })).status).toBe(200);
  });

  test('is given by two: a place on a list, once a promotion that is published or scheduled asks for it', async () => {
    expect((await ask('PUT /v1/segments/vips', { name: 'VIPs' }, ana)).status).toBe(201);
    const list = (secret: string, over: object): Promise<Told> =>
      ask('POST /v1/segments/vips/members', { reference: named(), add: [], remove: [], ...over }, secret);
    const eva = { card: house.people[0].card };
    const before = { reference: named(), add: [eva] };
    // Nobody asks for the list yet.
    expect((await list(ana, before)).status).toBe(200);
    expect((await list(ana, { remove: [eva] })).status).toBe(200);
    const vips = asks('vips', '7777', 'segment-in', { segments: ['vips'] });
    must(await house.publish([...PROMOTIONS, vips], instantFromIso('2999-01-01T00:00:00Z') as Instant));
    expect(await list(ana, { add: [eva] })).toMatchObject(waits);
    must(await house.publish([...PROMOTIONS, vips]));
    for (const secret of [ana, issued]) {
      expect(await list(secret, { add: [eva] })).toMatchObject(waits);
      const file = { reference: named(), csv: `card\n${eva.card}\n`, isWhole: false };
      expect(await ask('POST /v1/segments/vips/file', file, secret)).toMatchObject(waits);
    }
    expect((await list(ana, before)).status).toBe(200);
    expect(await oneEuro()).toBe(1n);
    expect(await approve(await list(ana, { add: [eva] }))).toMatchObject({
      facts: { segment: 'vips', add: 1, remove: 0, promotions: ['vips'], members: [house.people[0].member] },
    });
    expect(await oneEuro()).toBe(7_778n);
    expect((await list(ana, { remove: [eva] })).status).toBe(200);
    expect((await list(free, { add: [eva] })).status).toBe(200);
    expect((await list(free, { remove: [eva] })).status).toBe(200);
    must(await house.publish(PROMOTIONS));
  });
});

describe('rules of tiers', () => {
  const PATH = 'PUT /v1/programs/club/tiers';
  const level = (code: string, threshold: string, over: object = {}) => ({ code, name: code, threshold, ...over });
  const rules = (over: object = {}): object => ({
    ...{ metric: 'spend', window: { per: 'year' }, validity: 'end_of_period', downgrade: 'full' },
    ...{ levels: [level('silver', '500.00'), level('gold', '2000.00')], ...over },
  });

  test('wait where they are looser than those that hold, or first ones of which a promotion knows already', async () => {
    const first = await ask(PATH, rules(), ana);
    expect(await approve(first)).toMatchObject({
      facts: { changes: [{ setting: 'levels.gold', before: 'none', after: '2000.00' }] },
    });
    for (const secret of [ana, issued, free])
      expect(
        await ask(PATH, rules({ levels: [level('silver', '0.50'), level('gold', '1.00')] }), secret),
      ).toMatchObject(waits);
    const looser: object[] = [
      { validity: 'end_of_next_period' },
      { downgrade: 'one_step' },
      { grace: { days: 30 } },
      { window: { days: 300 }, validity: { days: 300 } },
      { purchaseTier: 'after' },
      { returns: 'keep' },
      { metric: 'visits', levels: [level('silver', '500'), level('gold', '2000')] },
      { levels: [level('silver', '500.00'), level('gold', '2000.00', { isKept: true })] },
      { levels: [level('silver', '500.00'), level('gold', '2000.00', { benefits: { lounge: true } })] },
      { levels: [level('silver', '500.00'), level('gold', '2000.00'), level('platinum', '9000.00')] },
    ];
    for (const over of looser) expect(await ask(PATH, rules(over), ana), JSON.stringify(over)).toMatchObject(waits);
    expect((await ask(PATH, rules(), ana)).status).toBe(200);
    const stricter = rules({ levels: [level('silver', '600.00'), level('gold', '3000.00')] });
    expect((await ask(PATH, stricter, ana)).status).toBe(201);
    // To undo one's own tightening is to loosen.
    expect(await ask(PATH, rules(), ana)).toMatchObject(waits);
  });

  test('give tiers by hand by two, and lower them by one', async () => {
    const { member } = house.people[2];
    const give = (tier: string): Promise<Told> => {
      const tiers = [{ program: 'club', tier, reason: 'complaint' }];
      return ask(`PATCH /v1/members/${member}`, { reference: named(), channel: 'web', tiers }, ana);
    };
    expect((await give('platinum')).body.code).toBe('tiers.level.unknown');
    await approve(await give('gold'));
    expect((await give('silver')).status).toBe(200);
    expect(await give('gold')).toMatchObject(waits);
  });
});

describe('coupons', () => {
  const SERIES = '/v1/programs/club/coupon-series';
  const make = (secret: string): Promise<Told> =>
    ask(`POST ${SERIES}/SPRING/codes`, { reference: named(), count: 5 }, secret);

  test('are made good by two, and more of them are made by two from then on', async () => {
    const series = { code: 'SPRING', validFrom: '2020-01-01T00:00:00Z' };
    expect((await ask(`POST ${SERIES}`, series, ana)).status).toBe(201);
    expect((await make(ana)).status).toBe(201);
    const publish = (secret: string): Promise<Told> => ask(`POST ${SERIES}/SPRING/publish`, undefined, secret);
    for (const secret of [issued, free]) expect(await publish(secret)).toMatchObject(waits);
    expect(await approve(await publish(ana))).toMatchObject({ facts: { series: 'SPRING', codes: 5 } });
    expect((await publish(ana)).body['state']).toBe('published');
    for (const secret of [ana, issued, free]) expect(await make(secret)).toMatchObject(waits);
    await approve(await make(ana));
    expect((await ask(`GET ${SERIES}/SPRING`, undefined, ana)).body).toMatchObject({ codes: { made: 10 } });
  });
});

describe('who pays for points', () => {
  const PATH = '/v1/programs/club/funding-contracts';
  const contract = (code: string) => ({
    ...{ code, partner: 'mercado', terms: 'prepaid', unit: 'PTS' },
    ...{ price: { points: '100', money: '0.01' }, firstOn: '2020-01-01' },
  });
  const block = (points: string) => ({ reference: named(), points, firstOn: '2020-01-01' });

  test('is agreed by two, and a block beyond what one may alone is bought by two', async () => {
    for (const secret of [issued, free])
      expect(await ask(`POST ${PATH}`, contract('cheap'), secret)).toMatchObject(waits);
    expect(await approve(await ask(`POST ${PATH}`, contract('cheap'), ana))).toMatchObject({
      facts: { terms: 'prepaid', price: { points: '100', money: '0.01' } },
    });
    expect((await ask(`POST ${PATH}`, contract('cheap'), ana)).status).toBe(200);
    const buy = (points: string, secret: string): Promise<Told> =>
      ask(`POST ${PATH}/cheap/blocks`, block(points), secret);
    for (const secret of [ana, issued, free]) expect(await buy('99999999', secret)).toMatchObject(waits);
    const large = await buy('5000', ana);
    expect(await approve(large)).toMatchObject({
      ...{ kind: 'funding.block', worth: { quantity: '5000', unit: 'PTS' } },
      facts: { contract: 'cheap', price: { points: '100', money: '0.01 EUR' } },
    });
    const { items } = (await ask(`GET ${PATH}`, undefined, ana)).body as { items: { blocks: { points: string }[] }[] };
    expect(items[0]?.blocks.map(({ points }) => points)).toEqual(['5000']);
    await strict({ bounds: [{ kind: '*', unit: '*', upTo: 1000, perDay: 1_000_000 }] });
    expect((await buy('1000', ana)).status).toBe(201);
    expect(await buy('1001', ana)).toMatchObject(waits);
  });
});

describe('a processor', () => {
  const call = {
    method: 'POST',
    path: '/call',
    body: { card: '{card}', reference: '{reference}' },
    fields: { balance: 'balance' },
  };
  const service = (over: object = {}): object => ({
    ...{ url: 'https://processor.example.com/api', format: 'json', balance: call },
    transactions: { ...call, path: '/list', items: 'items', fields: { id: 'id', amount: 'amount', at: 'at' } },
    ...over,
  });
  const paying = {
    redeem: { ...call, path: '/pay', verdict: { path: 'ok', yes: ['yes'] }, fields: { id: 'id' } },
    reverse: { ...call, path: '/undo', verdict: { path: 'ok', yes: ['yes'] }, fields: { id: 'id' } },
    find: { ...call, path: '/find', verdict: { path: 'ok', yes: ['yes'] }, fields: { id: 'id' } },
  };
  const put = (secret: string, what: object, over: object = {}): Promise<Told> =>
    ask('PUT /v1/processors/other', { unit: 'EUR', service: what, ...over }, secret);

  test('that takes payments is set up by two, and paused by one; one that tells balances is set up by one', async () => {
    expect((await put(ana, service())).status).toBe(200);
    for (const secret of [ana, issued, free]) expect(await put(secret, service(paying))).toMatchObject(waits);
    expect(await approve(await put(ana, service(paying)))).toMatchObject({ facts: { processor: 'other' } });
    expect((await put(ana, service(paying), { state: 'paused' })).status).toBe(200);
    const elsewhere = service({ ...paying, url: 'https://mine.example.com/api' });
    expect(await put(ana, elsewhere)).toMatchObject(waits);
    expect(await put(ana, service(paying), { secretHeaders: { 'x-key': 'mine' } })).toMatchObject(waits);
  });
});
