import { defineRefusals } from '../../../kernel/refusal.ts';

const wrongFile = { status: 422, till: 'error', retry: 'changed' } as const;
const never = { status: 409, till: 'error', retry: 'never' } as const;

/** What the making of cards from files and orders may refuse. A file's own refusals stand in its state, not in an answer. */
export const makingRefusals = defineRefusals({
  'cards.file.unknown': {
    ...{ status: 404, till: 'error', retry: 'changed' },
    text: { en: 'This file is not known.', es: 'Este fichero no se conoce.' },
  },
  'cards.file.not_yours': {
    ...{ status: 403, till: 'error', retry: 'never' },
    text: { en: 'Only who uploaded this file goes on with it.', es: 'Solo quien subió este fichero sigue con él.' },
  },
  'cards.file.unfit_state': {
    ...never,
    text: {
      en: 'This file is {state}, so that cannot be done with it.',
      es: 'Este fichero está {state}; eso no se puede hacer con él.',
    },
  },
  'cards.file.rows_wrong': {
    ...never,
    text: {
      en: '{rows} rows are wrong. Correct them and upload the file again, or upload it with mode=valid to leave them out.',
      es: 'Hay {rows} filas incorrectas. Corríjalas y suba de nuevo el fichero, o súbalo con mode=valid para omitirlas.',
    },
  },
  'cards.file.too_many_open': {
    ...{ status: 429, till: 'error', retry: 'later' },
    text: { en: 'There are {max} files open already.', es: 'Ya hay {max} ficheros abiertos.' },
  },
  'cards.file.too_large': {
    ...{ status: 413, till: 'error', retry: 'changed' },
    text: { en: 'The file is larger than {limit} bytes.', es: 'El fichero supera los {limit} bytes.' },
  },
  'cards.file.empty': { ...wrongFile, text: { en: 'The file is empty.', es: 'El fichero está vacío.' } },
  'cards.file.no_rows': {
    ...wrongFile,
    text: { en: 'The file has a header and no rows.', es: 'El fichero tiene cabecera y ninguna fila.' },
  },
  'cards.file.compressed': {
    ...wrongFile,
    text: {
      en: 'The file is compressed ({kind}), or a workbook. Send the CSV itself.',
      es: 'El fichero está comprimido ({kind}) o es un libro de cálculo. Envíe el CSV.',
    },
  },
  'cards.file.binary': { ...wrongFile, text: { en: 'The file is no text.', es: 'El fichero no es texto.' } },
  'cards.file.encoding_wrong': {
    ...wrongFile,
    text: { en: 'The file is not in {encoding}.', es: 'El fichero no está en {encoding}.' },
  },
  'cards.file.line_too_long': {
    ...wrongFile,
    text: { en: 'Line {line} is too long.', es: 'La línea {line} es demasiado larga.' },
  },
  'cards.file.quote_open': {
    ...wrongFile,
    text: {
      en: 'A quote that is opened in line {line} is not closed.',
      es: 'Unas comillas abiertas en la línea {line} no se cierran.',
    },
  },
  'cards.file.quote_stray': {
    ...wrongFile,
    text: {
      en: 'In line {line} there is text behind a closing quote.',
      es: 'En la línea {line} hay texto tras unas comillas cerradas.',
    },
  },
  'cards.file.too_many_columns': {
    ...wrongFile,
    text: { en: 'The header has more than {max} columns.', es: 'La cabecera tiene más de {max} columnas.' },
  },
  'cards.file.too_many_rows': {
    ...wrongFile,
    text: { en: 'The file has more than {max} rows.', es: 'El fichero tiene más de {max} filas.' },
  },
  'cards.file.header_unknown': {
    ...wrongFile,
    text: {
      en: 'Column {column} ("{name}") is not of the format.',
      es: 'La columna {column} («{name}») no es del formato.',
    },
  },
  'cards.file.header_duplicate': {
    ...wrongFile,
    text: { en: 'The column {name} stands twice.', es: 'La columna {name} aparece dos veces.' },
  },
  'cards.file.header_empty': {
    ...wrongFile,
    text: { en: 'Column {column} has no name.', es: 'La columna {column} no tiene nombre.' },
  },
  'cards.file.number_missing': {
    ...wrongFile,
    text: { en: 'There is no column number.', es: 'Falta la columna number.' },
  },
  'cards.file.no_known_header': {
    ...wrongFile,
    text: {
      en: 'The first line names no column of the format.',
      es: 'La primera línea no nombra ninguna columna del formato.',
    },
  },
  'cards.file.changed': {
    ...wrongFile,
    text: { en: 'The file is not the one that was uploaded.', es: 'El fichero no es el que se subió.' },
  },
  'cards.code.wrong': {
    ...{ status: 422, till: 'error', retry: 'changed' },
    text: { en: 'This code does not open this file.', es: 'Este código no abre este fichero.' },
  },
  'cards.code.too_many': {
    ...{ status: 429, till: 'error', retry: 'later' },
    text: {
      en: 'Too many codes were sent for this file. Try again later.',
      es: 'Se han enviado demasiados códigos para este fichero. Inténtelo más tarde.',
    },
  },
  'cards.contact.missing': {
    ...never,
    text: {
      en: 'No address is registered to which the code could be sent.',
      es: 'No hay ninguna dirección registrada a la que enviar el código.',
    },
  },
  'cards.contact.not_for_bound': {
    ...{ status: 403, till: 'error', retry: 'never' },
    text: {
      en: 'Only a credential of the whole tenant registers addresses.',
      es: 'Solo una credencial de toda la empresa registra direcciones.',
    },
  },
});
