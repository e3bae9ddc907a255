import { afterAll, beforeAll, expect, test } from 'vitest';
import { BASE_EARN, makeHouse, type TestHouse } from '../../../test/house.ts';
import { assert } from '../../kernel/assert.ts';
import { isoFromInstant } from '../../kernel/instant.ts';
import { systemClock } from '../../platform/clock.ts';
import { statement } from '../../platform/database/sql.ts';

// Points by the card that is shown: its type, its range, its batch.

const bonus = (code: string, points: string, params: object) => ({
  ...{ code, priority: 200, firstOn: '2020-01-01', conditions: [{ kind: 'card-in', params }] },
  effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points } }],
});
const printedIn = statement(
  'test.printCardInRange',
  'update cards.card set range = $1 where (lane, card) in (select lane, card from cards.card order by card limit 1)',
);
let house: TestHouse;
const ask = async (what: string, body?: unknown) => {
  const answer = await house.request(what, body, { secret: house.secrets.tenant });
  return { status: answer.status, body: answer.body as Record<string, never> };
};

beforeAll(async () => {
  house = await makeHouse();
  const range = { code: 'gold', type: 'bonus', prefix: '2990', length: 16, checkDigit: 'none' };
  assert((await ask('POST /v1/card-ranges', range)).status === 201, 'the range is open');
  // His plastic was printed out of that range.
  await house.database.run(printedIn, [house.cards.settings().rangeByCode(house.tenant, 'gold')!.range]);
});
afterAll(() => house.close());

const publish = async (promotions: readonly object[]) =>
  house.promotions.publish({
    program: house.program().program,
    content: { earnBase: 'net_of_points', promotions: [BASE_EARN, ...promotions] },
  });

let n = 0;
const buy = async (member: object | undefined) => {
  const { status, body } = await ask('POST /v1/sales', {
    ...{ reference: `s-${++n}`, outlet: 'centro', terminal: 'T1', occurredAt: isoFromInstant(systemClock().now()) },
    ...{ manner: 'notice', currency: 'EUR', ...(member && { member }) },
    lines: [{ sku: 'bread', category: 'food', quantity: '1', amount: '10.00' }],
    tenders: [{ kind: 'cash', amount: '10.00' }],
  });
  assert(status === 201, JSON.stringify(body));
  return body as unknown as { operation: string; earned: { points: string }[] };
};

test('a promotion for a range of cards gives to whoever shows one of it, and to nobody else', async () => {
  assert((await publish([bonus('gold', '100', { ranges: ['gold'], types: ['bonus'] })])).ok, 'it is published');
  await house.refresh();
  const [ana, ben] = house.people;
  const gold = await buy({ card: ana.card });
  const plain = await buy({ card: ben.card });
  const cards = [gold, plain].map(({ earned }) => earned.reduce((sum, { points }) => sum + Number(points), 0));
  expect(cards.sort((a, b) => a - b)).toEqual([10, 110]);
  // What was decided on stands in the receipt: decided again it gives the same, and a whole return takes it all back.
  const derived = await ask(`GET /v1/operations/${(cards[0] === 10 ? gold : plain).operation}/derivation`);
  expect(derived.body).toMatchObject({ agrees: true, differences: [] });
});

test('a range that is not there is named at its place, and so is a condition that asks for nothing', async () => {
  expect(await publish([bonus('moon', '100', { ranges: ['moon'] })])).toMatchObject({
    ...{ ok: false, refusal: 'promotions.rulebook.unknown_name' },
    facts: { place: 'promotions[1].conditions[0].params.ranges[0]', what: 'range of cards moon' },
  });
  expect(await publish([bonus('any', '100', {})])).toMatchObject({
    ...{ ok: false, refusal: 'promotions.rulebook.malformed' },
    facts: { place: 'promotions[1].conditions[0].params' },
  });
});
