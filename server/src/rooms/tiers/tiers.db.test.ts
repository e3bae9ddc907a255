import { afterAll, beforeAll, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { callerOf } from '../../../test/call-endpoint.ts';
import { BASE_EARN, makeHouse, type Person, type TestHouse } from '../../../test/house.ts';
import { daysAgo, done, freshName, line, openTills, type SaleInput, type Tills } from '../../../test/sales.ts';
import { isoFromInstant } from '../../kernel/instant.ts';
import { tierRoutes } from './http/routes.ts';
import { sweepTiers, type SweepTiersDeps } from './jobs/sweep-tiers.ts';

const DOUBLE_FOR_GOLD = {
  code: 'gold-double',
  priority: 200,
  firstOn: '2020-01-01',
  conditions: [{ kind: 'tier-in', params: { tiers: ['gold'] } }],
  effects: [{ kind: 'multiplier', wallet: 'points', params: { factor: '2', per: 'receipt' } }],
};
const WELCOME = {
  code: 'welcome',
  priority: 300,
  firstOn: '2020-01-01',
  conditions: [{ kind: 'first-purchase' }],
  effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points: '500' } }],
};
const LEVELS = [
  { code: 'silver', name: 'Silver', threshold: '100.00' },
  { code: 'gold', name: 'Gold', threshold: '300.00', benefits: { lounge: true } },
  { code: 'ambassador', name: 'Ambassador' },
];
const RULES = { metric: 'spend', window: { days: 30 }, validity: { days: 10 }, levels: LEVELS };

let house: TestHouse;
let tills: Tills;
let call: ReturnType<typeof callerOf<TestHouse['principals']['tenant']>>;
let people = 10;
beforeAll(async () => {
  house = await makeHouse({ promotions: [BASE_EARN, DOUBLE_FOR_GOLD, WELCOME] });
  tills = openTills(house);
  call = callerOf(tierRoutes(house));
  await put({ ...RULES, inForceFrom: isoFromInstant(daysAgo(300)) });
});
afterAll(() => house.close());

const put = (body: object, who = house.principals.tenant) => call(who, 'PUT /v1/programs/club/tiers', { body });
const somebody = (): Promise<Person> => house.enrol(++people);
const notice = (of: Person, days: number, cents: number, more: SaleInput = {}) =>
  done(tills.sell({ of, manner: 'notice', occurredAt: daysAgo(days), lines: [line(1, cents)], ...more }));
const tierOf = async ({ member }: Person): Promise<Record<string, unknown>> => {
  const answer = await call(house.principals.tenant, `GET /v1/members/${member}/tiers/club`);
  if ('refusal' in answer) throw new Error(answer.refusal);
  return answer.body as Record<string, unknown>;
};
const changes = async ({ member }: Person): Promise<string[]> => {
  const answer = await call(house.principals.tenant, `GET /v1/members/${member}/tiers/club/changes`);
  if ('refusal' in answer) throw new Error(answer.refusal);
  const { items } = answer.body as { items: { from?: string; to?: string; because: string }[] };
  return items.map(({ from, to, because }) => `${from ?? 'none'} > ${to ?? 'none'} ${because}`).reverse();
};
const kept = async ({ owner }: Person): Promise<{ tier: string; marks: number[][] } | undefined> =>
  (
    await house.database.query<{ tier: string; marks: number[][] }>(
      `select tier, state->'marks' as marks from tiers.standing where member = $1`,
      [owner],
    )
  )[0];
const sweep = (machine: SweepTiersDeps['machine'] = house.machine) =>
  sweepTiers({ ...house, definitions: house.tiers.definitions, memberTiers: house.tiers.members, machine });

test('a receipt earns by the tier before it; the next one by the tier that it has led to, which the member shows', async () => {
  const ana = await somebody();
  const first = await done(tills.sell({ of: ana, lines: [line(1, 30_000)] }));
  expect(first.earned.map(({ points }) => points)).toEqual(['800']);
  expect(await tierOf(ana)).toMatchObject({
    ...{ tier: 'gold', benefits: { lounge: true }, counted: '300.00', unit: 'EUR' },
    keep: { tier: 'gold', missing: '0.00' },
  });
  const second = await done(tills.sell({ of: ana, lines: [line(1, 1_000)] }));
  expect(second.earned.map(({ points }) => points)).toEqual(['20']);
  const member = await house.request(`GET /v1/members/${ana.member}`, undefined, { secret: house.secrets.tenant });
  expect(JSON.stringify(member)).toContain('"tier":"gold"');
  expect(await changes(ana)).toEqual(['none > gold reached']);
});

