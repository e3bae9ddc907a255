import { defineRefusals } from '../../kernel/refusal.ts';

const declined = { status: 422, till: 'declined', retry: 'changed' } as const;

/** Everything that the room points may refuse. */
export const pointsRefusals = defineRefusals({
  'points.wallet.insufficient': {
    ...declined,
    text: {
      en: 'Only {available} is available, {asked} was asked.',
      es: 'Solo hay {available} disponible, se pidió {asked}.',
    },
  },
  'points.wallet.unknown': {
    ...declined,
    text: { en: 'There is no wallet {walletType}.', es: 'No existe el monedero {walletType}.' },
  },
  'points.wallet.not_named': {
    ...declined,
    text: {
      en: 'Name the wallet type, one of: {walletTypes}.',
      es: 'Indique el tipo de monedero, uno de: {walletTypes}.',
    },
  },
  'points.wallet.frozen': {
    ...declined,
    retry: 'never',
    text: { en: 'This wallet is frozen.', es: 'Este monedero está congelado.' },
  },
  'points.wallet.restricted': {
    ...declined,
    text: {
      en: 'Wallet {walletType} cannot be spent so: {reason}.',
      es: 'El monedero {walletType} no se puede gastar así: {reason}.',
    },
  },
  'points.wallet.day_limit': {
    ...declined,
    text: {
      en: 'Today only {left} more can be spent of {walletType}.',
      es: 'Hoy solo se pueden gastar {left} más de {walletType}.',
    },
  },
  'points.wallet.same_state': {
    ...declined,
    retry: 'never',
    text: { en: 'The wallet is {state} already.', es: 'El monedero ya está {state}.' },
  },
  'points.amount.zero': {
    ...declined,
    status: 400,
    till: 'error',
    text: { en: 'Zero points are nothing to book.', es: 'Cero puntos no son nada que registrar.' },
  },
  'points.wallet_type.exists': {
    status: 409,
    till: 'error',
    retry: 'changed',
    text: {
      en: 'The program has a wallet type {code} already.',
      es: 'El programa ya tiene un tipo de monedero {code}.',
    },
  },
  'points.wallet_type.malformed': {
    status: 400,
    till: 'error',
    retry: 'changed',
    text: {
      en: 'A limit of this wallet type cannot be read in its unit.',
      es: 'Un límite de este tipo de monedero no se puede leer en su unidad.',
    },
  },
  'points.wallet_type.ended': {
    ...declined,
    retry: 'never',
    text: {
      en: 'Points of {walletType} have ended: their last day is over.',
      es: 'Los puntos de {walletType} han terminado: su último día ya pasó.',
    },
  },
  'points.hold.unknown': {
    status: 404,
    till: 'declined',
    retry: 'never',
    text: { en: 'There is no such hold.', es: 'No existe esa retención.' },
  },
  'points.hold.closed': {
    ...declined,
    retry: 'never',
    text: { en: 'The hold is {state}.', es: 'La retención está {state}.' },
  },
  'points.hold.exceeded': {
    ...declined,
    text: {
      en: 'The hold is for {held}; {asked} cannot be captured.',
      es: 'La retención es de {held}; no se puede capturar {asked}.',
    },
  },
  'points.hold.too_long': {
    ...declined,
    status: 400,
    till: 'error',
    text: {
      en: 'Points are held for 1 to {seconds} seconds.',
      es: 'Los puntos se retienen de 1 a {seconds} segundos.',
    },
  },
  'points.hold.of_quote': {
    ...declined,
    retry: 'never',
    text: {
      en: 'A quote holds these points: confirm its sale, or release them.',
      es: 'Una cotización retiene estos puntos: confirme su venta o libérelos.',
    },
  },
  'points.redemption.unknown': {
    ...declined,
    status: 404,
    text: { en: 'There is no such redemption.', es: 'No existe ese canje.' },
  },
  'points.redemption.reversed': {
    ...declined,
    retry: 'never',
    text: {
      en: 'Nothing is left of it to give back: it was reversed or voided.',
      es: 'No queda nada que devolver: ya fue revertido o anulado.',
    },
  },
  'points.redemption.reversal_too_large': {
    ...declined,
    text: {
      en: '{asked} cannot be given back, only {left} are left.',
      es: 'No se pueden devolver {asked}, solo quedan {left}.',
    },
  },
  'points.redemption.is_reversal': {
    ...declined,
    retry: 'never',
    text: { en: 'A reversal is not reversed.', es: 'Una reversión no se revierte.' },
  },
  'points.operation.unknown': {
    ...declined,
    status: 404,
    retry: 'never',
    text: { en: 'There is no such operation.', es: 'No existe esa operación.' },
  },
  'points.lots.nothing_to_change': {
    ...declined,
    retry: 'never',
    text: {
      en: 'Nothing is left of what this operation granted, or it is so already.',
      es: 'No queda nada de lo que concedió esta operación, o ya está así.',
    },
  },
  'points.transfer.same_member': {
    ...declined,
    text: { en: 'Giver and taker are the same member.', es: 'Quien da y quien recibe es el mismo socio.' },
  },
});
