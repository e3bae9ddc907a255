import { ean13IsValid, luhnIsValid, normaliseCardNumber, type CardNumber } from '../../../../kernel/card-number.ts';
import { parseLocalDate, type LocalDate } from '../../../../kernel/local-date.ts';
import { parsePhone, type Phone } from '../../../../kernel/phone.ts';
import type { Column, Layout } from './columns.ts';
import { createFaceValues, type DecimalSign } from './face-value.ts';
import type { FlawCode, RowFlaw } from './flaws.ts';
import { FLAWS_PER_ROW_MAX, NOTE_CHARS_MAX } from './limits.ts';
import type { RangeFacts } from './range-facts.ts';

/** A card to make, as one row or one request says it. What is undefined was not said. */
export type CardToMake = {
  /** Absent: the range makes one. */
  readonly number: CardNumber | undefined;
  readonly pin: string | undefined;
  /** The caller's own serial; ours is the place in the batch. */
  readonly serial: string | undefined;
  readonly phone: Phone | undefined;
  readonly memberExternalId: string | undefined;
  readonly face: bigint | undefined;
  readonly validUntil: LocalDate | undefined;
  readonly note: string | undefined;
};

export type CheckedRow =
  | { readonly card: CardToMake; readonly flaws: undefined }
  | { readonly flaws: readonly RowFlaw[] };

/** What rows are checked by, besides their columns. */
export type RowRules = {
  readonly range: RangeFacts;
  readonly defaultCountry: string;
  readonly today: LocalDate;
  /** In a file, whose numbers are printed already: then each card brings number and PIN. Else they may be drawn. */
  readonly isNumberGiven: boolean;
  /** The decimal sign, where the sender told it for the whole file. */
  readonly decimalSign: DecimalSign | undefined;
};

const SCIENTIFIC = /^\d[.,]\d+E\+?\d+$|^\d+E\+\d+$/i;
// Tab is left out: cells are trimmed of it.
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\ufffe\uffff]/;
const LINE_END = /\r\n|\n|\r/g;
const DIGITS = /^\d+$/;
const SERIAL = /^[A-Za-z0-9._/-]{1,40}$/;
const EXTERNAL_ID_CHARS_MAX = 100;

export type RowChecker = {
  /** What the values of one row come to. Called in the order of the file: how amounts are written is the file's own. */
  check(valueOf: (column: Column) => string): CheckedRow;
  decimalSign(): DecimalSign | undefined;
};

/** Checks rows by what a range allows. Whether a number is taken or stands twice is for the database to say. */
export function createRowChecker(rules: RowRules): RowChecker {
  const { range } = rules;
  const faceValues = createFaceValues(rules.decimalSign);
  return {
    decimalSign: faceValues.sign,
    check(valueOf) {
      const flaws: RowFlaw[] = [];
      const flaw = (code: FlawCode, facts?: RowFlaw['facts']): undefined => {
        if (flaws.length < FLAWS_PER_ROW_MAX) flaws.push(facts ? { code, facts } : { code });
        return undefined;
      };
      const read = <T>(column: Column, of: (text: string) => T): T | undefined => {
        // A note may be written in several lines; elsewhere a line end is a slip.
        const text = column === 'note' ? valueOf(column).replace(LINE_END, ' ') : valueOf(column);
        if (text === '') return undefined;
        return CONTROL.test(text) ? flaw('row.control_character') : of(text);
      };
      const card = {
        number: read('number', (text) => readNumber(range, text, flaw)),
        pin: read('pin', (text) => {
          if (range.pinKind === 'none') return flaw('pin.unwanted');
          const isRight = text.length === range.pinLength && DIGITS.test(text);
          return isRight ? text : flaw('pin.malformed', { length: String(range.pinLength) });
        }),
        serial: read('serial', (text) => (SERIAL.test(text) ? text : flaw('serial.malformed'))),
        phone: read('phone', (text) => {
          const parsed = parsePhone(text, rules.defaultCountry);
          return parsed.ok ? parsed.value : flaw('phone.malformed');
        }),
        memberExternalId: read('member_external_id', (text) =>
          text.length <= EXTERNAL_ID_CHARS_MAX ? text : flaw('member_external_id.malformed'),
        ),
        face: read('face_value', (text) => {
          if (!range.unit) return flaw('face_value.not_gift');
          const face = faceValues.read(text, range.unit.decimals);
          if ('flaw' in face) return flaw(face.flaw);
          if (face.value === 0n) return flaw('face_value.zero');
          return range.face !== undefined && range.face !== face.value ? flaw('face_value.other') : face.value;
        }),
        validUntil: read('valid_until', (text) => {
          const date = parseLocalDate(text);
          if (date === undefined) return flaw('valid_until.malformed');
          return date < rules.today ? flaw('valid_until.past') : date;
        }),
        note: read('note', (text) =>
          text.length <= NOTE_CHARS_MAX ? text : flaw('note.too_long', { max: String(NOTE_CHARS_MAX) }),
        ),
      };
      read('type', (text) =>
        text.toLowerCase() === range.type ? undefined : flaw('type.other', { type: range.type }),
      );
      read('range', (text) => (text === range.code ? undefined : flaw('range.other', { range: range.code })));
      read('currency', (text) => {
        if (!range.unit) return flaw('currency.not_gift');
        return text.toUpperCase() === range.unit.code
          ? undefined
          : flaw('currency.other', { currency: range.unit.code });
      });
      if (card.number === undefined && rules.isNumberGiven && valueOf('number') === '') flaw('number.missing');
      if (range.pinRequired && rules.isNumberGiven && valueOf('pin') === '') flaw('pin.missing');
      return flaws.length > 0 ? { flaws } : { card, flaws: undefined };
    },
  };
}

/** A checker for the rows of a file with these columns. */
export const cellsBy =
  ({ at, width }: Layout, checker: RowChecker) =>
  (cells: readonly string[]): CheckedRow => {
    if (cells.length !== width) {
      // A spreadsheet leaves separators behind the last column; cells with something in them belong nowhere.
      const isMore = cells.length > width;
      if (!isMore || cells.slice(width).some((cell) => cell.trim() !== '')) {
        const facts = { cells: String(cells.length), width: String(width) };
        return { flaws: [{ code: isMore ? 'row.too_many_cells' : 'row.too_few_cells', facts }] };
      }
    }
    return checker.check((column) => {
      const place = at[column];
      return place === undefined ? '' : (cells[place] ?? '').trim();
    });
  };

function readNumber(
  range: RangeFacts,
  text: string,
  flaw: (code: FlawCode, facts?: RowFlaw['facts']) => undefined,
): CardNumber | undefined {
  if (SCIENTIFIC.test(text)) return flaw('number.scientific');
  const number = normaliseCardNumber(text);
  if (!number.ok) return flaw('number.malformed');
  const { value } = number;
  if (value.length !== range.length) return flaw('number.wrong_length', { length: String(range.length) });
  if (!value.startsWith(range.prefix)) return flaw('number.wrong_prefix', { prefix: range.prefix });
  if (range.charset === 'digits' && !DIGITS.test(value)) return flaw('number.not_digits');
  const isRight =
    range.checkDigit === 'none' || (range.checkDigit === 'luhn' ? luhnIsValid(value) : ean13IsValid(value));
  return isRight ? value : flaw('number.wrong_check_digit');
}
