import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { BASE_EARN, makeHouse, must, type Person, type TestHouse } from '../../../test/house.ts';
import { done, freshName, line, openTills, walletOf, type Tills } from '../../../test/sales.ts';
import type { RulebookInput } from '../promotions/index.ts';
import { removeErased } from './store/membership.ts';

let house: TestHouse;
let till: Tills;
let people = 3;
const somebody = (): Promise<Person> => house.enrol(++people);

type Body = {
  code?: string;
  name: string;
  members: number;
  added: number;
  removed: number;
  unchanged: number;
  repeated: boolean;
  flaws: { row: number; code: string }[];
  items: { member: string; code: string }[];
  next?: string;
  segments: string[];
};
const ask = async (what: string, body?: unknown, secret = house.secrets.tenant) => {
  const answer = await house.request(what, body, { secret });
  return { status: answer.status, body: answer.body as Body };
};
let counted = 0;
const change = (segment: string, body: object, reference = `seg-${++counted}`) =>
  ask(`POST /v1/segments/${segment}/members`, { reference, ...body });
const file = (segment: string, csv: string, isWhole = false, reference = `file-${++counted}`) =>
  ask(`POST /v1/segments/${segment}/file`, { reference, csv, isWhole });
const segmentsOf = async (person: Person) => (await ask(`GET /v1/members/${person.member}/segments`)).body.segments;

const coffeeLovers = (segment: string): RulebookInput['promotions'][number] => ({
  ...{ code: 'coffee-lovers', priority: 200, firstOn: '2020-01-01' },
  conditions: [{ kind: 'segment-in', params: { segments: [segment] } }],
  effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points: '50' } }],
});

beforeAll(async () => {
  house = await makeHouse();
  till = openTills(house);
  for (const code of ['coffee', 'tea', 'paged', 'whole'])
    if ((await ask(`PUT /v1/segments/${code}`, { name: code })).status !== 201) throw new Error(`${code} is not made`);
  must(await house.publish([BASE_EARN, coffeeLovers('coffee')]));
});
afterAll(() => house.close());
afterEach(() => assertBooks(house));

const booked = async (person: Person): Promise<bigint> => (await walletOf(house, person)).booked;

describe('at a till', () => {
  test('a promotion for a segment that is not there is not published, and is as soon as the segment is made', async () => {
    expect(await house.publish([BASE_EARN, coffeeLovers('cofee')])).toMatchObject({
      refusal: 'promotions.rulebook.unknown_name',
      facts: { place: 'promotions[1].conditions[0].params.segments[0]', what: 'segment cofee' },
    });
    expect((await ask('PUT /v1/segments/cocoa', { name: 'cocoa' })).status).toBe(201);
    const { program } = house.program();
    const content = { promotions: [BASE_EARN, coffeeLovers('cocoa')] };
    expect(house.promotions.check(program, content, { publishOn: house.clock.now() }).ok).toBe(true);
  });

  test('a promotion for a segment acts for who belongs to it from the next sale on, and no more when he has left', async () => {
    const [lover, other] = [await somebody(), await somebody()];
    await done(till.sell({ of: lover }));
    expect(await booked(lover)).toBe(100n);
    await change('coffee', { add: [{ card: lover.card }] });
    await done(till.sell({ of: lover }));
    await done(till.sell({ of: other }));
    expect([await booked(lover), await booked(other)]).toEqual([250n, 100n]);
    await change('coffee', { remove: [{ member: lover.member }] });
    await done(till.sell({ of: lover }));
    expect(await booked(lover)).toBe(350n);
  });

  test('a return decides on the list as it was at the sale', async () => {
    const lover = await somebody();
    await change('coffee', { add: [{ phone: lover.phone }] });
    const reference = freshName();
    await done(till.sell({ of: lover, reference, lines: [line(1, 6_000), line(2, 4_000)] }));
    await change('coffee', { remove: [{ card: lover.card }] });
    const answer = await done(till.giveBack(reference, [[2, 1_000]]));
    expect(answer).toMatchObject({ takenBack: [{ points: '40' }] });
    expect(answer.hasDrifted).toBeUndefined();
    expect(await booked(lover), 'sixty and the bonus').toBe(110n);
  });

  test('a claim knows the segments of who claims, and a quote those of who asks', async () => {
    const lover = await somebody();
    await change('coffee', { add: [{ card: lover.card }] });
    const quote = await done(till.quote({ of: lover }));
    expect(quote.promotions).toMatchObject([{ code: 'base-earn' }, { code: 'coffee-lovers' }]);
    const reference = freshName();
    await done(till.sell({ reference }));
    expect((await done(till.claim(reference, lover))).earned).toMatchObject([{ points: '150' }]);
  });
});

