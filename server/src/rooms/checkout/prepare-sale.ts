import { isoFromInstant, MICROSECONDS_PER_DAY, type Instant } from '../../kernel/instant.ts';
import { formatQuantity } from '../../kernel/quantity.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import type { LocalTime } from '../../kernel/zone.ts';
import type { Decided, Desk, OwnerKey } from '../../platform/lanes/index.ts';
import { cardSheet, effectAgainst, type Card } from '../cards/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { memberSheet, type Member } from '../members/index.ts';
import { clockAgainst } from '../partners/index.ts';
import { settleOwner } from '../points/index.ts';
import {
  adjudicate,
  couponsUsed,
  meetCoupons,
  usagesOf,
  type Basket,
  type CouponGrant,
  type CouponMet,
  type Gift,
  type Grant,
  type LimitPlace,
  type Rulebook,
  type Usage,
  type StampGrant,
} from '../promotions/index.ts';
import type { Program } from '../programs/index.ts';
import { cardFactOf, linesPaid, rareFactsOf, rareFactsOfSale, spentOf } from './buyer-facts.ts';
import { limitsAgainst, usesOf, type CardUse } from './card-uses.ts';
import { adjudicateForTier } from './count-for-tier.ts';
import type { CheckoutDeps } from './deps.ts';
import { earningsOf, type Earning } from './earn.ts';
import { meetGifts, planGiftPayments, plainTenders } from './gift-tenders.ts';
import { roomsOfSale, unfundedAgainst } from './limits-of-sale.ts';
import { OUTSIDE_KIND } from './outside/outside-tender.ts';
import { outsideAgainst } from './outside/use-outside.ts';
import type { SalePlan } from './plan-sale.ts';
import { priceSale } from './price-sale.ts';
import { heldForQuote, proveGifts } from './prove-gifts.ts';
import { releaseQuoted } from './quote-hold.ts';
import { totalDue, type Sale } from './sale.ts';
import { prepareCardsSold, type PreparedCard } from './sell-gift-cards.ts';
import { settledUpTo } from './settled-up-to.ts';
import type { Spending } from './payment.ts';
import { planPayments } from './spend-points.ts';

const NOTHING_EARNED = { grants: [], coupons: [], stamps: [] } as const;

/** Everything decided about a sale before anything of it is booked: what a quote tells and a confirm does. */
export type PreparedSale = {
  readonly basket: Basket;
  readonly local: LocalTime;
  readonly rulebook: Rulebook;
  readonly member: Member | undefined;
  readonly spending: Spending;
  /** Gift cards that are activated with it. */
  readonly sold: readonly PreparedCard[];
  readonly grants: readonly Grant[];
  readonly coupons: readonly CouponGrant[];
  /** Codes of the buyer's that it uses up. */
  readonly couponsUsed: readonly CouponMet[];
  readonly stamps: readonly StampGrant[];
  readonly gifts: readonly Gift[];
  /** What the receipt comes to after discounts. */
  readonly due: bigint;
  readonly earnings: readonly Earning[];
  readonly exceptions: readonly Refusal[];
  /** Cards with their uses, to be counted where they have limits. */
  readonly uses: readonly CardUse[];
  /** The price list that the buyer's card names. */
  readonly priceList: string | undefined;
  /** What each promotion gives, and where the limits of promotions count it. */
  readonly usages: ReadonlyMap<string, Usage>;
  readonly limitPlace: LimitPlace;
};

/**
 * Decides a sale without booking it. Refusals in this order: the till's clock; a payment outside that is being undone; the member's card; each coupon; each points tender (who
 * may spend, what is asked, what is there); tenders that do not cover; limits of cards. A notice is never refused for any of these: what
 * stands against it comes back as exceptions.
 */
