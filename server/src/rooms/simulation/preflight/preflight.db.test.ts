import { afterAll, beforeAll, expect, test } from 'vitest';
import { BASE_EARN, makeHouse, type TestHouse } from '../../../../test/house.ts';

let house: TestHouse;
type Finding = { code: string; promotion: string; text: { en: string } };
let references = 0;

/** Saves a draft of its own and asks a second person to publish it. */
const request = async (promotions: readonly object[]) => {
  const draft = `draft-${++references}`;
  const { secret } = { secret: house.secrets.tenant };
  const saved = await house.request(
    `PUT /v1/programs/club/rulebook-drafts/${draft}`,
    { revision: 0, content: { promotions } },
    { secret },
  );
  expect(saved).toMatchObject({ status: 201, body: { problems: [] } });
  const path = `POST /v1/programs/club/rulebook-drafts/${draft}/publish`;
  const { status, body } = await house.request(path, { revision: 1, reference: `publish-${draft}` }, { secret });
  return { status, body: body as { code: string; detail: string; findings: readonly Finding[] } };
};
const policy = async (loopholes: 'tell' | 'refuse' | 'refuse_giveaways'): Promise<void> => {
  await house.programs.setPolicy(house.tenant, 'club', { loopholes, negativeBalance: 'unlimited' });
  await house.refresh();
};

beforeAll(async () => {
  house = await makeHouse();
});
afterAll(() => house.close());

const FAR_TOO_MUCH = {
  ...{ code: 'far-too-much', priority: 200, firstOn: '2020-01-01' },
  effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points: '5000' } }],
};

test('ways around a draft are told with its request, and an ordinary draft has none', async () => {
  await policy('tell');
  const clean = await request([{ ...BASE_EARN, priority: 101 }]);
  expect(clean).toMatchObject({ status: 202, body: { findings: [] } });
  const wrong = await request([BASE_EARN, FAR_TOO_MUCH]);
  expect(wrong.status).toBe(202);
  expect(wrong.body.findings.map(({ code, promotion }) => `${code} ${promotion}`)).toContain(
    'preflight.profit far-too-much',
  );
});

test('the order of refunds of the program is known: where money comes back for what points have paid double, it is told', async () => {
  const double = {
    ...{ code: 'double-food', priority: 60, firstOn: '2020-01-01' },
    effects: [{ kind: 'spending-rate', params: { factor: '2', lines: { categories: ['food'] } } }],
  };
  const told = async (refund: 'original_proportional' | 'last_in_first_out', priority: number): Promise<string[]> => {
    await house.programs.setPolicy(house.tenant, 'club', { refund, negativeBalance: 'unlimited' });
    await house.refresh();
    const { body } = await request([{ ...BASE_EARN, priority }, double]);
    return body.findings.map(({ code, promotion }) => `${code} ${promotion}`);
  };
  expect(await told('original_proportional', 110)).toEqual([]);
  expect(await told('last_in_first_out', 111)).toEqual(['preflight.profit double-food']);
  await house.programs.setPolicy(house.tenant, 'club', { refund: 'original_proportional' });
  await policy('tell');
});

test('where the policy refuses them the draft is not published, and one without is', async () => {
  await policy('refuse');
  expect(await request([{ ...BASE_EARN, priority: 102 }])).toMatchObject({ status: 202 });
  const wrong = await request([{ ...BASE_EARN, priority: 103 }, FAR_TOO_MUCH]);
  expect(wrong).toMatchObject({ status: 422, body: { code: 'promotions.publication.has_loopholes' } });
  expect(wrong.body.detail).toContain('far-too-much');
  await policy('tell');
});

test('two promotions that pay for themselves together are refused with both named; what could not be searched is told, and let through', async () => {
  await policy('refuse');
  const perEuro = (code: string, points: string, kind: string, params: object) => ({
    ...{ code, priority: 200, firstOn: '2020-01-01', conditions: [{ kind, params }] },
    effects: [{ kind: 'points-per-amount', wallet: 'points', params: { points, step: '1.00', per: 'receipt' } }],
  });
  const pair = (points: string) => [
    perEuro('in-the-app', points, 'channel-in', { channels: ['app'] }),
    perEuro('card-payers', points, 'tender-in', { tenders: ['card'] }),
  ];
  const together = await request([{ ...BASE_EARN, priority: 108 }, ...pair('60')]);
  expect(together).toMatchObject({ status: 422, body: { code: 'promotions.publication.has_loopholes' } });
  expect(together.body.detail).toMatch(/channel app, paid with card\).*by card-payers, in-the-app together/);
  const when = 'size(lines) > 3 && lines[0].sku == lines[1].brand + "-x"';
  const dark = perEuro('dark', '60', 'expression', { when });
  const untried = await request([{ ...BASE_EARN, priority: 109 }, ...pair('20'), dark]);
  expect(untried.status).toBe(202);
  expect(untried.body.findings).toMatchObject([
    { code: 'preflight.untried', promotion: 'dark', text: { en: expect.stringContaining('Not searched (dark)') } },
  ]);
  await policy('tell');
});

test('a welcome is a giveaway, told with its worth and let through, unless the program wants to publish none', async () => {
  const welcome = { ...FAR_TOO_MUCH, code: 'welcome', on: 'enrolment' };
  for (const [loopholes, priority, status] of [
    ['refuse', 106, 202],
    ['refuse_giveaways', 107, 422],
  ] as const) {
    await policy(loopholes);
    const asked = await request([{ ...BASE_EARN, priority }, welcome]);
    expect(asked.status).toBe(status);
    if (status === 202)
      expect(asked.body.findings.map(({ code, promotion }) => `${code} ${promotion}`)).toEqual([
        'preflight.giveaway welcome',
      ]);
    else expect(asked.body.detail).toContain('A giveaway: whoever joins gets points worth');
  }
  await policy('tell');
});

test('the tiers of the program are known: one that nobody reaches is told, one in reach is not', async () => {
  const rules = (threshold: string) => ({
    ...{ metric: 'earned', counts: { wallets: ['points'] }, window: { per: 'year' }, validity: { years: 1 } },
    levels: [{ code: 'gold', name: 'Gold', threshold }],
  });
  const secret = house.secrets.tenant;
  const tiers = async (threshold: string) =>
    expect((await house.request('PUT /v1/programs/club/tiers', rules(threshold), { secret })).status).toBeLessThan(300);
  const told = async (priority: number): Promise<string[]> => {
    const { body } = await request([{ ...BASE_EARN, priority }]);
    return body.findings.filter(({ code }) => code === 'preflight.tier_unreachable').map(({ promotion }) => promotion);
  };
  await tiers('1000');
  expect(await told(104)).toEqual([]);
  await tiers('9000000');
  expect(await told(105)).toEqual(['gold']);
});
