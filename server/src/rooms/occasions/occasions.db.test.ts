import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { BASE_EARN, makeHouse, type TestHouse } from '../../../test/house.ts';
import { assertPots } from '../../../test/pots.ts';
import { isoFromInstant, MICROSECONDS_PER_DAY, type Instant } from '../../kernel/instant.ts';
import { systemClock } from '../../platform/clock.ts';
import type { RulebookInput } from '../promotions/index.ts';

// Points without a receipt: what a member does is told, joining is seen, promotions answer.

type Promotion = RulebookInput['promotions'][number];
const rule = (code: string, on: string | undefined, points: string, over: Partial<Promotion> = {}): Promotion => ({
  ...{ code, priority: 10, firstOn: '2020-01-01', ...(on !== undefined && { on }) },
  effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points } }],
  ...over,
});

const PROMOTIONS: Promotion[] = [
  BASE_EARN,
  rule('welcome', 'enrolment', '500'),
  rule('welcome-app', 'enrolment', '50', { conditions: [{ kind: 'channel-in', params: { channels: ['app'] } }] }),
  rule('install', 'app-installed', '100', {
    conditions: [{ kind: 'occasion-attribute-is', params: { attribute: 'platform', values: ['ios', 'android'] } }],
    limits: [{ per: 'member', of: 'uses', max: '1', over: 'reject' }],
  }),
  rule('review', 'review', '20', {
    conditions: [{ kind: 'expression', params: { when: 'int(occasion.attributes["stars"]) >= 4' } }],
  }),
  {
    ...rule('ride', 'ride', '1'),
    effects: [
      { kind: 'points-per-unit', wallet: 'points', params: { attribute: 'kilometres', points: '2', step: '5' } },
    ],
    limits: [{ per: 'program', of: 'points', max: '30', period: 'ever', over: 'clip' }],
  },
  rule('check-in', 'check-in', '5', { conditions: [{ kind: 'outlet-in', params: { outlets: ['centro'] } }] }),
  {
    ...rule('cup', 'cup-returned', '1'),
    effects: [
      { kind: 'stamp-card', wallet: 'points', params: { card: 'cups', size: 3, points: '30', stampFor: 'receipt' } },
    ],
  },
];

let house: TestHouse;
let number = 0;
const tell = async (body: object, secret = house.secrets.tenant, verb = '') => {
  const reference = `told-${++number}`;
  return (await house.request(`POST /v1/occasions${verb}`, { reference, program: 'club', ...body }, { secret })) as {
    status: number;
    body: Told;
  };
};
type Told = {
  readonly code?: string;
  readonly operation: string;
  readonly repeated: boolean;
  readonly earned: readonly { readonly points: string; readonly walletType: string; readonly expiresAt?: string }[];
  readonly promotions: readonly { readonly code: string }[];
  readonly stamps?: readonly object[];
  readonly wallets: readonly { readonly walletType: string; readonly available: string }[];
};
const available = ({ wallets }: Told): string | undefined =>
  wallets.find(({ walletType }) => walletType === 'points')?.available;
const enrol = async (body: object) =>
  (await house.request(
    'POST /v1/members',
    { reference: `joins-${++number}`, program: 'club', ...body },
    {
      secret: house.secrets.tenant,
    },
  )) as { status: number; body: { member: string; welcome?: { operation: string; earned: { points: string }[] } } };
const newcomer = async (): Promise<{ member: string }> => ({
  member: (await enrol({ channel: 'web', externalId: `person-${++number}` })).body.member,
});

beforeAll(async () => {
  house = await makeHouse({ promotions: PROMOTIONS });
});
afterAll(() => house.close());
afterEach(async () => {
  await assertBooks(house);
  await assertPots(house);
});

