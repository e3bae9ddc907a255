import { describe, expect, test } from 'vitest';
import { planSpending } from './plan-spending.ts';
import type { PayableLine, PayingPlace, PayingWallet } from './wallet-limits.ts';
import type { WalletRules, WalletType } from './wallet-type.ts';

const place: PayingPlace = {
  partner: 'norte',
  outlet: 'centro',
  outletGroups: ['city'],
  channel: 'till',
  weekday: 3,
  minuteOfDay: 10 * 60,
  currencyDecimals: 2,
};
const line = (number: number, due: bigint, more: Partial<PayableLine> = {}): PayableLine => ({
  line: number,
  sku: `sku-${number}`,
  category: 'food/dairy',
  brand: 'own',
  labels: [],
  due,
  ...more,
});
/** A wallet of which one point pays one cent, unless said otherwise. */
const wallet = (
  code: string,
  available: bigint,
  rules: WalletRules = {},
  more: Partial<WalletType> & { nextExpiry?: number } = {},
): PayingWallet => {
  const { nextExpiry = 1, ...type } = more;
  const common = {
    walletType: 1,
    tenant: 1,
    program: 1,
    unit: 1,
    spendOrder: 10,
    purpose: 'points',
    paysPoints: 1n,
    paysMoney: 1n,
  } as const;
  return {
    type: { ...common, code, rules, activation: 'none', expiry: 'never', ...type },
    decimals: 0,
    available,
    nextExpiry,
  };
};
const paidBy = (plan: ReturnType<typeof planSpending>) =>
  plan.parts.map(({ walletType, money }) => [walletType, money]);

describe('the spending order of wallets (semantics 3.13)', () => {
  test('leaves the lines that a restricted wallet cannot pay to the others', () => {
    const lines = [line(1, 300n), line(2, 200n, { category: 'tobacco' })];
    const plan = planSpending(
      lines,
      place,
      [wallet('food-only', 1_000n, { categories: ['food'] }), wallet('any', 1_000n)],
      'most',
    );
    expect(plan.parts.map(({ walletType, perLine }) => [walletType, perLine])).toEqual([
      ['food-only', [[1, 300n]]],
      ['any', [[2, 200n]]],
    ]);
    expect(plan.money).toBe(500n);
  });

  test('does not let what ends first take the lines that only a restricted wallet could have left to it', () => {
    const lines = [line(1, 300n), line(2, 200n, { category: 'tobacco' })];
    const wallets = [wallet('any', 200n), wallet('food-only', 300n, { categories: ['food'] }, { nextExpiry: 9 })];
    const plan = planSpending(lines, place, wallets, 'most');
    expect(plan.money).toBe(500n);
    expect(plan.parts).toMatchObject([
      { walletType: 'any', money: 200n, perLine: [[2, 200n]] },
      { walletType: 'food-only', money: 300n, perLine: [[1, 300n]] },
    ]);
    // Where nobody is in another's way, each line is paid in its proportion.
    expect(planSpending(lines, place, wallets.slice(0, 1), 'most').parts[0].perLine).toEqual([
      [1, 120n],
      [2, 80n],
    ]);
  });

  test('pays no line twice, and no more than the receipt', () => {
    const plan = planSpending([line(1, 100n), line(2, 1n)], place, [wallet('one', 60n), wallet('two', 600n)], 'most');
    expect(paidBy(plan)).toEqual([
      ['one', 60n],
      ['two', 41n],
    ]);
    for (const number of [1, 2]) {
      const paid = plan.parts
        .flatMap(({ perLine }) => perLine)
        .reduce((sum, [of, money]) => (of === number ? sum + money : sum), 0n);
      expect(paid).toBe(number === 1 ? 100n : 1n);
    }
  });

  test('stops at what was asked, in money or in points of one wallet', () => {
    const wallets = [wallet('one', 60n), wallet('two', 600n, {}, { paysPoints: 10n, spendOrder: 20 })];
    expect(paidBy(planSpending([line(1, 500n)], place, wallets, { money: 70n }))).toEqual([
      ['one', 60n],
      ['two', 10n],
    ]);
    const asked = planSpending([line(1, 500n)], place, wallets, { points: 205n, walletType: 'two' });
    // 205 points are worth 20 cents, which 200 points pay: the rest stays with the member.
    expect(asked.parts).toMatchObject([{ walletType: 'two', points: 200n, money: 20n }]);
  });

  test('falls short rather than refuses, and says why of every wallet', () => {
    const plan = planSpending(
      [line(1, 500n)],
      place,
      [wallet('one', 60n), wallet('empty', 0n), wallet('gift', 10n, {}, { paysMoney: 0n })],
      { money: 500n },
    );
    expect(plan.money).toBe(60n);
    expect(plan.reasons).toEqual([
      { walletType: 'empty', code: 'empty', reason: 'nothing available' },
      { walletType: 'gift', code: 'pays_nothing', reason: 'this wallet does not pay' },
    ]);
  });
});

describe('the restrictions of a wallet (semantics 3.13)', () => {
  const lines = [line(1, 1_000n, { labels: ['eco'] })];
  const inside: [rules: WalletRules, money: bigint][] = [
    [{ categories: ['food'] }, 1_000n],
    [{ categories: ['food/dairy'], exceptCategories: ['food/bakery'] }, 1_000n],
    [{ labels: ['vegan', 'eco'], brands: ['own'], skus: ['sku-1'] }, 1_000n],
    [{ outlets: ['centro'], outletGroups: ['beach', 'city'], channels: ['till'], weekdays: [3] }, 1_000n],
    [{ fromMinute: 10 * 60, toMinute: 11 * 60 }, 1_000n],
    [{ fromMinute: 22 * 60, toMinute: 10 * 60 + 1 }, 1_000n],
    [{ sharePercentMax: 30 }, 300n],
    [{ cashMinimum: '2.50' }, 750n],
    [{ perReceiptMax: '99' }, 99n],
    [{ perReceiptMax: '99', sharePercentMax: 5 }, 50n],
  ];
  test.each(inside)('%j lets it pay %d cents of a thousand', (rules, money) => {
    expect(planSpending(lines, place, [wallet('one', 5_000n, rules)], 'most').money).toBe(money);
  });

  test('of a share count the whole receipt, and the minimum in money what other points have left', () => {
    const both = [line(1, 600n), line(2, 400n, { category: 'tobacco' })];
    const wallets = [
      wallet('share', 5_000n, { sharePercentMax: 50, categories: ['food'] }),
      wallet('cash', 5_000n, { cashMinimum: '1.00' }, { spendOrder: 20 }),
    ];
    expect(paidBy(planSpending(both, place, wallets, 'most'))).toEqual([
      ['share', 500n],
      ['cash', 400n],
    ]);
  });
});
