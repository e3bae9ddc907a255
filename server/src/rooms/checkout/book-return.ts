import { refuse, type Refusal } from '../../kernel/refusal.ts';
import { OwnerMoved, type Decided, type Desk, type OwnerKey } from '../../platform/lanes/index.ts';
import { settleGift } from '../giftcards/index.ts';
import { FLAG, type JournalEntry } from '../ledger/index.ts';
import {
  carryOn,
  forfeitOfErased,
  hasMovable,
  isErased,
  keepWallet,
  noteExpiring,
  settleOwner,
  walletsOf,
  worthOf,
} from '../points/index.ts';
import { noteExceptions } from './book-sale.ts';
import { bookingAtReceipt, bookingIn, openBookings } from './bookings.ts';
import { undoCoupons } from './coupon-codes.ts';
import { uncountForTier } from './count-for-tier.ts';
import { uncountPurchase } from './count-purchase.ts';
import type { CheckoutDeps } from './deps.ts';
import { appendEntry } from './entry.ts';
import { giveLimitsBack, usagesLeft } from './give-limits-back.ts';
import { giveUsesBack } from './give-uses-back.ts';
import { basketWithout, keepPoints, type KeptPoints } from './keep-points.ts';
import type { FoundSale } from './plan-return.ts';
import { decidedFirst, decidedLast, type PointsDecided } from './points-decided.ts';
import { bookOnto, meetOnto, prepareOnto, type OntoPlan } from './refund-onto-card.ts';
import { peopleOf } from './people-of-sale.ts';
import { refundsTold, refundTenders } from './refund-tenders.ts';
import { settledUpTo } from './settled-up-to.ts';
import { restorePayments } from './restore-payments.ts';
import type { Return } from './return.ts';
import { nothingReturned, progressOf } from './return-progress.ts';
import type { ReturnRecord } from './return-record.ts';
import { setLastPurchaseBack } from './set-last-purchase-back.ts';
import { givePaidBack } from './spent-today.ts';
import { claimSheet } from './store/claim.ts';
import { returnedSheet } from './store/returned.ts';
import {
  cardsGoingBack,
  giftsOfSale,
  giftsThatPaid,
  goingBackAgainst,
  reopenPaid,
  takeCardsBack,
} from './take-cards-back.ts';
import { takePointsBack } from './take-points-back.ts';
import { unearnedBy } from './unearned.ts';

/**
 * Books goods coming back, or a whole sale voided: points that paid go back to their lots, points that were granted are taken
 * back as far as the rest of the basket does not earn them, each tender is told its refund. Refuses a voided sale, lines that
 * it does not have and more than was sold; a notice is clipped to what is left, and marked. `named` is the gift card that takes
 * what would be paid out in money: what stands against that is known only when points have settled, and a refusal leaves no trace.
 */
