// Receipts, and wallets that may pay for them, as tests of spending draw and name them.

import fc from 'fast-check';
import type { SpendingAsked } from '../src/rooms/points/plan-spending.ts';
import type { PayableLine, PayingPlace, PayingWallet } from '../src/rooms/points/wallet-limits.ts';
import type { WalletRules, WalletType } from '../src/rooms/points/wallet-type.ts';

/** An outlet in a city on a Wednesday morning. */
export const place: PayingPlace = {
  partner: 'norte',
  outlet: 'norte-1',
  outletGroups: ['city'],
  channel: 'till',
  weekday: 3,
  minuteOfDay: 600,
  currencyDecimals: 2,
};

/** A type of wallet whose points are a cent each, under such rules. */
export const type = (code: string, rules: WalletRules = {}, more: Partial<WalletType> = {}): WalletType => ({
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
/** A wallet of that type with so many points. */
export const wallet = (of: WalletType, available: bigint, nextExpiry = 1_000): PayingWallet => ({
  type: of,
  decimals: 0,
  available,
  nextExpiry,
});
/** A line of a receipt on which so much is due. */
export const line = (number: number, due: bigint, more: Partial<PayableLine> = {}): PayableLine => ({
  line: number,
  sku: `sku-${number}`,
  category: 'food/dairy',
  brand: 'acme',
  labels: [],
  due,
  ...more,
});

const categories = fc.constantFrom('food', 'food/dairy', 'toys', 'foodies');
/** Any receipt of up to six lines. */
export const linesArbitrary = fc
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
/** Any four wallets under any rules. */
export const walletsArbitrary = fc
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
/** Whatever a payer may ask for. */
export const askedArbitrary: fc.Arbitrary<SpendingAsked> = fc.oneof(
  fc.constant('most' as const),
  fc.record({ money: fc.bigInt({ min: 0n, max: 12_000n }) }),
  fc.record({ points: fc.bigInt({ min: 0n, max: 6_000n }), walletType: fc.constantFrom('w0', 'w1') }),
);

export const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);
