import { shareOut } from './arithmetic.ts';
import type { PlainLine } from './lines.ts';
import { partBack } from './what-stays.ts';
import type { Back } from './what-stays.ts';

/** What one wallet or gift card paid of a receipt. */
export type PlainPayment = {
  readonly wallet: string;
  readonly points: bigint;
  readonly money: bigint;
  readonly perLine: readonly (readonly [line: number, money: bigint])[];
  readonly isGiftCard: boolean;
};

/** How a receipt was paid: by points and gift cards first, then by what the till named, in its order. */
export type PlainPaid = {
  readonly payments: readonly PlainPayment[];
  readonly tenders: readonly { readonly kind: string; readonly amount: bigint; readonly isOutside: boolean }[];
  /** Who is paid back first. */
  readonly order: string;
};

/** What has come back in all: points by wallet, and money by tender, which is no value of the house. */
export type PaidBack = { readonly points: ReadonlyMap<string, bigint>; readonly money: ReadonlyMap<string, bigint> };

/** What a tender is called: those of a kind together, but for what another company's processor gives back itself. */
export const tenderName = (kind: string, isOutside: boolean): string => (isOutside ? `${kind} elsewhere` : kind);

type Part = {
  readonly kind: string;
  readonly amount: bigint;
  readonly payment: PlainPayment | undefined;
  readonly isOutside: boolean;
  readonly perLine: readonly bigint[];
};

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, one) => all + one, 0n);

/** What each way of paying paid of each line: points where they were planned, the others one after another over what was left. */
const partsOf = (lines: readonly PlainLine[], { payments, tenders }: PlainPaid): Part[] => {
  const left = lines.map(({ gross, discount }) => gross - discount);
  const parts: Part[] = [];
  const take = (part: Omit<Part, 'amount'>, amount: bigint): void => {
    part.perLine.forEach((one, i) => (left[i] = (left[i] as bigint) - one));
    parts.push({ ...part, amount });
  };
  for (const payment of payments) {
    const of = new Map(payment.perLine);
    const perLine = lines.map(({ line }) => of.get(line) ?? 0n);
    take({ kind: payment.isGiftCard ? 'gift_card' : 'points', payment, isOutside: false, perLine }, payment.money);
  }
  for (const { kind, amount, isOutside } of tenders) {
    const paid = amount < sum(left) ? amount : sum(left);
    if (paid > 0n) take({ kind, payment: undefined, isOutside, perLine: shareOut(paid, left) }, paid);
  }
  const rest = sum(left);
  if (rest > 0n) take({ kind: 'unnamed', payment: undefined, isOutside: false, perLine: [...left] }, rest);
  return parts;
};

const inOrder = (parts: readonly Part[], order: string): number[] => {
  const places = parts.map((_, i) => i);
  if (order === 'last_in_first_out') return places.reverse();
  if (order === 'first') return places;
  const rank = (i: number): number => {
    const { kind, isOutside } = parts[i] as Part;
    if (order === 'to_gift_card' && (kind === 'gift_card' || isOutside)) return 0;
    return kind === 'cash' || kind === 'unnamed' ? 2 : 1;
  };
  return places.sort((a, b) => rank(a) - rank(b));
};

/** What comes back to all that paid when so much of each line has come back, before anything is kept for discounts that ended. */
export const paidBack = (lines: readonly PlainLine[], paid: PlainPaid, back: Back): PaidBack => {
  const parts = partsOf(lines, paid);
  let refunds = parts.map(({ perLine }) =>
    sum(lines.map(({ line, quantity }, i) => partBack(perLine[i] as bigint, back.get(line), quantity))),
  );
  if (paid.order !== 'original_proportional') {
    let left = sum(refunds);
    refunds = refunds.map(() => 0n);
    for (const i of inOrder(parts, paid.order)) {
      const { amount } = parts[i] as Part;
      refunds[i] = amount < left ? amount : left;
      left -= refunds[i] as bigint;
    }
  }
  const points = new Map<string, bigint>();
  const money = new Map<string, bigint>();
  for (const [i, { kind, payment, amount, isOutside }] of parts.entries()) {
    const refund = refunds[i] as bigint;
    const tender = tenderName(kind, isOutside);
    if (payment === undefined) money.set(tender, (money.get(tender) ?? 0n) + refund);
    else points.set(payment.wallet, (points.get(payment.wallet) ?? 0n) + partBack(payment.points, refund, amount));
  }
  return { points, money };
};