describe('lists', () => {
  test('are made once, renamed, and shown with how many belong to them', async () => {
    expect(await ask('PUT /v1/segments/tea', { name: 'tea' })).toMatchObject({ status: 200, body: { members: 0 } });
    expect((await ask('PUT /v1/segments/tea', { name: 'Tea drinkers' })).body.name).toBe('Tea drinkers');
    await change('tea', { add: house.people.map(({ card }) => ({ card })) });
    expect((await ask('GET /v1/segments')).body.items).toContainEqual(
      expect.objectContaining({ code: 'tea', name: 'Tea drinkers', members: 3 }),
    );
  });

  test('change once by a reference, however often and from however many sides it comes', async () => {
    const person = await somebody();
    const body = { add: [{ card: person.card }, { card: person.card }], remove: [] };
    const all = await Promise.all(Array.from({ length: 5 }, () => change('tea', body, 'again')));
    expect(all.map(({ body: one }) => [one.added, one.unchanged])).toEqual(Array.from({ length: 5 }, () => [1, 0]));
    expect(all.filter(({ body: one }) => !one.repeated)).toHaveLength(1);
    expect(await change('tea', { remove: [{ card: person.card }] }, 'again')).toMatchObject({
      status: 409,
      body: { code: 'operation.reference_reused' },
    });
    expect(await change('coffee', body, 'again')).toMatchObject({ status: 409 });
    expect(await ask('POST /v1/segments/tea/members', { add: [{ card: person.card }] })).toMatchObject({ status: 400 });
  });

  test('control: by five references at once each is a change of its own, and four of them find it done', async () => {
    const person = await somebody();
    const body = { add: [{ card: person.card }], remove: [] };
    const all = await Promise.all(Array.from({ length: 5 }, (_, i) => change('tea', body, `control-${i}`)));
    expect(all.map(({ body: { added, unchanged } }) => `${added} ${unchanged}`).sort()).toEqual([
      ...Array.from({ length: 4 }, () => '0 1'),
      '1 0',
    ]);
    expect(all.filter(({ body: one }) => one.repeated)).toEqual([]);
  });

  test('are shown page by page, each member once', async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => somebody()));
    await change('paged', { add: all.map(({ card }) => ({ card })) });
    const seen: string[] = [];
    for (let next: string | undefined = ''; next !== undefined;) {
      const { body } = await ask(`GET /v1/segments/paged/members?limit=2${next && `&cursor=${next}`}`);
      seen.push(...body.items.map(({ member }) => member));
      next = body.next;
    }
    expect(seen.sort()).toEqual(all.map(({ member }) => member).sort());
  });

  test('of nobody, of strangers and of another tenant are refused by name', async () => {
    expect(await change('ghost', { add: [{ card: house.people[0].card }] })).toMatchObject({
      status: 404,
      body: { code: 'segments.segment.not_found' },
    });
    expect((await ask('GET /v1/segments', undefined, house.secrets.vecino)).body.items).toEqual([]);
    expect((await ask('GET /v1/segments/tea/members', undefined, house.secrets.vecino)).status).toBe(404);
    expect(await ask('GET /v1/segments', undefined, house.secrets.till)).toMatchObject({
      status: 403,
      body: { code: 'segments.segment.not_for_bound' },
    });
    const told = await change('tea', { add: [{ card: '2990000099990' }, { externalId: 'nobody' }] });
    expect(told).toMatchObject({ status: 200, body: { added: 0 } });
    expect(told.body.flaws).toEqual([
      { row: 1, code: expect.stringMatching(/^(cards|kernel)\./) as string },
      { row: 2, code: 'members.member.unknown' },
    ]);
  });
});

describe('files', () => {
  test('put whom they name into a list; a whole one takes everybody else out', async () => {
    const [one, two, three] = [await somebody(), await somebody(), await somebody()];
    const first = await file('whole', `﻿phone;name\n${one.phone};Ana\n"${two.phone}";"Ben; the second"\n`);
    expect(first.body).toMatchObject({ added: 2, removed: 0, flaws: [] });
    const whole = await file('whole', `card,member\r\n${two.card},\r\n,${three.member}\r\n`, true);
    expect(whole.body).toMatchObject({ added: 1, removed: 1, unchanged: 1 });
    expect([await segmentsOf(one), await segmentsOf(two), await segmentsOf(three)]).toEqual([[], ['whole'], ['whole']]);
  });

  test('tell what is wrong with a row as a spreadsheet counts it, and take the others', async () => {
    const person = await somebody();
    const { body } = await file(
      'tea',
      `card,phone\n${person.card},\n,\n2990000099990,\n${person.card},${person.phone}\n,12\n`,
    );
    expect(body).toMatchObject({ added: 1 });
    expect(body.flaws.map(({ row }) => row)).toEqual([4, 5, 6]);
    expect(body.flaws[1]).toEqual({ row: 5, code: 'segments.row.ambiguous' });
  });

  test.each([
    ['a head that names nobody', 'name\nAna\n'],
    ['no rows', 'card\n'],
    ['too many rows', `externalId\n${'x\n'.repeat(20_001)}`],
  ])('with %s are refused, and nothing is changed', async (_, csv) => {
    const before = (await ask('GET /v1/segments/tea/members?limit=100')).body.items;
    expect(await file('tea', csv, true)).toMatchObject({ status: 422, body: { code: 'segments.file.malformed' } });
    expect((await ask('GET /v1/segments/tea/members?limit=100')).body.items).toEqual(before);
  });
});

test('whoever was erased is in no list any more', async () => {
  const person = await somebody();
  await change('tea', { add: [{ card: person.card }] });
  await house.database.query("update lanes.owner set state = 'erased' where owner = $1", [person.owner]);
  expect(await removeErased(house.database)).toBe(1);
  expect(await removeErased(house.database)).toBe(0);
});
