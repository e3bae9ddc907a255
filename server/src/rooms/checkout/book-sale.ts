import type { Instant } from '../../kernel/instant.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import type { Decided, Desk, OwnerKey } from '../../platform/lanes/index.ts';
import { FLAG, movements, type JournalEntry } from '../ledger/index.ts';
import { takeRoom, useCoupons } from '../promotions/index.ts';
import {
  accrue,
  isIdleType,
  noteActivity,
  noteExpiring,
  redeem,
  redeemUncovered,
  walletOfType,
  walletsOf,
  type Booking,
  type ClawBackPolicy,
  keepWallet,
} from '../points/index.ts';
import type { Program } from '../programs/index.ts';
import { exactJson, parseQuantity } from '../../kernel/quantity.ts';
import { availableOfGift, giftWallets, keepForeign } from '../giftcards/index.ts';
import { countUses } from './card-uses.ts';
import { issueCodes } from './coupon-codes.ts';
import { countPurchase } from './count-purchase.ts';
import { bookingIn, openBookings, type Bookings } from './bookings.ts';
import { countForTier, qualifiedOf } from './count-for-tier.ts';
import type { CheckoutDeps } from './deps.ts';
import { appendEntry } from './entry.ts';
import { markUsed, plainTenders, type PlainTender } from './gift-tenders.ts';
import { keepBasket } from './kept-basket.ts';
import type { OutsideUse } from './outside/outside-tender.ts';
import { useOutside } from './outside/use-outside.ts';
import { homeOf, type SalePlan } from './plan-sale.ts';
import { ownersOf, type PreparedSale } from './prepare-sale.ts';
import {
  keepCoupon,
  keepGiven,
  keepGrantOf,
  type KeptCredit,
  type KeptPaidGift,
  type KeptPayment,
  type KeptTender,
  type SaleRecord,
} from './record.ts';
import type { Sale } from './sale.ts';
import { bookCardsSold } from './sell-gift-cards.ts';
import type { Payment } from './payment.ts';
import { countPaidToday } from './spent-today.ts';
import { exceptionSheet } from './store/exception.ts';

/** How far a return or a notice may make a member owe. */
export function clawBackPolicyOf(
  sale: { readonly till: { readonly program: Pick<Program, 'policy'> } },
  decimals: number,
): ClawBackPolicy {
  const { negativeBalance, debtMax } = sale.till.program.policy;
  const max = debtMax === undefined ? undefined : parseQuantity(debtMax, decimals);
  return { negative: negativeBalance, debtMax: max?.ok ? max.value : undefined };
}

