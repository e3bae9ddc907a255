import { afterAll, beforeAll, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { makeGiftHouse, type GiftHouse } from '../../../test/gift-house.ts';
import { contentDigest, FAMILY, referenceBytes, type Family } from '../../platform/lanes/index.ts';

const CARDS = 1_000;
const TILLS = 50;
// The machine takes 4,000 operations at once.
const CARDS_AT_ONCE = 70;

let gifts: GiftHouse;
beforeAll(async () => {
  gifts = await makeGiftHouse();
});
afterAll(() => gifts.house.close());

const named = (family: Family, text: string) => {
  const { tenant } = gifts.house;
  const reference = { tenant, space: 0n, family, reference: referenceBytes(text) };
  return { tenant, reference, content: contentDigest(text) };
};

test('fifty redemptions at once on each of a thousand cards that afford one: each card pays once', async () => {
  const { house } = gifts;
  const till = house.partners.resolveTill(house.principals.till, {});
  if (!till.ok) throw new Error(till.refusal);
  const receivedAt = house.clock.now();
  const cards = Array.from({ length: CARDS }, () => gifts.number());
  const redemption = (number: string) => ({
    ...{ till, receivedAt, gift: { number }, pin: undefined },
    ...{ amount: '10.00', currency: undefined, short: 'decline' as const },
  });
  let paid = 0;
  let refused = 0;
  for (let from = 0; from < CARDS; from += CARDS_AT_ONCE) {
    const some = cards.slice(from, from + CARDS_AT_ONCE);
    await Promise.all(
      some.map(async (number) => {
        const input = { till, receivedAt, number, amount: '10.05', promotional: undefined };
        expect(
          (await house.machine.submit(house.giftcards.activate, { ...named(FAMILY.card, number), input })).ok,
        ).toBe(true);
      }),
    );
    if (from === 0) {
      // Without lanes, fifty who look at once all see enough: it is the batch that lets one through.
      const looked = await Promise.all(
        Array.from({ length: TILLS }, () =>
          house.machine.rehearse(house.giftcards.redeem, { tenant: house.tenant, input: redemption(cards[0]!) }),
        ),
      );
      expect(looked.filter(({ ok }) => ok)).toHaveLength(TILLS);
    }
    await Promise.all(
      some.map(async (number) => {
        const outcomes = await Promise.all(
          Array.from({ length: TILLS }, (_, n) =>
            house.machine.submit(house.giftcards.redeem, {
              ...named(FAMILY.redeem, `${number}-${n}`),
              input: redemption(number),
            }),
          ),
        );
        expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
        paid++;
        refused += outcomes.filter((one) => !one.ok && one.refusal === 'giftcards.card.insufficient').length;
      }),
    );
  }
  expect([paid, refused]).toEqual([CARDS, CARDS * (TILLS - 1)]);
  await assertBooks(house);
}, 60_000);
