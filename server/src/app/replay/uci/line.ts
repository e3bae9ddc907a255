import { divide } from '../../../kernel/rounding.ts';
import type { LineKind } from '../../../rooms/promotions/index.ts';

/** Prices have up to three decimals in a currency of two. */
export const PRICE_DECIMALS = 3;
const PRICE_STEPS = 1_000;
const PRICE_STEPS_PER_PENNY = 10n;

export const COLUMNS = [
  'InvoiceNo',
  'StockCode',
  'Quantity',
  'InvoiceDate',
  'UnitPrice',
  'CustomerID',
  'Country',
] as const;

/**
 * A line of a daily file. Quantity in pieces, price and amount in whole thousandths of a pound; `line` is its place on the
 * invoice. Numbers, because no amount of the files comes near 2^53 (`readLine` sees to it) and half a million lines as bigint
 * cost seconds; what is booked is bigint again.
 */
export type UciLine = {
  readonly invoice: string;
  readonly line: number;
  readonly sku: string;
  readonly kind: LineKind;
  readonly quantity: number;
  readonly price: number;
  readonly amount: number;
  /** "2010-12-01 08:26:00" on the wall of the shop. */
  readonly at: string;
  readonly customer: string | undefined;
  readonly country: string;
};

const DELIVERY = new Set(['POST', 'DOT', 'C2']);
const FEES = new Set(['M', 'D', 'S', 'B', 'BANK CHARGES', 'AMAZONFEE', 'CRUK', 'PADS']);

/** What a stock code sells: parcels and carriage, charges and corrections, gift vouchers; everything else is goods. */
export function kindOf(sku: string): LineKind {
  const code = sku.toUpperCase();
  if (DELIVERY.has(code)) return 'delivery';
  if (FEES.has(code)) return 'fee';
  return code.startsWith('GIFT_0001') ? 'voucher' : 'product';
}

/** Reads a row of COLUMNS; undefined when it has no invoice, no whole quantity or no price, or an amount beyond 2^53. */
export function readLine(row: readonly string[], line: number): UciLine | undefined {
  const [invoice, sku, pieces, at, unitPrice, customer, country] = row as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const quantity = readPieces(pieces);
  const price = readPrice(unitPrice);
  if (invoice === '' || sku === '' || quantity === undefined || price === undefined) return undefined;
  const amount = quantity * price;
  if (!Number.isSafeInteger(amount)) return undefined;
  // "17850.0": somebody's spreadsheet took the number for a quantity.
  const id = customer.endsWith('.0') ? customer.slice(0, -2) : customer;
  return {
    invoice,
    line,
    sku,
    kind: kindOf(sku),
    quantity,
    price,
    amount,
    at,
    customer: id === '' ? undefined : id,
    country,
  };
}

const PIECES = /^-?\d{1,9}$/;
const PRICE = /^-?\d{1,9}(\.\d{1,3}0*)?$/;

/** Whole pieces, or undefined. */
const readPieces = (text: string): number | undefined => (PIECES.test(text) ? Number(text) : undefined);

/** Thousandths, or undefined. Of so few digits a double is nearer to the right thousandth than to any other. */
const readPrice = (text: string): number | undefined =>
  PRICE.test(text) ? Math.round(Number(text) * PRICE_STEPS) : undefined;

/** The amount in pence: half a penny goes away from zero, and the difference is told in the totals. */
export const inPence = (thousandths: number): bigint => divide(BigInt(thousandths), PRICE_STEPS_PER_PENNY, 'half_up');

/** Pence in thousandths of a pound. */
export const inThousandths = (pence: bigint): bigint => pence * PRICE_STEPS_PER_PENNY;
