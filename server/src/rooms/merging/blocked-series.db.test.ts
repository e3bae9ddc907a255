import { afterAll, beforeAll, expect, test } from 'vitest';
import { bonusRange, numberOf, stockCards } from '../../../test/card-stock.ts';
import { makeHouse, must, type TestHouse } from '../../../test/house.ts';
import { FAMILY } from '../../platform/lanes/index.ts';
import type { Effect } from '../cards/index.ts';
import { memberArrival } from '../members/index.ts';

let house: TestHouse;
let references = 0;
const fresh = (): string => `series-${++references}`;
let batch: bigint;

beforeAll(async () => {
  house = await makeHouse();
  must(await house.cards.openRange(house.tenant, bonusRange('club', '8810')));
  batch = await stockCards(house, 'club', '8810', 1, 10);
});
afterAll(() => house.close());

/** A member with a card of the batch. */
async function withCard(serial: number): Promise<string> {
  const { member } = await house.enrol(serial);
  const input = { tenant: house.tenant, member: { member }, type: 'bonus', number: numberOf('8810', serial) } as const;
  const name = { space: 0n, family: FAMILY.card, reference: fresh() };
  must(await house.machine.submit(house.cards.issue, memberArrival(house.keys, name, input, input)));
  return member;
}
const suspend = async (place: object, reason: 'fraud' | 'lost', effects: readonly Effect[] = ['spend']) =>
  must(
    await house.cards.suspend({
      ...{ tenant: house.tenant, by: 1n, space: 0n, reference: fresh(), ...place, reason, effects },
    }),
  ).suspension.suspension;
const lift = async (suspension: bigint) => must(await house.cards.lift({ tenant: house.tenant, by: 1n }, suspension));
const quote = async (member: string, other: string): Promise<string | number> => {
  const { status, body } = await house.request(`GET /v1/members/${member}/merge?other=${other}`, undefined, {
    secret: house.secrets.tenant,
  });
  return (body as { code?: string }).code ?? status;
};

test('a block of a range, a batch or a serial for fraud keeps two members apart, whosever card it is', async () => {
  const [one, other] = [await withCard(1), (await house.enrol(20)).member];
  for (const place of [{ range: 'club' }, { batch }, { batch, serials: { first: 1, last: 1 } }]) {
    const blocked = await suspend(place, 'fraud');
    expect(await quote(one, other)).toBe('merging.card.value_blocked');
    expect(await quote(other, one)).toBe('merging.card.value_blocked');
    await lift(blocked);
    expect(await quote(other, one)).toBe(200);
  }
});

test('a block of other serials, of lost plastic, or that leaves the cards paying keeps nobody apart', async () => {
  const [one, other] = [await withCard(2), (await house.enrol(21)).member];
  await suspend({ batch, serials: { first: 3, last: 10 } }, 'fraud');
  const lost = await suspend({ batch }, 'lost');
  const views = await suspend({ batch }, 'fraud', ['earn', 'view']);
  expect(await quote(other, one)).toBe(200);
  for (const suspension of [lost, views]) await lift(suspension);
});
