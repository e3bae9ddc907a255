import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeHouse, type Person, type TestHouse } from '../../../test/house.ts';
import { assertBooks } from '../../../test/books.ts';
import {
  byPoints,
  daysAgo,
  done,
  freshName,
  line,
  lotsOf,
  openTills,
  walletOf,
  type Tills,
} from '../../../test/sales.ts';
import type { Tender } from './index.ts';

fc.configureGlobal({ seed: 2_026_112_206, endOnFailure: true });

let house: TestHouse;
let till: Tills;
let people = 3;

const promotion = (
  code: string,
  priority: number,
  effect: object,
  conditions: { kind: string; params: object }[] = [],
  over: object = {},
) => ({
  ...{ code, priority, firstOn: '2020-01-01', conditions, effects: [effect as never] },
  ...over,
});
const fixed = (points: string, wallet = 'points') => ({ kind: 'fixed-bonus', wallet, params: { points } });
const includes = (category: string) => [
  { kind: 'lines-include', params: { lines: { categories: [category] }, min: '1' } },
];

beforeAll(async () => {
  house = await makeHouse({
    promotions: [
      promotion('earn', 1, {
        kind: 'points-per-amount',
        wallet: 'points',
        params: { points: '3', step: '2.00', per: 'line', rounding: 'half_even' },
      }),
      promotion('double', 2, {
        kind: 'multiplier',
        wallet: 'points',
        cap: '40',
        params: { factor: '2.5', per: 'receipt', lines: { categories: ['fruit'] } },
      }),
      promotion('per-piece', 3, {
        kind: 'points-per-item',
        wallet: 'points',
        params: { points: '7', items: '2', per: 'receipt', steps: 'full' },
      }),
      promotion('forty', 4, fixed('100'), [{ kind: 'min-basket', params: { min: '40.00', base: 'net' } }]),
      promotion('wine', 5, fixed('10'), includes('wine'), { excludes: ['cheese'] }),
      promotion('cheese', 6, fixed('50'), includes('cheese')),
      promotion('later', 7, { ...fixed('20', 'promo'), activation: { days: 7 } }, [
        { kind: 'min-basket', params: { min: '20.00', base: 'net' } },
      ]),
    ],
  });
  till = openTills(house);
});
afterAll(() => house.close());

const CATEGORIES = ['food', 'fruit', 'wine', 'cheese'];
type Piece = { readonly line: number; readonly quantity: number };
type Case = {
  readonly lines: readonly {
    readonly category: string;
    readonly cents: number;
    readonly discount: number;
    readonly pieces: number;
  }[];
  readonly back: readonly number[];
  readonly cuts: readonly number[];
  readonly order: readonly number[];
  readonly groups: readonly boolean[];
};

const cases: fc.Arbitrary<Case> = fc
  .array(
    fc.record({
      category: fc.constantFrom(...CATEGORIES),
      cents: fc.integer({ min: 1, max: 4_000 }),
      discount: fc.integer({ min: 0, max: 30 }),
      pieces: fc.integer({ min: 1, max: 4 }),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .chain((lines) =>
    fc.record({
      lines: fc.constant(lines),
      // How much of each line comes back, in percent; often all of it.
      back: fc.tuple(...lines.map(() => fc.oneof(fc.constant(100), fc.integer({ min: 0, max: 100 })))),
      cuts: fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 4, maxLength: 4 }),
      order: fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 8, maxLength: 8 }),
      groups: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
    }),
  );

const soldLines = ({ lines }: Case) =>
  lines.map(({ category, cents, discount, pieces }, i) =>
    line(i + 1, cents, { category, discount: BigInt(Math.min(discount, cents)), quantity: BigInt(pieces * 1_000) }),
  );

/** What comes back, all at once. */
const atOnce = ({ lines, back }: Case): Piece[] =>
  lines.flatMap(({ pieces }, i) => {
    const quantity = Math.floor((pieces * 1_000 * back[i]) / 100);
    return quantity > 0 ? [{ line: i + 1, quantity }] : [];
  });

/** The same, each line cut in two, shuffled, and put into returns of one or more of them. */
function inPieces(one: Case): Piece[][] {
  const pieces = atOnce(one).flatMap(({ line: of, quantity }, i) => {
    const first = Math.max(1, Math.floor((quantity * one.cuts[i]) / 100));
    return first < quantity
      ? [
          { line: of, quantity: first },
          { line: of, quantity: quantity - first },
        ]
      : [{ line: of, quantity }];
  });
  const returns: Piece[][] = [];
  for (const at of one.order) {
    const piece = pieces[at];
    if (!piece) continue;
    if (one.groups[at] && returns.length > 0) returns.at(-1)!.push(piece);
    else returns.push([piece]);
  }
  return returns;
}

type Told = {
  readonly refund: Record<string, bigint>;
  readonly points: Record<string, bigint>;
  readonly restored: bigint;
};

