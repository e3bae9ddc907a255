import { defineRefusals } from '../../kernel/refusal.ts';

/** What may stand against ranges, batches, stock and print files: what cards are made of. */
export const stockRefusals = defineRefusals({
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
  'cards.suspension.never_holds': {
    status: 422,
    till: 'error',
    retry: 'changed',
    text: {
      en: 'This block would be over before it begins: look at its dates.',
      es: 'Este bloqueo acabaría antes de empezar: revise sus fechas.',
    },
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
});
