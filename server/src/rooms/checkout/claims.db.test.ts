import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { makeHouse, BASE_EARN, type Person, type TestHouse } from '../../../test/house.ts';
import { assertBooks } from '../../../test/books.ts';
import {
  byPoints,
  daysAgo,
  done,
  freshName,
  line,
  openTills,
  refused,
  walletOf,
  type Tills,
} from '../../../test/sales.ts';

let house: TestHouse;
let till: Tills;
let people = 3;
const somebody = (): Promise<Person> => house.enrol(++people);

beforeAll(async () => {
  const conditions = [{ kind: 'min-basket', params: { min: '60.00', base: 'net' } }];
  const effects = [{ kind: 'fixed-bonus', wallet: 'points', params: { points: '100' } }];
  house = await makeHouse({
    promotions: [BASE_EARN, { code: 'sixty', priority: 200, firstOn: '2020-01-01', conditions, effects }],
  });
  till = openTills(house);
});
afterAll(() => house.close());
afterEach(() => assertBooks(house));

const anonymous = async (input: Parameters<Tills['sell']>[0] = {}): Promise<string> => {
  const reference = freshName();
  await done(till.sell({ reference, lines: [line(1, 3_000, { quantity: 3_000n }), line(2, 2_000)], ...input }));
  return reference;
};

describe('S1.17 Unidentified receipts', () => {
  test('a receipt without buyer is kept and earns nobody anything', async () => {
    const before = await house.database.query('select count(*) from points.lot');
    await anonymous();
    expect(await house.database.query('select count(*) from points.lot')).toEqual(before);
  });

  test('it is claimed once, by whoever comes first', async () => {
    const [buyer, other] = [await somebody(), await somebody()];
    const reference = await anonymous();
    const answer = await done(till.claim(reference, buyer));
    expect(answer.earned).toMatchObject([{ points: '50' }]);
    expect(await refused(till.claim(reference, other))).toBe('checkout.claim.twice');
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 50n });
    expect(await walletOf(house, other)).toMatchObject({ booked: 0n });
  });

  test('twenty who claim one receipt at the same moment: one gets it', async () => {
    const reference = await anonymous();
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, n) => till.claim(reference, house.people[n % 3])),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(new Set(outcomes.map((one) => (one.ok ? 'ok' : one.refusal)))).toEqual(
      new Set(['ok', 'checkout.claim.twice']),
    );
  });

  test('within the days of the policy and not after', async () => {
    const buyer = await somebody();
    const late = await anonymous({ manner: 'notice', occurredAt: daysAgo(31) });
    const justInTime = await anonymous({ manner: 'notice', occurredAt: daysAgo(29.9) });
    expect(await refused(till.claim(late, buyer))).toBe('checkout.claim.too_late');
    await done(till.claim(justInTime, buyer));
  });

  test('a receipt that has its member, was voided or is not known cannot be claimed', async () => {
    const buyer = await somebody();
    const reference = freshName();
    await done(till.sell({ of: buyer, reference }));
    expect(await refused(till.claim(reference, await somebody()))).toBe('checkout.claim.identified');
    const voided = await anonymous();
    await done(till.void(voided));
    expect(await refused(till.claim(voided, buyer))).toBe('checkout.sale.voided');
    expect(await refused(till.claim(freshName(), buyer))).toBe('checkout.sale.unknown');
  });

  test('what came back before the claim earns nothing', async () => {
    const buyer = await somebody();
    const reference = await anonymous();
    await done(till.giveBack(reference, [[2, 1_000]]));
    expect((await done(till.claim(reference, buyer))).earned).toMatchObject([{ points: '30' }]);
  });

  test('what comes back after the claim is taken from who claimed', async () => {
    const buyer = await somebody();
    const reference = await anonymous();
    await done(till.claim(reference, buyer));
    await done(till.giveBack(reference, [[2, 1_000]]));
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 30n });
    await done(till.void(freshName()));
    await done(till.giveBack(reference, 'all'));
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 0n, owed: 0n });
  });

  test('returns before and after the claim, of parts of one line, end as if the claim had come first', async () => {
    const [early, late] = [await somebody(), await somebody()];
    const first = await anonymous();
    await done(till.claim(first, early));
    await done(till.giveBack(first, [[1, 1_000]]));
    await done(till.giveBack(first, [[1, 1_000]]));
    const second = await anonymous();
    await done(till.giveBack(second, [[1, 1_000]]));
    await done(till.claim(second, late));
    const answer = await done(till.giveBack(second, [[1, 1_000]]));
    expect(answer.hasDrifted, 'the version still gives what the claim gave').toBeUndefined();
    expect(await walletOf(house, late)).toEqual(await walletOf(house, early));
    expect(await walletOf(house, late)).toMatchObject({ booked: 30n });
    await done(till.giveBack(second, 'all'));
    expect(await walletOf(house, late)).toMatchObject({ booked: 0n, owed: 0n });
  });

  test('a return and a claim at the same moment: what came back is with nobody', async () => {
    for (let round = 0; round < 12; round++) {
      const buyer = house.people[round % 3];
      const before = (await walletOf(house, buyer)).booked;
      const reference = await anonymous({ lines: [line(1, 3_000), line(2, 2_000)] });
      const both = [() => till.claim(reference, buyer), () => till.giveBack(reference, [[1, 1_000]])];
      const outcomes = await Promise.all((round % 2 === 0 ? both : both.reverse()).map((one) => one()));
      expect(outcomes.map(({ ok }) => ok)).toEqual([true, true]);
      expect((await walletOf(house, buyer)).booked - before, `round ${round}`).toBe(20n);
    }
  });

  test('a receipt that somebody paid with points but nobody earned for can come back, and be claimed by another', async () => {
    const [friend, buyer] = [await somebody(), await somebody()];
    await done(till.sell({ of: friend, lines: [line(1, 5_000)] }));
    const reference = await anonymous({
      lines: [line(1, 1_020), line(2, 1_020)],
      tenders: [byPoints(40, { payer: { card: friend.card } })],
    });
    expect(await walletOf(house, friend)).toMatchObject({ booked: 10n });
    await done(till.giveBack(reference, [[1, 1_000]]));
    expect(await walletOf(house, friend)).toMatchObject({ booked: 30n });
    expect((await done(till.claim(reference, buyer))).earned).toMatchObject([{ points: '10' }]);
    await done(till.giveBack(reference, 'all'));
    expect(await walletOf(house, friend)).toMatchObject({ booked: 50n });
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 0n, owed: 0n });
  });

  test('a claim decides by the rules of the day of purchase', async () => {
    const buyer = await somebody();
    const reference = await anonymous({ lines: [line(1, 6_000)] });
    await house.publish([
      { ...BASE_EARN, effects: [{ ...BASE_EARN.effects[0], params: { points: '7', step: '1.00', per: 'receipt' } }] },
    ]);
    await house.refresh();
    expect((await done(till.claim(reference, buyer))).earned).toMatchObject([{ points: '160' }]);
    await done(till.giveBack(reference, [[1, 100]]));
    expect(await walletOf(house, buyer), '54.00 is left, under 60').toMatchObject({ booked: 54n });
  });
});
