import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { makeGiftHouse, type GiftHouse } from '../../../test/gift-house.ts';
import { must } from '../../../test/house.ts';
import { decidedOver, staleDesk } from '../../../test/lesser-desk.ts';
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
  // Fifty thousand operations are six seconds on a quiet machine, and more than a minute on one whose cores others have.
}, 300_000);

// From here on the books of this house do not add up.
describe('the controls: of twenty at once that do not see one another more than one is paid with the same money', () => {
  const ROUNDS = 3;
  let count = 0;
  const sold = async (amount: string): Promise<string> => {
    const number = gifts.number();
    expect((await gifts.ask('activate', { card: { number }, amount })).status).toBe(201);
    return number;
  };
  const CENT = { amount: '0.01', currency: undefined, short: 'decline' };
  const ofTwenty = async (
    act: 'transfer' | 'redeem',
    number: string,
    inputs: readonly object[],
    lesser?: typeof staleDesk,
  ): Promise<number> => {
    const { house } = gifts;
    const till = must(house.partners.resolveTill(house.principals.till, {}));
    // Both take what `inputs` has.
    const whole = house.giftcards[act] as typeof house.giftcards.redeem;
    const submit = (operation: typeof whole, input: object) =>
      house.machine.submit(operation, {
        ...named(FAMILY.redeem, `control-${++count}`),
        input: { till, receivedAt: house.clock.now(), pin: undefined, gift: { number }, ...input } as never,
      });
    // While this one is decided the others come together in the next batch.
    const first = submit(house.giftcards.redeem, CENT);
    const outcomes = await Promise.all(
      inputs.map((input) => submit(lesser ? decidedOver(whole, lesser) : whole, input)),
    );
    expect((await first).ok).toBe(true);
    return outcomes.filter(({ ok }) => ok).length;
  };

  const takers = () => Promise.all(Array.from({ length: 20 }, () => sold('1.00')));
  const gift = (number: string) => ({ to: { number }, amount: '10.00' });
  const redemption = { amount: '10.00', currency: undefined, short: 'decline' };

  test.each([
    ['gifts', 'transfer', async () => (await takers()).map(gift)],
    ['redemptions', 'redeem', () => Promise.resolve(Array.from({ length: 20 }, () => redemption))],
  ] as const)('%s', async (_, act, inputsOf) => {
    const seen = { guarded: 0, stale: 0 };
    // In several rounds, since it is the machine that says who meets in a batch.
    for (let round = 0; round < ROUNDS; round++) {
      seen.guarded += await ofTwenty(act, await sold('10.01'), await inputsOf());
      seen.stale += await ofTwenty(act, await sold('10.01'), await inputsOf(), staleDesk);
    }
    expect(seen.guarded).toBe(ROUNDS);
    expect(seen.stale).toBeGreaterThan(ROUNDS);
  });
});
