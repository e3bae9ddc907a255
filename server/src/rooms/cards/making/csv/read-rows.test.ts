import { gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { luhnDigit } from '../../../../kernel/card-number.ts';
import type { LocalDate } from '../../../../kernel/local-date.ts';
import { createRowReader, type RowReaderOptions } from './read-rows.ts';
import { createSurvey, type Encoding } from './file-survey.ts';
import type { RangeFacts } from './range-facts.ts';

const RANGE: RangeFacts = {
  ...{ code: 'gift-1', type: 'gift', prefix: '2990', length: 12, charset: 'digits', checkDigit: 'luhn' },
  ...{ pinKind: 'pin', pinLength: 4, pinRequired: false, unit: { code: 'EUR', decimals: 2 }, face: undefined },
};
const number = (n: number): string => {
  const payload = `2990${String(n).padStart(7, '0')}`;
  return payload + luhnDigit(payload);
};

type Told = Partial<RowReaderOptions> & { toldEncoding?: Encoding; piece?: number };

/** Reads bytes as the program does: survey first, then rows, in pieces of some length. */
function read(file: Buffer | string, { toldEncoding, piece = 64 * 1024, ...told }: Told = {}) {
  const bytes = Buffer.from(file as string);
  const survey = createSurvey(toldEncoding);
  for (let at = 0; at < bytes.length; at += piece) survey.push(bytes.subarray(at, at + piece));
  const surveyed = survey.end();
  if (!surveyed.ok) return { refusal: surveyed.refusal, facts: surveyed.facts };
  const reader = createRowReader({
    ...{ range: RANGE, defaultCountry: 'ES', today: '2026-11-22' as LocalDate, decimalSign: undefined },
    ...{ separator: undefined, encoding: surveyed.survey.encoding },
    ...told,
  });
  const rows = [];
  for (let at = 0; at < bytes.length; at += piece) {
    const pushed = reader.push(bytes.subarray(at, at + piece));
    if (!pushed.ok) return { refusal: pushed.refusal, facts: pushed.facts };
    rows.push(...pushed.rows);
  }
  const ended = reader.end();
  if (!ended.ok) return { refusal: ended.refusal, facts: ended.facts };
  rows.push(...ended.rows);
  const wrong = rows.flatMap(({ line, flaws }) => (flaws ?? []).map(({ code }) => `${line} ${code}`));
  return { survey: surveyed.survey, understood: ended.understood, rows, wrong };
}

const faces = (file: string, told?: Told) =>
  (read(file, told).rows ?? []).map((row) => (row.flaws ? row.flaws[0]?.code : String(row.card.face)));

test.each([1, 2, 3, 7, 64])('a file reads alike whatever pieces it comes in (%i bytes)', (piece) => {
  const file = `\uFEFFnumber;PIN;Note\r\n${number(1)};1234;"a ""b"";\r\nc"\n\n${number(2)};12;é\r${number(3)};1234;`;
  const { rows, wrong, understood, survey } = read(file, { piece });
  expect(wrong).toEqual(['5 pin.malformed']);
  expect(rows?.map(({ line }) => line)).toEqual([2, 5, 6]);
  expect(rows?.[0]).toMatchObject({ flaws: undefined, card: { number: number(1), pin: '1234' } });
  expect(understood).toMatchObject({ separator: ';', lineEnds: 'mixed', columns: ['number', 'pin', 'note'] });
  expect(survey).toMatchObject({ encoding: 'utf-8', encodingBy: 'bom' });
});

test('a line break inside of a cell is no mistake of a note, and line numbers count it', () => {
  const { rows, wrong } = read(`number,note\n${number(1)},"one\ntwo"\n${number(2)},x`);
  expect(rows?.map(({ line }) => line)).toEqual([2, 4]);
  expect(wrong).toEqual([]);
  expect(rows?.[0]).toMatchObject({ card: { note: 'one two' } });
  expect(read(`number,note\n"${number(1).slice(0, 6)}\n${number(1).slice(6)}",x`).wrong).toEqual([
    '2 row.control_character',
  ]);
});

test.each([
  ['utf-16le', 'bom'],
  ['utf-16be', 'bom'],
] as const)('%s with a BOM', (encoding, by) => {
  const file = iconv.encode(`number\tnote\r\n${number(1)}\tñandú`, encoding, { addBOM: true });
  const { rows, survey, understood } = read(file, { piece: 5 });
  expect(survey).toMatchObject({ encoding, encodingBy: by });
  expect(understood?.separator).toBe('\t');
  expect(rows?.[0]).toMatchObject({ card: { note: 'ñandú' } });
});

test('UTF-16 without a BOM is seen by its zeros', () => {
  const { survey, rows } = read(iconv.encode(`number|note\n${number(1)}|x\n`, 'utf-16le'));
  expect(survey).toMatchObject({ encoding: 'utf-16le', encodingBy: 'bytes' });
  expect(rows).toHaveLength(1);
});

test.each([
  ['windows-1252', 'año nuevo, señora Muñoz, corazón, próximo día'],
  ['windows-1251', 'подарочная карта для постоянного покупателя'],
] as const)('%s is guessed by its letters, and said to be guessed', (encoding, note) => {
  const file = iconv.encode(`number,note\n${number(1)},"${note}"\n`, encoding);
  const { survey, rows } = read(file);
  expect(survey).toMatchObject({ encoding, encodingBy: 'guessed' });
  expect(rows?.[0]).toMatchObject({ card: { note } });
});

test('an encoding that is told is believed, unless the bytes contradict it', () => {
  const file = iconv.encode(`number,note\n${number(1)},año\n`, 'windows-1252');
  expect(read(file, { toldEncoding: 'windows-1252' }).survey).toMatchObject({ encodingBy: 'told' });
  expect(read(file, { toldEncoding: 'utf-8' }).refusal).toBe('cards.file.encoding_wrong');
  expect(read('\uFEFFnumber\n1', { toldEncoding: 'windows-1252' }).refusal).toBe('cards.file.encoding_wrong');
});

test('what is no file of the format is refused with the line', () => {
  const head = `number,note\n${number(1)},x\n`;
  expect(read('')).toMatchObject({ refusal: 'cards.file.empty' });
  expect(read('number\n')).toMatchObject({ refusal: 'cards.file.no_rows' });
  expect(read(gzipSync(head))).toMatchObject({ refusal: 'cards.file.compressed', facts: { kind: 'gzip' } });
  expect(read('PK\u0003\u0004…')).toMatchObject({ refusal: 'cards.file.compressed', facts: { kind: 'zip' } });
  expect(read(Buffer.alloc(4_000))).toMatchObject({ refusal: 'cards.file.binary' });
  expect(read(`${head}${'9'.repeat(10 * 1024 * 1024)}`)).toMatchObject({
    refusal: 'cards.file.line_too_long',
    facts: { line: '3' },
  });
  expect(read(Array.from({ length: 100_000 }, () => 'note').join(','))).toMatchObject({ facts: { line: '1' } });
  expect(read(`number${',note'.repeat(60)}\n`)).toMatchObject({ refusal: 'cards.file.too_many_columns' });
  expect(read(`${head}${number(2)},"open\n${head.repeat(5_000)}`)).toMatchObject({
    refusal: 'cards.file.quote_open',
    facts: { line: '3' },
  });
  expect(read(`${head}"a"b,c\n`)).toMatchObject({ refusal: 'cards.file.quote_stray', facts: { line: '3' } });
  expect(read('number,pin,NUMBER\n')).toMatchObject({ refusal: 'cards.file.header_duplicate' });
  expect(read('number,pni\n')).toMatchObject({ refusal: 'cards.file.header_unknown', facts: { name: 'pni' } });
  expect(read('number,,pin\n')).toMatchObject({ refusal: 'cards.file.header_empty' });
  expect(read(`${number(1)}\n${number(2)}`)).toMatchObject({ refusal: 'cards.file.no_known_header' });
});

test('a row with too many columns is wrong by itself, and separators behind the last column are not', () => {
  expect(read(`number,note\n${number(1)},x,,,\n${number(2)},x,,y\n${number(3)}\n,,\n`).wrong).toEqual([
    '3 row.too_many_cells',
    '4 row.too_few_cells',
  ]);
  expect(read(`number,note\n${number(1)}${','.repeat(60_000)}\n`).rows).toHaveLength(1);
});

test('numbers are checked by their range', () => {
  const wrong = ['2.99E+11', '2,99000E+11', 'x', `${number(1)}0`, '299100000017', '29900000000A', '=HYPERLINK("x")'];
  expect(
    read(
      `number\n${wrong.map((one) => `"${one.replaceAll('"', '""')}"`).join('\n')}\n${number(1).slice(0, -1)}${(Number(number(1).at(-1)) + 1) % 10}`,
    ).wrong,
  ).toEqual([
    '2 number.scientific',
    '3 number.scientific',
    '4 number.malformed',
    '5 number.wrong_length',
    '6 number.wrong_prefix',
    '7 number.not_digits',
    '8 number.malformed',
    '9 number.wrong_check_digit',
  ]);
});

test('a control character is told at its row', () => {
  expect(read(`number,note\n${number(1)},a\u0000b\n${number(2)},fine`).wrong).toEqual(['2 row.control_character']);
});

test('amounts: what may be two things is refused unless the sign was told once', () => {
  const file = (...cells: string[]) =>
    `number;face_value\n${cells.map((cell, n) => `${number(n)};${cell}`).join('\n')}`;
  expect(faces(file('1,000'))).toEqual(['face_value.ambiguous']);
  expect(faces(file('1,000'), { decimalSign: 'point' })).toEqual(['100000']);
  expect(faces(file('1,000'), { decimalSign: 'comma' })).toEqual(['100']);
  expect(faces(file('1.000,00', '1.000', '12,5', '50'))).toEqual(['100000', '100000', '1250', '5000']);
  expect(faces(file('1,000.00', '12,5'))).toEqual(['100000', 'face_value.mixed']);
  expect(faces(file('1.000.000', '1.5'))).toEqual(['100000000', 'face_value.mixed']);
  expect(faces(file('1e3', '-5', '0', '0.001', '12.345.6', '99999999999999999', '1 000', '12.50'))).toEqual([
    'face_value.scientific',
    'face_value.malformed',
    'face_value.zero',
    'face_value.ambiguous',
    'face_value.malformed',
    'face_value.too_large',
    '100000',
    '1250',
  ]);
});

test('the other columns are checked too', () => {
  const header = 'number,type,range,phone,currency,valid_until,serial,member_external_id';
  const rows = [
    `${number(1)},Gift,gift-1,600 123 456,eur,2027-12-31,A-1,c-1`,
    `${number(2)},bonus,gift-2,12,USD,31/12/2027,#,${'x'.repeat(101)}`,
    `${number(3)},,,,,2026-11-21,,`,
  ];
  const { wrong, rows: read1 } = read([header, ...rows].join('\n'));
  expect(read1?.[0]).toMatchObject({ card: { phone: '+34600123456', validUntil: '2027-12-31', serial: 'A-1' } });
  expect(wrong).toEqual([
    '3 serial.malformed',
    '3 phone.malformed',
    '3 member_external_id.malformed',
    '3 valid_until.malformed',
    '3 type.other',
    '4 valid_until.past',
  ]);
});

test('a separator that Excel tells in the first line is skipped', () => {
  const { rows, understood } = read(`sep=;\r\nnumber;note\r\n${number(1)};x`);
  expect(understood?.separator).toBe(';');
  expect(rows?.[0]?.line).toBe(3);
});
