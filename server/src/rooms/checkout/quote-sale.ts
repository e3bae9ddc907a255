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
import type { CheckoutDeps } from './deps.ts';
import { appendEntry } from './entry.ts';
import { bookSale } from './book-sale.ts';
import { planSale, type SalePlan } from './plan-sale.ts';
import { ownersOf, prepareSale, type PreparedSale } from './prepare-sale.ts';
import { settledUpTo } from './settled-up-to.ts';
import { presentSale, type SaleAnswer } from './present-sale.ts';
import { promisedDiscounts } from './price-sale.ts';
import type { QuotePromise, Sale } from './sale.ts';
import { keepBasket } from './kept-basket.ts';
import { keepGiven, keepGrantOf, type SaleRecord } from './record.ts';

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
  /** What is left to pay otherwise. */
  readonly toPay: { readonly amount: string; readonly unit: string };
  readonly notPaying: readonly SpendingReason[];
};

const QUOTE_SECONDS = 15 * 60;

/** Writes a promise into a token that only this installation can have made, and reads it back. */
export type QuoteSeal = { seal(promise: QuotePromise): string; open(token: string): QuotePromise | undefined };

/**
 * What would happen if this receipt were confirmed. Run as a rehearsal it writes nothing; with `isHeld` it is booked and holds
 * the points that would be spent, on their lots, until the quote ends. Refuses what the sale itself would be refused for; holding
 * another member's points is refused too.
 */
export const quoteSale = (
  deps: CheckoutDeps & { readonly quotes: QuoteSeal },
  isHeld: boolean,
): Operation<Sale, SalePlan, QuoteRecord, QuoteAnswer, JournalEntry> => ({
  kind: 'checkout.quote',
  resolve: (sale, look) => planSale(deps, sale, look),
  foresee: (sale, plan, { peek }) => foreseeWallets(ownersOf(plan), peek, settledUpTo(sale, sale.receivedAt), true),
  decide(sale, plan, desk) {
    const prepared = prepareSale(deps, sale, plan, desk, 'quote');
    if ('ok' in prepared) return prepared;
    const endsAt = addSeconds(desk.recordedAt, QUOTE_SECONDS);
    const holder = isHeld ? plan.member : undefined;
    if (isHeld && (!holder || prepared.spending.payments.some(({ wallet }) => wallet.owner !== holder.owner)))
      return refuse('checkout.identity.needed');
    if (!holder) {
      const booked = bookSale(deps, sale, plan, prepared, desk);
      return { ...booked, record: recordOf(sale, prepared, booked.record, endsAt, undefined) };
    }
    return holdQuoted(deps, sale, holder, prepared, desk, endsAt);
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
      toPay: { amount: record.toPay, unit: record.sale.basket.currency.code },
      notPaying: record.reasons,
    };
  },
});

function holdQuoted(
  deps: CheckoutDeps,
  sale: Sale,
  holder: NonNullable<SalePlan['member']>,
  prepared: PreparedSale,
  desk: Desk<JournalEntry>,
  endsAt: Instant,
): Decided<QuoteRecord> {
  const booking = openBooking(desk, deps.accounts, holder.lane, desk.recordedAt);
  for (const [n, { wallet, points }] of prepared.spending.payments.entries()) {
    const current = walletsOf(desk, holder).find((one) => one.wallet === wallet.wallet) ?? wallet;
    holdPoints(booking, current, points, endsAt, n);
  }
  noteExpiring(booking, holder);
  const { lane, seq } = booking;
  const record = recordOf(sale, prepared, tellSale(sale, holder, prepared, desk), endsAt, { lane, seq: String(seq) });
  appendEntry(booking, {
    kind: 'points.hold',
    owner: holder.owner,
    till: sale.till,
    rulebook: prepared.rulebook.rulebook,
    record,
    raw: sale.raw,
  });
  return { ok: true, lane, seq, record };
}

/** The sale as it would be kept, with the wallets as they stand under the hold. */
function tellSale(
  sale: Sale,
  holder: NonNullable<SalePlan['member']>,
  prepared: PreparedSale,
  desk: Desk<JournalEntry>,
): SaleRecord {
  return {
    is: 'sale',
    basket: keepBasket(prepared.basket),
    rulebook: prepared.rulebook.rulebook,
    member: { lane: holder.lane, owner: String(holder.owner) },
    grants: prepared.grants.map(keepGrantOf),
    credits: prepared.earnings.map(({ type, points, activeAt, expiresAt }) => ({
      walletType: type.walletType,
      points: Number(points),
      isPending: activeAt > sale.occurredAt,
      activeAt,
      expiresAt,
    })),
    payments: prepared.spending.payments.map(({ wallet, points, money, perLine }) => ({
      wallet: String(wallet.wallet),
      walletType: wallet.walletType,
      points: Number(points),
      money: Number(money),
      perLine: perLine.map(([line, part]) => [line, Number(part)]),
    })),
    tenders: [],
    ...keepGiven(prepared),
    wallets: walletsOf(desk, holder)
      .filter((one) => one.program === sale.till.program.program)
      .map(keepWallet),
  };
}

function recordOf(
  sale: Sale,
  prepared: PreparedSale,
  told: SaleRecord,
  endsAt: Instant,
  hold: QuotePromise['hold'],
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
      ...(hold ? { hold } : {}),
    },
  };
}