export function prepareSale(
  deps: CheckoutDeps,
  given: Sale,
  plan: SalePlan,
  desk: Desk<JournalEntry>,
  asks: 'look' | 'quote' | 'check' | 'confirm' = 'confirm',
): PreparedSale | Refusal | Decided<never> {
  let sale = given;
  const { program, outlet, partner, terminal } = sale.till;
  const exceptions: Refusal[] = [
    ...sale.exceptions,
    ...(plan.unidentifiedBecause ? [plan.unidentifiedBecause] : []),
    ...plan.giftsAgainst,
  ];
  const against = (refusal: Refusal | undefined): Refusal | undefined => {
    if (!refusal || sale.manner === 'request') return refusal;
    exceptions.push(refusal);
    return undefined;
  };
  const clock = against(momentAgainst(sale, desk.recordedAt));
  if (clock) return clock;

  const undone = against(outsideAgainst(sale, desk));
  if (undone) return undone;

  // Before the rest, since a wrong PIN is booked although the sale is refused.
  const gifts = meetGifts(deps, sale, plan, desk);
  if ('ok' in gifts) return gifts;
  exceptions.push(...gifts.exceptions);

  const member = plan.member && desk.read(memberSheet, plan.member);
  const card = cardOf(plan.member, desk);
  const standing = plan.member?.card === undefined ? { earns: true } : standingOf(sale, card);
  const cardRefused = against(standing.against);
  if (cardRefused) return cardRefused;
  const earns = member !== undefined && standing.earns;

  const upTo = settledUpTo(sale, desk.recordedAt);
  if (plan.member) deps.tiers.settle(plan.member, program, desk, sale.occurredAt);
  for (const owner of ownersOf(plan)) settleOwner(deps, owner, desk, upTo);
  const kept = heldForQuote(sale, plan, desk);
  // After time has done its work: lots under the hold have outlived their end, and are there for the sale that held them.
  releaseQuoted(deps, sale, plan, desk);

  const shown = meetCoupons(desk, plan.coupons, plan.member, sale.occurredAt);
  for (const refusal of shown.against) {
    const refused = against(refusal);
    if (refused) return refused;
  }

  const local = outlet.zone.localOf(sale.occurredAt);
  const rulebook = deps.rulebooks.rulebookAt(program.program, sale.occurredAt);
  const facts = {
    currency: { code: program.currency.code, decimals: program.currency.decimals },
    outlet: { code: outlet.code, groups: outlet.groups },
    partner: partner.code,
    channel: sale.channel,
    terminal: terminal.code,
    local,
    ...(member && earns
      ? {
          member: {
            ...buyerOf(member, program, deps.tiers.tierAt(member, program, desk, sale.occurredAt), card?.priceList),
            ...rareFactsOf(rulebook, { till: sale.till, date: local.date }, member, desk),
            ...(rulebook.reads.has('card') && cardFactOf(deps.tokens, deps.gifts.cardSettings, card)),
          },
        }
      : {}),
    ...rareFactsOfSale(rulebook, sale, shown.words),
  };
  // Discounts first, then points, then the other tenders, and what is earned on the rest (semantics 3.10).
  const limits = roomsOfSale(deps, sale, plan, rulebook, desk, asks === 'look' || asks === 'check' ? 'look' : 'take');
  const pricing = priceSale(
    sale,
    rulebook,
    facts,
    asks === 'confirm' || asks === 'check' ? 'confirm' : 'quote',
    limits.rooms,
  );
  for (const refusal of pricing.against) {
    const refused = against(refusal);
    if (refused) return refused;
  }
  sale = { ...sale, lines: pricing.lines };
  const byPoints = planPayments(deps, sale, plan, desk, local, pricing.rates);
  if ('ok' in byPoints) return byPoints;
  exceptions.push(...byPoints.exceptions);
  const byGifts = planGiftPayments(deps, sale, gifts, byPoints.payments, desk);
  if ('ok' in byGifts) return byGifts;
  exceptions.push(...byGifts.exceptions);
  const notShown = proveGifts(sale, plan, kept, byGifts.payments, desk);
  if (notShown) return notShown;
  const spending: Spending = {
    ...byPoints,
    payments: [...byPoints.payments, ...byGifts.payments],
    money: byGifts.payments.reduce((sum, one) => sum + one.money, byPoints.money),
  };
  const uncovered = against(tendersAgainst(sale, plan, spending));
  if (uncovered) return uncovered;
  const sold = prepareCardsSold(deps, sale, plan.cards, desk);
  if ('ok' in sold) return sold;
  exceptions.push(...sold.against);
  const uses = usesOf(deps, plan, spending.payments);
  for (const over of limitsAgainst(uses, local.date, desk)) {
    const refused = against(over);
    if (refused) return refused;
  }

  const spent = spentOf(rulebook, byPoints.payments);
  const asked: Basket = {
    ...facts,
    lines: linesPaid(rulebook, sale.lines, byPoints.payments, byGifts.payments),
    ...(spent && { spent }),
    ...(pricing.priced.length > 0 && { priced: pricing.priced }),
  };
  // Points earned here are not spendable here: spending was planned before anything is earned (semantics 3.10).
  const decided = earns
    ? adjudicateForTier(deps, sale, plan.member!, desk, asked, (basket) =>
        adjudicate(rulebook, basket, { derive: false, rooms: limits.rooms }),
      )
    : { asked, ...NOTHING_EARNED };
  const unpaid = against(unfundedAgainst(limits.place.funds));
  if (unpaid) return unpaid;
  const { grants, coupons, stamps } = decided;
  const basket = limits.rooms === undefined ? decided.asked : { ...decided.asked, rooms: limits.rooms.facts() };
  const earnings = earningsOf(deps.walletTypes, program, grants, sale.occurredAt, limits.place.funds);
  const usages = usagesOf({ grants, priced: pricing.priced, coupons, stamps });
  return {
    ...{ basket, local, rulebook, member, spending, sold: sold.cards, grants, earnings, exceptions, uses },
    priceList: card?.priceList,
    ...{ coupons, stamps, gifts: pricing.gifts, due: totalDue(sale.lines) },
    ...{ usages, limitPlace: limits.place },
    couponsUsed: couponsUsed(rulebook, shown.met, usages.keys(), sale.forcesCoupons),
  };
}

