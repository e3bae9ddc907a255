import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { makeHouse, must, type Person, type TestHouse } from '../../../test/house.ts';
import { assertBooks } from '../../../test/books.ts';
import {
  addWalletType,
  byPoints,
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
  house = await makeHouse();
  const { tenant } = house.program();
  must(await house.programs.defineUnit(tenant, { code: 'PT2', kind: 'points', decimals: 2 }));
  const unit = house.programs.settings().unitByCode(tenant, 'PT2');
  await addWalletType(house, 'fine', { unit: unit!.unit }, 2);
  till = openTills(house);
});
afterAll(() => house.close());
afterEach(() => assertBooks(house));

const under = async (wallet: string, params: object, kind = 'points-per-amount'): Promise<void> => {
  must(
    (await house.publish([
      { code: 'earn', priority: 1, firstOn: '2020-01-01', effects: [{ kind, wallet, params }] },
    ])) as never,
  );
  await house.refresh();
};
const earns = async (lines: Parameters<typeof line>[]): Promise<string> => {
  const { earned } = await done(till.sell({ of: await somebody(), lines: lines.map((one) => line(...one)) }));
  return earned.map(({ points }) => points).join('+');
};

describe('3.7 Rounding', () => {
  test('one point per full ten: 105 give 10', async () => {
    await under('points', { points: '1', step: '10.00', steps: 'full', per: 'receipt' });
    expect(await earns([[1, 10_500]])).toBe('10');
  });

  test('per line each one is rounded and then summed, per receipt the sum is rounded: 41.98 and 41.97', async () => {
    // Two lines of 20.987 points each.
    const params = { points: '1', step: '1.00', decimals: 2, rounding: 'half_up' };
    const lines: Parameters<typeof line>[] = [
      [1, 20_987],
      [2, 20_987],
    ];
    await under('fine', { ...params, points: '0.10', per: 'line' });
    expect(await earns(lines)).toBe('41.98');
    await under('fine', { ...params, points: '0.10', per: 'receipt' });
    expect(await earns(lines)).toBe('41.97');
  });

  test('floor, half up and half even differ exactly where they should', async () => {
    const of = async (rounding: string, cents: number): Promise<string> => {
      await under('points', { points: '1', step: '1.00', per: 'receipt', rounding });
      return earns([[1, cents]]);
    };
    expect([
      await of('floor', 250),
      await of('half_up', 250),
      await of('half_even', 250),
      await of('half_even', 350),
    ]).toEqual(['2', '3', '2', '4']);
  });

  test('a return rounds as the sale did, so that what came back and what stays sum to the grant', async () => {
    await under('fine', { points: '0.10', step: '1.00', per: 'line', decimals: 2, rounding: 'half_up' });
    const buyer = await somebody();
    const reference = freshName();
    await done(till.sell({ of: buyer, reference, lines: [line(1, 20_987), line(2, 20_987, { quantity: 3_000n })] }));
    expect(await walletOf(house, buyer, 'fine')).toMatchObject({ booked: 4_198n });
    let back = 0n;
    for (const quantity of [1_000, 1_000, 1_000]) {
      const { takenBack } = await done(till.giveBack(reference, [[2, quantity]]));
      back += BigInt(takenBack![0].points.replace('.', ''));
    }
    expect(back).toBe(2_099n);
    expect(await walletOf(house, buyer, 'fine')).toMatchObject({ booked: 2_099n });
  });
});

describe('3.10 Earn on net of points; earn and burn in one basket', () => {
  const perEuro = { points: '1', step: '1.00', per: 'receipt' };

  test('what points paid earns nothing', async () => {
    await under('points', perEuro);
    const buyer = await somebody();
    await done(till.sell({ of: buyer, lines: [line(1, 50_000)] }));
    const answer = await done(till.sell({ of: buyer, lines: [line(1, 1_000)], tenders: [byPoints(400)] }));
    expect(answer.earned).toMatchObject([{ points: '6' }]);
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 106n });
  });

  test('all paid by points earns nothing at all', async () => {
    const buyer = await somebody();
    await done(till.sell({ of: buyer, lines: [line(1, 50_000)] }));
    const answer = await done(till.sell({ of: buyer, lines: [line(1, 500)], tenders: [byPoints(500)] }));
    expect(answer.earned).toEqual([]);
  });

  test('it is allocated to lines, so that a rule for a category sees its reduced base', async () => {
    await under('points', { ...perEuro, lines: { categories: ['wine'] } });
    const buyer = await somebody();
    await done(till.sell({ of: buyer, lines: [line(1, 50_000, { category: 'wine' })] }));
    const lines = [line(1, 1_000, { category: 'wine' }), line(2, 1_000)];
    const answer = await done(till.sell({ of: buyer, lines, tenders: [byPoints(400)] }));
    // Each line pays 2.00 of the 4.00.
    expect(answer.earned).toMatchObject([{ points: '8' }]);
  });

  test('points that a basket earns cannot be spent in it', async () => {
    await under('points', { ...perEuro, points: '100' });
    const buyer = await somebody();
    expect(await refused(till.sell({ of: buyer, lines: [line(1, 1_000)], tenders: [byPoints(1)] }))).toBe(
      'points.wallet.insufficient',
    );
    await done(till.sell({ of: buyer, lines: [line(1, 1_000)] }));
    await done(till.sell({ of: buyer, lines: [line(1, 1_000)], tenders: [byPoints(1_000)] }));
  });

  test('a rule may count gross or net of discounts instead: a setting that everybody sees', async () => {
    const sale = async (base: string): Promise<string> => {
      await under('points', perEuro);
      const buyer = await somebody();
      await done(till.sell({ of: buyer, lines: [line(1, 50_000)] }));
      await under('points', { ...perEuro, base });
      const { earned } = await done(
        till.sell({ of: buyer, lines: [line(1, 1_000, { discount: 200n })], tenders: [byPoints(300)] }),
      );
      return earned[0].points;
    };
    expect([await sale('gross'), await sale('net'), await sale('net_of_points')]).toEqual(['10', '8', '5']);
  });

  test('gift cards, vouchers and fees earn nothing unless a rule says so', async () => {
    await under('points', perEuro);
    expect(
      await earns([
        [1, 1_000],
        [2, 5_000, { kind: 'gift_card' }],
        [3, 300, { kind: 'fee' }],
        [4, 700, { kind: 'voucher' }],
      ]),
    ).toBe('10');
  });

  test('a return of a line that points paid in part gives back both: points to their lots, and what was earned', async () => {
    await under('points', perEuro);
    const buyer = await somebody();
    await done(till.sell({ of: buyer, lines: [line(1, 50_000)] }));
    const reference = freshName();
    await done(till.sell({ of: buyer, reference, lines: [line(1, 1_000), line(2, 1_000)], tenders: [byPoints(400)] }));
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 116n });
    await done(till.giveBack(reference, [[1, 1_000]]));
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 308n });
    await done(till.giveBack(reference, [[2, 1_000]]));
    expect(await walletOf(house, buyer)).toMatchObject({ booked: 500n });
  });
});
