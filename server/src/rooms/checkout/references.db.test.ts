import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { makeHouse, type Person, type TestHouse } from '../../../test/house.ts';
import { assertBooks } from '../../../test/books.ts';
import { byPoints, done, freshName, line, openTills, refused, walletOf, type Tills } from '../../../test/sales.ts';
import { FAMILY } from '../../platform/lanes/index.ts';

let house: TestHouse;
let till: Tills;
let people = 3;
const somebody = (): Promise<Person> => house.enrol(++people);

beforeAll(async () => {
  house = await makeHouse();
  till = openTills(house);
});
afterAll(() => house.close());
afterEach(() => assertBooks(house));

/** Gives points to spend. */
const giveTo = (person: Person, euros: number) => done(till.sell({ of: person, lines: [line(1, euros * 100)] }));
const states = (reference: string) =>
  house.database.query<{ state: string }>(
    'select state from checkout.parked_return where sale_reference = $1 order by reference',
    [Buffer.from(reference)],
  );

describe('3.15 Idempotency', () => {
  test('a repeat is answered as it was then, marked repeated, and books nothing', async () => {
    const buyer = await somebody();
    const reference = freshName();
    const first = await done(till.sell({ of: buyer, reference }));
    const before = await house.journalCount();
    const again = await done(till.sell({ of: buyer, reference }));
    expect(again).toEqual({ ...first, repeated: true });
    expect(await house.journalCount()).toBe(before);
  });

  test('the same reference with another content is refused', async () => {
    const reference = freshName();
    await done(till.sell({ of: await somebody(), reference, content: 'a' }));
    expect(await refused(till.sell({ of: await somebody(), reference, content: 'b' }))).toBe(
      'operation.reference_reused',
    );
  });

  test('a refusal claims nothing: the reference may be used when the reason is gone', async () => {
    const buyer = await somebody();
    const reference = freshName();
    const paid = { of: buyer, reference, lines: [line(1, 500)], tenders: [byPoints(500)] };
    expect(await refused(till.sell(paid))).toBe('points.wallet.insufficient');
    await giveTo(buyer, 500);
    await done(till.sell(paid));
  });

  test('a repeat of a sale with a card that was blocked since is answered as it was', async () => {
    const buyer = await somebody();
    const reference = freshName();
    const first = await done(till.sell({ of: buyer, reference }));
    await house.database.query(`update cards.card set state = 'blocked' where owner = $1`, [buyer.owner]);
    expect(await done(till.sell({ of: buyer, reference }))).toEqual({ ...first, repeated: true });
  });

  test('one reference for two members at the same moment, in whatever lanes: one is booked, the other refused', async () => {
    const [a, b, c] = [await somebody(), await somebody(), await somebody()];
    for (let round = 0; round < 5; round++) {
      const reference = freshName();
      const outcomes = await Promise.all([a, b, c].map((of, n) => till.sell({ of, reference, content: n })));
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
      const rows = await house.database.query(
        `select 1 from ledger.journal where kind = 'checkout.sale' and lane in (select lane from lanes.lane)`,
      );
      expect(rows.length).toBeGreaterThan(0);
    }
  });
});

