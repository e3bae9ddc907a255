import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BASE_EARN, must } from '../../../../test/house.ts';
import { makeWatchedHouse, TWO_A_DAY, type Watched, type WatchedHouse } from '../../../../test/watched-house.ts';

type Body = {
  code?: string;
  detail?: string;
  items: { [field: string]: string | undefined }[];
  next?: string;
  id: string;
  state: string;
  held: object;
  reviews: { decision: string; note: string; credential?: string }[];
};

let at: WatchedHouse;
let ofCentro: string;
let ofTill: string;

beforeAll(async () => {
  at = await makeWatchedHouse([
    TWO_A_DAY,
    { ...TWO_A_DAY, max: '3', action: 'hold' },
    { per: 'outlet', of: 'points', max: '500', period: 'week', action: 'review' },
  ]);
  const { house } = at;
  const issue = async (to: object, scopes: string[]): Promise<string> =>
    must(await house.partners.issueCredential(house.tenant, { name: 'bound', scopes, ...to })).secret;
  ofCentro = await issue({ partner: 'farmacia' }, ['signals:read', 'signals:review']);
  ofTill = await issue({ outlet: 'centro', terminal: 'T1' }, [
    'sales:write',
    'points:read',
    'journal:read',
    'promotions:read',
  ]);
  await house.refresh();
  await at.ring(4);
  await at.ring(2, { cashier: 'berta' });
  for (let n = 0; n < 3; n++) must(await at.playa.sell({ of: house.people[1], cashier: 'carla' }));
  await house.fraud.catchUp();
});
afterAll(() => at.house.close());

const ask = async (what: string, body?: object, secret = at.house.secrets.tenant) => {
  const answer = await at.house.request(what, body, { secret });
  return { status: answer.status, body: answer.body as Body };
};
const named = async (query: string) => (await ask(`GET /v1/signals?${query}`)).body.items;

describe('the list of signals', () => {
  test('shows who did what how often, the last raised first, and page by page', async () => {
    const { body } = await ask('GET /v1/signals');
    const shown = body.items.map(({ action, cashier = '-', outlet, count }) =>
      [action, cashier, outlet, count].join(' '),
    );
    // Followers go lane by lane, so which of them was raised first is not said.
    expect(shown.sort()).toEqual([
      'flag ana centro 3',
      'flag carla playa 3',
      'hold ana centro 4',
      'review - centro 600',
    ]);
    const ids: string[] = [];
    for (let cursor = ''; ids.length < 10;) {
      const page = (await ask(`GET /v1/signals?limit=1${cursor}`)).body;
      ids.push(...page.items.map(({ id }) => id as string));
      if (page.next === undefined) break;
      cursor = `&cursor=${page.next}`;
    }
    expect(ids).toEqual(body.items.map(({ id }) => id));
  });

  test('is narrowed by state, action, promotion, program, outlet, hand and day', async () => {
    expect(await named('action=hold')).toHaveLength(1);
    expect(await named('action=hold,review')).toHaveLength(2);
    expect(await named('per=outlet')).toHaveLength(1);
    expect(await named('outlet=playa')).toHaveLength(1);
    expect(await named('promotion=base-earn&program=club&state=open')).toHaveLength(4);
    expect(await named('promotion=another')).toEqual([]);
    expect(await named('state=released')).toEqual([]);
    expect(await named('from=2020-01-01&to=2020-12-31')).toEqual([]);
    expect(await named('from=2020-01-01')).toHaveLength(4);
  });

  test.each([
    ['outlet=nowhere', 'fraud.filter.unknown'],
    ['program=nothing', 'fraud.filter.unknown'],
    ['cursor=WzFd', 'http.cursor.malformed'],
    ['cursor=WyJ4Il0', 'http.cursor.malformed'],
  ])('refuses %s as %s', async (query, code) => {
    expect((await ask(`GET /v1/signals?${query}`)).body.code).toBe(code);
  });

  test.each(['action=decline', 'state=shut', 'per=member', 'from=yesterday'])('takes no %s', async (query) => {
    expect((await ask(`GET /v1/signals?${query}`)).status).toBe(400);
  });
});

