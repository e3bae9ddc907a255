import { isoFromInstant } from '../kernel/instant.ts';
import type { Tokens } from '../kernel/token.ts';
import type { Checkout } from '../rooms/checkout/index.ts';
import type { Fraud } from '../rooms/fraud/index.ts';
import type { Giftcards } from '../rooms/giftcards/index.ts';
import type { Occasions } from '../rooms/occasions/index.ts';
import type { Points } from '../rooms/points/index.ts';
import type { Tiers } from '../rooms/tiers/index.ts';
import type { Describe } from '../rooms/webhooks/index.ts';

/**
 * What an operation is called when it is announced. What is not here is nobody's business outside. `docs/reference/events.md`
 * lists them; a test compares.
 */
export const EVENTS: Readonly<Record<string, string>> = {
  'checkout.sale': 'checkout.sale.confirmed',
  'checkout.return': 'checkout.return.booked',
  'checkout.return_parked': 'checkout.return.parked',
  'checkout.void': 'checkout.sale.voided',
  'checkout.claim': 'checkout.receipt.claimed',
  'checkout.rescore': 'checkout.receipt.rescored',
  'members.enrolment': 'members.member.enrolled',
  'members.change': 'members.member.changed',
  'members.phone.verify': 'members.phone.verified',
  'members.erasure': 'members.member.erased',
  'members.merge': 'members.member.merged',
  'members.unmerge': 'members.member.unmerged',
  'cards.issue': 'cards.card.issued',
  'cards.block': 'cards.card.blocked',
  'cards.unblock': 'cards.card.unblocked',
  'cards.replace': 'cards.card.replaced',
  'delivery.renumbering': 'delivery.card.renumbered',
  'points.hold': 'points.hold.opened',
  'points.release': 'points.hold.released',
  'points.capture': 'points.hold.captured',
  'points.lapse': 'points.hold.lapsed',
  'points.activation': 'points.lots.activated',
  'points.expiry': 'points.lots.expired',
  'points.forfeiture': 'points.lots.forfeited',
  'points.redemption': 'points.redemption.booked',
  'points.reversal': 'points.redemption.reversed',
  'points.adjustment': 'points.adjustment.booked',
  'points.transfer': 'points.transfer.booked',
  'points.freeze': 'points.lots.frozen',
  'points.unfreeze': 'points.lots.unfrozen',
  'points.wallet_state': 'points.wallet.state_changed',
  'occasions.occasion': 'occasions.occasion.booked',
  'occasions.reversal': 'occasions.occasion.reversed',
  'tiers.change': 'tiers.changed',
  'giftcards.activation': 'giftcards.card.activated',
  'giftcards.load': 'giftcards.load.booked',
  'giftcards.load_confirmed': 'giftcards.load.confirmed',
  'giftcards.load_reversed': 'giftcards.load.reversed',
  'giftcards.redemption': 'giftcards.redemption.booked',
  'giftcards.refund': 'giftcards.redemption.refunded',
  'giftcards.void': 'giftcards.operation.voided',
  'giftcards.hold': 'giftcards.hold.opened',
  'giftcards.capture': 'giftcards.hold.captured',
  'giftcards.release': 'giftcards.hold.released',
  'giftcards.cash_out': 'giftcards.card.cashed_out',
  'giftcards.transfer': 'giftcards.value.moved',
  'giftcards.merge': 'giftcards.card.merged',
  'giftcards.replacement': 'giftcards.card.replaced',
  'giftcards.block': 'giftcards.card.blocked',
  'giftcards.unblock': 'giftcards.card.unblocked',
  'giftcards.unlock': 'giftcards.pin.unlocked',
  'giftcards.close': 'giftcards.card.closed',
  'giftcards.follow': 'giftcards.value.followed',
  'giftcards.pin_change': 'giftcards.pin.changed',
  'giftcards.pin_wrong': 'giftcards.pin.wrong',
  'giftcards.fee': 'giftcards.fee.taken',
  'fraud.signal': 'fraud.signal.raised',
  'fraud.review': 'fraud.signal.reviewed',
};

/**
 * Tells a journal row as an event: an operation of checkout, points, occasions or gift cards with the very answer that was given, the rest with their
 * place. Nothing personal stands in a record, so nothing personal goes out.
 */
export const describeWith =
  ({ checkout, points, occasions, giftcards, tiers, fraud, tokens }: Rooms): Describe =>
  (kept) => {
    const type = EVENTS[kept.kind];
    if (type === undefined) return undefined;
    const owner = tokens.encode('own', kept.lane, kept.owner);
    const answer =
      checkout.presentKept(kept) ??
      points.presentKept(kept) ??
      occasions.presentKept(kept) ??
      giftcards.presentKept(kept) ??
      tiers.presentKept(kept) ??
      fraud.presentKept(kept);
    return {
      type,
      owner,
      data: answer ?? {
        operation: tokens.encode('op', kept.lane, kept.seq),
        kind: kept.kind,
        owner,
        occurredAt: isoFromInstant(kept.occurredAt),
        recordedAt: isoFromInstant(kept.recordedAt),
      },
    };
  };

type Rooms = {
  readonly checkout: Pick<Checkout, 'presentKept'>;
  readonly points: Pick<Points, 'presentKept'>;
  readonly occasions: Pick<Occasions, 'presentKept'>;
  readonly giftcards: Pick<Giftcards, 'presentKept'>;
  readonly tiers: Pick<Tiers, 'presentKept'>;
  readonly fraud: Pick<Fraud, 'presentKept'>;
  readonly tokens: Tokens;
};