describe('3.15 Void by client reference', () => {
  test('a void undoes the whole sale: points earned are taken, points spent are back', async () => {
    const buyer = await somebody();
    await giveTo(buyer, 30);
    const reference = freshName();
    await done(till.sell({ of: buyer, reference, lines: [line(1, 2_010)], tenders: [byPoints(10)] }));
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 40n });
    await done(till.void(reference));
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 30n, owed: 0n });
  });

  test('a void of a sale that never came closes its name: the sale, when it comes, is refused and books nothing', async () => {
    const buyer = await somebody();
    const reference = freshName();
    expect((await done(till.void(reference))).state).toBe('closed');
    expect(await refused(till.sell({ of: buyer, reference }))).toBe('operation.voided_before');
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 0n });
    expect(await refused(till.giveBack(reference, 'all'))).toBe('checkout.sale.voided');
  });

  test('a void and its sale at the same moment end in one of the two ways, never in between', async () => {
    for (let round = 0; round < 12; round++) {
      const buyer = house.people[round % 3];
      const reference = freshName();
      const before = (await walletOf(house, buyer)).booked;
      const [voided, sold] = await Promise.all(
        round % 2 === 0
          ? [till.void(reference), till.sell({ of: buyer, reference })]
          : [till.sell({ of: buyer, reference }), till.void(reference)].reverse(),
      );
      expect(voided).toMatchObject({ ok: true });
      if (!sold.ok) expect(sold.refusal).toBe('operation.voided_before');
      expect((await walletOf(house, buyer)).booked, 'nothing is left of it either way').toBe(before);
    }
  });

  test('a second void is refused, and so is a void of a return or of a void', async () => {
    const reference = freshName();
    const returned = freshName();
    await done(till.sell({ of: await somebody(), reference }));
    await done(till.void(reference));
    expect(await refused(till.void(reference))).toBe('checkout.void.already');
    await done(till.sell({ of: await somebody(), reference: returned }));
    await done(till.giveBack(returned, [[1, 500]], { reference: `back-${returned}` }));
    expect(await refused(till.void(`back-${returned}`, { family: FAMILY.return }))).toBe('checkout.void.of_return');
    expect(await refused(till.void('anything', { family: FAMILY.void }))).toBe('checkout.void.of_reversal');
    expect(await refused(till.void(returned))).toBe('checkout.void.goods_returned');
  });

  test('a void under the same reference is repeated, not refused', async () => {
    const reference = freshName();
    await done(till.sell({ of: await somebody(), reference }));
    const first = await done(till.void(reference, { reference: `void-${reference}` }));
    expect(await done(till.void(reference, { reference: `void-${reference}` }))).toEqual({ ...first, repeated: true });
  });

  test('a void of a sale that a parked return waits for closes the name and ends the wait', async () => {
    const reference = freshName();
    expect((await done(till.giveBack(reference, 'all'))).state).toBe('parked');
    expect((await done(till.void(reference))).state).toBe('closed');
    expect(await refused(till.sell({ of: await somebody(), reference }))).toBe('operation.voided_before');
    expect(await states(reference)).not.toContainEqual({ state: 'parked' });
  });
});

