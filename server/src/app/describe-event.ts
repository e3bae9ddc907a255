import { isoFromInstant } from '../kernel/instant.ts';
import type { Tokens } from '../kernel/token.ts';
import type { Checkout } from '../rooms/checkout/index.ts';
import type { Describe } from '../rooms/webhooks/index.ts';

/** What an operation is called when it is announced. What is not here is nobody's business outside. */
const EVENTS: Readonly<Record<string, string>> = {
  'checkout.sale': 'checkout.sale.confirmed',
  'checkout.return': 'checkout.return.booked',
  'checkout.return_parked': 'checkout.return.parked',
  'checkout.void': 'checkout.sale.voided',
  'checkout.claim': 'checkout.receipt.claimed',
  'members.enrolment': 'members.member.enrolled',
  'members.change': 'members.member.changed',
  'members.phone.verify': 'members.phone.verified',
  'cards.issue': 'cards.card.issued',
  'cards.block': 'cards.card.blocked',
  'cards.unblock': 'cards.card.unblocked',
  'cards.replace': 'cards.card.replaced',
  'points.hold': 'points.points.held',
  'points.release': 'points.hold.released',
  'points.capture': 'points.hold.captured',
  'points.lapse': 'points.hold.lapsed',
  'points.activation': 'points.lots.activated',
  'points.expiry': 'points.lots.expired',
  'points.redemption': 'points.points.redeemed',
  'points.reversal': 'points.redemption.reversed',
  'points.adjustment': 'points.points.adjusted',
  'points.transfer': 'points.points.transferred',
};

/**
 * Tells a journal row as an event: checkout's with the very answer that the till got, the rest with their place and record.
 * Nothing personal stands in a record, so nothing personal goes out.
 */
export const describeWith =
  ({ checkout, tokens }: { readonly checkout: Checkout; readonly tokens: Tokens }): Describe =>
  (kept) => {
    const type = EVENTS[kept.kind];
    if (type === undefined) return undefined;
    const place = { lane: kept.lane, seq: kept.seq };
    const owner = tokens.encode('own', kept.lane, kept.owner);
    const answer = checkout.presentKept(kept);
    return {
      type,
      owner,
      data: answer ?? {
        operation: tokens.encode('op', place.lane, place.seq),
        kind: kept.kind,
        owner,
        occurredAt: isoFromInstant(kept.occurredAt),
        recordedAt: isoFromInstant(kept.recordedAt),
      },
    };
  };