test('whoever was merged into another is left alone by the sweep until he is parted again', async () => {
  const [merged, survivor] = [await somebody(), await somebody()];
  await notice(merged, 60, 15_000);
  const into = (state: string, key: Person | undefined) =>
    house.database.query('update lanes.owner set state = $1, into_lane = $2, into_owner = $3 where owner = $4', [
      ...[state, key?.lane ?? null, key?.owner ?? null, merged.owner],
    ]);
  await into('merged', survivor);
  await sweep();
  expect((await kept(merged))?.tier).toBe('silver');
  await into('active', undefined);
  await sweep();
  expect((await kept(merged))?.tier).toBe('');
});

test('one with whom the sweep fails holds nobody else up, and is settled when it is tried again', async () => {
  const people = [await somebody(), await somebody(), await somebody()];
  for (const person of people) await notice(person, 60, 15_000);
  const tiers = async () => (await Promise.all(people.map(kept))).map((one) => one?.tier);
  const failing: SweepTiersDeps['machine'] = {
    submit: (operation, arrival) =>
      (arrival.input as { owner?: bigint }).owner === people[0]!.owner
        ? Promise.reject(new Error('this one is broken'))
        : house.machine.submit(operation, arrival),
  };
  await expect(sweep(failing)).rejects.toThrow('this one is broken');
  expect(await tiers()).toEqual(['silver', '', '']);
  await sweep();
  expect(await tiers()).toEqual(['', '', '']);
});

test('what time has done shows before anybody has booked it; the sweep books it once', async () => {
  const vera = await somebody();
  await notice(vera, 60, 15_000);
  expect(await tierOf(vera)).not.toHaveProperty('tier');
  expect((await kept(vera))?.tier).toBe('silver');
  expect(await sweep()).toBeGreaterThan(0);
  expect((await kept(vera))?.tier).toBe('');
  expect(await changes(vera)).toEqual(['none > silver reached', 'silver > none ended']);
  expect(await sweep()).toBe(0);
  const [entry] = await house.database.query(
    `select occurred_at < recorded_at as earlier, outlet from ledger.journal where kind = 'tiers.change' and owner = $1 order by seq desc`,
    [vera.owner],
  );
  expect(entry).toMatchObject({ earlier: true, outlet: 0 });
});

test('goods that come back are taken off at the date of their purchase, in any order, and a void takes all', async () => {
  const [one, other] = [await somebody(), await somebody()];
  const lines = [line(1, 20_000), line(2, 15_000)];
  const names = [freshName(), freshName()];
  await done(tills.sell({ of: one, lines, reference: names[0]! }));
  await done(tills.sell({ of: other, lines, reference: names[1]! }));
  await done(tills.giveBack(names[0]!, [[1, 1_000]]));
  await done(tills.giveBack(names[0]!, [[2, 500]]));
  await done(tills.giveBack(names[1]!, [[2, 500]]));
  await done(tills.giveBack(names[1]!, [[1, 1_000]]));
  expect((await kept(one))?.marks.map(([, ...mark]) => mark)).toEqual([[0, 7_500, 1]]);
  expect((await kept(other))?.marks.map(([, ...mark]) => mark)).toEqual([[0, 7_500, 1]]);
  expect(await changes(one)).toEqual(['none > gold reached', 'gold > silver returned', 'silver > none returned']);
  const third = await somebody();
  const name = freshName();
  await done(tills.sell({ of: third, lines, reference: name }));
  await done(tills.void(name));
  expect((await kept(third))?.marks).toEqual([]);
});

test('a return that waited for its sale leaves what the same return after it would', async () => {
  const [one, other] = [await somebody(), await somebody()];
  const [early, late] = [freshName(), freshName()];
  await done(tills.giveBack(early, [[1, 500]], { manner: 'notice', occurredAt: daysAgo(1) }));
  await notice(one, 2, 20_000, { reference: early });
  await notice(other, 2, 20_000, { reference: late });
  await done(tills.giveBack(late, [[1, 500]], { manner: 'notice', occurredAt: daysAgo(1) }));
  const counted = async (person: Person) => (await kept(person))?.marks.map(([, ...mark]) => mark);
  expect(await counted(one)).toEqual([[0, 10_000, 1]]);
  expect(await counted(other)).toEqual(await counted(one));
});