export function bookReturn(
  deps: CheckoutDeps,
  input: Return,
  found: FoundSale,
  desk: Desk<JournalEntry>,
  kind: 'checkout.return' | 'checkout.void',
  named: OntoPlan = {},
): Decided<ReturnRecord> | Refusal {
  // Between resolve and the lock the receipt may have found its member.
  if ((desk.read(claimSheet, found) !== undefined) !== (found.claim !== undefined)) throw new OwnerMoved();
  const before = desk.read(returnedSheet, found) ?? nothingReturned(found);
  if (before.isVoided) return refuse('checkout.sale.voided');
  const exceptions: Refusal[] = [...input.exceptions];
  const progress = progressOf(input, found, before, exceptions);
  if ('ok' in progress) return progress;

  const seen = meetOnto(deps, input, named, desk);
  if ('ok' in seen) return seen;
  if (seen.against) exceptions.push(seen.against);

  const cards = cardsGoingBack(found, progress.back, progress.added);
  const spent = goingBackAgainst(deps, cards, desk);
  if (spent && input.manner === 'request') return spent;
  if (spent) exceptions.push(spent);

  // From here it succeeds.
  const people = peopleOf(found);
  const upTo = settledUpTo(input, desk.recordedAt);
  const gifts = giftsOfSale(found.record);
  const isGift = (key: OwnerKey): boolean => gifts.some((one) => one.owner === key.owner);
  for (const owner of people) if (!isGift(owner)) settleOwner(deps, owner, desk, upTo);
  for (const gift of gifts) settleGift(deps.gifts, gift, desk, upTo);
  const home: OwnerKey = found.member ?? { lane: found.lane, owner: found.sale.owner };
  const bookings = openBookings(deps, desk, home, input.occurredAt);
  bookingAtReceipt(deps, bookings, { lane: found.lane, owner: found.sale.owner });

  const { tenders, orders, refunds, withheld, withheldFor, money } = refundTenders(
    deps,
    input,
    found,
    before,
    progress.back,
  );
  const { restored, totals, uncovered } = restorePayments(
    deps,
    input,
    found,
    bookings,
    tenders,
    refunds,
    before,
    orders,
  );
  // Before anything is taken back: what came back to somebody who was merged is with his survivor when that is asked.
  for (const { from, into } of found.merged) {
    // Held points stay where they are; for them alone no leg is opened.
    if (walletsOf(desk, from).some(hasMovable))
      carryOn(bookingIn(deps, bookings, from), bookingIn(deps, bookings, into), into, from);
  }
  const first = decidedFirst(deps, found);
  const keepOf = ({ rulebook, basket, grants, before: granted }: PointsDecided): KeptPoints =>
    keepPoints(rulebook, basket, grants, progress.back, granted);
  // Stamps, limits and tiers were counted by the first decision; of points the last one stands.
  const keptFirst = keepOf(first);
  const decided = decidedLast(deps, found, before);
  const kept = before.rescored ? keepOf(decided) : keptFirst;
  const unearned = once(() =>
    unearnedBy(deps, input.till.program, found, decided, kept.hasDrifted, before, progress.back),
  );
  const { lost, ...points } = takePointsBack(
    ...([deps, input, found, decided, bookings.home, before, kept.kept, money] as const),
    (walletType) => unearned().get(walletType) ?? [],
  );
  const recoveredMoney = points.back.reduce(
    (sum, one) => sum + worthOf(deps.walletTypes.of(one.walletType), BigInt(one.recovered)),
    0n,
  );
  const isWhole = found.record.basket.lines.every(
    ([line, , , , , , quantity]) => (progress.back.get(line) ?? -1n) >= BigInt(quantity),
  );
  if (found.member) {
    const was = new Map(Object.entries(before.lines).map(([line, quantity]) => [Number(line), BigInt(quantity)]));
    const goods = { rulebook: first.rulebook, basket: first.basket, stamps: stampsOf(found) };
    const isLast = isWhole && progress.added.size > 0;
    uncountPurchase(found.member, { ...goods, before: was, back: progress.back, isLast }, desk);
    if (isLast) setLastPurchaseBack(found, desk);
  }
  givePaidBack(found, tenders, refunds, before, desk);
  giveUsesBack(deps, found, restored, isWhole && progress.added.size > 0, desk);

  const place = { tenant: found.sale.tenant, program: found.sale.program, lane: home.lane, member: found.member };
  const left = once(() =>
    usagesLeft(keptFirst.hasDrifted ? undefined : first.rulebook, first.basket, first.grants, progress.back),
  );
  const limited = giveLimitsBack(desk, found, place, before, left);
  undoCoupons(deps, desk, found, first.rulebook, left, isWhole);

  const qualified = uncountForTier(deps, input.till.program, found, before, desk, upTo, {
    ...{ ...first, kept: keptFirst.kept, rest: basketWithout(first.basket, progress.back) },
    ...{ back: progress.back, isWhole },
  });

  const taken = takeCardsBack(deps, bookings, cards);
  reopenPaid(deps, giftsThatPaid(found.record), desk);
  const refund = refundsTold(tenders, refunds, before);
  const paidOut = { instead: refund.filter(({ outside }) => !outside), amount: money - recoveredMoney };
  const prepared = kind === 'checkout.void' ? undefined : prepareOnto(deps, input, named, seen.met, paidOut, desk);
  if (prepared && !prepared.ok) {
    if (input.manner === 'request') return prepared;
    exceptions.push(prepared);
  }
  const onto = prepared?.ok && prepared.onto ? bookOnto(deps, input, bookings, prepared.onto) : undefined;

  const { lane, seq } = bookings.home;
  desk.put(returnedSheet, found, {
    lane: found.lane,
    seq: found.seq,
    lines: Object.fromEntries([...progress.back].map(([line, quantity]) => [line, Number(quantity)])),
    kept: Object.fromEntries([...kept.kept].map(([type, all]) => [type, Number(all)])),
    lost,
    ...(before.rescored ? { rescored: before.rescored } : {}),
    ...(limited ? { limited } : {}),
    ...(qualified ? { qualified } : {}),
    restored: totals,
    ...(uncovered ? { uncovered } : {}),
    refunded: refunds.map(Number),
    orders,
    isVoided: kind === 'checkout.void',
    ...(isWhole ? { isWhole } : {}),
    by: [...(before.by ?? []), [kind === 'checkout.void' ? 'void' : 'return', lane, String(seq)]],
  });
  // Each owner once: what an entry has touched is counted by every call.
  const touched = new Map([...people, ...taken, ...(onto ? [onto.gift] : [])].map((one) => [one.owner, one]));
  for (const owner of touched.values()) noteExpiring(bookingIn(deps, bookings, owner), owner);
  noteExceptions(desk, input, { lane, seq }, exceptions);
  const record: ReturnRecord = {
    is: kind === 'checkout.void' ? 'void' : 'return',
    original: { lane: found.lane, seq: String(found.seq) },
    currency: found.record.basket.currency,
    ...(found.member ? { member: { lane: found.member.lane, owner: String(found.member.owner) } } : {}),
    lines: [...progress.added].map(([line, quantity]) => [line, Number(quantity)]),
    isWhole,
    ...points,
    restored,
    // What another processor gives back goes back to its card, whatever takes the rest.
    refund: onto ? refund.filter(({ outside }) => outside) : refund,
    ...(onto ? { onto: onto.kept } : {}),
    recoveredMoney: Number(recoveredMoney),
    ...(withheld > 0n ? { withheld: Number(withheld), withheldFor } : {}),
    ...(kept.hasDrifted ? { hasDrifted: true } : {}),
    wallets:
      found.member && !isErased(desk, found.member)
        ? walletsOf(desk, found.member)
            .filter((one) => one.program === input.till.program.program)
            .map(keepWallet)
        : [],
    ...(exceptions.length > 0
      ? { exceptions: exceptions.map(({ refusal, facts }) => (facts ? { code: refusal, facts } : { code: refusal })) }
      : {}),
  };
  const flags =
    (input.manner === 'notice' ? FLAG.notice : 0) |
    (input.isOffline ? FLAG.offline : 0) |
    (exceptions.length > 0 ? FLAG.exception : 0);
  const common = { till: input.till, rulebook: found.record.rulebook, flags };
  for (const leg of bookings.legs.values()) {
    appendEntry(leg.booking, { ...common, kind: 'checkout.leg', owner: leg.owner, home: { lane, seq } });
  }
  appendEntry(bookings.home, { ...common, kind, owner: home.owner, record, raw: input.raw });
  forfeitOfErased(deps, people, desk);
  return { ok: true, lane, seq, record };
}

const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
};

/** The stamps that stand on this receipt: the sale's own, or its claim's. */
const stampsOf = (found: FoundSale): NonNullable<FoundSale['record']['stamps']> =>
  (found.claim ? found.claim.record.stamps : found.record.stamps) ?? [];