describe('3.15 Return by receipt before the receipt', () => {
  test('it is parked, holds nothing, and is decided right after the sale', async () => {
    const buyer = await somebody();
    const reference = freshName();
    expect((await done(till.giveBack(reference, [[2, 1_000]]))).state).toBe('parked');
    await done(till.sell({ of: buyer, reference, lines: [line(1, 1_000), line(2, 2_500)] }));
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 10n });
    expect(await states(reference)).toEqual([{ state: 'applied' }]);
    expect(await refused(till.giveBack(reference, [[2, 1]]))).toBe('checkout.return.too_much');
  });

  test('a parked return of a sale that points paid gives them back', async () => {
    const buyer = await somebody();
    await giveTo(buyer, 50);
    const reference = freshName();
    await done(till.giveBack(reference, [[1, 1_000]]));
    await done(till.sell({ of: buyer, reference, lines: [line(1, 20), line(2, 20)], tenders: [byPoints(40)] }));
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 30n });
  });

  test('a parked return of a sale that somebody else’s points paid gives them back to him', async () => {
    const [buyer, friend] = [house.people[0], house.people[1]];
    await giveTo(friend, 50);
    const before = (await walletOf(house, friend)).booked;
    const reference = freshName();
    await done(till.giveBack(reference, 'all'));
    await done(
      till.sell({
        of: buyer,
        reference,
        lines: [line(1, 20)],
        tenders: [byPoints(20, { payer: { card: friend.card } })],
      }),
    );
    expect((await walletOf(house, friend)).booked).toBe(before);
  });

  test('several of them end the same in whatever order they and the sale arrive', async () => {
    const ends: unknown[] = [];
    for (const order of [
      [0, 1, 2],
      [1, 0, 2],
      [2, 0, 1],
      [0, 2, 1],
      [1, 2, 0],
      [2, 1, 0],
    ]) {
      const buyer = await somebody();
      const reference = freshName();
      const arrivals = [
        () => till.giveBack(reference, [[1, 300]]),
        () =>
          till.giveBack(reference, [
            [1, 200],
            [2, 1_000],
          ]),
        () => till.sell({ of: buyer, reference, lines: [line(1, 3_310), line(2, 990)] }),
      ];
      for (const which of order) await done(arrivals[which]() as Promise<never>);
      ends.push(await walletOf(house, buyer));
    }
    expect(
      new Set(
        ends.map((end) =>
          JSON.stringify(end, (_, value: unknown) => (String(value) === '[object Object]' ? value : String(value))),
        ),
      ).size,
    ).toBe(1);
    expect(ends[0]).toMatchObject({ booked: 16n });
  });

  test('returns and their sale at the same moment: none of the returns is forgotten', async () => {
    for (let round = 0; round < 10; round++) {
      const buyer = house.people[round % 3];
      const before = (await walletOf(house, buyer)).booked;
      const reference = freshName();
      if (round % 2 === 0) await done(till.giveBack(reference, [[1, 100]]));
      const outcomes = await Promise.all([
        till.giveBack(reference, [[1, 200]]),
        till.sell({ of: buyer, reference, lines: [line(1, 10_000)] }),
        till.giveBack(reference, [[1, 300]]),
      ]);
      expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, true]);
      expect(await states(reference), `round ${round}`).not.toContainEqual({ state: 'parked' });
      expect((await walletOf(house, buyer)).booked - before).toBe(round % 2 === 0 ? 40n : 50n);
    }
  });

  test('a repeat of a parked return is answered as parked, once', async () => {
    const reference = freshName();
    const first = await done(till.giveBack(reference, 'all', { reference: `back-${reference}` }));
    expect(await done(till.giveBack(reference, 'all', { reference: `back-${reference}` }))).toEqual({
      ...first,
      repeated: true,
    });
    const buyer = await somebody();
    await done(till.sell({ of: buyer, reference }));
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 0n });
    expect(await done(till.giveBack(reference, 'all', { reference: `back-${reference}` }))).toMatchObject({
      repeated: true,
    });
  });

  test('where the policy says so an unknown receipt is refused, and a notice is parked all the same', async () => {
    await house.setPolicy({ unknownReturn: 'refuse' });
    await house.refresh();
    try {
      expect(await refused(till.giveBack(freshName(), 'all'))).toBe('checkout.sale.unknown');
      expect((await done(till.giveBack(freshName(), 'all', { manner: 'notice' }))).state).toBe('parked');
    } finally {
      await house.setPolicy({ unknownReturn: 'park' });
    }
  });

  test('more than was sold is refused, told by a notice it is clipped and listed', async () => {
    const buyer = await somebody();
    const reference = freshName();
    await done(till.sell({ of: buyer, reference, lines: [line(1, 1_000), line(2, 500)] }));
    expect(await refused(till.giveBack(reference, [[1, 1_001]]))).toBe('checkout.return.too_much');
    expect(await refused(till.giveBack(reference, [[9, 1]]))).toBe('checkout.return.line_unknown');
    const told = await done(
      till.giveBack(
        reference,
        [
          [1, 1_500],
          [9, 1],
        ],
        { manner: 'notice' },
      ),
    );
    expect(told.exceptions?.map(({ code }) => code)).toEqual([
      'checkout.return.too_much',
      'checkout.return.line_unknown',
    ]);
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 5n });
  });

  test('a sale that came back whole is counted as no purchase, once, however often a notice says it again', async () => {
    const buyer = await somebody();
    await giveTo(buyer, 1);
    await giveTo(buyer, 1);
    const reference = freshName();
    await done(till.sell({ of: buyer, reference }));
    await done(till.giveBack(reference, 'all'));
    await done(till.giveBack(reference, 'all', { manner: 'notice' }));
    await done(till.giveBack(reference, [[1, 1_000]], { manner: 'notice' }));
    const [profile] = await house.database.query<{ purchases: number }>(
      'select purchases from members.member where member = $1',
      [buyer.owner],
    );
    expect(profile.purchases).toBe(2);
  });
});
