// Single receipts, each with the one plan that is right for it; what holds for all of them stands in `plan-spending.prop.test.ts`.

import { describe, expect, test } from 'vitest';
import { line, place, sum, type, wallet } from '../../../test/paying-wallets.ts';
import { planSpending } from './plan-spending.ts';
import type { PayingWallet } from './wallet-limits.ts';
import type { WalletRules } from './wallet-type.ts';

describe('a plan of paying with points (semantics 3.13)', () => {
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
