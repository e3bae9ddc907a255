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
  'cards.card.gave_way': {
    status: 409,
    till: 'declined',
    retry: 'never',
    text: {
      en: 'This card was replaced by {masked} and can do nothing any more. A block for fraud goes on to that one.',
      es: 'Esta tarjeta se sustituyó por {masked} y ya no puede hacer nada. Un bloqueo por fraude pasa a esa otra.',
    },
  },
  'cards.card.value_blocked': {
    status: 409,
    till: 'declined',
    retry: 'changed',
    text: {
      en: 'What this card leads to is blocked ({reason}): no other card takes its place before that is lifted.',
      es: 'Lo que hay tras esta tarjeta está bloqueado ({reason}): ninguna otra la sustituye hasta que se levante.',
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
  'cards.card.may_not_view': {
    status: 422,
    till: 'declined',
    retry: 'never',
    text: { en: 'This card does not show a balance.', es: 'Esta tarjeta no muestra el saldo.' },
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
  'cards.stock.for_another': {
    status: 409,
    till: 'declined',
    retry: 'changed',
    text: { en: 'This card was made for another member.', es: 'Esta tarjeta se hizo para otro socio.' },
  },
  'cards.stock.expired': {
    status: 422,
    till: 'declined',
    retry: 'never',
    text: {
      en: 'This card was good until a day that has passed.',
      es: 'Esta tarjeta era válida hasta un día ya pasado.',
    },
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
  'cards.batch.no_such_serial': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: { en: 'This card batch has serials up to {quantity}.', es: 'Este lote tiene puestos hasta {quantity}.' },
  },
  'cards.suspension.unknown': {
    status: 404,
    till: 'error',
    retry: 'changed',
    text: { en: 'This block is not known.', es: 'Este bloqueo no se conoce.' },
  },
  'cards.print.not_approved': {
    status: 422,
    till: 'error',
    retry: 'later',
    text: {
      en: 'A second person has to release this print file first.',
      es: 'Otra persona tiene que autorizar antes este archivo de impresión.',
    },
  },
  'cards.print.downloaded': {
    status: 409,
    till: 'error',
    retry: 'never',
    text: {
      en: 'This print file was downloaded; it is given once.',
      es: 'Este archivo de impresión ya se descargó; se entrega una vez.',
    },
  },
  'cards.print.nothing': {
    status: 422,
    till: 'error',
    retry: 'never',
    text: {
      en: 'There is nothing to print: the numbers of this batch came from outside.',
      es: 'No hay nada que imprimir: los números de este lote vinieron de fuera.',
    },
  },
  'cards.print.passphrase_short': {
    status: 400,
    till: 'error',
    retry: 'changed',
    text: {
      en: 'The passphrase needs {least} characters or more.',
      es: 'La contraseña necesita {least} caracteres o más.',
    },
  },
  'cards.print.layout_malformed': {
    status: 400,
    till: 'error',
    retry: 'changed',
    text: { en: 'The file cannot be laid out so: {reason}.', es: 'El archivo no se puede componer así: {reason}.' },
  },
  'cards.pin.wrong': {
    status: 422,
    till: 'declined',
    retry: 'changed',
    text: { en: 'The PIN is wrong.', es: 'El PIN no es correcto.' },
  },
  'cards.pin.locked': {
    status: 422,
    till: 'declined',
    retry: 'never',
    text: {
      en: 'The PIN was wrong too often; the card is locked for PIN.',
      es: 'El PIN fue incorrecto demasiadas veces; la tarjeta está bloqueada para PIN.',
    },
  },
  'cards.pin.malformed': {
    status: 400,
    till: 'declined',
    retry: 'changed',
    text: { en: 'A PIN here has {length} digits.', es: 'El PIN tiene aquí {length} dígitos.' },
  },
  'cards.limit.uses': {
    status: 422,
    till: 'declined',
    retry: 'later',
    text: {
      en: 'This card was used {limit} times today, which is its limit.',
      es: 'Esta tarjeta ya se usó {limit} veces hoy, que es su límite.',
    },
  },
  'cards.limit.spend': {
    status: 422,
    till: 'declined',
    retry: 'later',
    text: {
      en: 'This card may spend {left} more today.',
      es: 'Esta tarjeta puede gastar hoy {left} más.',
    },
  },
  'cards.limit.malformed': {
    status: 400,
    till: 'error',
    retry: 'changed',
    text: { en: 'A limit of points is more than nothing.', es: 'Un límite de puntos es mayor que cero.' },
  },
});