/** Returns one after another; sums what the answers say. */
async function bringBack(reference: string, returns: readonly Piece[][]): Promise<Told> {
  const told = { refund: {} as Record<string, bigint>, points: {} as Record<string, bigint>, restored: 0n };
  const add = (to: Record<string, bigint>, name: string, amount: bigint): void => {
    to[name] = (to[name] ?? 0n) + amount;
    if (to[name] === 0n) delete to[name];
  };
  for (const pieces of returns) {
    const answer = await done(
      till.giveBack(
        reference,
        pieces.map((one) => [one.line, one.quantity] as const),
      ),
    );
    for (const { kind, amount } of answer.refund ?? []) add(told.refund, kind, BigInt(amount.replace('.', '')));
    for (const { walletType, points } of answer.takenBack ?? []) add(told.points, walletType, BigInt(points));
    for (const { points } of answer.givenBack ?? []) told.restored += BigInt(points);
    expect(answer.hasDrifted).toBeUndefined();
  }
  return told;
}

const two = async (): Promise<[Person, Person]> => [await house.enrol(++people), await house.enrol(++people)];

describe('3.4 Partial returns of earned points', () => {
  test('any order and any splitting of returns ends with the same balances, lots and refunds; everything back is as before', async () => {
    await fc.assert(
      fc.asyncProperty(
        cases,
        fc.constantFrom(
          'original_proportional' as const,
          'non_cash_first' as const,
          'first' as const,
          'last_in_first_out' as const,
        ),
        fc.integer({ min: 0, max: 100 }),
        async (one, refund, share) => {
          await house.setPolicy({ refund, negativeBalance: 'within_balance' });
          await house.refresh();
          const due = soldLines(one).reduce((sum, { gross, discount }) => sum + gross - discount, 0n);
          const byPointsCents = (due * BigInt(share)) / 100n;
          const cash = (due - byPointsCents) / 3n;
          const tenders: Tender[] = [
            ...(byPointsCents > 0n ? [byPoints(byPointsCents)] : []),
            { kind: 'cash', amount: cash },
            { kind: 'card', amount: due - byPointsCents - cash },
          ];
          const ends = [];
          const [a, b] = await two();
          const moment = daysAgo(1);
          for (const [person, returns] of [
            [a, [atOnce(one)]],
            [b, inPieces(one)],
          ] as const) {
            // Rich enough that nothing falls short: two lots that end at different times.
            await done(
              till.sell({ of: person, manner: 'notice', occurredAt: daysAgo(200), lines: [line(1, 400_000)] }),
            );
            await done(
              till.sell({ of: person, manner: 'notice', occurredAt: daysAgo(100), lines: [line(1, 1_100_000)] }),
            );
            const before = await walletOf(house, person);
            const reference = freshName();
            await done(
              till.sell({
                of: person,
                reference,
                manner: 'notice',
                occurredAt: moment,
                lines: soldLines(one),
                tenders,
              }),
            );
            const told = atOnce(one).length === 0 ? undefined : await bringBack(reference, returns);
            const lots = (await lotsOf(house, person)).map(({ active_at: _active, expires_at: ends, remaining }) => ({
              ends,
              remaining,
            }));
            ends.push({
              points: await walletOf(house, person),
              promo: await walletOf(house, person, 'promo'),
              told,
              lots: lots.map(({ remaining }) => remaining),
            });
            if (one.back.every((percent) => percent === 100)) {
              expect(await walletOf(house, person)).toEqual(before);
              expect(told?.refund.cash ?? 0n).toBe(cash);
              expect(told?.restored).toBe(byPointsCents);
            }
          }
          expect(ends[1]).toEqual(ends[0]);
        },
      ),
      { numRuns: 24 },
    );
    await assertBooks(house);
  }, 60_000);

  test.each(['only_pending', 'within_balance', 'unlimited'] as const)(
    '%s: also when what was granted is spent meanwhile',
    async (negativeBalance) => {
      await house.setPolicy({ negativeBalance, refund: 'original_proportional' });
      await house.refresh();
      await fc.assert(
        fc.asyncProperty(cases, fc.integer({ min: 0, max: 100 }), async (one, percent) => {
          const ends = [];
          const moment = daysAgo(1);
          for (const [person, returns] of [
            [house.people[0], [atOnce(one)]],
            [house.people[1], inPieces(one)],
          ] as const) {
            const reference = freshName();
            await done(
              till.sell({ of: person, reference, manner: 'notice', occurredAt: moment, lines: soldLines(one) }),
            );
            const { booked } = await walletOf(house, person);
            const spent = (booked * BigInt(percent)) / 100n;
            if (spent > 0n)
              await done(
                till.sell({
                  of: person,
                  manner: 'notice',
                  occurredAt: moment,
                  lines: [line(1, spent)],
                  tenders: [byPoints(spent)],
                }),
              );
            if (atOnce(one).length > 0) await bringBack(reference, returns);
            ends.push({ points: await walletOf(house, person), promo: await walletOf(house, person, 'promo') });
          }
          expect(ends[1]).toEqual(ends[0]);
        }),
        { numRuns: 12 },
      );
      await assertBooks(house);
    },
    60_000,
  );
});
