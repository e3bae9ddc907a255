import { MICROSECONDS_PER_DAY, type Instant } from '../../kernel/instant.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import { want, type Operation, type Plan, type ReferenceKey } from '../../platform/lanes/index.ts';
import { identify, type Identified, type Identity } from '../cards/index.ts';
import { FLAG, type JournalEntry } from '../ledger/index.ts';
import { memberSheet } from '../members/index.ts';
import { noteActivity, noteExpiring, walletsOf, keepWallet, foreseeWallets, settleOwner } from '../points/index.ts';
import { adjudicate, takeRoom, usagesOf, type CouponGrant } from '../promotions/index.ts';
import type { Till } from '../partners/index.ts';
import { credit } from './book-sale.ts';
import { bookingAtReceipt, openBookings } from './bookings.ts';
import { saleOfClaim, type ClaimRecord } from './claim-record.ts';
import { rareFactsOf } from './buyer-facts.ts';
import { issueCodes } from './coupon-codes.ts';
import { countForTier, qualifiedOf } from './count-for-tier.ts';
import { countPurchase } from './count-purchase.ts';
import type { CheckoutDeps } from './deps.ts';
import { earningsOf } from './earn.ts';
import { appendEntry } from './entry.ts';
import { basketOf, basketWithout } from './keep-points.ts';
import { keepRooms } from './kept-basket.ts';
import { roomsOfClaim, unfundedAgainst } from './limits-of-sale.ts';
import { findSale, ownersOfSale, type FoundSale } from './plan-return.ts';
import { factsOf } from './plan-sale.ts';
import { buyerOf, withClock } from './prepare-sale.ts';
import { presentSale, withCodes, type SaleAnswer } from './present-sale.ts';
import { keepGiven, keepGrantOf } from './record.ts';
import { claimSheet } from './store/claim.ts';
import { returnedSheet } from './store/returned.ts';

/** A receipt that was bought without showing who: the buyer comes later. */
export type ClaimOfReceipt = {
  readonly till: Till;
  readonly receivedAt: Instant;
  readonly occurredAt: Instant;
  readonly original: { readonly reference: ReferenceKey } | { readonly lane: number; readonly seq: bigint };
  readonly identity: Identity;
  readonly raw: string | undefined;
};

export type ClaimPlan = Plan & { readonly found: FoundSale; readonly member: Identified };

/**
 * Attaches an unidentified receipt to a member, once, within the days of the policy: it earns as of its purchase, under the
 * rules of then, on what has not come back. The member is taken as known now.
 */