test('a receipt that is claimed counts as of its purchase', async () => {
  const eva = await somebody();
  const name = freshName();
  await done(tills.sell({ manner: 'notice', occurredAt: daysAgo(5), lines: [line(1, 12_000)], reference: name }));
  await done(tills.claim(name, eva));
  expect(await tierOf(eva)).toMatchObject({ tier: 'silver', counted: '120.00' });
  expect(await changes(eva)).toEqual(['none > silver counted_late']);
  await done(tills.giveBack(name, [[1, 500]]));
  expect(await tierOf(eva)).not.toHaveProperty('tier');
});

test('late receipts are met by the tier of then, and told once', async () => {
  const leo = await somebody();
  await notice(leo, 3, 1_000);
  // Five days ago Leo bought enough for gold; the receipt of four days ago, later still, finds him there.
  await notice(leo, 5, 30_000);
  const met = await notice(leo, 4, 1_000);
  expect(met.earned.map(({ points }) => points)).toEqual(['20']);
  expect(await changes(leo)).toEqual(['none > gold counted_late']);
});

test('a tier is given by hand with reason and end, shown, and taken back; one that is not there is refused', async () => {
  const ida = await somebody();
  const change = async (tiers: object[]): Promise<unknown> =>
    (
      await house.request(
        `PATCH /v1/members/${ida.member}`,
        { reference: freshName(), channel: 'web', tiers },
        { secret: house.secrets.tenant },
      )
    ).body;
  const until = '2090-01-01T00:00:00Z';
  await change([{ program: 'club', tier: 'ambassador', reason: 'opened the shop', until }]);
  expect(await tierOf(ida)).toMatchObject({ tier: 'ambassador', byHand: { reason: 'opened the shop' } });
  await done(tills.sell({ of: ida, lines: [line(1, 30_000)] }));
  expect(await tierOf(ida)).toMatchObject({ tier: 'ambassador' });
  await change([{ program: 'club', tier: null }]);
  expect(await tierOf(ida)).toMatchObject({ tier: 'gold' });
  expect(await changes(ida)).toEqual(['none > ambassador given_by_hand', 'ambassador > gold hand_ended']);
  expect(await change([{ program: 'club', tier: 'nobility' }])).toMatchObject({ code: 'tiers.level.unknown' });
  const over = [{ program: 'club', tier: 'gold', until: '2020-01-01T00:00:00Z' }];
  expect(await change(over)).toMatchObject({ code: 'tiers.by_hand.over' });
});

test('rules that contradict themselves are refused with the place, and nothing is published', async () => {
  const wrong: [object, string][] = [
    [{ metric: 'earned' }, 'counts.wallets'],
    [{ metric: 'earned', counts: { wallets: ['nothing'] } }, 'counts.wallets[0]'],
    [{ validity: 'end_of_period' }, 'validity'],
    [{ start: 'next_period' }, 'start'],
    [{ levels: [LEVELS[1], LEVELS[0]] }, 'levels[1].threshold'],
    [{ levels: [LEVELS[0], LEVELS[0]] }, 'levels[1].code'],
    [{ levels: [{ ...LEVELS[0], threshold: '1.001' }] }, 'levels[0].threshold'],
    [{ levels: [LEVELS[2]], downgrade: 'one_step' }, 'downgrade'],
    [{ metric: 'balance', counts: { wallets: ['points'] }, purchaseTier: 'after' }, 'purchaseTier'],
  ];
  for (const [more, place] of wrong) {
    const answer = await house.request(
      'PUT /v1/programs/club/tiers',
      { ...RULES, ...more },
      { secret: house.secrets.tenant },
    );
    expect(answer.body).toMatchObject({ code: 'tiers.definition.wrong', facts: { place } });
  }
  expect(await put({ ...RULES, inForceFrom: isoFromInstant(daysAgo(1)) })).toEqual({
    refusal: 'tiers.definition.in_the_past',
  });
  expect(await put({ ...RULES, levels: [LEVELS[0]], version: 7 })).toEqual({
    refusal: 'tiers.definition.version_taken',
  });
  expect(await put(RULES)).toMatchObject({ status: 200, body: { version: 1 } });
  expect(await put(RULES, house.principals.till)).toEqual({ refusal: 'partners.credential.beyond_own' });
});

