import { afterAll, beforeAll, expect, test } from 'vitest';
import { BASE_EARN, makeHouse, type TestHouse } from '../../../../test/house.ts';

// A draft may be anything that a screen has half written. Whatever it is, it is kept or refused, compared, tried and refused to be published:
// nothing that a person types is a fault of the program.

let house: TestHouse;
type Body = {
  readonly code?: string;
  readonly problems?: readonly { readonly code: string; readonly place: string }[];
};
const ask = (what: string, body?: unknown): Promise<{ status: number; body: Body }> =>
  house.request(what, body, { secret: house.secrets.tenant });

beforeAll(async () => {
  house = await makeHouse();
});
afterAll(() => house.close());

const nested = (depth: number): unknown => {
  let value: unknown = 'deep';
  for (let n = 0; n < depth; n++) value = [value];
  return value;
};
const earn = (over: object): object => ({ promotions: [{ ...BASE_EARN, ...over }] });
const when = (text: string): object => earn({ conditions: [{ kind: 'expression', params: { when: text } }] });

const odd: readonly (readonly [name: string, content: unknown])[] = [
  ['nothing', null],
  ['a list', []],
  ['a word', 'promotions'],
  ['a number', 5],
  ['no promotions', {}],
  ['promotions that are none', { promotions: 5 }],
  ['a promotion that is nothing', { promotions: [null] }],
  ['a list of lists', { promotions: [[[]]] }],
  ['a character that no column takes', earn({ code: 'a\u0000b' })],
  ['such a character in a name', earn({ name: { en: 'a\u0000b', es: 'b' } })],
  ['half a character', earn({ name: { en: '\ud83d', es: 'b' } })],
  ['a name of a thousand letters', earn({ name: { en: 'x'.repeat(1_000), es: 'x' } })],
  ['what is nested a thousand times', { promotions: [], more: nested(1_000) }],
  ['a list where an object is named', { promotions: { length: 3 } }],
  ['ten thousand effects', earn({ effects: Array.from({ length: 10_000 }, () => BASE_EARN.effects[0]) })],
  ['an expression of brackets', when(`${'('.repeat(3_000)}true${')'.repeat(3_000)}`)],
  ['an expression that never ends', when('lines.all(a, lines.all(b, lines.all(c, lines.all(d, total > 0))))')],
  ['an expression of ten thousand parts', when(Array.from({ length: 2_000 }, () => 'total > 1').join(' && '))],
  ['an expression of another type', when('total + 1')],
  ['a day that is none', earn({ firstOn: '2026-02-30' })],
  ['a last day before the first', earn({ firstOn: '2026-05-01', lastOn: '2026-04-30' })],
  ['a priority beyond all', earn({ priority: 1e300 })],
];

test.each(odd)('%s', async (title, content) => {
  const name = `odd-${odd.findIndex(([one]) => one === title)}`;
  const draft = `/v1/programs/club/rulebook-drafts/${name}`;
  const before = house.promotions.list(house.program().program).length;
  const saved = await ask(`PUT ${draft}`, { revision: 0, content });
  expect(saved.status, JSON.stringify(saved.body).slice(0, 300)).toBeLessThan(500);
  const all = [
    await ask(`GET ${draft}`),
    await ask(`GET ${draft}/diff`),
    await ask(`POST ${draft}/publish`, { revision: 1, reference: name }),
    await ask('POST /v1/programs/club/simulations', { reference: name, content }),
    await ask('POST /v1/programs/club/rulebooks', content),
    await ask('POST /v1/programs/club/scenario-runs', { scenario: 'three-for-two', draft: name }),
  ];
  for (const { status, body } of all) expect(status, JSON.stringify(body).slice(0, 300)).toBeLessThan(500);
  if (saved.status < 300) expect(saved.body.problems?.length).toBeGreaterThan(0);
  const [, , asked] = all;
  expect(asked?.status).toBeGreaterThanOrEqual(400);
  expect(house.promotions.list(house.program().program).length, 'nothing is published').toBe(before);
});