describe('joining', () => {
  test('brings what promotions give for it, once, and a repeat is told the same', async () => {
    const body = { reference: 'joins-once', channel: 'app', externalId: 'joins-once' };
    const first = await enrol(body);
    expect(first).toMatchObject({ status: 201, body: { isNew: true, welcome: { earned: [{ points: '550' }] } } });
    const again = await enrol(body);
    expect(again.body).toEqual({ ...first.body, repeated: true });
    // The same person through another channel has joined already.
    const other = await enrol({ channel: 'web', externalId: 'joins-once' });
    expect(other).toMatchObject({ status: 200, body: { member: first.body.member } });
    expect(other.body.welcome).toBeUndefined();
    const { body: balance } = await house.request(`GET /v1/members/${first.body.member}/balance`, undefined, {
      secret: house.secrets.tenant,
    });
    expect(balance).toMatchObject({ wallets: [{ walletType: 'points', available: '550' }] });
  });

  test('brings nothing to who comes by a file, who was a member elsewhere before', async () => {
    const { status, body } = await enrol({ channel: 'file', externalId: 'migrated-1' });
    expect(status).toBe(201);
    expect(body.welcome).toBeUndefined();
  });

  test('is told as an operation of its own, with its reasons', async () => {
    const { body } = await enrol({ channel: 'web', externalId: 'joins-why' });
    const { operation } = body.welcome!;
    const why = await house.request(`GET /v1/occasions/${operation}/explanation`, undefined, {
      secret: house.secrets.tenant,
    });
    expect(why).toMatchObject({
      status: 200,
      body: {
        name: 'enrolment',
        agrees: true,
        fired: [{ promotion: 'welcome', points: '500', text: 'welcome: 500 points. Gives 500 points.' }],
        notFired: [{ promotion: 'welcome-app', reason: 'promotions.condition.not_held' }],
      },
    });
    const shown = await house.request(`GET /v1/operations/${operation}`, undefined, { secret: house.secrets.tenant });
    expect(shown).toMatchObject({ status: 200, body: { kind: 'occasions.occasion' } });
  });
});

