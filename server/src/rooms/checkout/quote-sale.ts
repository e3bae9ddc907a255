import { addSeconds, isoFromInstant, type Instant } from '../../kernel/instant.ts';
import { formatQuantity } from '../../kernel/quantity.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Decided, Desk, Operation } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import {
  holdPoints,
  noteExpiring,
  openBooking,
  walletsOf,
  type SpendingReason,
  keepWallet,
  foreseeWallets,
} from '../points/index.ts';
import { reserve } from '../../platform/pots/index.ts';
import { holdCoupons, onPot, takings } from '../promotions/index.ts';
import type { CheckoutDeps } from './deps.ts';
import { appendEntry } from './entry.ts';
import { bookSale } from './book-sale.ts';
import { holdGifts, keepHeldGift } from './hold-gifts.ts';
import { homeOf, planSale, type SalePlan } from './plan-sale.ts';
import { ownersOf, prepareSale, type PreparedSale } from './prepare-sale.ts';
import { settledUpTo } from './settled-up-to.ts';
import { presentSale, type SaleAnswer } from './present-sale.ts';
import { promisedDiscounts } from './price-sale.ts';
import type { QuotePromise, Sale } from './sale.ts';
import { keepBasket } from './kept-basket.ts';
import { keepCoupon, keepGiven, keepGrantOf, type SaleRecord } from './record.ts';

/** What a quote keeps: the sale as it would be, why wallets could not pay, and what it promises. */
export type QuoteRecord = {
  readonly is: 'quote';
  readonly sale: SaleRecord;
  readonly reasons: readonly SpendingReason[];
  readonly promise: QuotePromise;
  readonly toPay: string;
};

export type QuoteAnswer = Omit<SaleAnswer, 'operation' | 'repeated' | 'recordedAt'> & {
  /** To be sent with the confirm; binds nothing but its hold. */
  readonly quote: string;
  readonly expiresAt: string;
  readonly isHeld: boolean;
  /** The holds on gift cards that would pay. */
  readonly giftHolds?: readonly string[];
  /** What is left to pay otherwise. */
  readonly toPay: { readonly amount: string; readonly unit: string };
  readonly notPaying: readonly SpendingReason[];
};

const QUOTE_SECONDS = 15 * 60;

/** Writes a promise into a token that only this installation can have made, and reads it back. */
export type QuoteSeal = { seal(promise: QuotePromise): string; open(token: string): QuotePromise | undefined };

/**
 * What would happen if this receipt were confirmed. Run as a rehearsal it writes nothing; with `isHeld` it is booked and holds
 * the points and the value of gift cards that would be spent, on their lots, until the quote ends. Refuses what the sale itself would be
 * refused for; holding another member's points is refused too.
 */
export const quoteSale = (
  deps: CheckoutDeps & { readonly quotes: QuoteSeal },
  isHeld: boolean,
): Operation<Sale, SalePlan, QuoteRecord, QuoteAnswer, JournalEntry> => ({
  kind: 'checkout.quote',
  resolve: (sale, look) => planSale(deps, sale, look),
  foresee: (sale, plan, { peek }) => foreseeWallets(ownersOf(plan), peek, settledUpTo(sale, sale.receivedAt), true),
  decide(sale, plan, desk) {
    const prepared = prepareSale(deps, sale, plan, desk, isHeld ? 'quote' : 'look');
    if ('ok' in prepared) return prepared;
    const endsAt = addSeconds(desk.recordedAt, QUOTE_SECONDS);
    if (isHeld && !mayHold(plan, prepared)) return refuse('checkout.identity.needed');
    if (!isHeld) {
      const booked = bookSale(deps, sale, plan, prepared, desk, 'nothing');
      return { ...booked, record: recordOf(sale, prepared, booked.record, endsAt, undefined) };
    }
    return holdQuoted(deps, sale, plan, prepared, desk, endsAt);
  },
  present(record, booked) {
    const {
      operation: _operation,
      repeated: _repeated,
      recordedAt: _recordedAt,
      ...told
    } = presentSale(deps, record.sale, booked);
    return {
      ...told,
      quote: deps.quotes.seal(record.promise),
      expiresAt: isoFromInstant(record.promise.expiresAt as Instant),
      isHeld: record.promise.hold !== undefined,
      ...(record.promise.giftHolds
        ? { giftHolds: record.promise.giftHolds.map(({ lane, seq }) => deps.tokens.encode('op', lane, BigInt(seq))) }
        : {}),
      toPay: { amount: record.toPay, unit: record.sale.basket.currency.code },
      notPaying: record.reasons,
    };
  },
});

/** Points are held of the one who is shown only; a gift card and a coupon show themselves. */
const mayHold = ({ member, gifts }: SalePlan, { spending, couponsUsed }: PreparedSale): boolean =>
  (member !== undefined || gifts.size > 0 || couponsUsed.length > 0) &&
  spending.payments.every(({ wallet, gift }) => gift !== undefined || wallet.owner === member?.owner);

