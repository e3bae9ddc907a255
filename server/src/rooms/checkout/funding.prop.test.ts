import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { makeHouse, must, type TestHouse } from '../../../test/house.ts';
import { assertPots } from '../../../test/pots.ts';
import { byPoints, done, freshName, line, openTills, type Tills } from '../../../test/sales.ts';
import { localDate } from '../../kernel/local-date.ts';
import { PROGRAM_ITSELF } from '../../platform/audit.ts';
import { attributionOf, positionsOf } from '../funding/index.ts';

// Whoever earns and spends whose points where, and whatever comes back of it: what partners and the program owe one another sums to
// nothing, and what is attributed lot by lot is what the ledger says was paid with points.

let house: TestHouse;
const tills: Tills[] = [];
// Some hundred batches and journals computed again, on a machine that may be busy.
const PATIENCE_MS = 90_000;

beforeAll(async () => {
  house = await makeHouse({ promotions: [] });
  tills.push(openTills(house), openTills(house, 'farmacia'));
  const program = house.program();
  const common = { unit: 'PTS', price: { points: '100', money: '0.80' }, firstOn: '2020-01-01' };
  const make = async (code: string, terms: 'prepaid' | 'postpaid' | 'own', partner?: string) =>
    must(await house.funding.addContract(program, { ...common, code, terms, partner }, PROGRAM_ITSELF));
  await make('pre', 'prepaid', 'farmacia');
  await make('post', 'postpaid', 'mercado');
  await make('own', 'own');
  const block = { reference: 'all', points: '400', isReserve: false, firstOn: '2020-01-01' };
  must(await house.funding.buyBlock(program, 'pre', block, PROGRAM_ITSELF));
  const promotion = (code: string, sku: string, funding?: string) => ({
    ...{ code, priority: 1, firstOn: '2020-01-01', ...(funding === undefined ? {} : { funding }) },
    effects: [
      {
        kind: 'points-per-amount',
        wallet: 'points',
        params: { points: '1', step: '1.00', per: 'receipt', lines: { skus: [sku] } },
      },
    ],
  });
  must(
    await house.publish([
      promotion('of-pre', 'pre', 'pre'),
      promotion('of-post', 'post', 'post'),
      promotion('of-own', 'own', 'own'),
      promotion('of-till', 'till'),
    ]),
  );
});
afterAll(() => house.close());

const SKUS = ['pre', 'post', 'own', 'till'] as const;
const act = fc.oneof(
  fc.record({
    is: fc.constant('sell' as const),
    by: fc.nat({ max: 2 }),
    till: fc.nat({ max: 1 }),
    euros: fc.tuple(...SKUS.map(() => fc.nat({ max: 12 }))),
    spends: fc.nat({ max: 15 }),
  }),
  fc.record({ is: fc.constant('giveBack' as const), which: fc.nat({ max: 99 }), line: fc.nat({ max: 4 }) }),
);

const program = () => ({ tenant: house.tenant, program: house.program().program });
const period = { from: localDate(2020, 1, 1), until: localDate(2099, 12, 31) };

test(
  'positions of partners and program sum to zero in every unit, and attribution is what the ledger says',
  async () => {
    const sales: string[] = [];
    const property = fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 8 }), async (acts) => {
      for (const one of acts) {
        if (one.is === 'giveBack') {
          const [sale] = sales.splice(one.which % Math.max(1, sales.length), 1);
          // A line that was not sold comes back whole: the receipt.
          if (sale) await tills[0].giveBack(sale, one.line === 0 ? 'all' : [[one.line, 1_000]]);
          continue;
        }
        const lines = SKUS.map((sku, at) => line(at + 1, one.euros[at] * 100 + 1, { sku }));
        const reference = freshName();
        const sold = await tills[one.till].sell({
          ...{ of: house.people[one.by], reference, lines },
          tenders: one.spends === 0 ? [] : [byPoints(one.spends)],
        });
        if (sold.ok) sales.push(reference);
        else expect(['points.wallet.insufficient', 'checkout.tenders.too_much']).toContain(sold.refusal);
      }
      await assertBooks(house);
      await assertPots(house);
      const { spent, issued } = await attributionOf(house.database, { ...program(), ...period });
      const sums = new Map<number, bigint>();
      for (const { unit, points } of positionsOf(spent)) sums.set(unit, (sums.get(unit) ?? 0n) + points);
      expect([...sums.values()].filter((sum) => sum !== 0n)).toEqual([]);
      const total = (rows: readonly { readonly points: bigint }[]) =>
        rows.reduce((sum, { points }) => sum + points, 0n);
      const [ledger] = await house.database.query<{ redeemed: bigint; booked: bigint }>(
        `select (select coalesce(sum(amount), 0) from ledger.posting join ledger.account using (account)
                where kind = 'redemption')::bigint as redeemed,
              (select coalesce(sum(booked - owed), 0) from points.wallet)::bigint as booked`,
      );
      expect(total(spent)).toBe(ledger.redeemed);
      // What was issued and not spent is with the members.
      expect(total(issued) - total(spent)).toBe(ledger.booked);
      const farmacia = house.funding.byCode(program().program, 'pre')!;
      const ofPre = total(issued.filter(({ contract }) => contract === farmacia.contract));
      expect(ofPre).toBeLessThanOrEqual(400n);
    });
    await fc.assert(property, { numRuns: 15, seed: 20_261_122 });
    expect(await done(tills[0].sell({ of: house.people[0] }))).toBeDefined();
  },
  PATIENCE_MS,
);
