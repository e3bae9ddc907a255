import { splitByWeights } from '../../kernel/split.ts';
import type { RefundOrder } from '../programs/index.ts';
import { readLine } from './kept-basket.ts';
import type { KeptOutside, SaleRecord } from './record.ts';

/** One way in which a sale was paid, with its part of every line. Payments with points come first, in the order of spending. */
export type PaidTender = {
  readonly kind: string;
  /** Its place among the record's payments; undefined for money. */
  readonly payment: number | undefined;
  readonly amount: bigint;
  /** Paid at another company's processor, which gives it back itself. */
  readonly outside?: KeptOutside | undefined;
  /** By the line's place on the receipt. */
  readonly perLine: readonly bigint[];
};

/**
 * How each tender paid each line (semantics 3.5): points as they were planned; the other tenders one after another over what
 * was left, by largest remainder; what the till named no tender for is `unnamed`. A function of the record, so of no order.
 */
export function shareTenders(record: SaleRecord): PaidTender[] {
  const lines = record.basket.lines.map(readLine);
  const left = lines.map((line) => line.gross - line.discount);
  const tenders: PaidTender[] = record.payments.map((payment, at) => {
    const perLine = lines.map((line) => BigInt(payment.perLine.find(([of]) => of === line.line)?.[1] ?? 0));
    perLine.forEach((part, i) => (left[i] -= part));
    return { kind: payment.gift ? 'gift_card' : 'points', payment: at, amount: BigInt(payment.money), perLine };
  });
  const rest = (): bigint => left.reduce((sum, part) => sum + part, 0n);
  for (const { kind, amount, outside } of record.tenders) {
    const paid = BigInt(amount) < rest() ? BigInt(amount) : rest();
    if (paid <= 0n) continue;
    const perLine = splitByWeights(paid, left);
    perLine.forEach((part, i) => (left[i] -= part));
    tenders.push({ kind, payment: undefined, amount: paid, perLine, outside });
  }
  if (rest() > 0n) tenders.push({ kind: 'unnamed', payment: undefined, amount: rest(), perLine: [...left] });
  return tenders;
}

/** The part of an amount that goes with `back` of `sold`: the whole when everything is back, so that parts sum to the whole. */
export const shareOf = (amount: bigint, back: bigint | undefined, sold: bigint): bigint =>
  back === undefined ? 0n : back >= sold ? amount : (amount * back) / sold;

/**
 * What each tender gets back in all when `back` (thousandths by line number) has come back: never more than it paid. By its
 * own part of each line, or, where the policy says so, one tender after another.
 */
export function refundsOf(
  record: SaleRecord,
  tenders: readonly PaidTender[],
  back: ReadonlyMap<number, bigint>,
  order: RefundOrder,
): bigint[] {
  return refundsOfLines(record.basket.lines.map(readLine), tenders, back, order);
}

/** The same for lines that stand in no record: what a return gives each tender is a matter of these alone. */
export function refundsOfLines(
  lines: readonly { readonly line: number; readonly quantity: bigint }[],
  tenders: readonly PaidTender[],
  back: ReadonlyMap<number, bigint>,
  order: RefundOrder,
): bigint[] {
  const own = tenders.map((tender) =>
    tender.perLine.reduce((sum, part, i) => sum + shareOf(part, back.get(lines[i].line), lines[i].quantity), 0n),
  );
  if (order === 'original_proportional') return own;
  let left = own.reduce((sum, part) => sum + part, 0n);
  const refunds = tenders.map(() => 0n);
  for (const at of inOrder(tenders, order)) {
    refunds[at] = tenders[at].amount < left ? tenders[at].amount : left;
    left -= refunds[at];
  }
  return refunds;
}

function inOrder(tenders: readonly PaidTender[], order: Exclude<RefundOrder, 'original_proportional'>): number[] {
  const places = tenders.map((_, at) => at);
  if (order === 'last_in_first_out') return places.reverse();
  if (order === 'first') return places;
  const isCash = (at: number): boolean => tenders[at].kind === 'cash' || tenders[at].kind === 'unnamed';
  const isCard = (at: number): boolean => tenders[at].kind === 'gift_card' || tenders[at].outside !== undefined;
  const rank = (at: number): number => (order === 'to_gift_card' && isCard(at) ? 0 : isCash(at) ? 2 : 1);
  return places.sort((a, b) => rank(a) - rank(b));
}