function holdQuoted(
  deps: CheckoutDeps,
  sale: Sale,
  plan: SalePlan,
  prepared: PreparedSale,
  desk: Desk<JournalEntry>,
  endsAt: Instant,
): Decided<QuoteRecord> {
  const holder = homeOf(sale, plan);
  const booking = openBooking(desk, deps.accounts, holder.lane, desk.recordedAt);
  const byPoints = prepared.spending.payments.filter(({ gift }) => gift === undefined);
  for (const [n, { wallet, points }] of byPoints.entries()) {
    const current = walletsOf(desk, holder).find((one) => one.wallet === wallet.wallet) ?? wallet;
    holdPoints(booking, current, points, endsAt, n);
  }
  if (plan.member) noteExpiring(booking, holder);
  const giftHolds = holdGifts(deps, sale, prepared.spending.payments, desk, endsAt);
  const { lane, seq } = booking;
  const parts = budgetsOf(prepared);
  reserve(desk, { lane, seq }, sale.till.program.tenant, endsAt, parts);
  holdCoupons(desk, prepared.couponsUsed, { lane, seq }, endsAt);
  const place = { lane, seq: String(seq) };
  const record = recordOf(sale, prepared, tellSale(deps, sale, plan, prepared, desk), endsAt, place, parts.length > 0);
  const promise = {
    ...record.promise,
    ...(giftHolds.length > 0 && { giftHolds }),
    ...(prepared.couponsUsed.length > 0 && { coupons: prepared.couponsUsed.map((one) => keepCoupon(one).key) }),
  };
  appendEntry(booking, {
    kind: plan.member ? 'points.hold' : 'checkout.quote',
    owner: holder.owner,
    till: sale.till,
    rulebook: prepared.rulebook.rulebook,
    record: { ...record, promise },
    raw: sale.raw,
  });
  return { ok: true, lane, seq, record: { ...record, promise } };
}

/** What a prepared sale would take of budgets, each pot once. */
function budgetsOf({ rulebook, usages, limitPlace }: PreparedSale): (readonly [pot: string, amount: bigint])[] {
  const parts = new Map<string, bigint>();
  for (const { taken } of takings(rulebook, usages, limitPlace))
    if (taken.pot !== undefined)
      parts.set(taken.pot, (parts.get(taken.pot) ?? 0n) + onPot(taken, BigInt(taken.amount)));
  return [...parts];
}

/** The sale as it would be kept, with the wallets as they stand under the hold. */
function tellSale(
  deps: CheckoutDeps,
  sale: Sale,
  { member }: SalePlan,
  prepared: PreparedSale,
  desk: Desk<JournalEntry>,
): SaleRecord {
  return {
    is: 'sale',
    basket: keepBasket(prepared.basket),
    rulebook: prepared.rulebook.rulebook,
    ...(member ? { member: { lane: member.lane, owner: String(member.owner) } } : {}),
    grants: prepared.grants.map(keepGrantOf),
    credits: prepared.earnings.map(({ type, points, activeAt, expiresAt }) => ({
      walletType: type.walletType,
      points: Number(points),
      isPending: activeAt > sale.occurredAt,
      activeAt,
      expiresAt,
    })),
    payments: prepared.spending.payments.map((payment) => ({
      wallet: String(payment.wallet.wallet),
      walletType: payment.wallet.walletType,
      points: Number(payment.points),
      money: Number(payment.money),
      perLine: payment.perLine.map(([line, part]) => [line, Number(part)]),
      ...keepHeldGift(deps, desk, payment),
    })),
    tenders: [],
    ...keepGiven(prepared),
    ...(prepared.couponsUsed.length > 0 ? { couponsUsed: prepared.couponsUsed.map(keepCoupon) } : {}),
    wallets: member
      ? walletsOf(desk, member)
          .filter((one) => one.program === sale.till.program.program)
          .map(keepWallet)
      : [],
  };
}

function recordOf(
  sale: Sale,
  prepared: PreparedSale,
  told: SaleRecord,
  endsAt: Instant,
  hold: QuotePromise['hold'],
  reserves = false,
): QuoteRecord {
  const spent: Record<string, string> = {};
  for (const { type, points } of prepared.spending.payments)
    spent[type.code] = String(BigInt(spent[type.code] ?? '0') + points);
  const earned: Record<string, string> = {};
  for (const { type, points } of prepared.earnings)
    earned[type.code] = String(BigInt(earned[type.code] ?? '0') + points);
  return {
    is: 'quote',
    sale: told,
    reasons: prepared.spending.reasons,
    toPay: formatQuantity(prepared.due - prepared.spending.money, sale.till.program.currency.decimals),
    promise: {
      ...{ spent, earned, money: String(prepared.spending.money), expiresAt: endsAt },
      ...(prepared.basket.priced ? { discounts: promisedDiscounts(prepared.basket.priced) } : {}),
      ...(reserves ? { reserves } : {}),
      ...(hold ? { hold } : {}),
    },
  };
}
