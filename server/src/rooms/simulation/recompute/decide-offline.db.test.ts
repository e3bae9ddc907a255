import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeHouse, must, type TestHouse } from '../../../../test/house.ts';
import { addSeconds, instantFromIso, isoFromInstant, type Instant } from '../../../kernel/instant.ts';
import { createZone } from '../../../kernel/zone.ts';
import { manualClock } from '../../../platform/clock.ts';
import type { RulebookInput } from '../../promotions/index.ts';
import { decideOffline } from './decide-offline.ts';
import type { OfferRule, OfflineReceipt, OfflineSet } from './offline-set.ts';

type Promotion = RulebookInput['promotions'][number];
const HOUR = 3_600;
const SEED = 20_270_301;

const when = (...conditions: readonly (readonly [kind: string, params: object])[]) => ({
  conditions: conditions.map(([kind, params]) => ({ kind, params })),
});
const points = (kind: string, params: object, more: object = {}) => ({
  effects: [{ kind, wallet: 'points', params, ...more }],
});
const price = (kind: string, params: object, more: object = {}) => ({ effects: [{ kind, params, ...more }] });
let priority = 0;
const one = (code: string, ...parts: readonly object[]): Promotion =>
  Object.assign({ code, priority: (priority += 10), firstOn: '2020-01-01' }, ...parts) as Promotion;

const dairy = { categories: ['food/dairy'] };
const PRICES = [
  one('dairy-tenth', { group: 'sale' }, price('percent-discount', { percent: '10', lines: dairy })),
  one('milk-3-for-2', { group: 'sale' }, price('n-for-m', { take: 3, pay: 2, lines: { skus: ['milk'] } })),
  one(
    'morning',
    when(['time-window', { from: '08:00', to: '11:30' }]),
    price('fixed-discount', { amount: '0.70', lines: { labels: ['fresh'] } }),
  ),
  one(
    'weekend',
    when(['weekday-in', { weekdays: ['saturday', 'sunday'] }], ['min-basket', { min: '15.00', base: 'net' }]),
    price('percent-discount', { percent: '3.5' }, { cap: '1.20' }),
  ),
  one(
    'hello',
    { stacking: 'always' },
    when(['coupon-shown', { codes: ['HELLO'] }]),
    price('fixed-discount', { amount: '1.00' }),
  ),
  one('mug', when(['min-basket', { min: '40.00', base: 'gross' }]), price('gift-line', { sku: 'mug' })),
  one('elsewhere', when(['outlet-in', { outlets: ['playa'] }]), price('percent-discount', { percent: '50' })),
];
const POINTS = [
  one('base', points('points-per-amount', { points: '1', step: '1.00', per: 'receipt' })),
  one(
    'fresh',
    when(['lines-include', { lines: { labels: ['fresh'] }, min: '2' }]),
    points('points-per-item', { points: '3', items: '1', per: 'line', lines: { labels: ['fresh'] } }),
  ),
  one(
    'no-drinks',
    when(['lines-exclude', { none: { categories: ['drinks'] } }]),
    points('fixed-bonus', { points: '7' }),
    { excludes: ['small'] },
  ),
  one('small', when(['max-basket', { max: '12.00', base: 'net' }]), points('fixed-bonus', { points: '4' })),
  one(
    'bands',
    points(
      'tiered-rates',
      {
        step: '5.00',
        bands: [
          { from: '0', points: '1' },
          { from: '25.00', points: '3' },
        ],
        lines: dairy,
      },
      { cap: '9' },
    ),
  ),
  one(
    'city-double',
    when(['outlet-group-in', { groups: ['city'] }]),
    points('multiplier', { factor: '1.5', per: 'line', of: ['base', 'fresh'] }),
  ),
  // Who buys only the server knows, and what was used of a limit, and which code was used up.
  one('gold', when(['tier-in', { tiers: ['gold'] }]), points('fixed-bonus', { points: '50' })),
  one('once', points('fixed-bonus', { points: '20' }), {
    limits: [{ per: 'member', of: 'uses', max: '1', period: 'ever', over: 'reject' }],
  }),
  one('unique', when(['coupon-shown', { codes: ['UNIQUE'] }]), points('fixed-bonus', { points: '90' })),
  one('all-double', points('multiplier', { factor: '2', per: 'receipt' })),
  one('last-word', { stacking: 'always' }, points('fixed-bonus', { points: '2' })),
];
const FOR_GOLD = one(
  'for-gold',
  { priority: 45 },
  when(['tier-in', { tiers: ['gold'] }]),
  price('percent-discount', { percent: '5' }),
);
const GROUPS = [{ code: 'sale', evaluate: 'highest', scope: 'basket' }] as const;

