import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BASE_EARN, makeHouse, type TestHouse } from '../../../../test/house.ts';
import { done, line, openTills, type Tills } from '../../../../test/sales.ts';

// Free conditions that cost too much, that nobody can compute, or that are never true, and promotions that can never act for what they
// give: named with their place when they are saved, and neither previewed nor published. Tills go on deciding what they decided.

let house: TestHouse;
let till: Tills;
let ana = '';

type Body = {
  code?: string;
  detail?: string;
  id: string;
  problems: { code: string; place: string; what: string; text: { en: string; es: string } }[];
};
const ask = async (what: string, body?: unknown, secret = ana): Promise<{ status: number; body: Body }> =>
  house.request(what, body, { secret });

beforeAll(async () => {
  house = await makeHouse();
  till = openTills(house);
  const people = 'POST /v1/staff/people';
  const { body } = await ask(people, { name: 'ana', email: 'ana@example.com' }, house.secrets.tenant);
  ana = await house.keyOf(body.id, ['promotions:read', 'promotions:write', 'approvals:read']);
  await house.refresh();
});
afterAll(() => house.close());

const promotion = (over: object) => ({
  ...{ code: 'p', priority: 500, firstOn: '2026-01-01' },
  effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points: '50' } }],
  ...over,
});
const expression = (when: string) => promotion({ conditions: [{ kind: 'expression', params: { when } }] });
const bonus = (over: object) =>
  promotion({ effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points: '50' }, ...over }] });
const asking = (...all: readonly (readonly [kind: string, params: object])[]) =>
  promotion({ conditions: all.map(([kind, params]) => ({ kind, params })) });

const doubled = (n: number, of: string): string =>
  n === 0 ? `size(${of}) > 0` : `cel.bind(v${n}, ${of} + ${of}, ${doubled(n - 1, `v${n}`)})`;
const joined = (n: number): string => (n === 0 ? 'lines' : `(${joined(n - 1)} + ${joined(n - 1)})`);

const WHEN = 'promotions[1].conditions[0].params.when';
const CONDITION = 'promotions[1].conditions[0]';
type Case = readonly [name: string, promotion: object, code: string, place: string];
const ofExpression = (code: string, place: string, ...texts: readonly string[]): Case[] =>
  texts.map((text): Case => [text.length > 60 ? `${text.slice(0, 60)}…` : text, expression(text), code, place]);
const spring = ['date-window', { firstOn: '2027-03-28', lastOn: '2027-03-28' }] as const;
const night = ['time-window', { from: '02:00', to: '03:00' }] as const;

const wrong: readonly Case[] = [
  ...ofExpression(
    'rulebook.expression_too_dear',
    WHEN,
    doubled(20, 'lines'),
    doubled(17, 'lines'),
    doubled(20, 'outlet'),
    `${joined(5)}.all(l, l.sku + "a" + "b" != "x" && l.brand != "x")`,
    'lines.map(l, lines.filter(m, true)).size() > 0',
    'lines.all(a, lines.exists(b, a.sku == b.sku))',
    `total > 0${' && total > 0'.repeat(70)}`,
  ),
  ...ofExpression(
    'rulebook.expression_invalid',
    WHEN,
    'total > money("abc")',
    'total >= money("20.0000")',
    'lines.exists(l, l.quantity > pieces("1.2345"))',
    'member.attributes["children"] + 1 > 3',
    'total / 0 > 1',
    'date.split("-").map(x, bytes(x)).size() > 1',
  ),
  ...ofExpression(
    'rulebook.never_fires',
    CONDITION,
    'total > 5 && total < 3',
    'hour > 25',
    'weekday == 9',
    'date == "2027-02-30"',
    'lines.exists(l, l.kind == "banana")',
  ),
  ...ofExpression(
    'rulebook.unknown_name',
    WHEN,
    'outlet == "nowhere"',
    '"islands" in groups',
    'partner != "grocer"',
    'member.segments.exists(s, s == "parents")',
  ),
  [
    'an expression for one outlet, and a condition for another',
    asking(['expression', { when: 'outlet == "centro"' }], ['outlet-in', { outlets: ['playa'] }]),
    'rulebook.never_fires',
    'promotions[1].conditions[1]',
  ],
  [
    'a bonus that its cap rejects',
    bonus({ cap: '10', overCap: 'reject' }),
    'rulebook.never_fires',
    'promotions[1].effects[0].cap',
  ],
  [
    'a bonus that its limit by the programme rejects',
    promotion({ limits: [{ per: 'program', of: 'points', max: '10', period: 'ever', over: 'reject' }] }),
    'rulebook.never_fires',
    'promotions[1].limits[0].max',
  ],
  [
    'a bonus that its limit by the member rejects',
    promotion({ limits: [{ per: 'member', of: 'points', max: '49', period: 'month', over: 'reject' }] }),
    'rulebook.never_fires',
    'promotions[1].limits[0].max',
  ],
  [
    'a discount of more than its limit, on baskets that cost more',
    promotion({
      conditions: [{ kind: 'min-basket', params: { min: '20.00', base: 'net' } }],
      effects: [{ kind: 'fixed-discount', params: { amount: '5.00' } }],
      limits: [{ per: 'receipt', of: 'money', max: '1.00', over: 'reject' }],
    }),
    'rulebook.never_fires',
    'promotions[1].limits[0].max',
  ],
  [
    'an hour that clocks skip on that day, at the outlet in Madrid',
    asking(['outlet-in', { outlets: ['centro'] }], spring, night),
    'rulebook.never_fires',
    'promotions[1].conditions[2]',
  ],
  [
    'a row of ten thousand months',
    asking(['streak', { period: 'month', n: 10_000 }]),
    'rulebook.never_fires',
    'promotions[1].conditions[0].params.n',
  ],
  [
    'prices from above the highest',
    bonus({ params: { points: '50', lines: { priceFrom: '10.00', priceTo: '5.00' } } }),
    'rulebook.never_fires',
    'promotions[1].effects[0].params.lines',
  ],
  ['points without a wallet', bonus({ wallet: undefined }), 'rulebook.malformed', 'promotions[1].effects[0].wallet'],
];

