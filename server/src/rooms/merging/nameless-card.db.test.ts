import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeHouse, must, type TestHouse } from '../../../test/house.ts';
import { line, openTills, type Tills } from '../../../test/sales.ts';
import { FAMILY } from '../../platform/lanes/index.ts';
import { memberArrival } from '../members/index.ts';

let house: TestHouse;
let tills: Tills;
let references = 0;
const fresh = (): string => `nameless-${++references}`;
beforeAll(async () => {
  house = await makeHouse();
  tills = openTills(house);
});
afterAll(() => house.close());

type Body = Record<string, string> & { readonly facts: { readonly member: string; readonly other: string } };
const ask = async (what: string, body?: object): Promise<{ status: number; body: Body }> => {
  const told = await house.request(what, body && { reference: fresh(), ...body }, { secret: house.secrets.tenant });
  return { status: told.status, body: told.body as Body };
};
/** A card that nobody has put his name to. */
async function nameless(number: string): Promise<string> {
  const input = { tenant: house.tenant, type: 'bonus', number } as const;
  const name = { space: 0n, family: FAMILY.card, reference: fresh() };
  return must(await house.machine.submit(house.cards.issue, memberArrival(house.keys, name, input, input))).answer.card;
}
const enrol = (card: string, phone: string) =>
  ask('POST /v1/members', { program: 'club', channel: 'till', card, phone });

test('a card without a name and the account of its holder become one by the merge that the refusal names', async () => {
  const phone = '+34600777001';
  const { member } = (await ask('POST /v1/members', { program: 'club', channel: 'till', phone })).body;
  const card = await nameless('990022000001');
  const refused = await enrol('990022000001', phone);
  expect(refused).toMatchObject({ status: 409, body: { code: 'members.card.merge_needed', facts: { member } } });
  const { facts } = refused.body;
  const merged = await ask(`POST /v1/members/${facts.member}/merge`, { other: facts.other, reason: 'duplicate' });
  expect(merged.status, JSON.stringify(merged.body)).toBe(201);
  expect((await ask(`GET /v1/cards/${card}`)).body).toMatchObject({ member, state: 'active' });
  expect((await enrol('990022000001', phone)).body).toMatchObject({ member, isNew: false });
});

test('once it has collected a second person decides', async () => {
  const phone = '+34600777002';
  await ask('POST /v1/members', { program: 'club', channel: 'till', phone });
  await nameless('990022000002');
  must(await tills.sell({ identity: { card: '990022000002' }, lines: [line(1, 10_000)] }));
  const { facts } = (await enrol('990022000002', phone)).body;
  const merged = await ask(`POST /v1/members/${facts.member}/merge`, { other: facts.other, reason: 'duplicate' });
  expect(merged, JSON.stringify(merged.body)).toMatchObject({ status: 202, body: { state: 'pending' } });
});