// Promotions that share the lines of a receipt among them: each line goes to one of its group.
const BY_LINE = (['highest', 'lowest', 'first'] as const).map(
  (evaluate) => ({ code: evaluate, evaluate, scope: 'line' }) as const,
);
const SHARING = [
  one('dairy-off', { group: 'highest' }, price('percent-discount', { percent: '10', lines: dairy })),
  one('milk-off', { group: 'highest' }, price('fixed-discount', { amount: '0.90', lines: { skus: ['milk'] } })),
  one(
    'fresh-off',
    { group: 'highest' },
    price('percent-discount', { percent: '20', lines: { labels: ['fresh'] } }, { cap: '1.50' }),
  ),
  one('own-off', { group: 'first' }, price('percent-discount', { percent: '5', lines: { brands: ['Own'] } })),
  one('pop-off', { group: 'first' }, price('fixed-discount', { amount: '0.30', lines: { brands: ['Pop', 'Own'] } })),
  one('gift-left', { group: 'first' }, price('gift-line', { sku: 'mug' })),
  one('by-euro', { group: 'lowest' }, points('points-per-amount', { points: '1', step: '1.00', per: 'line' })),
  one('by-piece', { group: 'lowest' }, points('points-per-item', { points: '2', items: '1', per: 'line' })),
  // Of what discounts of their group left: a line that one of them took earns nothing here.
  one(
    'food-points',
    { group: 'first' },
    points('points-per-amount', { points: '2', step: '3.00', per: 'receipt', lines: { skus: ['milk'] } }),
  ),
  one(
    'rest-points',
    { group: 'first' },
    points('points-per-amount', { points: '1', step: '0.70', per: 'receipt' }, { cap: '25' }),
  ),
  one(
    'line-double',
    points('multiplier', { factor: '2.5', per: 'line', multiplies: 'exact', of: ['by-euro', 'food-points'] }),
  ),
  one(
    'half-more',
    points('multiplier', { factor: '1.5', per: 'receipt', multiplies: 'exact', of: ['by-piece', 'rest-points'] }),
  ),
];

let house: TestHouse;
const clock = manualClock(instantFromIso('2027-03-01T07:00:00Z') as Instant);
const OFFERS = 'GET /v1/programs/club/offers?outlet=centro';

type Offer = {
  promotion: string;
  version: number;
  rule: OfferRule;
  until?: string;
  from?: string;
  offline: { decides: boolean; because?: { reason: string; of: string }[] };
};
type Set_ = {
  version: string;
  place: { groups: string[]; partner: string; zone: string };
  knownUntil: string;
  rulebooks: {
    from?: string;
    promotions: string[];
    groups: OfflineSet['groups'];
    units: { currency: { decimals: number }; wallets: Record<string, { decimals: number }> };
  }[];
  live: Offer[];
  next: (Offer & { from: string })[];
};
const fetchSet = async (): Promise<Set_> => (await house.request(OFFERS)).body as unknown as Set_;

// The same sequence in every run (mulberry32).
let state = SEED;
const random = (below: number): number => {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
};
const GOODS = [
  { sku: 'milk', category: 'food/dairy/milk', brand: 'Alba', labels: ['fresh'] },
  { sku: 'cheese', category: 'food/dairy/cheese', brand: 'Sierra', labels: [] },
  { sku: 'bread', category: 'food/bread', brand: 'Own', labels: ['fresh'] },
  { sku: 'cola', category: 'drinks/soft', brand: 'Pop', labels: [] },
  { sku: 'soap', category: 'home', brand: 'Own', labels: ['eco'] },
] as const;
type Line = {
  line: number;
  sku: string;
  category: string;
  brand: string;
  labels: readonly string[];
  quantity: string;
  amount: string;
};
const drawLines = (): Line[] =>
  Array.from({ length: 1 + random(5) }, (_, at) => {
    const goods = GOODS[random(GOODS.length)] as (typeof GOODS)[number];
    const pieces = 1 + random(4);
    const cents = pieces * (45 + random(900));
    return { line: at + 1, ...goods, quantity: String(pieces), amount: (cents / 100).toFixed(2) };
  });

/** What of a set is in force at a moment, by the set alone. Days, hours and all else the rules say themselves. */
const inForceAt = (set: Set_, at: Instant): Offer[] => {
  expect(at).toBeLessThan(instantFromIso(set.knownUntil) as Instant);
  const rulebook = set.rulebooks.findLast(({ from }) => from === undefined || at >= (instantFromIso(from) as Instant));
  const offers = new Map([...set.live, ...set.next].map((offer) => [`${offer.promotion}/${offer.version}`, offer]));
  return (rulebook?.promotions ?? []).flatMap((key) => offers.get(key) ?? []);
};