describe('a signal', () => {
  test('is nobody’s business at a till: neither its answers nor its rights tell of it', async () => {
    for (const path of ['', '/open']) {
      expect((await ask(`GET /v1/signals${path}`, undefined, ofTill)).body.code).toBe('http.scope.missing');
    }
    // Nor does the set of promotions that tills pull, of which everything else is told.
    const pulled = await at.house.request('GET /v1/programs/club/offers?outlet=centro', undefined, { secret: ofTill });
    expect(pulled.status).toBe(200);
    expect(JSON.stringify(pulled.body)).toMatch(/base-earn/);
    expect(JSON.stringify(pulled.body)).not.toMatch(/signal|cashier/);
  });

  test('of another outlet does not exist for who is bound to one, and one of another tenant for nobody', async () => {
    const [{ id }] = (await named('action=hold')) as unknown as [{ id: string }];
    const decision = { decision: 'released', note: 'Mine?' };
    for (const secret of [ofCentro, at.house.secrets.vecino]) {
      expect((await ask('GET /v1/signals', undefined, secret)).body.items).toEqual([]);
      expect((await ask('GET /v1/signals/open', undefined, secret)).body).toEqual({ flag: 0, review: 0, hold: 0 });
      for (const what of [`GET /v1/signals/${id}`, `GET /v1/signals/${id}/receipts`])
        expect((await ask(what, undefined, secret)).body.code).toBe('fraud.signal.not_found');
      expect((await ask(`POST /v1/signals/${id}/review`, decision, secret)).body.code).toBe('fraud.signal.not_found');
    }
    expect((await ask('GET /v1/signals/open')).body).toEqual({ flag: 2, review: 1, hold: 1 });
  });

  test('lists its receipts with what they gave and what is held of them', async () => {
    const [{ id }] = (await named('action=hold')) as unknown as [{ id: string }];
    const first = (await ask(`GET /v1/signals/${id}/receipts?limit=3`)).body;
    const rest = (await ask(`GET /v1/signals/${id}/receipts?cursor=${first.next}`)).body;
    expect([...first.items, ...rest.items]).toHaveLength(4);
    expect(first.items).toMatchObject(
      [1, 2, 3].map(() => ({ points: '100', money: '0.00', isVoided: false, held: 'frozen' })),
    );
    expect((await ask(`GET /v1/operations/${first.items[0]!.receipt}`)).status).toBe(200);
    expect((await ask(`GET /v1/signals/${id}/receipts?cursor=WzFd`)).body.code).toBe('http.cursor.malformed');
  });

  test('is decided by a person with the right, who says why; the audit log has before and after', async () => {
    const [{ id }] = (await named('action=hold')) as unknown as [{ id: string }];
    const review = (decision: string, note = 'A school class.') =>
      ask(`POST /v1/signals/${id}/review`, { decision, note });
    expect((await review('released', ' ')).status).toBe(400);
    expect((await review('confirmed')).body).toMatchObject({ state: 'confirmed', held: { frozen: 4 } });
    expect((await review('released', 'It was a school class.')).body).toMatchObject({
      state: 'released',
      reviews: [
        { decision: 'confirmed', note: 'A school class.' },
        { decision: 'released', note: 'It was a school class.' },
      ],
    });
    expect((await review('confirmed')).body.code).toBe('fraud.signal.released');
    await at.house.fraud.catchUp();
    expect((await ask(`GET /v1/signals/${id}`)).body.held).toEqual({ freezing: 0, frozen: 0, thawing: 0 });
    const acts = (await ask(`GET /v1/audit?limit=10`)).body.items as unknown as {
      act: string;
      subject: string;
      before: object;
      after: object;
    }[];
    expect(
      acts.filter(({ act }) => act.startsWith('fraud.')).map(({ act, before, after }) => [act, before, after]),
    ).toEqual([
      ['fraud.signal.released', { state: 'confirmed' }, expect.objectContaining({ state: 'released' })],
      ['fraud.signal.confirmed', { state: 'open' }, expect.objectContaining({ state: 'confirmed' })],
    ]);
  });
});

test('the page of health says how late the counting is, only where something is watched', async () => {
  type Health = { followers: { name: string; rowsBehind: number }[] };
  const followersOf = async (secret: string) =>
    (((await at.house.request('GET /v1/health', undefined, { secret })).body as Health).followers ?? []).filter(
      ({ name }) => name === 'signals',
    );
  await at.ring(1, { cashier: undefined });
  const [behind] = await followersOf(at.house.secrets.tenant);
  expect(behind?.rowsBehind).toBeGreaterThan(0);
  // What it tells the journal itself is followed too.
  for (let n = 0; n < 2; n++) await at.house.fraud.catchUp();
  expect(await followersOf(at.house.secrets.tenant)).toMatchObject([{ rowsBehind: 0 }]);
  expect(await followersOf(at.house.secrets.vecino)).toEqual([]);
});

test('what is watched is counted in the metrics', async () => {
  const { body } = await at.house.api.inject({ method: 'GET', url: '/metrics' });
  expect(body).toMatch(/tallystick_signals_open\{tenant="demo",action="flag"\} 2/);
  expect(body).toMatch(/tallystick_signal_holds_waiting 0/);
});

describe('a signal over minutes', () => {
  test('is drafted, shown with its moments and its member, and lists the receipts of these minutes alone', async () => {
    const every = { period: { minutes: 30 } };
    const signal: Watched = { per: 'terminal', each: 'member', of: 'uses', max: '2', action: 'review', ...every };
    const draft = '/v1/programs/club/rulebook-drafts/minutes';
    const of = (period: object) => ({
      promotions: [{ ...BASE_EARN, signals: [{ ...signal, period }] }],
    });
    const saved = await ask(`PUT ${draft}`, { revision: 0, content: of({ minutes: 30 }) });
    expect(saved).toMatchObject({ status: 201, body: { problems: [] } });
    // Longer than a day it has days; and it lasts for something.
    for (const period of [{ minutes: 1_441 }, { hours: 25 }, { minutes: 0 }]) {
      const wrong = await ask(`PUT ${draft}-${JSON.stringify(period).length}`, { revision: 0, content: of(period) });
      expect(JSON.stringify(wrong.body)).toContain('promotions[0].signals[0].period');
    }
    await at.publish([signal]);
    const [ana] = at.house.people;
    await at.ring(3, { of: ana, cashier: 'dora' });
    await at.house.fraud.catchUp();
    const [shown] = await named('action=review&per=terminal');
    expect(shown).toMatchObject({
      ...{ period: '30minutes', each: 'member', counts: 'uses', count: '3', countNow: '3' },
      member: at.house.tokens.encode('mem', ana.lane, ana.owner),
    });
    expect(Date.parse(shown!['untilAt']!)).toBeGreaterThanOrEqual(Date.parse(shown!['fromAt']!));
    expect((await ask(`GET /v1/signals/${shown!['id']}/receipts`)).body.items).toHaveLength(3);
  });
});
