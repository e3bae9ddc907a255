import { parseQuantity } from '../../kernel/quantity.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import type { LocalTime } from '../../kernel/zone.ts';
import type { Desk } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { spendingAgainst, type PayableLine, type PayingPlace, type SpendingReason } from '../points/index.ts';
import type { SpendingRate } from '../promotions/index.ts';
import type { CheckoutDeps } from './deps.ts';
import { paidFor, type Payment, type Spending } from './payment.ts';
import type { SalePlan } from './plan-sale.ts';
import { planTender } from './plan-tender.ts';
import { dueOf, totalDue, type Sale } from './sale.ts';

const NOTHING: Spending = { payments: [], money: 0n, reasons: [], exceptions: [] };

/** Plans the points tenders of a receipt, one after another, each on what the ones before left to pay. */
export function planPayments(
  deps: CheckoutDeps,
  sale: Sale,
  plan: SalePlan,
  desk: Desk<JournalEntry>,
  local: LocalTime,
  rates: readonly SpendingRate[] = [],
): Spending | Refusal {
  if (!sale.tenders.some((tender) => 'asked' in tender)) return NOTHING;
  const { outlet, partner, program } = sale.till;
  const place: PayingPlace = {
    partner: partner.code,
    outlet: outlet.code,
    outletGroups: outlet.groups,
    channel: sale.channel,
    weekday: local.weekday,
    minuteOfDay: local.minuteOfDay,
    currencyDecimals: program.currency.decimals,
    receiptTotal: totalDue(sale.lines),
  };
  const payments: Payment[] = [];
  const reasons: SpendingReason[] = [];
  const exceptions: Refusal[] = [];
  let lines: PayableLine[] = sale.lines.map((line) => ({ ...line, due: dueOf(line) }));
  for (const [at, tender] of sale.tenders.entries()) {
    if (!('asked' in tender)) continue;
    const payer = plan.payers.get(at) ?? (tender.payer ? undefined : plan.member);
    const against = payer
      ? spendingAgainst(desk, payer, program, sale.isPhoneProved)
      : refuse('checkout.identity.needed');
    if (against && sale.manner === 'request') return against;
    if (against) exceptions.push(against);
    if (!payer) continue;
    const made = planTender(
      deps,
      sale,
      tender,
      payer,
      payments,
      lines,
      { ...placeAfter(place, payments), date: local.date },
      desk,
      rates,
    );
    if ('ok' in made) return made;
    payments.push(...made.payments.map((payment) => ({ ...payment, card: payer.card })));
    reasons.push(...made.reasons);
    exceptions.push(...made.exceptions);
    lines = lines.map((line) => ({ ...line, due: line.due - paidFor(made.payments, line.line) }));
  }
  return { payments, money: payments.reduce((sum, one) => sum + one.money, 0n), reasons, exceptions };
}

/** The place for a tender behind others: what wallets that have paid want in cash binds it too. */
function placeAfter(place: PayingPlace, payments: readonly Payment[]): PayingPlace {
  const asked = payments.flatMap(({ type }) => type.rules.cashMinimum ?? []);
  const amount = (text: string): bigint => {
    const parsed = parseQuantity(text, place.currencyDecimals);
    return parsed.ok ? parsed.value : 0n;
  };
  const most = asked.reduce<string | undefined>(
    (all, one) => (all === undefined || amount(one) > amount(all) ? one : all),
    undefined,
  );
  return most === undefined ? place : { ...place, cashAtLeast: most };
}
