/** What every message of a till may be refused for: by its form, its reference and its sender. */
export const MESSAGE_REFUSALS = [
  'http.input.invalid',
  'operation.reference_missing',
  'operation.reference_differs',
  'operation.reference_reused',
  'operation.voided_before',
  'operation.owner_moving',
  'operation.not_taken',
  'partners.outlet.missing',
  'partners.outlet.not_found',
  'partners.outlet.closed',
  'partners.terminal.missing',
  'partners.terminal.not_found',
  'partners.terminal.not_of_credential',
  'partners.partner.suspended',
  'partners.terminal.suspended',
  'partners.terminal.may_not_request',
  'partners.terminal.may_not_notify',
  'programs.program.closed',
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
] as const;

/** Quantities that cannot be read. */
const QUANTITY_REFUSALS = [
  'kernel.quantity.malformed',
  'kernel.quantity.negative',
  'kernel.quantity.too_many_decimals',
  'kernel.quantity.too_large',
] as const;

/** What gift cards on a receipt may be refused for: those that pay, and those that it sells. */
const GIFT_REFUSALS = [
  'guards.attempts.too_many',
  'giftcards.card.kept_elsewhere',
  'giftcards.card.code_needed',
  'giftcards.card.unknown',
  'giftcards.pin.missing',
  'giftcards.pin.wrong',
  'giftcards.pin.locked',
  'giftcards.card.replaced',
  'giftcards.card.not_of_program',
  'giftcards.card.not_active',
  'giftcards.card.closed',
  'giftcards.card.insufficient',
  'giftcards.rate.unknown',
  'giftcards.activation.twice',
  'giftcards.activation.face_differs',
  'giftcards.load.too_large',
  'giftcards.card.balance_too_large',
  'giftcards.terms.ended',
  'giftcards.terms.unknown',
  'giftcards.terms.not_named',
  'giftcards.terms.none_for_range',
  'cards.stock.destroyed',
  'cards.stock.expired',
  'cards.range.not_stock',
  'cards.range.other_type',
] as const;

/** What a receipt may be refused for, quoted or confirmed. */
export const SALE_REFUSALS = [
  ...GIFT_REFUSALS,
  ...MESSAGE_REFUSALS,
  ...IDENTITY_REFUSALS,
  ...QUANTITY_REFUSALS,
  'checkout.line.amount_invalid',
  'checkout.line.repeated',
  'checkout.receipt.currency_unknown',
  'checkout.receipt.too_large',
  'checkout.till.clock_wrong',
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

/** What goods that come back, or a void of them, may be refused for. */
export const RETURN_REFUSALS = [
  'giftcards.void.spent',
  ...MESSAGE_REFUSALS,
  ...QUANTITY_REFUSALS,
  'checkout.line.repeated',
  'checkout.till.clock_wrong',
  'checkout.sale.unknown',
  'checkout.sale.voided',
  'checkout.return.nothing',
  'checkout.return.line_unknown',
  'checkout.return.too_much',
] as const;