test('another tenant sees nothing, and a program without tiers says so', async () => {
  const [one] = house.people;
  const { vecino } = house.principals;
  expect(await call(vecino, `GET /v1/members/${one.member}/tiers/club`)).toEqual({ refusal: 'members.member.unknown' });
  expect(await call(vecino, `GET /v1/members/${one.member}/tiers/club/changes`)).toEqual({
    refusal: 'members.member.unknown',
  });
  expect(await call(vecino, 'GET /v1/programs/club/tiers')).toEqual({ refusal: 'tiers.definition.missing' });
});

test('new rules raise whom nobody meets, by the sweep', async () => {
  const pia = await somebody();
  await notice(pia, 1, 15_000);
  const levels = LEVELS.map((one) => (one.code === 'gold' ? { ...one, threshold: '120.00' } : one));
  expect(await put({ ...RULES, levels })).toMatchObject({ status: 201, body: { version: 2 } });
  expect(await sweep()).toBeGreaterThan(0);
  expect((await kept(pia))?.tier).toBe('gold');
  expect(await changes(pia)).toEqual(['none > silver reached', 'silver > gold rules_changed']);
  const versions = await call(house.principals.tenant, 'GET /v1/programs/club/tiers/versions');
  expect(versions).toMatchObject({ body: { items: [{ version: 2 }, { version: 1 }] } });
});

test('earned points count without promotions that do not qualify, and a return takes off what had counted', async () => {
  const counts = { wallets: ['points'], exceptPromotions: ['welcome'] };
  const levels = [{ code: 'silver', name: 'Silver', threshold: '100' }];
  await put({ ...RULES, metric: 'earned', counts, levels, purchaseTier: 'after' });
  const zoe = await somebody();
  const name = freshName();
  const lines = [line(1, 6_000), line(2, 6_000)];
  const sale = await done(tills.sell({ of: zoe, lines, reference: name }));
  expect(sale.earned.map(({ points }) => points)).toEqual(['620']);
  expect(await tierOf(zoe)).toMatchObject({ tier: 'silver', counted: '120', unit: 'PTS' });
  await done(tills.giveBack(name, [[1, 1_000]]));
  expect(await tierOf(zoe)).toMatchObject({ counted: '60', next: { tier: 'silver', missing: '40' } });
});

test('a purchase may earn by the tier that it leads to', async () => {
  await put({ ...RULES, purchaseTier: 'after' });
  const max = await somebody();
  const sale = await done(tills.sell({ of: max, lines: [line(1, 30_000)] }));
  expect(sale.earned.map(({ points }) => points)).toEqual(['1100']);
});

test('after all of it the books add up, and told tiers are those that members show', async () => {
  await assertBooks(house);
  const differing = await house.database.query(
    `select 1 from tiers.standing s join members.member m on m.lane = s.lane and m.member = s.member
      where coalesce(m.tiers->>(s.program::text), '') <> s.tier`,
  );
  expect(differing).toEqual([]);
});

test('a balance that is moved by hand, given by another member or given back is looked at (semantics 3.8)', async () => {
  const balance = { metric: 'balance', counts: { wallets: ['points'] }, window: { days: 30 }, validity: { days: 10 } };
  const levels = [
    { code: 'silver', name: 'Silver', threshold: '100' },
    { code: 'gold', name: 'Gold', threshold: '300' },
  ];
  await put({ ...balance, levels });
  const adjust = (of: Person, points: string) =>
    house.request(
      'POST /v1/adjustments',
      {
        ...{ reference: freshName(), program: 'club', walletType: 'points', reason: 'goodwill', points },
        member: { member: of.member },
      },
      { secret: house.secrets.tenant },
    );
  const [one, two] = [await somebody(), await somebody()];
  expect(await adjust(one, '99')).toMatchObject({ status: 201 });
  expect(await tierOf(one)).not.toHaveProperty('tier');
  await adjust(one, '250');
  expect(await tierOf(one)).toMatchObject({ tier: 'gold' });
  expect(await changes(one)).toEqual(['none > gold reached']);
  // Taking points lowers nobody: the level holds to its end.
  await adjust(one, '-349');
  expect(await tierOf(one)).toMatchObject({ tier: 'gold' });
  await adjust(one, '120');
  const transfer = {
    ...{ reference: freshName(), program: 'club', walletType: 'points', reason: 'goodwill', points: '110' },
    ...{ from: { member: one.member }, to: { member: two.member } },
  };
  expect(await house.request('POST /v1/transfers', transfer, { secret: house.secrets.tenant })).toMatchObject({
    status: 201,
  });
  expect(await changes(two)).toEqual(['none > silver reached']);
  await assertBooks(house);
});
