import { afterAll, beforeAll, expect, test } from 'vitest';
import { bonusRange, numberOf, stockCards } from '../../../test/card-stock.ts';
import { makeHouse, must, type Person, type TestHouse } from '../../../test/house.ts';
import { compose, type House } from '../../app/compose.ts';
import { assert } from '../../kernel/assert.ts';
import { openDatabase } from '../../platform/database/database.ts';
import { FAMILY } from '../../platform/lanes/index.ts';
import { memberArrival } from '../members/index.ts';
import type { CardInput } from './index.ts';

const PREFIX = '8800';
let house: TestHouse;
let second: House;
let people: readonly Person[];
let references = 0;

beforeAll(async () => {
  house = await makeHouse();
  must(await house.cards.openRange(house.tenant, bonusRange('club', PREFIX)));
  const database = openDatabase(house.url, { connections: 4, applicationName: 'second' });
  second = compose({ database, keys: house.keys, clock: house.clock, log: house.log });
  await second.refresh();
  // So many that they surely stand in both lanes of the tenant.
  const more = [];
  for (let n = 10; n < 20; n++) more.push(await house.enrol(n));
  people = [...house.people, ...more];
  assert(new Set(people.map((one) => one.lane)).size === 2, 'the people stand in both lanes');
});
afterAll(async () => {
  await second.stop();
  await second.database.close();
  await house.close();
});

const issue = (of: Pick<House, 'machine' | 'cards'>, number: string, member?: string) => {
  const input: CardInput = { tenant: house.tenant, type: 'bonus', number, ...(member && { member: { member } }) };
  const name = { space: 0n, family: FAMILY.card, reference: `claim-${++references}` };
  return of.machine.submit(of.cards.issue, memberArrival(house.keys, name, input, input));
};

/** Claims of one card at once, by everybody, through two programs. Gives how many succeeded. */
async function claimedAtOnce(number: string): Promise<number> {
  const outcomes = await Promise.allSettled(
    people.map(({ member }, n) => issue(n % 4 < 2 ? house : second, number, member)),
  );
  return outcomes.filter((one) => one.status === 'fulfilled' && one.value.ok).length;
}

test('a card claimed for many members in two lanes by two programs at once is one member’s', async () => {
  const batch = await stockCards(house, 'club', PREFIX, 400, 5);
  for (let n = 400; n < 405; n++) expect(await claimedAtOnce(numberOf(PREFIX, n))).toBe(1);
  expect(await house.cards.stockCounts(batch)).toEqual({ activated: 5 });
  const [row] = await house.database.query(`select count(*)::int as count from cards.card where batch = $1`, [batch]);
  expect(row).toEqual({ count: 5 });
});

test('a card that is claimed while its serial is destroyed is one or the other, never both', async () => {
  const batch = await stockCards(house, 'club', PREFIX, 100, 40);
  const who = { tenant: house.tenant, by: 1n };
  const outcomes = await Promise.all(
    Array.from({ length: 40 }, async (_, n) => {
      const [claimed] = await Promise.all([
        issue(house, numberOf(PREFIX, 100 + n)),
        house.cards.destroyStock(who, batch, { first: n + 1, last: n + 1 }),
      ]);
      return claimed.ok ? 'ok' : claimed.refusal;
    }),
  );
  const counts = await house.cards.stockCounts(batch);
  expect(counts['inert']).toBeUndefined();
  expect(counts['activated'] ?? 0).toBe(outcomes.filter((one) => one === 'ok').length);
  expect(counts['destroyed'] ?? 0).toBe(outcomes.filter((one) => one === 'cards.stock.destroyed').length);
});

test('the negative control: without the unique name and the state that a write compares, one card would be several members’', async () => {
  await stockCards(house, 'club', PREFIX, 500, 10);
  await house.database.query('alter table lanes.name drop constraint name_pkey');
  await house.database.query('alter table cards.stock drop constraint stock_state_known');
  let claims = 0;
  for (let n = 500; n < 510; n++) claims += await claimedAtOnce(numberOf(PREFIX, n));
  expect(claims).toBeGreaterThan(10);
});

test('a number of a range that another process opened a moment ago is a card of stock there, and nobody takes it freely', async () => {
  must(await second.cards.openRange(house.tenant, bonusRange('fresh', '8811')));
  // This process has not read its settings again: only the database can tell.
  expect(house.cards.settings().rangeByCode(house.tenant, 'fresh')).toBeUndefined();
  expect(await issue(house, numberOf('8811', 1))).toMatchObject({ ok: false, refusal: 'cards.range.not_stock' });
  expect(house.cards.settings().rangeByCode(house.tenant, 'fresh')).toBeDefined();
});