/** Books a prepared sale; nothing is refused from here on. A rehearsal takes nothing of what limits leave. */
export function bookSale(
  deps: CheckoutDeps,
  sale: Sale,
  plan: SalePlan,
  prepared: PreparedSale,
  desk: Desk<JournalEntry>,
  takes: 'room' | 'nothing' = 'room',
): Decided<SaleRecord> {
  const { program } = sale.till;
  const owner = homeOf(sale, plan);
  const at: Instant = sale.occurredAt;
  const bookings = openBookings(deps, desk, owner, at);

  const payments = prepared.spending.payments.map((payment) => pay(deps, sale, bookings, plan.member, payment));
  const sold = bookCardsSold(deps, sale, bookings, prepared.sold);
  const credits = plan.member
    ? prepared.earnings.map((earning) => credit(sale, bookings.home, plan.member!, earning))
    : [];
  if (plan.member && prepared.member) {
    const { rulebook, local, stamps } = prepared;
    const { occurredAt } = sale;
    countPurchase(plan.member, { program: program.program, occurredAt, date: local.date, rulebook, stamps }, desk);
  }

  for (const person of [...ownersOf(plan), ...plan.gifts.values()])
    noteExpiring(bookingIn(deps, bookings, person), person);
  if (deps.walletTypes.ofProgram(program.program).some(isIdleType))
    for (const person of ownersOf(plan)) noteActivity(deps, person, program, desk, at);
  markUsed(deps, prepared.spending.payments, desk);
  const { lane, seq } = bookings.home;
  const uses = countUses(prepared.uses, prepared.local.date, desk);
  const limited = takes === 'room' ? takeRoom(desk, prepared.rulebook, prepared.usages, prepared.limitPlace) : [];
  const spentOn = countPaidToday(deps, sale, prepared.spending.payments, desk);
  const { couponsUsed: used } = prepared;
  if (takes === 'room' && used.length > 0) useCoupons(desk, used, { lane, seq });
  const issued =
    takes === 'room' && prepared.coupons.length > 0
      ? issueCodes(deps, desk, program.program, prepared.coupons, { place: { lane, seq }, member: plan.member, at })
      : [];
  const outside = useOutside(sale, desk, { lane, seq });
  noteExceptions(desk, sale, { lane, seq }, prepared.exceptions);
  const { basket, grants } = prepared;
  const qualified = plan.member && basket.member && qualifiedOf(deps, plan.member, program, desk, basket, grants, at);
  const record: SaleRecord = {
    is: 'sale',
    basket: keepBasket(prepared.basket),
    rulebook: prepared.rulebook.rulebook,
    ...(plan.member ? { member: { lane: plan.member.lane, owner: String(plan.member.owner) } } : {}),
    ...(plan.member?.card === undefined ? {} : { card: String(plan.member.card) }),
    ...(uses.length > 0 ? { uses } : {}),
    ...(limited.length > 0 ? { limited } : {}),
    ...(qualified ? { qualified } : {}),
    ...(spentOn === undefined ? {} : { spentOn }),
    ...(prepared.priceList === undefined ? {} : { priceList: prepared.priceList }),
    grants: prepared.grants.map(keepGrantOf),
    ...keepGiven(prepared),
    ...(used.length > 0 ? { couponsUsed: used.map(keepCoupon) } : {}),
    ...(issued.length > 0 ? { couponsIssued: issued } : {}),
    credits,
    payments,
    ...(sold.length > 0 ? { sold } : {}),
    tenders: plainTenders(sale, plan).map((tender) => keepTender(tender, outside)),
    ...(prepared.spending.reasons.length > 0 ? { notPaying: prepared.spending.reasons } : {}),
    wallets: plan.member
      ? walletsOf(desk, plan.member)
          .filter((one) => one.program === program.program)
          .map(keepWallet)
      : [],
    ...(prepared.exceptions.length > 0
      ? {
          exceptions: prepared.exceptions.map(({ refusal, facts }) =>
            facts ? { code: refusal, facts } : { code: refusal },
          ),
        }
      : {}),
    receiptNumber: sale.receiptNumber,
    cashier: sale.cashier,
    attributes: sale.attributes,
  };
  const common = {
    till: sale.till,
    rulebook: prepared.rulebook.rulebook,
    flags: flagsOf(sale, plan, prepared.exceptions),
  };
  for (const leg of bookings.legs.values()) {
    appendEntry(leg.booking, { ...common, kind: 'checkout.leg', owner: leg.owner, home: { lane, seq } });
  }
  appendEntry(bookings.home, { ...common, kind: 'checkout.sale', owner: owner.owner, record, raw: sale.raw });
  if (plan.member) countForTier(deps, plan.member, program, desk, qualified);
  return { ok: true, lane, seq, record };
}

const keepTender = ({ kind, amount, outside }: PlainTender, used: ReadonlySet<OutsideUse>): KeptTender => ({
  kind,
  amount: Number(amount),
  ...(outside && used.has(outside)
    ? { outside: { payment: String(outside.payment), processor: outside.processor } }
    : {}),
});

/** Marks of the entry, for lists. */
export function flagsOf(
  sale: Pick<Sale, 'manner' | 'isOffline'>,
  plan: Pick<SalePlan, 'member'>,
  exceptions: readonly Refusal[],
): number {
  return (
    (sale.manner === 'notice' ? FLAG.notice : 0) |
    (sale.isOffline ? FLAG.offline : 0) |
    (exceptions.length > 0 ? FLAG.exception : 0) |
    (plan.member ? 0 : FLAG.unidentified)
  );
}

