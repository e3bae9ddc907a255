import { defineRefusals } from '../../../kernel/refusal.ts';

/** Every no about coupons that are used up: at the till, and about their series. */
export const couponsRefusals = defineRefusals({
  'promotions.coupon.unknown': {
    status: 404,
    till: 'declined',
    retry: 'changed',
    text: { en: 'This coupon is not known.', es: 'Este cupón no se conoce.' },
  },
  'promotions.coupon.not_yours': {
    status: 422,
    till: 'declined',
    retry: 'never',
    text: {
      en: 'This coupon belongs to another member.',
      es: 'Este cupón es de otro socio.',
    },
  },
  'promotions.coupon.withdrawn': {
    status: 422,
    till: 'declined',
    retry: 'never',
    text: { en: 'This coupon has been withdrawn.', es: 'Este cupón ha sido retirado.' },
  },
  'promotions.coupon.used': {
    status: 409,
    till: 'declined',
    retry: 'never',
    text: { en: 'This coupon has been used already.', es: 'Este cupón ya se ha usado.' },
  },
  'promotions.coupon.not_yet_valid': {
    status: 422,
    till: 'declined',
    retry: 'changed',
    text: { en: 'This coupon is valid from {validFrom}.', es: 'Este cupón vale desde {validFrom}.' },
  },
  'promotions.coupon.expired': {
    status: 422,
    till: 'declined',
    retry: 'never',
    text: { en: 'This coupon ended on {validUntil}.', es: 'Este cupón terminó el {validUntil}.' },
  },
  'promotions.coupon.reserved': {
    status: 409,
    till: 'declined',
    retry: 'changed',
    text: {
      en: 'Another till has this coupon in hand until {until}.',
      es: 'Otra caja tiene este cupón en uso hasta {until}.',
    },
  },
  'promotions.series.not_found': {
    status: 404,
    till: 'error',
    retry: 'changed',
    text: { en: 'There is no coupon series {series}.', es: 'No hay una serie de cupones {series}.' },
  },
  'promotions.series.code_taken': {
    status: 409,
    till: 'error',
    retry: 'changed',
    text: {
      en: 'The program has a coupon series {series} already, with other terms.',
      es: 'El programa ya tiene una serie de cupones {series}, con otras condiciones.',
    },
  },
  'promotions.series.malformed': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: { en: '{place}: {what}.', es: '{place}: {what}.' },
  },
  'promotions.series.withdrawn': {
    status: 409,
    till: 'error',
    retry: 'never',
    text: {
      en: 'The coupon series {series} has been withdrawn; make another one.',
      es: 'La serie de cupones {series} ha sido retirada; haga otra.',
    },
  },
  'promotions.codes.not_found': {
    status: 404,
    till: 'error',
    retry: 'changed',
    text: { en: 'There are no such codes.', es: 'No existen esos códigos.' },
  },
  'promotions.codes.downloaded': {
    status: 410,
    till: 'error',
    retry: 'never',
    text: {
      en: 'These codes were downloaded at {at}; they are nowhere here any more.',
      es: 'Estos códigos se descargaron el {at}; aquí ya no están.',
    },
  },
});
