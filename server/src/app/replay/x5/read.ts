import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../../../kernel/fault.ts';
import { parseLocalDateTime, type LocalDateTime } from '../../../kernel/local-date-time.ts';
import { createZone } from '../../../kernel/zone.ts';
import type { Tender } from '../../../rooms/checkout/index.ts';
import { readCsv } from '../csv.ts';
import { isWithin } from '../day-files.ts';
import type { Period, Replayed } from '../replayed.ts';
import {
  inKopecks,
  inSumSteps,
  PRODUCT_COLUMNS,
  readReceipt,
  RECEIPT_COLUMNS,
  receiptKey,
  type X5Receipt,
} from './receipt.ts';

const RECEIPTS = 'transactions.csv';
const PRODUCTS = 'transaction_lines.csv';
// What one attribute of a receipt may hold.
const ATTRIBUTE_CHARACTERS_MAX = 500;

/** The receipts file of a folder. A Fault when it is not there. */
export function receiptsFile(dir: string): string {
  const path = join(dir, RECEIPTS);
  if (!existsSync(path)) throw new Fault(`there is no ${RECEIPTS} in ${dir}`, { retry: 'never' });
  return path;
}

/** The shops that the receipts name. A Fault where the file lacks a column that is needed later. */
export const readStores = (dir: string): string[] =>
  [...new Set([...readCsv(receiptsFile(dir), ['store_id', ...RECEIPT_COLUMNS])].map(([store]) => store!))]
    .filter((store) => store !== '')
    .sort();

/**
 * Reads all receipts and tells them in the order of time: inside a member they stand in no order. A receipt is one line with its
 * sum, since products have no prices; the products are facts of the receipt, as are the points that the old system gave.
 */
export function* readX5(dir: string, period: Period, zoneName: string): Generator<Replayed> {
  const zone = createZone(zoneName);
  const products = readProducts(dir);
  const receipts: { receipt: X5Receipt; local: LocalDateTime }[] = [];
  let firstDay: string | undefined;
  let malformed = 0;
  for (const row of readCsv(receiptsFile(dir), RECEIPT_COLUMNS)) {
    const receipt = readReceipt(row);
    const local = receipt && parseLocalDateTime(receipt.at);
    if (!receipt || !local) malformed++;
    else if (isWithin(period, local.date)) receipts.push({ receipt, local });
  }
  receipts.sort((a, b) =>
    a.receipt.at < b.receipt.at ? -1 : a.receipt.at > b.receipt.at ? 1 : a.receipt.client < b.receipt.client ? -1 : 1,
  );
  for (const [at, { receipt, local }] of receipts.entries()) {
    firstDay ??= local.date;
    const files = at === 0 ? 1 : 0;
    yield { is: 'read', day: local.date, files, lines: 1, amount: receipt.sum, done: at + 1, total: receipts.length };
    const kopecks = inKopecks(receipt.sum);
    const { client, store, received, spent, sum } = receipt;
    yield {
      ...{
        is: 'sale',
        day: local.date,
        reference: `x5/${receiptKey(client, receipt.at, store)}`,
        chain: client,
        outlet: store,
      },
      ...{
        occurredAt: zone.instantOf(local, { prefer: 'earlier' }),
        member: client,
        channel: 'till',
        receiptNumber: undefined,
      },
      lines: [
        {
          ...{ line: 1, sku: 'receipt', category: '', brand: '', labels: [], kind: 'product' },
          ...{ quantity: 1_000n, gross: kopecks, discount: 0n, tax: 0n },
        },
      ],
      tenders: [...pointsTender('express', spent.express), ...pointsTender('regular', spent.regular)],
      attributes: {
        legacyRegularGiven: received.regular,
        legacyExpressGiven: received.express,
        ...products.get(receiptKey(client, receipt.at, store)),
      },
      tallies: [{ fate: 'receipt', lines: 1, amount: sum }],
      ...{ expected: kopecks, rounding: inSumSteps(kopecks) - sum },
    };
  }
  if (malformed === 0) return;
  const day = firstDay ?? 'unknown';
  yield { is: 'read', day, files: 0, lines: malformed, amount: 0n, done: receipts.length, total: receipts.length };
  yield { is: 'rejected', day, tally: { fate: 'malformed', lines: malformed, amount: 0n } };
}

const pointsTender = (walletType: string, spent: string): Tender[] =>
  /^0(\.0*)?$/.test(spent) ? [] : [{ kind: 'points', asked: { points: spent }, walletType }];

/** The products of each receipt as attributes: "dc2001d036 ae92984410*2", in as many as their length needs. */
function readProducts(dir: string): Map<string, Record<string, string>> {
  const products = new Map<string, Record<string, string>>();
  if (!existsSync(join(dir, PRODUCTS))) return products;
  const lists = new Map<string, string[]>();
  for (const [client, at, store, product, quantity] of readCsv(join(dir, PRODUCTS), PRODUCT_COLUMNS)) {
    const key = receiptKey(client!, at!, store!);
    // Quantity 0 is goods by weight: bought all the same.
    const text = quantity === '1' ? product! : `${product}*${quantity}`;
    const texts = lists.get(key);
    const last = texts?.at(-1);
    if (!texts || last === undefined) lists.set(key, [text]);
    else if (last.length + 1 + text.length > ATTRIBUTE_CHARACTERS_MAX) texts.push(text);
    else texts[texts.length - 1] = `${last} ${text}`;
  }
  for (const [key, texts] of lists)
    products.set(
      key,
      Object.fromEntries(texts.map((text, at) => [at === 0 ? 'products' : `products.${at + 1}`, text])),
    );
  return products;
}
