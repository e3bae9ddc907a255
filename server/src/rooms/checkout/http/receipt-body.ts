import type { z } from 'zod';
import type { operationSchema } from '../../../../../contract/checkout-answers.ts';
import { formatQuantity } from '../../../kernel/quantity.ts';
import { trimmed } from '../present-return.ts';
import type { SaleRecord } from '../record.ts';

type Receipt = NonNullable<z.input<typeof operationSchema>['receipt']>;
type Facts = Readonly<Record<string, string | number | boolean>>;

const PIECE_DECIMALS = 3;

/** A receipt as it was kept, with what has come back of each line. */
export function receiptBody(record: SaleRecord, back: Readonly<Record<string, number>>): Receipt {
  const { currency, channel, lines } = record.basket;
  const money = (amount: number): string => formatQuantity(BigInt(amount), currency.decimals);
  const pieces = (thousandths: number): string => trimmed(formatQuantity(BigInt(thousandths), PIECE_DECIMALS));
  const attributes = record.attributes as { receipt?: Facts; lines?: Readonly<Record<string, Facts>> } | undefined;
  return {
    currency: currency.code,
    channel,
    ...(record.receiptNumber === undefined ? {} : { receiptNumber: record.receiptNumber }),
    ...(record.cashier === undefined ? {} : { cashier: record.cashier }),
    lines: lines.map(([line, sku, category, brand, labels, kind, quantity, gross, discount, tax, byPoints]) => {
      const returned = back[String(line)];
      const facts = attributes?.lines?.[String(line)];
      return {
        ...{ line, sku, category, brand, kind },
        labels: [...labels],
        quantity: pieces(quantity),
        amount: money(gross),
        discount: money(discount),
        tax: money(tax),
        byPoints: money(byPoints),
        ...(returned === undefined ? {} : { back: pieces(returned) }),
        ...(facts === undefined ? {} : { attributes: facts }),
      };
    }),
    tenders: record.tenders.map(({ kind, amount }) => ({ kind, amount: money(amount) })),
    ...(attributes?.receipt === undefined ? {} : { attributes: attributes.receipt }),
  };
}
