import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { makeHouse, type Person, type TestHouse } from '../../../test/house.ts';
import { assertBooks } from '../../../test/books.ts';
import { besides, byPoints, done, freshName, line, openTills, walletOf, type Tills } from '../../../test/sales.ts';

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

const giveTo = (person: Person, points: number) => done(till.sell({ of: person, lines: [line(1, points * 100)] }));
const outcomesOf = (outcomes: readonly { ok: boolean; refusal?: string }[]): Record<string, number> => {
  const counted: Record<string, number> = {};
  for (const one of outcomes) {
    const name = one.ok ? 'ok' : one.refusal!;
    counted[name] = (counted[name] ?? 0) + 1;
  }
  return counted;
};

describe('3.22 Concurrency', () => {
  test('fifty parallel redemptions of the whole wallet: exactly one succeeds', async () => {
    const buyer = await somebody();
    await giveTo(buyer, 80);
    const sales = Array.from({ length: 50 }, () =>
      till.sell({ of: buyer, lines: [line(1, 80)], tenders: [byPoints(80)] }),
    );
    expect(outcomesOf(await Promise.all(sales))).toEqual({ ok: 1, 'points.wallet.insufficient': 49 });
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 0n, owed: 0n });
  });

  test('fifty parallel redemptions of a part: as many succeed as the balance covers', async () => {
    const buyer = await somebody();
    await giveTo(buyer, 100);
    const sales = Array.from({ length: 50 }, () =>
      till.sell({ of: buyer, lines: [line(1, 30)], tenders: [byPoints(30)] }),
    );
    expect(outcomesOf(await Promise.all(sales))).toEqual({ ok: 3, 'points.wallet.insufficient': 47 });
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 10n });
  });

  test('fifty strangers who pay with one wallet in another lane: exactly one succeeds', async () => {
    const owner = await somebody();
    await giveTo(owner, 80);
    const payer = { card: owner.card };
    const sales = Array.from({ length: 50 }, (_, n) =>
      till.sell({ of: house.people[n % 3], lines: [line(1, 80)], tenders: [byPoints(80, { payer })] }),
    );
    expect(outcomesOf(await Promise.all(sales))).toEqual({ ok: 1, 'points.wallet.insufficient': 49 });
    expect(await walletOf(house, owner)).toMatchObject({ booked: 0n });
  });

  test('a hundred parallel repeats of one reference have one effect and one answer', async () => {
    const buyer = await somebody();
    const reference = freshName();
    const before = await house.journalCount();
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, () => till.sell({ of: buyer, reference, lines: [line(1, 700)] })),
    );
    expect(outcomes.every(({ ok }) => ok)).toBe(true);
    expect(outcomes.filter((one) => one.ok && !one.repeated)).toHaveLength(1);
    expect(new Set(outcomes.map((one) => one.ok && JSON.stringify({ ...one.answer, repeated: true }))).size).toBe(1);
    expect(await house.journalCount()).toBe(before + 1);
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 7n });
  });

  test('a hundred parallel repeats of one return have one effect', async () => {
    const buyer = await somebody();
    const reference = freshName();
    await done(till.sell({ of: buyer, reference, lines: [line(1, 900, { quantity: 100_000n })] }));
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, () => till.giveBack(reference, [[1, 50_000]], { reference: `back-${reference}` })),
    );
    expect(outcomes.filter((one) => one.ok && !one.repeated)).toHaveLength(1);
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 4n });
  });

  test('a hundred parallel returns of one piece each: as many as were sold', async () => {
    const buyer = await somebody();
    const reference = freshName();
    await done(till.sell({ of: buyer, reference, lines: [line(1, 4_000, { quantity: 40_000n })] }));
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => till.giveBack(reference, [[1, 1_000]])));
    expect(outcomesOf(outcomes)).toEqual({ ok: 40, 'checkout.return.too_much': 60 });
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 0n, owed: 0n });
  });

  test('a hot member: five hundred parallel sales, earning and spending, end exact', async () => {
    const buyer = await somebody();
    await giveTo(buyer, 1_000);
    const outcomes = await Promise.all(
      Array.from({ length: 500 }, (_, n) =>
        n % 5 === 0
          ? till.sell({ of: buyer, lines: [line(1, 7)], tenders: [byPoints(7)] })
          : till.sell({ of: buyer, lines: [line(1, 300)] }),
      ),
    );
    expect(outcomesOf(outcomes)).toEqual({ ok: 500 });
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 1_000n + 400n * 3n - 100n * 7n });
  });

  test('two machines over one database serve one wallet as one', async () => {
    const other = await besides(house);
    const tills = [till, openTills(other)];
    const buyer = await somebody();
    await giveTo(buyer, 50);
    const sales = Array.from({ length: 60 }, (_, n) =>
      tills[n % 2].sell({ of: buyer, lines: [line(1, 50)], tenders: [byPoints(50)] }),
    );
    expect(outcomesOf(await Promise.all(sales))).toEqual({ ok: 1, 'points.wallet.insufficient': 59 });
    const reference = freshName();
    const repeats = await Promise.all(
      Array.from({ length: 60 }, (_, n) => tills[n % 2].sell({ of: buyer, reference })),
    );
    expect(repeats.filter((one) => one.ok && !one.repeated)).toHaveLength(1);
    await other.stop();
  });
});
