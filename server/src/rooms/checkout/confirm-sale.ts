import { refuse, type Refusal } from '../../kernel/refusal.ts';
import type { Operation } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { foreseeWallets } from '../points/index.ts';
import { bookSale } from './book-sale.ts';
import type { CheckoutDeps } from './deps.ts';
import { planSale, type SalePlan } from './plan-sale.ts';
import { ownersOf, prepareSale, type PreparedSale } from './prepare-sale.ts';
import { settledUpTo } from './settled-up-to.ts';
import { presentSale, withCodes, type SaleAnswer } from './present-sale.ts';
import type { SaleRecord } from './record.ts';
import type { Sale } from './sale.ts';
import { applyParkedReturns } from './return-parked.ts';

/**
 * A sale is final: points are spent and earned, the receipt is kept. As a `check` it is only rehearsed: decided just so, and nothing is
 * taken of what limits leave.
 */
export const confirmSale = (
  deps: CheckoutDeps,
  asks: 'confirm' | 'check' = 'confirm',
): Operation<Sale, SalePlan, SaleRecord, SaleAnswer, JournalEntry> => ({
  kind: 'checkout.sale',
  resolve: (sale, look) => planSale(deps, sale, look),
  foresee: (sale, plan, { peek }) => {
    // The batch's own clock is not known here; what falls due within the second is asked for when decide meets it.
    const isSpending = sale.tenders.some((tender) => 'asked' in tender);
    return foreseeWallets(ownersOf(plan), peek, settledUpTo(sale, sale.receivedAt), isSpending);
  },
  decide(sale, plan, desk) {
    const prepared = prepareSale(deps, sale, plan, desk, asks);
    if ('ok' in prepared) return prepared;
    const stale = staleAgainst(sale, prepared);
    if (stale && sale.manner === 'request') return stale;
    // From here it succeeds.
    const booked = bookSale(
      deps,
      sale,
      plan,
      stale ? { ...prepared, exceptions: [...prepared.exceptions, stale] } : prepared,
      desk,
      asks === 'confirm' ? 'room' : 'nothing',
    );
    if (asks === 'confirm') applyParkedReturns(deps, sale, booked, desk);
    return booked;
  },
  present: (record, booked) => withCodes(deps, record, booked, presentSale(deps, record, booked)),
});

/**
 * A confirm is stale only if it would take more from the member, or give the buyer less, than its quote said. Who chose to pay less with
 * points than the quote offered got what he asked for.
 */
function staleAgainst(sale: Sale, prepared: PreparedSale): Refusal | undefined {
  const { quote } = sale;
  if (!quote) return undefined;
  const takesMore = prepared.spending.payments.some(
    ({ type }) => spent(prepared, type.code) > BigInt(quote.spent[type.code] ?? '0'),
  );
  const promised = BigInt(quote.money);
  const asked = moneyAsked(sale);
  const paysLess = prepared.spending.money < (asked !== undefined && asked < promised ? asked : promised);
  const givesLess = Object.entries(quote.earned).some(
    ([walletType, points]) => earned(prepared, walletType) < BigInt(points),
  );
  return takesMore || paysLess || givesLess ? refuse('checkout.quote.stale') : undefined;
}

/** What points were asked to pay, where every tender of points says it in money. */
function moneyAsked({ tenders }: Sale): bigint | undefined {
  let sum = 0n;
  for (const tender of tenders) {
    if (!('asked' in tender)) continue;
    if (typeof tender.asked === 'string' || !('money' in tender.asked)) return undefined;
    sum += tender.asked.money;
  }
  return sum;
}

const spent = (prepared: PreparedSale, walletType: string): bigint =>
  prepared.spending.payments.reduce((sum, { type, points }) => (type.code === walletType ? sum + points : sum), 0n);

const earned = (prepared: PreparedSale, walletType: string): bigint =>
  prepared.earnings.reduce((sum, earning) => (earning.type.code === walletType ? sum + earning.points : sum), 0n);