const decideBy = (set: Set_, rules: readonly OfferRule[], lines: readonly Line[], coupons: readonly string[]) => {
  const [{ groups, units }] = set.rulebooks as [Set_['rulebooks'][number]];
  const { date, minuteOfDay, weekday } = createZone(set.place.zone).localOf(clock.now());
  const receipt: OfflineReceipt = {
    place: { outlet: 'centro', groups: set.place.groups, partner: set.place.partner, channel: 'till', terminal: 'T1' },
    ...{ local: { date, minuteOfDay, weekday }, coupons },
    lines: lines.map(({ quantity, amount, ...line }) => ({
      ...line,
      ...{ kind: 'product', quantity: BigInt(quantity) * 1_000n, gross: BigInt(Math.round(Number(amount) * 100)) },
      ...{ discount: 0n, tax: 0n, byPoints: 0n },
    })),
  };
  const wallets = Object.fromEntries(Object.entries(units.wallets).map(([code, unit]) => [code, unit.decimals]));
  return decideOffline({ rules, groups, decimals: { money: units.currency.decimals, wallets } }, receipt);
};

type Told = Record<string, string>;
const toldOffline = ({ points: given, off, gifts }: ReturnType<typeof decideOffline>): Told => ({
  ...Object.fromEntries([...given].map(([code, all]) => [`${code} points`, String(all)])),
  ...Object.fromEntries(
    [...off].map(([code, parts]) => [
      `${code} off`,
      (Number(parts.reduce((sum, [, part]) => sum + part, 0n)) / 100).toFixed(2),
    ]),
  ),
  ...Object.fromEntries(gifts.map((code) => [`${code} gift`, 'mug'])),
});

/** What the server says of the same receipt. */
const quoted = async (lines: readonly Line[], coupons: readonly string[]): Promise<Told> => {
  const { status, body } = await house.request('POST /v1/sales/quote', {
    ...{ occurredAt: isoFromInstant(clock.now()), currency: 'EUR', member: { card: house.people[0].card } },
    ...{ lines, ...(coupons.length > 0 && { coupons }) },
  });
  expect(status).toBe(200);
  const told = body as unknown as {
    promotions: { code: string; points: string }[];
    discounts?: { promotion: string; amount: string }[];
    gifts?: { promotion: string; sku: string }[];
  };
  return Object.fromEntries([
    ...told.promotions.map(({ code, points: all }) => [`${code} points`, all]),
    ...(told.discounts ?? []).map(({ promotion, amount }) => [`${promotion} off`, amount]),
    ...(told.gifts ?? []).map(({ promotion, sku }) => [`${promotion} gift`, sku]),
  ]) as Told;
};
const only = (told: Told, codes: ReadonlySet<string>): Told =>
  Object.fromEntries(Object.entries(told).filter(([name]) => codes.has(name.split(' ')[0] as string)));

const publish = async (
  promotions: readonly Promotion[],
  groups: RulebookInput['groups'] = [...GROUPS],
): Promise<void> => {
  const content = { earnBase: 'net_of_points', groups, promotions: [...promotions] } as RulebookInput;
  must(await house.promotions.publish({ program: house.program().program, content }));
  clock.set(addSeconds(clock.now(), 60));
};

beforeAll(async () => {
  house = await makeHouse({ clock, movesTime: true, promotions: [] });
  const series = { code: 'UNIQUE', validFrom: '2027-01-01T00:00:00Z' };
  await house.request('POST /v1/programs/club/coupon-series', series, { secret: house.secrets.tenant });
});
afterAll(() => house.close());

const isSame = (one: Told, other: Told): boolean =>
  JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());

/** The set as one would read it who takes every group for one over the whole basket. */
const wholeGroups = (set: Set_): Set_ => ({
  ...set,
  rulebooks: set.rulebooks.map((one) => ({
    ...one,
    groups: one.groups.map((group) => ({ ...group, scope: 'basket' })),
  })),
});

/** So many receipts over a week, decided by a set that was pulled once a day, as a till does that is offline in between. */
async function compare(count: number) {
  const totals = { same: 0, gave: new Map<string, number>(), differsIfAllAreDecided: 0, differsIfGroupsAreWhole: 0 };
  let set = await fetchSet();
  for (let n = 0; n < count; n++) {
    if (n % 20 === 0) set = await fetchSet();
    clock.set(addSeconds(clock.now(), HOUR + random(HOUR)));
    const lines = drawLines();
    const coupons = random(3) === 0 ? ['HELLO'] : [];
    const live = inForceAt(set, clock.now());
    const rules = live.filter(({ offline }) => offline.decides).map(({ rule }) => rule);
    const codes = new Set(rules.map(({ code }) => code));
    const server = await quoted(lines, coupons);
    const offline = toldOffline(decideBy(set, rules, lines, coupons));
    expect(offline, `receipt ${n}: ${JSON.stringify(lines)} at ${isoFromInstant(clock.now())}`).toEqual(
      only(server, codes),
    );
    totals.same++;
    const whole = toldOffline(decideBy(wholeGroups(set), rules, lines, coupons));
    if (!isSame(whole, offline)) totals.differsIfGroupsAreWhole++;
    for (const name of Object.keys(offline)) totals.gave.set(name, (totals.gave.get(name) ?? 0) + 1);
    const all = toldOffline(
      decideBy(
        set,
        live.map(({ rule }) => rule),
        lines,
        coupons,
      ),
    );
    if (!isSame(all, server)) totals.differsIfAllAreDecided++;
  }
  return totals;
}

