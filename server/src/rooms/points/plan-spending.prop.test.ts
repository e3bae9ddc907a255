import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { planSpending, type SpendingAsked } from './plan-spending.ts';
import type { PayableLine, PayingPlace, PayingWallet } from './wallet-limits.ts';
import { pointsFor, worthOf, type WalletRules, type WalletType } from './wallet-type.ts';

fc.configureGlobal({ seed: 2_026_112_207 });

const place: PayingPlace = {
  partner: 'norte',
  outlet: 'norte-1',
  outletGroups: ['city'],
  channel: 'till',
  weekday: 3,
  minuteOfDay: 600,
  currencyDecimals: 2,
};

const type = (code: string, rules: WalletRules = {}, more: Partial<WalletType> = {}): WalletType => ({
  walletType: 1,
  tenant: 1,
  program: 1,
  code,
  unit: 1,
  spendOrder: 1,
  purpose: 'points',
  paysPoints: 1n,
  paysMoney: 1n,
  rules,
  activation: 'none' as never,
  expiry: 'never' as never,
  ...more,
});
const wallet = (of: WalletType, available: bigint, nextExpiry = 1_000): PayingWallet => ({
  type: of,
  decimals: 0,
  available,
  nextExpiry,
});
const line = (number: number, due: bigint, more: Partial<PayableLine> = {}): PayableLine => ({
  line: number,
  sku: `sku-${number}`,
  category: 'food/dairy',
  brand: 'acme',
  labels: [],
  due,
  ...more,
});

const categories = fc.constantFrom('food', 'food/dairy', 'toys', 'foodies');
const linesArbitrary = fc
  .array(
    fc.record({ due: fc.bigInt({ min: 0n, max: 5_000n }), category: categories, sku: fc.constantFrom('a', 'b', 'c') }),
    { minLength: 1, maxLength: 6 },
  )
  .map((rows) => rows.map((row, at) => line(at + 1, row.due, row)));
const rulesArbitrary: fc.Arbitrary<WalletRules> = fc.record(
  {
    categories: fc.uniqueArray(categories, { minLength: 1, maxLength: 2 }),
    exceptSkus: fc.constant(['a']),
    sharePercentMax: fc.integer({ min: 1, max: 100 }),
    cashMinimum: fc.constantFrom('0', '5.00', '20'),
    perReceiptMax: fc.constantFrom('10', '700'),
    weekdays: fc.constantFrom([3], [1, 2]),
  },
  { requiredKeys: [] },
);
const walletsArbitrary = fc
  .array(
    fc.record({
      rules: rulesArbitrary,
      available: fc.bigInt({ min: 0n, max: 6_000n }),
      spendOrder: fc.integer({ min: 1, max: 3 }),
      nextExpiry: fc.integer({ min: 1, max: 3 }),
      paysPoints: fc.bigInt({ min: 1n, max: 7n }),
      paysMoney: fc.bigInt({ min: 0n, max: 5n }),
    }),
    { maxLength: 4 },
  )
  .map((rows) =>
    rows.map(({ rules, available, nextExpiry, ...more }, at) =>
      wallet(type(`w${at}`, rules, more), available, nextExpiry),
    ),
  );
const askedArbitrary: fc.Arbitrary<SpendingAsked> = fc.oneof(
  fc.constant('most' as const),
  fc.record({ money: fc.bigInt({ min: 0n, max: 12_000n }) }),
  fc.record({ points: fc.bigInt({ min: 0n, max: 6_000n }), walletType: fc.constantFrom('w0', 'w1') }),
);

type SmallWallet = {
  readonly categories: readonly string[];
  readonly available: bigint;
  readonly sharePercentMax: number | undefined;
  readonly cashMinimum: string | undefined;
  readonly perReceiptMax: string | undefined;
};

/** The most that can be paid, by trying every amount of every wallet on every line. */
function mostByTrying(food: bigint, toys: bigint, wallets: readonly SmallWallet[]): bigint {
  const total = food + toys;
  let most = 0n;
  const go = (at: number, onFood: bigint, onToys: bigint, cash: bigint): void => {
    const one = wallets[at];
    if (!one) {
      const paid = onFood + onToys;
      if (total - paid >= cash && paid > most) most = paid;
      return;
    }
    let cap = one.available;
    if (one.sharePercentMax !== undefined) cap = least(cap, (total * BigInt(one.sharePercentMax)) / 100n);
    if (one.perReceiptMax !== undefined) cap = least(cap, BigInt(one.perReceiptMax));
    const asks = BigInt((one.cashMinimum ?? '0').replace('.', ''));
    for (let f = 0n; f <= cap && f <= food - onFood && (f === 0n || one.categories.includes('food')); f++) {
      for (let t = 0n; t <= cap - f && t <= toys - onToys && (t === 0n || one.categories.includes('toys')); t++)
        go(at + 1, onFood + f, onToys + t, f + t > 0n && asks > cash ? asks : cash);
    }
  };
  go(0, 0n, 0n, 0n);
  return most;
}
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);

