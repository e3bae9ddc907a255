// What may stand against a gift card, for the lists of endpoints: those of this room, and of receipts that name cards.

import { QUANTITY_REFUSALS } from '../../kernel/quantity.ts';

/** Money that cannot be read, or is none. */
export const AMOUNT_REFUSALS = [...QUANTITY_REFUSALS, 'giftcards.amount.zero'] as const;

/** A card that cannot be found, or whose PIN is wrong. */
export const NAMED_REFUSALS = [
  'guards.attempts.too_many',
  'kernel.card_number.malformed',
  'giftcards.card.unknown',
  'giftcards.card.inert',
  'giftcards.card.kept_elsewhere',
  'giftcards.pin.missing',
  'giftcards.pin.wrong',
  'giftcards.pin.locked',
] as const;

/** A card that is shown: found, its PIN right, and as it stands. */
export const SHOWN_REFUSALS = [
  ...NAMED_REFUSALS,
  'giftcards.card.replaced',
  'giftcards.card.not_of_program',
  'giftcards.card.not_active',
  'giftcards.card.closed',
  'cards.card.blocked',
  'cards.card.suspended',
  'cards.card.may_not_view',
  'cards.card.may_not_spend',
] as const;

/** A card whose range bounds what it may do in a day. */
export const LIMIT_REFUSALS = ['cards.limit.uses', 'cards.limit.spend'] as const;

/** A card that is to pay. */
export const PAYING_REFUSALS = [
  ...SHOWN_REFUSALS,
  'giftcards.card.insufficient',
  'giftcards.card.code_needed',
  'giftcards.rate.unknown',
  ...LIMIT_REFUSALS,
] as const;

/** Value that is to stand on a card. */
export const LOAD_REFUSALS = [
  'giftcards.load.too_small',
  'giftcards.load.too_large',
  'giftcards.card.balance_too_large',
  'giftcards.terms.ended',
] as const;

/** A card that is to be sold. */
export const ACTIVATION_REFUSALS = [
  ...LOAD_REFUSALS,
  'guards.attempts.too_many',
  'kernel.card_number.malformed',
  'giftcards.card.unknown',
  'giftcards.card.kept_elsewhere',
  'giftcards.activation.twice',
  'giftcards.activation.face_differs',
  'giftcards.terms.unknown',
  'giftcards.terms.not_named',
  'giftcards.terms.none_for_range',
  'cards.stock.destroyed',
  'cards.stock.expired',
  'cards.card.suspended',
  'cards.card.unknown',
  'cards.range.not_stock',
  'cards.range.other_type',
] as const;
