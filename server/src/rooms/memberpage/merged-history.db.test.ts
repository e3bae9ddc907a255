import { afterAll, beforeAll, expect, test } from 'vitest';
import { BASE_EARN, makeHouse, must, type Person, type TestHouse } from '../../../test/house.ts';
import { memberBrowser } from '../../../test/member-browser.ts';
import { done, freshName, line, openTills, type Tills } from '../../../test/sales.ts';

// Two members who were one person all along: what either did before they were merged is the survivor's to read.

let house: TestHouse;
let tills: Tills;
let asks: string;
let agrees: string;

beforeAll(async () => {
  house = await makeHouse({ promotions: [BASE_EARN] });
  tills = openTills(house);
  must(
    await house.staff.defineRole(
      house.tenant,
      { code: 'merger', name: 'Merger', permissions: ['members:merge', 'approvals:decide'] },
      {},
    ),
  );
  const someone = async (name: string): Promise<string> => {
    const added = must(await house.staff.addPerson(house.tenant, { name, email: `${name}@example.com` }, {})).person;
    const where = { scope: 'tenant', place: '' } as const;
    must(await house.staff.grantRole(house.tenant, { person: added.person, role: 'merger', where }, {}));
    return house.keyOf(house.tokens.encode('person', 0, added.person), ['members:merge', 'approvals:decide']);
  };
  asks = await someone('ana');
  agrees = await someone('bea');
});
afterAll(() => house.close());

/** People in two lanes, or in one. */
async function two(inOneLane: boolean, from: number): Promise<[Person, Person]> {
  const met: Person[] = [];
  for (let n = from; ; n += 1) {
    const next = await house.enrol(n);
    const other = met.find((one) => (one.lane === next.lane) === inOneLane);
    if (other) return [other, next];
    met.push(next);
  }
}

async function merge(into: Person, other: Person): Promise<void> {
  const body = { reference: freshName(), other: other.member, reason: 'duplicate' };
  const asked = await house.request(`POST /v1/members/${into.member}/merge`, body, { secret: asks });
  expect(asked.status).toBe(202);
  const { approval } = asked.body as unknown as { approval: string };
  const yes = await house.request(`POST /v1/approvals/${approval}/approve`, {}, { secret: agrees });
  expect(yes.status).toBe(200);
}

const buy = (of: Person, cents: number) => done(tills.sell({ of, lines: [line(1, cents)] }));

test.each([
  ['of one lane', true, 60],
  ['of two lanes', false, 80],
])(
  'the history of two %s is one after their merge, newest first, page by page, and so is the export',
  async (_, inOneLane, from) => {
    const [stays, goes] = await two(inOneLane, from);
    for (const [who, cents] of [
      [stays, 1_000],
      [goes, 1_100],
      [goes, 1_200],
      [stays, 1_300],
    ] as const)
      await buy(who, cents);
    const browser = memberBrowser(house);
    await browser.signIn(stays.phone);
    type Items = { items: { moved: { points: string }[] }[]; next?: string };
    const page = async (query: string) => (await browser.asks(`GET /v1/me/history?${query}`)).body as unknown as Items;
    const points = ({ items }: Items): string[] => items.map(({ moved }) => moved[0]!.points);
    const before = await page('limit=1');
    expect(points(before)).toEqual(['13']);
    await merge(stays, goes);
    await buy(stays, 1_400);
    expect(points(await page('limit=20'))).toEqual(['14', '13', '12', '11', '10']);
    const told: string[] = [];
    for (let cursor = ''; told.length < 9;) {
      const read = await page(`limit=2${cursor}`);
      told.push(...points(read));
      if (read.next === undefined) break;
      cursor = `&cursor=${encodeURIComponent(read.next)}`;
    }
    expect(told).toEqual(['14', '13', '12', '11', '10']);
    // A page that was begun before the merge says so instead of leaving somebody's rows out.
    const stale = await browser.asks(`GET /v1/me/history?limit=1&cursor=${encodeURIComponent(before.next!)}`);
    expect(stale).toMatchObject({ status: 400, body: { code: 'http.cursor.malformed' } });
    const { body } = await browser.asks('GET /v1/me/export');
    expect(points({ items: (body as unknown as { history: Items['items'] }).history })).toEqual([
      '14',
      '13',
      '12',
      '11',
      '10',
    ]);
  },
);
