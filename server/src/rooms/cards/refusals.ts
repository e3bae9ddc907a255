import { defineRefusals } from '../../kernel/refusal.ts';

/** Everything that the room cards may refuse. */
export const cardsRefusals = defineRefusals({
  'cards.card.unknown': {
    status: 404,
    till: 'declined',
    retry: 'changed',
    text: { en: 'This card is not known.', es: 'Esta tarjeta no se conoce.' },
  },
  'cards.card.exists': {
    status: 409,
    till: 'declined',
    retry: 'changed',
    text: { en: 'Another card has this number.', es: 'Otra tarjeta tiene este número.' },
  },
  'cards.card.unfit_state': {
    status: 409,
    till: 'declined',
    retry: 'never',
    text: {
      en: 'This card is {state}, so that cannot be done with it.',
      es: 'Esta tarjeta está {state}; eso no se puede hacer con ella.',
    },
  },
  'cards.card.blocked': {
    status: 422,
    till: 'declined',
    retry: 'never',
    text: { en: 'This card is {state}.', es: 'Esta tarjeta está {state}.' },
  },
  'cards.card.may_not_spend': {
    status: 422,
    till: 'declined',
    retry: 'never',
    text: { en: 'This card may not spend.', es: 'Esta tarjeta no puede gastar.' },
  },
  'cards.card.not_of_program': {
    status: 422,
    till: 'declined',
    retry: 'never',
    text: { en: 'This card is not for this program.', es: 'Esta tarjeta no es de este programa.' },
  },
  'cards.card.suspended': {
    status: 422,
    till: 'declined',
    retry: 'never',
    text: {
      en: 'Cards of this series are blocked at present.',
      es: 'Las tarjetas de esta serie están bloqueadas por ahora.',
    },
  },
  'cards.stock.activated': {
    status: 409,
    till: 'declined',
    retry: 'never',
    text: { en: 'This card was activated before.', es: 'Esta tarjeta ya se activó antes.' },
  },
  'cards.stock.destroyed': {
    status: 422,
    till: 'declined',
    retry: 'never',
    text: { en: 'This card was destroyed.', es: 'Esta tarjeta se destruyó.' },
  },
  'cards.range.unknown': {
    status: 404,
    till: 'error',
    retry: 'changed',
    text: { en: 'There is no card range {code}.', es: 'No existe la serie de tarjetas {code}.' },
  },
  'cards.range.malformed': {
    status: 400,
    till: 'error',
    retry: 'changed',
    text: { en: 'This card range cannot be: {reason}.', es: 'Esta serie de tarjetas no es posible: {reason}.' },
  },
  'cards.range.overlaps': {
    status: 409,
    till: 'error',
    retry: 'changed',
    text: { en: 'Another range has some of these numbers.', es: 'Otra serie tiene algunos de estos números.' },
  },
  'cards.range.code_taken': {
    status: 409,
    till: 'error',
    retry: 'changed',
    text: { en: 'There is a card range {code} already.', es: 'Ya existe la serie de tarjetas {code}.' },
  },
  'cards.range.closed': {
    status: 422,
    till: 'error',
    retry: 'never',
    text: { en: 'The card range {code} is closed.', es: 'La serie de tarjetas {code} está cerrada.' },
  },
  'cards.range.exhausted': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: {
      en: 'The range can give {free} cards more, not {asked}.',
      es: 'La serie puede dar {free} tarjetas más, no {asked}.',
    },
  },
  'cards.range.not_stock': {
    status: 422,
    till: 'declined',
    retry: 'changed',
    text: {
      en: 'Only a card from stock can have this number.',
      es: 'Solo una tarjeta del almacén puede tener este número.',
    },
  },
  'cards.range.other_type': {
    status: 422,
    till: 'declined',
    retry: 'changed',
    text: { en: 'This number is of a {type} card.', es: 'Este número es de una tarjeta {type}.' },
  },
  'cards.range.holders_full': {
    status: 422,
    till: 'declined',
    retry: 'never',
    text: {
      en: 'This account has as many cards of this kind as it may have ({holders}).',
      es: 'Esta cuenta ya tiene todas las tarjetas de esta clase que puede tener ({holders}).',
    },
  },
  'cards.batch.unknown': {
    status: 404,
    till: 'error',
    retry: 'changed',
    text: { en: 'This card batch is not known.', es: 'Este lote de tarjetas no se conoce.' },
  },
  'cards.batch.unfit_state': {
    status: 409,
    till: 'error',
    retry: 'never',
    text: {
      en: 'This card batch is {state}, so that cannot be done with it.',
      es: 'Este lote de tarjetas está {state}; eso no se puede hacer con él.',
    },
  },
  'cards.stock.number_taken': {
    status: 409,
    till: 'error',
    retry: 'changed',
    text: {
      en: 'Other cards have the numbers of serials {serials}.',
      es: 'Otras tarjetas tienen los números de los puestos {serials}.',
    },
  },
  'cards.stock.not_of_range': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: {
      en: 'The numbers of serials {serials} are not of this range.',
      es: 'Los números de los puestos {serials} no son de esta serie.',
    },
  },
});