/** Lists what stood against a notice. */
export function noteExceptions(
  desk: Desk<JournalEntry>,
  sale: Pick<Sale, 'till'>,
  place: { lane: number; seq: bigint },
  exceptions: readonly Refusal[],
): void {
  for (const [n, { refusal, facts = {} }] of exceptions.entries()) {
    const row = { ...place, n, tenant: sale.till.program.tenant, code: refusal, facts, notedAt: desk.recordedAt };
    desk.put(exceptionSheet, row, row);
  }
}

function pay(
  deps: CheckoutDeps,
  sale: Sale,
  bookings: Bookings,
  member: OwnerKey | undefined,
  payment: Payment,
): KeptPayment {
  const booking = bookingIn(deps, bookings, payment.wallet);
  const isHere = booking === bookings.home;
  const accounts = deps.accounts.of(payment.wallet.program, payment.wallet.unit);
  const covered = payment.points - payment.uncovered;
  let owed = 0n;
  if (covered > 0n) {
    redeem(booking, currentOf(booking, payment), covered, isHere ? 'here' : 'elsewhere');
    if (!isHere) bookings.home.postings.push(...movements.foreignRedemption(accounts, covered));
  }
  if (payment.uncovered > 0n) {
    const { decimals } = deps.programs.settings().unit(payment.type.unit);
    const policy = clawBackPolicyOf(sale, decimals);
    owed = redeemUncovered(booking, currentOf(booking, payment), payment.uncovered, policy).owed;
  }
  const isOwn = payment.wallet.owner === member?.owner;
  return {
    wallet: String(payment.wallet.wallet),
    walletType: payment.wallet.walletType,
    points: Number(payment.points),
    money: Number(payment.money),
    perLine: payment.perLine.map(([line, money]) => [line, Number(money)]),
    ...(payment.card === undefined ? {} : { card: String(payment.card) }),
    ...(isOwn
      ? {}
      : { payer: { lane: payment.wallet.lane, owner: String(payment.wallet.owner), seq: String(booking.seq) } }),
    ...(payment.gift ? { gift: keepGift(deps, booking, payment) } : {}),
    ...(payment.uncovered > 0n ? { uncovered: Number(payment.uncovered) } : {}),
    ...(owed > 0n ? { owed: Number(owed) } : {}),
  };
}

/** The gift card that paid, and what it can pay after it. */
const keepGift = (deps: CheckoutDeps, booking: Booking, { wallet, gift }: Payment): KeptPaidGift => ({
  card: String(gift!.card),
  left: exactJson(availableOfGift(giftWallets(booking.desk, deps.walletTypes, wallet))),
  ...(gift!.foreign ? { foreign: keepForeign(gift!.foreign) } : {}),
});

const currentOf = (booking: Booking, { wallet }: Payment): Payment['wallet'] =>
  walletsOf(booking.desk, wallet).find((one) => one.wallet === wallet.wallet) ?? wallet;

/** Credits what was earned as a lot of the member's. */
export function credit(
  sale: Pick<Sale, 'till'>,
  booking: Booking,
  member: OwnerKey & { readonly tenant: number },
  earning: PreparedSale['earnings'][number],
): KeptCredit {
  const wallet = walletOfType(booking.desk, member, earning.type);
  accrue(booking, wallet, {
    amount: earning.points,
    earnedAt: booking.at,
    activeAt: earning.activeAt,
    expiresAt: earning.expiresAt,
    issuer: earning.fund?.contract.partner ?? sale.till.partner.partner,
    ...(earning.fund ? { contract: earning.fund.contract.contract } : {}),
  });
  return {
    walletType: wallet.walletType,
    points: Number(earning.points),
    isPending: earning.activeAt > booking.at,
    activeAt: earning.activeAt,
    expiresAt: earning.expiresAt,
    ...(earning.fund ? { fund: [earning.fund.contract.partner, earning.fund.contract.contract] as const } : {}),
  };
}