/** Everybody whose wallets a sale may touch, each once. */
export function ownersOf(plan: SalePlan): OwnerKey[] {
  const people = new Map<bigint, OwnerKey>();
  for (const person of [...(plan.member ? [plan.member] : []), ...plan.payers.values()])
    people.set(person.owner, person);
  return [...people.values()];
}

/** The attribute under which rules see the price list of the card that was shown. */
const PRICE_LIST = 'cardPriceList';

/** The member as rules see him: as he was before this purchase, with the price list of his card. */
export function buyerOf(
  member: Member,
  program: Program,
  tier: string,
  priceList?: string,
): NonNullable<Basket['member']> {
  return {
    tier,
    attributes: priceList === undefined ? member.attributes : { ...member.attributes, [PRICE_LIST]: priceList },
    enrolledOn: program.zone.localOf(member.enrolledAt).date,
    purchases: member.purchases,
  };
}

/** A till's clock that is too far off: ahead for anybody, behind for a request. A notice may be old, but not of another age. */
function momentAgainst(
  { till, manner, occurredAt }: Pick<Sale, 'till' | 'manner' | 'occurredAt'>,
  now: Instant,
): Refusal | undefined {
  const days = till.program.policy.noticeAgeMaxDays;
  if (manner === 'notice' && now - occurredAt > days * MICROSECONDS_PER_DAY)
    return refuse('checkout.notice.too_old', { occurredAt: isoFromInstant(occurredAt), days: String(days) });
  return clockAgainst(till, manner, occurredAt, now);
}

/** The message as it stands by its clock: a wrong one refuses a request, and is an exception of a notice. */
export function withClock<Input extends Pick<Sale, 'till' | 'manner' | 'occurredAt' | 'exceptions'>>(
  input: Input,
  now: Instant,
): Input | Refusal {
  const wrong = momentAgainst(input, now);
  if (!wrong || input.manner === 'request') return wrong ?? input;
  return { ...input, exceptions: [...input.exceptions, wrong] };
}

function cardOf(member: SalePlan['member'], desk: Desk<JournalEntry>): Card | undefined {
  return member?.card === undefined ? undefined : desk.read(cardSheet, { lane: member.lane, card: member.card });
}

/** What stands against the card that the buyer has shown, and whether the sale earns all the same. */
function standingOf(sale: Sale, card: Card | undefined): { readonly against?: Refusal; readonly earns: boolean } {
  if (!card) return { against: refuse('cards.card.unknown'), earns: false };
  const { program } = sale.till;
  if (card.programs.length > 0 && !card.programs.includes(program.program))
    return { against: refuse('cards.card.not_of_program'), earns: false };
  // A replaced card still earns for the same account: receipts on their way were taken with it (semantics 3.12).
  if (card.state === 'replaced' && sale.manner === 'notice') return { earns: card.mayEarn };
  const against = effectAgainst(card, 'earn', program.policy, sale.occurredAt);
  if (against) return { against, earns: false };
  // A block that says nothing of its effects bars a request, whatever a notice that tells of it may earn.
  if (card.state !== 'active' && card.blockEffects.length === 0)
    return { against: refuse('cards.card.blocked', { state: card.state }), earns: card.mayEarn };
  return { earns: card.mayEarn };
}

/**
 * Where the till names other tenders, all of them together pay exactly what is due. Cards alone, of whatever house, may pay a part: how the
 * rest is paid the till need not say.
 */
function tendersAgainst(sale: Sale, plan: SalePlan, spending: Spending): Refusal | undefined {
  const named = plainTenders(sale, plan);
  const isNamed = named.some(({ kind }) => kind !== OUTSIDE_KIND);
  const tendered = named.reduce((sum, tender) => sum + tender.amount, spending.money);
  const due = totalDue(sale.lines);
  if (isNamed ? tendered === due : tendered <= due || named.length === 0) return undefined;
  const { decimals } = sale.till.program.currency;
  return refuse('checkout.tenders.do_not_cover', {
    tendered: formatQuantity(tendered, decimals),
    due: formatQuantity(due, decimals),
  });
}
