/** What may be wrong with one row of a file, by a name that does not change, and in words. `{fact}` is filled in. */
export const ROW_FLAWS = {
  'row.too_many_cells': {
    en: 'The row has {cells} cells, the header has {width}.',
    es: 'La fila tiene {cells} celdas y la cabecera {width}.',
  },
  'row.too_few_cells': {
    en: 'The row has {cells} cells, the header has {width}.',
    es: 'La fila tiene {cells} celdas y la cabecera {width}.',
  },
  'row.control_character': {
    en: 'A cell holds a control character.',
    es: 'Una celda contiene un carácter de control.',
  },
  'number.missing': { en: 'The number is missing.', es: 'Falta el número.' },
  'number.malformed': { en: 'This is not a card number.', es: 'No es un número de tarjeta.' },
  'number.scientific': {
    en: 'A spreadsheet has shortened this number (1.23E+15): format the column as text.',
    es: 'Una hoja de cálculo ha abreviado este número (1,23E+15): dé formato de texto a la columna.',
  },
  'number.wrong_length': {
    en: 'Numbers of this range have {length} characters.',
    es: 'Los números de este rango tienen {length} caracteres.',
  },
  'number.wrong_prefix': {
    en: 'Numbers of this range begin with {prefix}.',
    es: 'Los números de este rango empiezan por {prefix}.',
  },
  'number.not_digits': {
    en: 'Numbers of this range have digits only.',
    es: 'Los números de este rango solo tienen cifras.',
  },
  'number.wrong_check_digit': { en: 'The check digit is wrong.', es: 'El dígito de control no es correcto.' },
  'number.twice': { en: 'The number stands in line {line} already.', es: 'El número ya está en la línea {line}.' },
  'number.taken': { en: 'Another card has this number.', es: 'Otra tarjeta tiene este número.' },
  'type.other': { en: 'The file is for cards of type {type}.', es: 'El fichero es para tarjetas de tipo {type}.' },
  'range.other': { en: 'The file is for the range {range}.', es: 'El fichero es para el rango {range}.' },
  'pin.missing': { en: 'Cards of this range need a PIN.', es: 'Las tarjetas de este rango necesitan un PIN.' },
  'pin.unwanted': { en: 'Cards of this range have no PIN.', es: 'Las tarjetas de este rango no tienen PIN.' },
  'pin.malformed': {
    en: 'A PIN of this range has {length} digits.',
    es: 'Un PIN de este rango tiene {length} cifras.',
  },
  'serial.malformed': {
    en: 'A serial has 1 to 40 letters, digits and -_./',
    es: 'Un número de serie tiene de 1 a 40 letras, cifras y -_./',
  },
  'serial.twice': {
    en: 'The serial stands in line {line} already.',
    es: 'El número de serie ya está en la línea {line}.',
  },
  'phone.malformed': {
    en: 'This is not a phone number; give it with its country: +34 600 123 456.',
    es: 'No es un teléfono; escríbalo con el país: +34 600 123 456.',
  },
  'member_external_id.malformed': {
    en: 'An external id has at most 100 characters.',
    es: 'Un id externo tiene como máximo 100 caracteres.',
  },
  'member_external_id.unknown': { en: 'No member has this external id.', es: 'Ningún miembro tiene este id externo.' },
  'face_value.not_gift': { en: 'Only gift cards have a face value.', es: 'Solo las tarjetas regalo tienen valor.' },
  'face_value.malformed': { en: 'This is not an amount.', es: 'No es un importe.' },
  'face_value.scientific': {
    en: 'Write the amount in full, without exponent.',
    es: 'Escriba el importe completo, sin exponente.',
  },
  'face_value.ambiguous': {
    en: 'It may be thousands or a fraction: tell the decimal sign of the file, or write no separator of thousands.',
    es: 'Pueden ser millares o decimales: indique el signo decimal del fichero o no separe los millares.',
  },
  'face_value.mixed': {
    en: 'Other amounts of the file have the other decimal sign.',
    es: 'Otros importes del fichero usan el otro signo decimal.',
  },
  'face_value.too_many_decimals': {
    en: 'The amount has more decimals than its currency.',
    es: 'El importe tiene más decimales que su moneda.',
  },
  'face_value.too_large': { en: 'The amount is too large.', es: 'El importe es demasiado grande.' },
  'face_value.zero': { en: 'A face value is more than zero.', es: 'El valor debe ser mayor que cero.' },
  'face_value.other': {
    en: 'Every card of this range has the same face value.',
    es: 'Todas las tarjetas de este rango tienen el mismo valor.',
  },
  'currency.other': { en: 'Cards of this range hold {currency}.', es: 'Las tarjetas de este rango son en {currency}.' },
  'currency.not_gift': { en: 'Only gift cards have a currency.', es: 'Solo las tarjetas regalo tienen moneda.' },
  'valid_until.malformed': { en: 'A date is written 2027-12-31.', es: 'Una fecha se escribe 2027-12-31.' },
  'valid_until.past': { en: 'The date lies in the past.', es: 'La fecha está en el pasado.' },
  'note.too_long': { en: 'A note has at most {max} characters.', es: 'Una nota tiene como máximo {max} caracteres.' },
} as const satisfies Readonly<Record<string, { readonly en: string; readonly es: string }>>;

export type FlawCode = keyof typeof ROW_FLAWS;

/** Something wrong in a row. Never with what stands there: a number, PIN or phone is repeated nowhere. */
export type RowFlaw = { readonly code: FlawCode; readonly facts?: Readonly<Record<string, string>> };

/** The flaw as a sentence. */
export const sayFlaw = ({ code, facts }: RowFlaw, language: 'en' | 'es'): string =>
  ROW_FLAWS[code][language].replace(/\{(\w+)\}/g, (_, name: string) => facts?.[name] ?? '…');
