import type { CardType } from '../../card.ts';
import type { Column } from './columns.ts';

/** What each column is, for the page of the format. */
export const COLUMN_TEXTS: Readonly<Record<Column, { readonly en: string; readonly es: string }>> = {
  number: {
    en: 'The card number as printed; blanks and dashes do not count. It must fit the range: prefix, length, check digit.',
    es: 'El número impreso; los espacios y guiones no cuentan. Debe ajustarse al rango: prefijo, longitud, dígito de control.',
  },
  type: {
    en: 'The type of card. Left out or the type of the range.',
    es: 'El tipo de tarjeta. Vacío o el tipo del rango.',
  },
  range: {
    en: 'The code of the range. Left out or the range of the upload.',
    es: 'El código del rango. Vacío o el rango de la subida.',
  },
  pin: {
    en: 'The PIN or scratch code: digits, as many as the range says.',
    es: 'El PIN o código oculto: tantas cifras como diga el rango.',
  },
  serial: {
    en: 'Your own serial, 1 to 40 letters, digits and -_./, once in the file.',
    es: 'Su propio número de serie, de 1 a 40 letras, cifras y -_./, único en el fichero.',
  },
  phone: {
    en: 'The phone of whom the card is for, best with +.',
    es: 'El teléfono de la persona destinataria, mejor con +.',
  },
  member_external_id: {
    en: 'Your id of the member whom the card is for; he must be known.',
    es: 'Su id del miembro destinatario; debe existir.',
  },
  face_value: {
    en: "Of gift cards: what the card is worth, in the range's currency.",
    es: 'De tarjetas regalo: el valor, en la moneda del rango.',
  },
  currency: { en: 'ISO 4217. Left out or the currency of the range.', es: 'ISO 4217. Vacío o la moneda del rango.' },
  valid_until: { en: 'The last day, as 2027-12-31.', es: 'El último día, como 2027-12-31.' },
  note: { en: 'Up to 200 characters for yourself.', es: 'Hasta 200 caracteres para usted.' },
};

/** Example rows by type. Their numbers have right Luhn digits and the prefix of no range. */
const EXAMPLES: Readonly<Record<CardType, readonly (readonly string[])[]>> = {
  gift: [
    ['number', 'pin', 'face_value', 'currency', 'phone', 'valid_until', 'serial', 'note'],
    ['999900000016', '4711', '25.00', 'EUR', '+34600123456', '2027-12-31', 'G-0001', 'For the opening'],
    ['999900000024', '0815', '50.00', 'EUR', '', '', 'G-0002', ''],
  ],
  bonus: [
    ['number', 'member_external_id', 'phone', 'serial', 'note'],
    ['999900000016', 'C-1001', '', 'B-0001', ''],
    ['999900000024', '', '+34600123456', 'B-0002', 'Second card of the family'],
  ],
  multi: [
    ['number', 'member_external_id', 'phone', 'serial', 'note'],
    ['999900000016', 'C-1001', '', 'M-0001', ''],
  ],
  discount: [
    ['number', 'phone', 'valid_until', 'serial', 'note'],
    ['999900000016', '', '2027-12-31', 'D-0001', ''],
  ],
};

/** A file to start from: header and example rows, which are to be replaced. */
export const templateOf = (type: CardType): string => EXAMPLES[type].map((row) => `${row.join(',')}\r\n`).join('');
