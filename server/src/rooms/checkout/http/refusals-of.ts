import { QUANTITY_REFUSALS } from '../../../kernel/quantity.ts';
import { ACTIVATION_REFUSALS, LOAD_REFUSALS, PAYING_REFUSALS, SHOWN_REFUSALS } from '../../giftcards/index.ts';
import { TILL_REFUSALS } from '../../partners/index.ts';

/** What every message of a till may be refused for: by its form, its reference and its sender; a notice, too. */
export const MESSAGE_REFUSALS = [
  'http.input.invalid',
  ...TILL_REFUSALS,
  'partners.terminal.may_not_notify',
  'partners.till.clock_wrong',
] as const;

/** An identity that leads to nobody, or to several. */
export const IDENTITY_REFUSALS = [
  'kernel.phone.malformed',
  'kernel.card_number.malformed',
  'members.member.unknown',
  'members.phone.unknown',
  'members.phone.ambiguous',
  'cards.card.unknown',
  'cards.card.not_of_program',
  'cards.card.blocked',
  'cards.card.suspended',
  'cards.limit.uses',
  'cards.limit.spend',
] as const;

/** What promotions took off or gave away, where the till has it otherwise. */
export const PRICE_REFUSALS = [
  'checkout.discount.differs',
  'checkout.discount.not_granted',
  'checkout.gift.not_granted',
  'checkout.funding.exhausted',
] as const;

/** A coupon whose code is not good. */
export const COUPON_REFUSALS = [
  'promotions.coupon.unknown',
  'promotions.coupon.not_yours',
  'promotions.coupon.withdrawn',
  'promotions.coupon.used',
  'promotions.coupon.not_yet_valid',
  'promotions.coupon.expired',
  'promotions.coupon.reserved',
] as const;

/** What a receipt may be refused for, quoted or confirmed. */
export const SALE_REFUSALS = [
  ...PAYING_REFUSALS,
  ...ACTIVATION_REFUSALS,
  ...MESSAGE_REFUSALS,
  ...IDENTITY_REFUSALS,
  ...COUPON_REFUSALS,
  ...QUANTITY_REFUSALS,
  'checkout.line.amount_invalid',
  'checkout.line.nothing_sold',
  'checkout.line.repeated',
  'checkout.receipt.currency_unknown',
  'checkout.receipt.too_large',
  'checkout.identity.needed',
  'members.code.needed',
  'members.code.wrong',
  'cards.card.may_not_spend',
  'points.wallet.unknown',
  'points.wallet.not_named',
  'points.wallet.insufficient',
  'checkout.tenders.points_cannot_pay',
  'checkout.tenders.do_not_cover',
] as const;

/** What cards that another processor keeps may be refused for, where they are to pay. */
export const OUTSIDE_REFUSALS = [
  'checkout.tender.outside_needs_amount',
  'checkout.tender.outside_unknown',
  'checkout.tender.outside_given_up',
  'processors.card.no_range',
  'processors.card.kept_here',
  'processors.card.unknown',
  'processors.processor.not_found',
  'processors.processor.paused',
  'processors.processor.reads_only',
  'processors.balance.not_fresh',
  'processors.payment.currency_differs',
  'processors.payment.nothing',
  'processors.payment.not_asked',
  'processors.payment.declined',
] as const;

/** What goods that come back, or a void of them, may be refused for. */
export const RETURN_REFUSALS = [
  'giftcards.void.spent',
  ...MESSAGE_REFUSALS,
  ...QUANTITY_REFUSALS,
  'checkout.line.repeated',
  'checkout.sale.unknown',
  'checkout.sale.voided',
  'checkout.return.nothing',
  'checkout.return.line_unknown',
  'checkout.return.too_much',
] as const;

/** What the gift card that takes the money of a return may be refused for. */
export const ONTO_REFUSALS = [
  ...SHOWN_REFUSALS,
  ...LOAD_REFUSALS,
  ...ACTIVATION_REFUSALS,
  'giftcards.load.not_allowed',
  'giftcards.load.other_currency',
  'checkout.return.card_not_taken',
  'checkout.return.card_needed',
  'checkout.return.card_needs_sale',
] as const;