describe('what a member does', () => {
  test('brings its points at once, and told again under its name nothing more', async () => {
    const member = await newcomer();
    const body = { reference: 'install-1', member, name: 'app-installed', attributes: { platform: 'ios' } };
    const first = await tell(body);
    expect(first).toMatchObject({
      status: 201,
      body: { name: 'app-installed', earned: [{ walletType: 'points', points: '100', isPending: false }] },
    });
    expect(available(first.body)).toBe('600');
    expect(await tell(body)).toMatchObject({ status: 200, body: { ...first.body, repeated: true } });
    expect(await tell({ ...body, attributes: { platform: 'web' } })).toMatchObject({
      status: 409,
      body: { code: 'operation.reference_reused' },
    });
    // Under another name it is another occasion; the limit of its promotion says that once is enough.
    const second = await tell({ ...body, reference: 'install-2' });
    expect(second).toMatchObject({ status: 201, body: { earned: [] } });
  });

  test('at fifty tills at once is counted once where its promotion says once', async () => {
    const member = await newcomer();
    const all = await Promise.all(
      Array.from({ length: 50 }, () => tell({ member, name: 'app-installed', attributes: { platform: 'android' } })),
    );
    expect(all.map(({ status }) => status)).toEqual(all.map(() => 201));
    expect(all.filter(({ body }) => body.earned.length > 0)).toHaveLength(1);
  });

  test('is read by conditions: what was told, and nothing that was not', async () => {
    const member = await newcomer();
    const earned = async (attributes?: object) =>
      (await tell({ member, name: 'review', ...(attributes && { attributes }) })).body.earned.map(
        ({ points }) => points,
      );
    expect(await earned({ stars: 5 })).toEqual(['20']);
    expect(await earned({ stars: 3 })).toEqual([]);
    expect(await earned()).toEqual([]);
  });

  test('by its numbers, from a budget that is never oversold', async () => {
    const riders = await Promise.all(Array.from({ length: 6 }, newcomer));
    const rides = await Promise.all(
      riders.flatMap((member) =>
        [12, 24.9].map((kilometres) => tell({ member, name: 'ride', attributes: { kilometres } })),
      ),
    );
    const points = rides.flatMap(({ body }) => body.earned.map((one) => Number(one.points)));
    expect(points.reduce((sum, one) => sum + one, 0)).toBe(30);
  });

  test('somewhere: the outlet counts, and its partner issues the points', async () => {
    const member = await newcomer();
    const at = await tell({ member, name: 'check-in', outlet: 'centro' });
    expect(at.body.earned).toMatchObject([{ points: '5' }]);
    expect((await tell({ member, name: 'check-in', outlet: 'playa' })).body.earned).toEqual([]);
    expect((await tell({ member, name: 'check-in' })).body.earned).toEqual([]);
    // A till speaks for its own outlet without naming it.
    expect((await tell({ member, name: 'check-in' }, house.secrets.till)).body.earned).toMatchObject([{ points: '5' }]);
    const issuers = await house.database.query<{ issuer: number }>(
      `select distinct lot.issuer from points.lot join ledger.journal as made on made.lane = lot.lane and made.seq = lot.seq
        where made.kind = 'occasions.occasion' order by 1`,
    );
    const { partner } = house.partners.settings().partnerByCode(house.tenant, 'mercado')!;
    expect(issuers.map(({ issuer }) => issuer)).toEqual([0, partner]);
  });

  test('puts stamps on a card, and fills it', async () => {
    const member = await newcomer();
    const stamped = async () => (await tell({ member, name: 'cup-returned' })).body;
    expect([(await stamped()).earned, (await stamped()).earned]).toEqual([[], []]);
    expect(await stamped()).toMatchObject({ earned: [{ points: '30' }], stamps: [{ card: 'cups', count: 1 }] });
    expect((await stamped()).earned).toEqual([]);
  });

  test('is quoted without being booked', async () => {
    const member = await newcomer();
    const before = await house.journalCount();
    const quoted = await tell({ member, name: 'ride', attributes: { kilometres: 5 } }, undefined, '/quote');
    expect(quoted.status).toBe(200);
    expect((await tell({ member, name: 'review', attributes: { stars: 4 } }, undefined, '/quote')).body).toMatchObject({
      earned: [{ points: '20' }],
    });
    expect(await house.journalCount()).toBe(before);
  });

  test('is no purchase: no sale asks for it, and it asks for no sale', async () => {
    const member = await newcomer();
    const sale = await house.request('POST /v1/sales', {
      ...{ reference: `sale-${++number}`, currency: 'EUR', member, occurredAt: isoFromInstant(systemClock().now()) },
      lines: [{ line: 1, sku: 'x', amount: '10.00' }],
    });
    expect(sale).toMatchObject({
      status: 201,
      body: { earned: [{ points: '10' }], promotions: [{ code: 'base-earn' }] },
    });
    const found = await house.request(`GET /v1/members/${member.member}`, undefined, { secret: house.secrets.tenant });
    expect(found.status).toBe(200);
    const [{ purchases }] = await house.database.query<{ purchases: number }>(
      `select purchases from members.member where member = $1`,
      [house.tokens.decode('mem', member.member)!.id],
    );
    expect(purchases).toBe(1);
  });
});