describe('a till that has only the offer set', () => {
  test('comes to what the server comes to, on 200 receipts over weeks, for all that is marked', async () => {
    await publish([...PRICES, ...POINTS]);
    const { live } = await fetchSet();
    const because = Object.fromEntries(live.map(({ promotion, offline }) => [promotion, offline.because?.[0]]));
    expect(because).toMatchObject({
      gold: { reason: 'condition', of: 'tier-in' },
      once: { reason: 'limit', of: 'member.uses.ever' },
      unique: { reason: 'coupon_codes', of: 'UNIQUE' },
      // It multiplies what the three before it give.
      'all-double': { reason: 'another_promotion' },
    });
    for (const code of ['dairy-tenth', 'base', 'fresh', 'city-double', 'no-drinks', 'last-word'])
      expect(because[code]).toBeUndefined();

    // What is given once has been given: only the server knows, and whoever decided it all the same would give it again.
    const spent = await house.request('POST /v1/sales', {
      ...{ reference: 'once', occurredAt: isoFromInstant(clock.now()), currency: 'EUR' },
      ...{ member: { card: house.people[0].card }, lines: [{ line: 1, sku: 'soap', quantity: '1', amount: '3.00' }] },
    });
    expect(spent.status).toBe(201);
    const { same, gave, differsIfAllAreDecided } = await compare(200);
    expect(same).toBe(200);
    // The comparison is of something: each kind has given, and what is not marked is rightly not marked.
    const names = ['dairy-tenth off', 'milk-3-for-2 off', 'morning off', 'weekend off', 'hello off', 'mug gift'];
    for (const name of [
      ...names,
      'base points',
      'fresh points',
      'no-drinks points',
      'small points',
      'bands points',
      'city-double points',
    ])
      expect(gave.get(name) ?? 0, name).toBeGreaterThan(2);
    expect(gave.has('elsewhere off')).toBe(false);
    expect(differsIfAllAreDecided).toBe(200);
  }, 120_000);

  test('comes to the same where groups go line by line, each line to the one that gives most, least or first', async () => {
    await publish(SHARING, [...BY_LINE]);
    const { live } = await fetchSet();
    expect(live.filter(({ offline }) => !offline.decides)).toEqual([]);
    const { same, gave, differsIfGroupsAreWhole } = await compare(100);
    expect(same).toBe(100);
    for (const { code, effects } of SHARING) {
      const what = effects[0]?.kind === 'gift-line' ? 'gift' : effects[0]?.wallet === undefined ? 'off' : 'points';
      expect(gave.get(`${code} ${what}`) ?? 0, code).toBeGreaterThan(2);
    }
    expect(differsIfGroupsAreWhole).toBeGreaterThan(60);
  }, 120_000);

  test('is told to leave alone all that a price can change which it does not know', async () => {
    await publish([...PRICES, FOR_GOLD, ...POINTS]);
    const { live } = await fetchSet();
    const decided = live.filter(({ offline }) => offline.decides).map(({ promotion }) => promotion);
    // Only what has its turn before that discount: the group `sale`, in which nothing comes after it, and the morning.
    expect(decided.every((code) => ['dairy-tenth', 'milk-3-for-2', 'morning', 'weekend'].includes(code))).toBe(true);
    expect(decided).toContain('dairy-tenth');
    expect((await compare(40)).same).toBe(40);
  });

  test('pulls it again only when it has changed: by its ETag, and a coupon that gets codes changes it', async () => {
    const first = await house.request(OFFERS);
    const { etag } = first.headers as { etag: string };
    expect((first.body as unknown as Set_).version).toBe(etag.replaceAll('"', ''));
    const known = { headers: { 'if-none-match': etag } };
    expect(await house.request(OFFERS, undefined, known)).toMatchObject({ status: 304 });
    const series = { code: 'HELLO', validFrom: '2027-01-01T00:00:00Z' };
    await house.request('POST /v1/programs/club/coupon-series', series, { secret: house.secrets.tenant });
    const after = await house.request(OFFERS, undefined, known);
    expect(after.status).toBe(200);
    const hello = (after.body as unknown as Set_).live.find(({ promotion }) => promotion === 'hello');
    expect(hello?.offline.because).toContainEqual({ reason: 'coupon_codes', of: 'HELLO' });
  });
});