describe('a plan of paying with points (semantics 3.13)', () => {
  it('sums exactly: lines to parts, parts to the whole', () => {
    fc.assert(
      fc.property(linesArbitrary, walletsArbitrary, askedArbitrary, (lines, wallets, asked) => {
        const plan = planSpending(lines, place, wallets, asked);
        for (const part of plan.parts) expect(sum(part.perLine.map(([, money]) => money))).toBe(part.money);
        expect(sum(plan.parts.map((part) => part.money))).toBe(plan.money);
      }),
    );
  });

  it('never pays more for a line than is due, nor more than was asked', () => {
    fc.assert(
      fc.property(linesArbitrary, walletsArbitrary, askedArbitrary, (lines, wallets, asked) => {
        const plan = planSpending(lines, place, wallets, asked);
        for (const { line: number, due } of lines) {
          const paid = sum(
            plan.parts.flatMap((part) => part.perLine.filter(([of]) => of === number).map(([, money]) => money)),
          );
          expect(paid <= due).toBe(true);
        }
        if (typeof asked === 'object' && 'money' in asked) expect(plan.money <= asked.money).toBe(true);
      }),
    );
  });

  it('takes from no wallet more than it has, more than was asked of it, or more than its points are worth', () => {
    fc.assert(
      fc.property(linesArbitrary, walletsArbitrary, askedArbitrary, (lines, wallets, asked) => {
        for (const part of planSpending(lines, place, wallets, asked).parts) {
          const of = wallets.find((one) => one.type.code === part.walletType)!;
          expect(part.points > 0n && part.points <= of.available).toBe(true);
          if (typeof asked === 'object' && 'points' in asked) expect(part.points <= asked.points).toBe(true);
          expect(part.money <= worthOf(of.type, part.points)).toBe(true);
          // Not a point more than it takes.
          expect(worthOf(of.type, part.points - 1n) < part.money).toBe(true);
        }
      }),
    );
  });

  it('covers as much as any way of paying could, when wallets are bound to categories', () => {
    const kinds = ['food', 'toys', 'books'] as const;
    const due = fc.array(fc.bigInt({ min: 0n, max: 30n }), { minLength: 3, maxLength: 3 });
    const bound = fc.record({
      categories: fc.subarray([...kinds], { minLength: 1 }),
      available: fc.bigInt({ min: 0n, max: 40n }),
      nextExpiry: fc.nat({ max: 9 }),
    });
    fc.assert(
      fc.property(due, fc.array(bound, { minLength: 1, maxLength: 4 }), (dues, rows) => {
        const lines = kinds.map((category, at) => line(at + 1, dues[at] as bigint, { category }));
        const wallets = rows.map((row, at) =>
          wallet(type(`w${at}`, { categories: row.categories }), row.available, row.nextExpiry),
        );
        // What is left uncovered is at least, for any set of categories, what only wallets outside of it could not pay (max flow, min cut).
        let most: bigint | undefined;
        for (let set = 0; set < 8; set++) {
          const inSet = (category: string) => (set & (1 << kinds.indexOf(category as 'food'))) > 0;
          const cut =
            sum(lines.filter((one) => !inSet(one.category)).map((one) => one.due)) +
            sum(rows.filter((row) => row.categories.some(inSet)).map((row) => row.available));
          if (most === undefined || cut < most) most = cut;
        }
        expect(planSpending(lines, place, wallets, 'most').money).toBe(most);
      }),
    );
  });

  it('covers as much as any choice of wallets and lines could, under shares, caps and parts in cash: against all there are', () => {
    const small = fc.record({
      categories: fc.subarray(['food', 'toys'], { minLength: 1 }),
      available: fc.bigInt({ min: 0n, max: 9n }),
      nextExpiry: fc.nat({ max: 3 }),
      sharePercentMax: fc.option(fc.constantFrom(30, 50), { nil: undefined }),
      cashMinimum: fc.option(fc.constantFrom('0.02', '0.05', '0.09'), { nil: undefined }),
      perReceiptMax: fc.option(fc.constantFrom('3', '6'), { nil: undefined }),
    });
    const due = fc.bigInt({ min: 0n, max: 7n });
    fc.assert(
      fc.property(due, due, fc.array(small, { minLength: 1, maxLength: 3 }), (food, toys, rows) => {
        const lines = [line(1, food, { category: 'food' }), line(2, toys, { category: 'toys' })];
        const wallets = rows.map(({ available, nextExpiry, ...rules }, at) =>
          wallet(type(`w${at}`, rules), available, nextExpiry),
        );
        const plan = planSpending(lines, place, wallets, 'most');
        expect(plan.money).toBe(mostByTrying(food, toys, rows));
        // Whoever pays is within his rules in what comes out, not only at his turn.
        for (const part of plan.parts) {
          const { cashMinimum = '0' } = wallets.find((one) => one.type.code === part.walletType)!.type.rules;
          expect(food + toys - plan.money >= BigInt(cashMinimum.replace('.', ''))).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('pays as much, and as exactly, when it goes by the end of each lot; and takes first what ends first', () => {
    const lots = fc.array(
      fc.record({ points: fc.bigInt({ min: 1n, max: 900n }), endsAt: fc.integer({ min: 1, max: 9 }) }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(
        linesArbitrary,
        walletsArbitrary,
        fc.array(lots, { maxLength: 4 }),
        askedArbitrary,
        (lines, plain, ends, asked) => {
          const wallets = plain.map((one, at) => {
            const endings = [...(ends[at] ?? [])].sort((a, b) => a.endsAt - b.endsAt);
            return {
              ...one,
              endings,
              available: sum(endings.map(({ points }) => points)),
              nextExpiry: endings[0]?.endsAt ?? 9,
            };
          });
          const byWallet = wallets.map((one) => ({ ...one, endings: undefined }));
          const plan = planSpending(lines, place, wallets, asked);
          if (asked === 'most') expect(plan.money).toBe(planSpending(lines, place, byWallet, asked).money);
          for (const part of plan.parts) {
            expect(sum(part.perLine.map(([, money]) => money))).toBe(part.money);
            const of = wallets.find((one) => one.type.code === part.walletType)!;
            expect(part.points <= of.available).toBe(true);
          }
          expect(planSpending(lines, place, [...wallets].reverse(), asked)).toEqual(plan);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('of two wallets of one order the points that end first pay first, lot by lot', () => {
    const lots = (code: string, ...endings: { points: bigint; endsAt: number }[]): PayingWallet => ({
      ...wallet(type(code), sum(endings.map(({ points }) => points)), endings[0]!.endsAt),
      endings,
    });
    const wallets = [
      lots('a', { points: 100n, endsAt: 1 }, { points: 900n, endsAt: 12 }),
      lots('b', { points: 300n, endsAt: 3 }),
    ];
    const paid = (due: bigint) =>
      planSpending([line(1, due)], place, wallets, 'most').parts.map(({ walletType, points }) => [walletType, points]);
    expect(paid(100n)).toEqual([['a', 100n]]);
    expect(paid(300n)).toEqual([
      ['a', 100n],
      ['b', 200n],
    ]);
    expect(paid(700n)).toEqual([
      ['a', 400n],
      ['b', 300n],
    ]);
    // Control: by wallet, what ends in a year would have gone before what ends in March.
    const byWallet = wallets.map((one) => ({ ...one, endings: undefined }));
    expect(planSpending([line(1, 300n)], place, byWallet, 'most').parts).toMatchObject([
      { walletType: 'a', points: 300n },
    ]);
  });

  test('a part in cash binds every wallet beside the one that asks for it, and that one stays out where more is paid without it', () => {
    const lines = [line(1, 1_000n)];
    const asking = wallet(type('asking', { cashMinimum: '5.00' }), 100n, 1);
    expect(planSpending(lines, place, [asking, wallet(type('free'), 300n, 2)], 'most')).toMatchObject({
      money: 400n,
      parts: [{ walletType: 'asking' }, { walletType: 'free' }],
    });
    expect(planSpending(lines, place, [asking, wallet(type('free'), 1_000n, 2)], 'most')).toMatchObject({
      money: 1_000n,
      parts: [{ walletType: 'free' }],
      reasons: [{ walletType: 'asking', code: 'cash' }],
    });
  });

  test('a part in cash is one of the whole receipt, also where only some lines are planned or a wallet has paid before', () => {
    const asking = wallet(type('asking', { cashMinimum: '5.00' }), 900n);
    expect(planSpending([line(1, 400n)], { ...place, stillDue: 1_000n }, [asking], 'most').money).toBe(400n);
    expect(planSpending([line(1, 400n)], { ...place, stillDue: 700n }, [asking], 'most').money).toBe(200n);
    const free = wallet(type('free'), 900n);
    expect(planSpending([line(1, 700n)], { ...place, cashAtLeast: '5.00' }, [free], 'most').money).toBe(200n);
  });

  test('what partners pay for goes first or last among what stands equal, as the wallet type says', () => {
    const order = (partnerFunded: 'first' | 'last', expiry = 1) =>
      planSpending(
        [line(1, 100n)],
        place,
        [wallet(type('own'), 30n, 1), wallet(type('partner', { partnerFunded }), 30n, expiry)],
        'most',
      ).parts.map((part) => part.walletType);
    expect(order('first')).toEqual(['partner', 'own']);
    expect(order('last')).toEqual(['own', 'partner']);
    expect(order('first', 2)).toEqual(['own', 'partner']);
  });

  test('a wallet for everything leaves the food to the wallet that may pay for nothing else', () => {
    const lines = [line(1, 1_000n, { category: 'food' }), line(2, 1_000n, { category: 'toys' })];
    const wallets = [wallet(type('free'), 1_000n, 1), wallet(type('food', { categories: ['food'] }), 1_000n, 2)];
    expect(planSpending(lines, place, wallets, 'most')).toMatchObject({
      money: 2_000n,
      parts: [
        { walletType: 'free', perLine: [[2, 1_000n]] },
        { walletType: 'food', perLine: [[1, 1_000n]] },
      ],
    });
  });

  it('is the same for the same input, in whatever order the wallets come', () => {
    fc.assert(
      fc.property(linesArbitrary, walletsArbitrary, askedArbitrary, (lines, wallets, asked) => {
        const plan = planSpending(lines, place, wallets, asked);
        expect(planSpending(lines, place, [...wallets].reverse(), asked)).toEqual(plan);
      }),
    );
  });

  it('says of every wallet that does not pay why it does not, unless it was not asked', () => {
    fc.assert(
      fc.property(linesArbitrary, walletsArbitrary, (lines, wallets) => {
        const plan = planSpending(lines, place, wallets, 'most');
        const named = new Set([...plan.parts, ...plan.reasons].map((one) => one.walletType));
        expect(named).toEqual(new Set(wallets.map((one) => one.type.code)));
      }),
    );
  });

  it('never loses a cent between points and money', () => {
    const rate = fc.bigInt({ min: 1n, max: 1_000n });
    fc.assert(
      fc.property(rate, rate, fc.bigInt({ min: 0n, max: 1_000_000n }), (paysPoints, paysMoney, points) => {
        const of = type('w', {}, { paysPoints, paysMoney });
        expect(pointsFor(of, worthOf(of, points)) <= points).toBe(true);
        expect(worthOf(of, pointsFor(of, points)) >= points).toBe(true);
      }),
    );
  });

  test('takes the lower spending order first, then what expires sooner, then the more restricted wallet', () => {
    const lines = [line(1, 100n)];
    const order = (...wallets: PayingWallet[]) =>
      planSpending(lines, place, wallets, 'most').parts.map((part) => part.walletType);
    expect(order(wallet(type('b', {}, { spendOrder: 2 }), 30n, 1), wallet(type('a'), 30n, 9))).toEqual(['a', 'b']);
    expect(order(wallet(type('late'), 30n, 9), wallet(type('soon'), 30n, 1))).toEqual(['soon', 'late']);
    expect(order(wallet(type('free'), 30n), wallet(type('bound', { categories: ['food'] }), 30n))).toEqual([
      'bound',
      'free',
    ]);
  });

  test.each<[rules: WalletRules, reason: string]>([
    [{ outlets: ['sur-1'] }, 'not at this outlet'],
    [{ outletGroups: ['islands'] }, 'not at outlets of this group'],
    [{ exceptOutlets: ['norte-1'] }, 'not at this outlet'],
    [{ exceptOutletGroups: ['islands', 'city'] }, 'not at outlets of this group'],
    [{ outletGroups: ['city'], exceptOutlets: ['norte-1'] }, 'not at this outlet'],
    [{ partners: ['sur'] }, 'not with this partner'],
    [{ exceptPartners: ['norte'] }, 'not with this partner'],
    [{ channels: ['web'] }, 'not on this channel'],
    [{ exceptChannels: ['till'] }, 'not on this channel'],
    [{ weekdays: [6, 7] }, 'not on this day of the week'],
    [{ fromMinute: 660, toMinute: 720 }, 'not at this hour'],
    [{ fromMinute: 1_200, toMinute: 120 }, 'not at this hour'],
    [{ categories: ['food/bread'] }, 'no line that this wallet may pay for'],
    [{ exceptCategories: ['food'] }, 'no line that this wallet may pay for'],
    [{ skus: ['sku-9'] }, 'no line that this wallet may pay for'],
    [{ exceptSkus: ['sku-1'] }, 'no line that this wallet may pay for'],
    [{ brands: ['other'] }, 'no line that this wallet may pay for'],
    [{ exceptBrands: ['acme'] }, 'no line that this wallet may pay for'],
    [{ labels: ['organic'] }, 'no line that this wallet may pay for'],
    [{ labels: ['fresh'], exceptLabels: ['sale'] }, 'no line that this wallet may pay for'],
  ])('a wallet with the rule %j does not pay: %s', (rules, reason) => {
    const sold = line(1, 100n, { labels: ['sale', 'fresh'] });
    expect(planSpending([sold], place, [wallet(type('w', rules), 50n)], 'most')).toEqual({
      parts: [],
      money: 0n,
      reasons: [{ walletType: 'w', code: expect.any(String) as string, reason }],
    });
  });

  test('a wallet with exceptions pays everything else', () => {
    const rules = {
      exceptBrands: ['other'],
      exceptLabels: ['sale'],
      exceptOutlets: ['sur-1'],
      exceptPartners: ['sur'],
    };
    const lines = [line(1, 30n), line(2, 30n, { labels: ['sale'] }), line(3, 30n, { brand: 'other' })];
    const [part] = planSpending(lines, place, [wallet(type('w', rules), 50n)], 'most').parts;
    expect(part.perLine).toEqual([[1, 30n]]);
  });

  it('never plans more than the day leaves, of one wallet and of all together', () => {
    const day = fc.record({ points: fc.bigInt({ min: 0n, max: 3_000n }), money: fc.bigInt({ min: 0n, max: 3_000n }) });
    fc.assert(
      fc.property(linesArbitrary, walletsArbitrary, askedArbitrary, day, day, (lines, wallets, asked, left, spent) => {
        const limited = wallets.map((one) => ({
          ...one,
          type: { ...one.type, rules: { ...one.type.rules, perDayMax: '2000', perDayMoneyMax: '20.00' } },
          today: spent,
        }));
        const today = { points: left.points * 10_000n, money: left.money };
        const plan = planSpending(lines, { ...place, today }, limited, asked);
        expect(plan.parts.reduce((sum, { points }) => sum + points, 0n) <= left.points).toBe(true);
        expect(plan.money <= left.money).toBe(true);
        for (const { points, money } of plan.parts) {
          expect(points + spent.points <= 2_000n).toBe(true);
          expect(money + spent.money <= 2_000n).toBe(true);
        }
      }),
    );
  });

  test('a wallet open past midnight pays before and after it', () => {
    const night = wallet(type('night', { fromMinute: 1_200, toMinute: 120 }), 50n);
    const at = (minuteOfDay: number) => planSpending([line(1, 100n)], { ...place, minuteOfDay }, [night], 'most').money;
    expect([at(1_199), at(1_200), at(0), at(119), at(120)]).toEqual([0n, 50n, 50n, 50n, 0n]);
  });

  test.each<[rules: WalletRules, money: bigint]>([
    [{ sharePercentMax: 30 }, 300n],
    [{ cashMinimum: '4.50' }, 550n],
    [{ perReceiptMax: '200' }, 200n],
    [{ sharePercentMax: 30, perReceiptMax: '200' }, 200n],
  ])('a wallet with the limit %j pays %s of 10.00 and says why not more', (rules, money) => {
    const plan = planSpending([line(1, 400n), line(2, 600n)], place, [wallet(type('w', rules), 5_000n)], 'most');
    expect(plan.money).toBe(money);
    expect(plan.reasons.length).toBeGreaterThan(0);
  });

  test('a category is a branch of the tree, not the beginning of a word', () => {
    const food = wallet(type('w', { categories: ['food'] }), 500n);
    expect(planSpending([line(1, 100n, { category: 'foodies' })], place, [food], 'most').money).toBe(0n);
    expect(planSpending([line(1, 100n, { category: 'food' })], place, [food], 'most').money).toBe(100n);
  });
});