let counted = 0;
const save = async (given: object) => {
  const content = { promotions: [BASE_EARN, given] };
  const draft = `/v1/programs/club/rulebook-drafts/odd-${++counted}`;
  return { content, draft, saved: await ask(`PUT ${draft}`, { revision: 0, content }) };
};
const sale = () => done(till.sell({ of: house.people[0], lines: [line(1, 1_000)] }));

describe('is named with its place when it is saved, and neither previewed nor published', () => {
  test.each(wrong)('%s', async (_, given, code, place) => {
    const before = JSON.stringify((await sale()).earned);
    const { content, draft, saved } = await save(given);
    expect(saved.status).toBe(201);
    const told = saved.body.problems;
    expect(told.map((one) => `${one.code} ${one.place}`)).toContain(`promotions.${code} ${place}`);
    for (const { what, text } of told) {
      const isEnglish = what.includes(' ') && text.es.replaceAll(/«.*»/g, '').includes(what);
      expect({ text, isEnglish }).toEqual({ text, isEnglish: false });
    }
    const publish = { revision: 1, reference: `odd-${counted}` };
    const asked = await ask(`POST ${draft}/publish`, publish);
    expect(asked).toMatchObject({ status: 422, body: { code: `promotions.${code}` } });
    const published = await ask('POST /v1/programs/club/rulebooks', content, house.secrets.tenant);
    expect(published).toMatchObject({ status: 422, body: { code: `promotions.${code}` } });
    expect(published.body.detail).toContain(place);
    expect(JSON.stringify((await sale()).earned)).toBe(before);
  });

  const FINE: readonly (readonly [name: string, promotion: object])[] = [
    [
      'the hour that clocks skip in Madrid, on the Canaries',
      asking(['outlet-in', { outlets: ['playa'] }], spring, night),
    ],
    [
      'the hour that clocks skip, on more days',
      asking(['date-window', { firstOn: '2027-03-27', lastOn: '2027-03-28' }], night),
    ],
    ['a bonus that its cap cuts', bonus({ cap: '10' })],
    ['a bonus as large as its cap', bonus({ cap: '50', overCap: 'reject' })],
    [
      'a discount of more than its limit, which goods of less meet',
      promotion({
        effects: [{ kind: 'fixed-discount', params: { amount: '5.00' } }],
        limits: [{ per: 'receipt', of: 'money', max: '1.00', over: 'reject' }],
      }),
    ],
    ['a row of a hundred weeks', asking(['streak', { period: 'week', n: 100 }])],
    ['an outlet that is there', expression('outlet == "centro" && (hour < 10 || hour > 20)')],
    ['a loop over labels', expression('lines.exists(l, l.labels.exists(x, x == "bio"))')],
  ];
  test.each(FINE)('but not %s', async (_, given) => {
    const { saved } = await save(given);
    expect(saved.body.problems).toEqual([]);
  });

  test('in sentences of its own for what was told in words of something else', async () => {
    const { saved: prices } = await save(
      bonus({ params: { points: '50', lines: { priceFrom: '10.00', priceTo: '5.00' } } }),
    );
    expect(prices.body.problems[0]?.text).toEqual({
      en: 'promotions[1].effects[0].params.lines: this can never fire: no price is 10.00 or more and 5.00 or less: priceFrom is above priceTo (problems: 1).',
      es: 'promotions[1].effects[0].params.lines: esto nunca puede aplicarse: ningún precio es de 10.00 o más y de 5.00 o menos: priceFrom supera a priceTo (problemas: 1).',
    });
    const { saved: wallet } = await save(bonus({ wallet: undefined }));
    expect(wallet.body.problems[0]?.what).toBe('fixed-bonus gives points: name the wallet that they go into');
    const { saved: type } = await save(asking(['nth-purchase', { n: 'third' }]));
    expect(type.body.problems[0]?.text.es).toBe(
      'promotions[1].conditions[0].params.n: se esperaba un número y hay un texto (problemas: 1).',
    );
  });

  test('in Spanish for who asks in Spanish', async () => {
    const content = { promotions: [BASE_EARN, expression('hour > 25')] };
    const { body } = await house.request('POST /v1/programs/club/rulebooks', content, {
      secret: house.secrets.tenant,
      headers: { 'accept-language': 'es' },
    });
    expect(body).toMatchObject({
      detail: `${CONDITION}: esto nunca puede aplicarse: ningún valor que pueda tener hour la cumple (problemas: 1).`,
    });
  });
});