describe('what is refused changes nothing', () => {
  const known = { externalId: 'refused-1' };
  beforeAll(() => enrol({ channel: 'web', ...known }));
  const iso = (days: number): string => isoFromInstant((systemClock().now() + days * MICROSECONDS_PER_DAY) as Instant);

  test.each<[string, object, number, string]>([
    ['an occasion that the program sees by itself', { name: 'birthday' }, 400, 'occasions.occasion.own'],
    ['one that nothing answers', { name: 'danced' }, 422, 'occasions.occasion.unanswered'],
    ['a name that is none', { name: 'App Installed' }, 400, 'http.input.invalid'],
    ['one to come', { name: 'review', occurredAt: iso(1) }, 422, 'occasions.occasion.to_come'],
    ['one of another age', { name: 'review', occurredAt: iso(-500) }, 422, 'occasions.occasion.too_old'],
    ['a day that is none', { name: 'review', occurredAt: '2026-02-31T10:00:00Z' }, 400, 'http.input.invalid'],
    ['an unknown member', { name: 'review', member: { externalId: 'nobody' } }, 404, 'members.member.unknown'],
    ['an unknown program', { name: 'review', program: 'nowhere' }, 404, 'programs.program.not_found'],
    ['an unknown outlet', { name: 'review', outlet: 'nowhere' }, 404, 'partners.outlet.not_found'],
    ['attributes within attributes', { name: 'review', attributes: { a: { b: 1 } } }, 400, 'http.input.invalid'],
    ['a letter that no database takes', { name: 'review', attributes: { a: '\u0000' } }, 400, 'http.body.malformed'],
  ])('%s', async (_, body, status, code) => {
    const before = await house.journalCount();
    expect(await tell({ member: known, ...body })).toMatchObject({ status, body: { code } });
    expect(await house.journalCount()).toBe(before);
  });

  test('a program of another tenant, and what a bound credential does not speak for', async () => {
    const other = await tell({ member: known, name: 'review' }, house.secrets.vecino);
    expect(other.status).toBeGreaterThanOrEqual(400);
    expect(await tell({ member: known, name: 'review', outlet: 'farmacia' }, house.secrets.till)).toMatchObject({
      body: { code: 'partners.outlet.not_found' },
    });
    const limited = await house.partners.issueCredential(house.tenant, { name: 'no', scopes: ['sales:write'] });
    if (!limited.ok) throw new Error('issued');
    expect((await tell({ member: known, name: 'review' }, limited.secret)).status).toBe(403);
  });

  test('the explanation of another tenant’s occasion does not exist', async () => {
    const { body } = await tell({ member: known, name: 'review', attributes: { stars: 4 } });
    const path = `GET /v1/occasions/${body.operation}/explanation`;
    expect((await house.request(path, undefined, { secret: house.secrets.vecino })).status).toBe(404);
    expect((await house.request(path, undefined, { secret: house.secrets.tenant })).status).toBe(200);
  });
});

test('what may be told is listed with what it brings', async () => {
  const { body } = await house.request('GET /v1/programs/club/occasions', undefined, { secret: house.secrets.tenant });
  const items = (body as { items: { name: string; told: boolean; promotions: { text: string }[] }[] }).items;
  expect(items.map(({ name, told }) => [name, told])).toEqual([
    ['app-installed', true],
    ['check-in', true],
    ['cup-returned', true],
    ['enrolment', false],
    ['review', true],
    ['ride', true],
  ]);
  expect(items[3]?.promotions[0]?.text).toBe('welcome: for joining: 500 points.');
});

describe('a promotion that cannot answer is not published', () => {
  const problem = async (promotion: Promotion): Promise<unknown> => {
    const { status, body } = await house.request(
      'POST /v1/programs/club/rulebooks',
      { promotions: [BASE_EARN, promotion] },
      { secret: house.secrets.tenant },
    );
    expect(status).toBe(422);
    const { code, facts } = body as { code: string; facts?: { place?: string } };
    return [code, facts?.place];
  };
  const never = 'promotions.rulebook.never_fires';

  test.each<[string, Promotion, string]>([
    [
      'points by money on an occasion',
      { ...rule('p', 'review', '1'), effects: BASE_EARN.effects },
      'promotions[1].effects[0].kind',
    ],
    [
      'a minimum on an occasion',
      rule('p', 'review', '1', { conditions: [{ kind: 'min-basket', params: { min: '5.00', base: 'net' } }] }),
      'promotions[1].conditions[0].kind',
    ],
    [
      'goods on an occasion',
      {
        ...rule('p', 'review', '1'),
        effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points: '1', lines: { brands: ['Alba'] } } }],
      },
      'promotions[1].effects[0].params.lines',
    ],
    [
      'an occasion’s attribute on a purchase',
      rule('p', undefined, '1', {
        conditions: [{ kind: 'occasion-attribute-is', params: { attribute: 'a', values: [1] } }],
      }),
      'promotions[1].conditions[0].kind',
    ],
  ])('%s', async (_, promotion, place) => {
    expect(await problem(promotion)).toEqual([never, place]);
  });
});
