import type { Instant } from '../../../kernel/instant.ts';
import type { SoldLine } from '../../../rooms/checkout/index.ts';
import type { Replayed, ReplayedReturn } from '../replayed.ts';
import type { UciFate } from './fates.ts';
import { inPence, inThousandths, type UciLine } from './line.ts';
import type { SoldGoods } from './sold-goods.ts';

const OUTLET = 'web';
const THOUSANDTHS = 1_000n;
const NO_LABELS: readonly string[] = [];

/** The lines of one invoice number in one daily file, in the order of the file. */
export type Invoice = { readonly day: string; readonly occurredAt: Instant; readonly lines: readonly UciLine[] };

/**
 * What an invoice is to us: a sale, returns of the sales that a credit note is paired with, and rejected lines, each with its
 * class. Sales are noted in `sold`, credits are taken from it.
 */
export function tellInvoice(invoice: Invoice, sold: SoldGoods): Replayed[] {
  const number = invoice.lines[0]!.invoice;
  if (number.startsWith('A')) return invoice.lines.map((line) => rejected(invoice, 'bad-debt', line.amount));
  return number.startsWith('C') ? tellCreditNote(invoice, sold) : tellSale(invoice, sold);
}

function tellSale(invoice: Invoice, sold: SoldGoods): Replayed[] {
  const told: Replayed[] = [];
  const { customer, invoice: number, country } = invoice.lines[0]!;
  const isStock = customer === undefined && invoice.lines.every((line) => line.price === 0);
  const lines = invoice.lines.filter((line) => {
    const against = againstSale(line, isStock);
    if (against) told.push(rejected(invoice, against, line.amount));
    return !against;
  });
  if (lines.length === 0) return told;
  const reference = saleReference(number);
  const tallies = new Map<UciFate, { lines: number; amount: number }>();
  let expected = 0n;
  let amount = 0;
  const soldLines = lines.map(soldLine);
  for (const [at, line] of lines.entries()) {
    const { gross } = soldLines[at]!;
    expected += gross;
    amount += line.amount;
    addTally(tallies, fateOf(line), line.amount);
    // What was free is not credited.
    if (customer === undefined || line.price === 0) continue;
    const { quantity, price } = line;
    const sale = {
      sale: reference,
      day: invoice.day,
      line: line.line,
      price,
      quantity,
      pence: Number(gross),
      left: quantity,
    };
    sold.add(customer, line.sku, sale);
  }
  told.push({
    ...{ is: 'sale', day: invoice.day, reference, chain: customer, outlet: OUTLET, occurredAt: invoice.occurredAt },
    ...{ member: customer, channel: 'web', tenders: [], receiptNumber: number, attributes: { country } },
    tallies: [...tallies].map(([fate, of]) => ({ fate, lines: of.lines, amount: BigInt(of.amount) })),
    ...{ expected, rounding: inThousandths(expected) - BigInt(amount), lines: soldLines },
  });
  return told;
}

const soldLine = ({ line, sku, kind, quantity, amount }: UciLine): SoldLine => ({
  line,
  sku,
  category: '',
  brand: '',
  labels: NO_LABELS,
  kind,
  quantity: BigInt(quantity) * THOUSANDTHS,
  gross: inPence(amount),
  discount: 0n,
  tax: 0n,
});

/** Why a line of an invoice is no sale. */
function againstSale(line: UciLine, isStock: boolean): UciFate | undefined {
  if (line.quantity <= 0) return 'stock-write-off';
  if (line.price < 0) return 'negative-sale';
  return isStock ? 'stock-entry' : undefined;
}

function fateOf({ kind, price, customer }: UciLine): UciFate {
  if (price === 0) return 'free';
  if (kind !== 'product') return kind as 'delivery' | 'fee' | 'voucher';
  return customer === undefined ? 'goods-anonymous' : 'goods';
}

/** The returns of one credit note, while its lines are paired: by sale. */
type Pairing = {
  readonly lines: Map<number, number>;
  sourceLines: number;
  credited: number;
  refund: number;
  atSoldPrice: number;
};

function tellCreditNote(invoice: Invoice, sold: SoldGoods): Replayed[] {
  const told: Replayed[] = [];
  const { customer, invoice: number } = invoice.lines[0]!;
  const bySale = new Map<string, Pairing>();
  for (const line of invoice.lines) {
    const against = customer === undefined ? 'credit-anonymous' : line.sku === 'D' ? 'credit-discount' : undefined;
    if (against || customer === undefined || line.quantity >= 0) {
      told.push(rejected(invoice, against ?? 'malformed', line.amount));
      continue;
    }
    // A charge is paired only with the very same charge: another amount under the same code is another matter.
    const parts = sold.take(
      customer,
      line.sku,
      -line.quantity,
      line.price,
      line.kind === 'product' || line.kind === 'voucher',
    );
    let left = -line.quantity;
    for (const part of parts) {
      const isFirst = left === -line.quantity;
      left -= part.quantity;
      const pairing = bySale.get(part.sale) ?? {
        lines: new Map(),
        sourceLines: 0,
        credited: 0,
        refund: 0,
        atSoldPrice: 0,
      };
      pairing.lines.set(part.line, (pairing.lines.get(part.line) ?? 0) + part.quantity);
      // A line that is split among sales is one line: the first of them has it.
      if (isFirst) pairing.sourceLines++;
      pairing.credited += part.quantity * line.price;
      pairing.refund += part.refund;
      pairing.atSoldPrice += part.quantity * part.price;
      bySale.set(part.sale, pairing);
    }
    if (left === 0) continue;
    const isWhole = parts.length === 0;
    const fate = isWhole ? (line.kind === 'product' ? 'credit-never-sold' : 'credit-charge') : 'credit-more-than-sold';
    told.push(rejected(invoice, fate, -left * line.price, isWhole ? 1 : 0));
  }
  for (const [sale, pairing] of bySale) told.push(returned(invoice, number, customer, sale, pairing));
  return told;
}

function returned(
  invoice: Invoice,
  number: string,
  customer: string | undefined,
  sale: string,
  pairing: Pairing,
): ReplayedReturn {
  const { lines, sourceLines, credited, refund, atSoldPrice } = pairing;
  return {
    ...{
      is: 'return',
      day: invoice.day,
      reference: `uci/${number}/${sale.slice('uci/'.length)}`,
      sale,
      chain: customer,
      outlet: OUTLET,
    },
    occurredAt: invoice.occurredAt,
    lines: [...lines].map(([line, quantity]) => ({ line, quantity: BigInt(quantity) * THOUSANDTHS })),
    tallies: [{ fate: 'returned', lines: sourceLines, amount: BigInt(-credited) }],
    expected: BigInt(refund),
    rounding: BigInt(atSoldPrice) - inThousandths(BigInt(refund)),
    // The source credited `credited`, the sale's own prices say `atSoldPrice`: more given back lowers the books further.
    priceDifference: BigInt(credited - atSoldPrice),
  };
}

/** The name of an invoice's sale. */
export const saleReference = (invoice: string): string => `uci/${invoice}`;

const rejected = (invoice: Invoice, fate: UciFate, amount: number, lines = 1): Replayed => ({
  is: 'rejected',
  day: invoice.day,
  tally: { fate, lines, amount: BigInt(amount) },
});

function addTally(tallies: Map<UciFate, { lines: number; amount: number }>, fate: UciFate, amount: number): void {
  const known = tallies.get(fate);
  if (known) {
    known.lines++;
    known.amount += amount;
  } else tallies.set(fate, { lines: 1, amount });
}