export const claimReceipt = (
  deps: CheckoutDeps,
): Operation<ClaimOfReceipt, ClaimPlan, ClaimRecord, SaleAnswer, JournalEntry> => ({
  kind: 'checkout.claim',
  async resolve(input, look) {
    const { program } = input.till;
    const known = 'reference' in input.original ? await look.reference(input.original.reference) : input.original;
    const found =
      known && (!('outcome' in known) || known.outcome === 'b') ? await findSale(look, program, known) : undefined;
    if (!found) return refuse('checkout.sale.unknown');
    const member = await identify(deps, look, deps.programs.settings().tenant(program.tenant), input.identity);
    if (!member.ok) return member;
    const owners = [member, ...(await ownersOfSale(look, found))];
    return { owners, found, member, wants: [...factsOf(member), want(claimSheet, found), want(returnedSheet, found)] };
  },
  foresee: (input, plan, { peek }) => foreseeWallets([plan.member], peek, input.receivedAt, false),
  decide(input, plan, desk) {
    const { found, member } = plan;
    const clock = withClock({ ...input, manner: 'request', exceptions: [] }, desk.recordedAt);
    if ('ok' in clock) return clock;
    const against = refuseClaim(input, found, desk.read(claimSheet, found) !== undefined, desk.recordedAt);
    if (against) return against;
    const returned = desk.read(returnedSheet, found);
    if (returned?.isVoided) return refuse('checkout.sale.voided');
    const known = desk.read(memberSheet, member);
    if (!known) return refuse('members.member.unknown');

    const { program } = input.till;
    deps.tiers.settle(member, program, desk, desk.recordedAt);
    settleOwner(deps, member, desk, desk.recordedAt);
    const rulebook = deps.rulebooks.rulebookAt(found.sale.program, found.sale.occurredAt);
    const { date } = found.record.basket.local;
    const buyer = {
      ...buyerOf(known, program, deps.tiers.tierAt(known, program, desk, desk.recordedAt)),
      ...rareFactsOf(rulebook, { till: input.till, date }, known, desk),
    };
    const back = new Map(
      Object.entries(returned?.lines ?? {}).map(([line, quantity]) => [Number(line), BigInt(quantity)]),
    );
    const basket = basketWithout({ ...basketOf(found.record), member: buyer }, back);
    const limits = roomsOfClaim(deps, input, found, member, rulebook, desk);
    const decided = basket.lines.length === 0 ? undefined : adjudicate(rulebook, basket, limits);
    const unpaid = unfundedAgainst(limits.place.funds);
    if (unpaid) return unpaid;

    // From here it succeeds.
    const grants = decided?.grants ?? [];
    const earnings = earningsOf(
      deps.walletTypes,
      input.till.program,
      grants,
      found.sale.occurredAt,
      limits.place.funds,
    );
    // Dated by the purchase: what would have expired since is born with its true end.
    const bookings = openBookings(deps, desk, member, found.sale.occurredAt);
    const { home } = bookings;
    bookingAtReceipt(deps, bookings, { lane: found.lane, owner: found.sale.owner });
    const credits = earnings.map((earning) => credit(input, home, member, earning));
    noteExpiring(home, member);
    noteActivity(deps, member, program, desk, found.sale.occurredAt);
    const { lane, seq } = home;
    const { stamps = [] } = decided ?? {};
    const coupons = newCoupons(decided?.coupons ?? [], found);
    const usages = usagesOf({ grants, coupons, stamps, priced: [] });
    const limited = takeRoom(desk, rulebook, usages, limits.place);
    desk.put(claimSheet, found, { lane: found.lane, seq: found.seq, claimLane: lane, claimSeq: seq });
    if (returned) {
      const kept: Record<string, number> = {};
      for (const grant of grants) kept[grant.walletType] = (kept[grant.walletType] ?? 0) + Number(grant.points);
      desk.put(returnedSheet, found, { ...returned, kept });
    }
    // What came back whole before anybody claimed it is nobody's purchase.
    if (basket.lines.length > 0) {
      const { program: of, occurredAt } = found.sale;
      countPurchase(member, { program: of, occurredAt, date, rulebook, stamps }, desk);
    }
    const qualified = qualifiedOf(deps, member, program, desk, basket, grants, found.sale.occurredAt);
    const place = { lane, seq };
    const issued = issueCodes(deps, desk, found.sale.program, coupons, { place, member, at: found.sale.occurredAt });
    const record: ClaimRecord = {
      is: 'claim',
      basket: found.record.basket,
      original: { lane: found.lane, seq: String(found.seq) },
      member: { lane: member.lane, owner: String(member.owner) },
      buyer,
      rulebook: rulebook.rulebook,
      ...(returned ? { returned: returned.lines } : {}),
      ...(limits.rooms ? { rooms: keepRooms(limits.rooms.facts()) } : {}),
      ...(limited.length > 0 ? { limited } : {}),
      ...(qualified ? { qualified } : {}),
      grants: grants.map(keepGrantOf),
      ...keepGiven({ gifts: [], coupons, stamps }),
      ...(issued.length > 0 ? { couponsIssued: issued } : {}),
      credits,
      wallets: walletsOf(desk, member)
        .filter((one) => one.program === input.till.program.program)
        .map(keepWallet),
    };
    const common = { till: input.till, rulebook: rulebook.rulebook, flags: FLAG.late };
    for (const leg of bookings.legs.values()) {
      appendEntry(leg.booking, { ...common, kind: 'checkout.leg', owner: leg.owner, home: { lane, seq } });
    }
    appendEntry(home, { ...common, kind: 'checkout.claim', owner: member.owner, record, raw: input.raw });
    countForTier(deps, member, program, desk, qualified);
    return { ok: true, lane, seq, record };
  },
  present: (record, booked) => {
    const sale = saleOfClaim(record);
    return withCodes(deps, sale, booked, presentSale(deps, sale, booked));
  },
});

/** Coupons that the claim earns beyond those which the receipt gave to whoever stood at the till. */
const newCoupons = (coupons: readonly CouponGrant[], { record }: FoundSale): readonly CouponGrant[] =>
  coupons.filter(
    ({ promotion, coupon }) => !record.coupons?.some((one) => one.promotion === promotion && one.coupon === coupon),
  );

function refuseClaim(input: ClaimOfReceipt, found: FoundSale, isClaimed: boolean, now: Instant): Refusal | undefined {
  if (found.record.member) return refuse('checkout.claim.identified');
  if (isClaimed) return refuse('checkout.claim.twice');
  const days = input.till.program.policy.claimWithinDays;
  if (now - found.sale.occurredAt > days * MICROSECONDS_PER_DAY)
    return refuse('checkout.claim.too_late', { days: String(days) });
  return undefined;
}
