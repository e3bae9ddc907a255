import type { SaleRecord } from '../../checkout/index.ts';
import type { Rulebook } from '../../promotions/index.ts';
import { nameOf } from './words.ts';
import type { Reader, Texts, Voice } from './words.ts';

const TEXTS = {
  gift: { en: 'A gift: {quantity} × {sku}, by {name}.', es: 'Un regalo: {quantity} × {sku}, por {name}.' },
  coupon: {
    en: '{count} [count:coupon|coupons] {coupon}, by {name}.',
    es: '{count} [count:cupón|cupones] {coupon}, por {name}.',
  },
  stamp: {
    en: '{count} [count:stamp|stamps] on card {card}, by {name}.',
    es: '{count} [count:sello|sellos] en la tarjeta {card}, por {name}.',
  },
  yourCoupon: {
    en: 'For your next visit: {count} [count:coupon|coupons] {coupon}, by {name}.',
    es: 'Para su próxima visita: {count} [count:cupón|cupones] {coupon}, por {name}.',
  },
  yourStamp: {
    en: '{count} [count:stamp|stamps] on your card, by {name}.',
    es: '{count} [count:sello|sellos] en su tarjeta, por {name}.',
  },
} as const satisfies Readonly<Record<string, Texts>>;

const PIECE_DECIMALS = 3;

/** What promotions gave besides points: gifts, coupons and stamps. To a customer by the names of promotions, to staff by their codes. */
export const tellGiven = (
  rulebook: Rulebook,
  { gifts = [], coupons = [], stamps = [] }: Pick<SaleRecord, 'gifts' | 'coupons' | 'stamps'>,
  reader: Reader,
  { say, amount, language }: Voice,
): string[] => {
  const isCustomer = reader === 'customer';
  const by = (promotion: string): string => (isCustomer ? nameOf(rulebook, promotion, language) : promotion);
  const pieces = (quantity: number): string => amount(quantity, PIECE_DECIMALS).replace(/[.,]?0+$/, '');
  return [
    ...gifts.map(({ promotion, sku, quantity }) =>
      say(TEXTS.gift, { sku, quantity: pieces(quantity), name: by(promotion) }),
    ),
    ...coupons.map(({ promotion, coupon, count }) =>
      say(isCustomer ? TEXTS.yourCoupon : TEXTS.coupon, { coupon, count, name: by(promotion) }),
    ),
    ...stamps.map(({ promotion, card, count }) =>
      say(isCustomer ? TEXTS.yourStamp : TEXTS.stamp, { card, count, name: by(promotion) }),
    ),
  ];
};
