import { divide } from '../../../kernel/rounding.ts';
import { readDecimal } from '../source-decimal.ts';

/** A float was left in: 174.51999999999995. With so many decimals every sum in the file is exact. */
export const SUM_DECIMALS = 14;
const SUM_STEPS_PER_KOPECK = 10n ** BigInt(SUM_DECIMALS - 2);

export const RECEIPT_COLUMNS = [
  'client_id',
  'datetime',
  'store_id',
  'purchase_sum',
  'regular_points_received',
  'express_points_received',
  'regular_points_spent',
  'express_points_spent',
] as const;
export const PRODUCT_COLUMNS = ['client_id', 'datetime', 'store_id', 'product_id', 'quantity'] as const;

/** A receipt of transactions.csv. `sum` in steps of SUM_DECIMALS; points as the old system wrote them, spent ones without their minus. */
export type X5Receipt = {
  readonly client: string;
  /** "2019-01-15T11:53:01" on the wall of the shop. */
  readonly at: string;
  readonly store: string;
  readonly sum: bigint;
  readonly received: { readonly regular: string; readonly express: string };
  readonly spent: { readonly regular: string; readonly express: string };
};

/** Reads a row of RECEIPT_COLUMNS; undefined when a name or an amount is missing or cannot be read. */
export function readReceipt(row: readonly string[]): X5Receipt | undefined {
  const [client, at, store, purchaseSum, regularReceived, expressReceived, regularSpent, expressSpent] = row as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const sum = readDecimal(purchaseSum, SUM_DECIMALS);
  const points = [regularReceived, expressReceived, regularSpent, expressSpent].map((text) => readDecimal(text, 1));
  if (client === '' || store === '' || sum === undefined || sum < 0n || points.includes(undefined)) return undefined;
  const unsigned = (text: string): string => text.replace(/^-/, '');
  return {
    ...{ client, at, store, sum },
    received: { regular: regularReceived, express: expressReceived },
    spent: { regular: unsigned(regularSpent), express: unsigned(expressSpent) },
  };
}

/** The sum in kopecks, a half away from zero; what the float leaves is told as rounding. */
export const inKopecks = (sum: bigint): bigint => divide(sum, SUM_STEPS_PER_KOPECK, 'half_up');

/** Kopecks in the file's decimals. */
export const inSumSteps = (kopecks: bigint): bigint => kopecks * SUM_STEPS_PER_KOPECK;

/** By what products join a receipt: client, moment and shop name it, since they carry no number. */
export const receiptKey = (client: string, at: string, store: string): string => `${client}/${at}/${store}`;
