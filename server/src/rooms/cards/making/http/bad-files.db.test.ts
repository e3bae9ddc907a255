import { deflateRawSync, gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileNumber, makeCardFileHouse, type CardFileHouse } from '../../../../../test/card-files.ts';
import { assert } from '../../../../kernel/assert.ts';
import { instantFromIso } from '../../../../kernel/instant.ts';
import { manualClock } from '../../../../platform/clock.ts';

const clock = manualClock(instantFromIso('2026-11-22T08:00:00Z')!);
let house: CardFileHouse;

beforeAll(async () => {
  house = await makeCardFileHouse({ clock });
  // A card that was there before any of these files.
  assert((await house.confirmed(`number\n${fileNumber(0)}\n`)) === 'released', 'the first card is made');
});
afterAll(() => house.close());

type Numbers = (n: number) => string;
type Case = {
  readonly name: string;
  readonly file: (number: Numbers) => string | Buffer;
  readonly query?: Readonly<Record<string, string>>;
} & (
  | { readonly refused: string; readonly facts?: Readonly<Record<string, string>> }
  // What of its rows is wrong, and how many are not.
  | {
      readonly flaws: readonly string[];
      readonly right: number;
      readonly understood?: Readonly<Record<string, unknown>>;
    }
);

const TEN_MB = 10 * 2 ** 20;
const zip = (text: string): Buffer =>
  Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(26), deflateRawSync(text)]);

const CASES: readonly Case[] = [
  {
    name: 'a byte order mark of UTF-8',
    file: (n) => `\uFEFFnumber,note\r\n${n(1)},año\r\n${n(2)},\r\n`,
    ...{ flaws: [], right: 2, understood: { encoding: 'utf-8', encodingBy: 'bom', lineEnds: 'crlf' } },
  },
  ...(['utf-16le', 'utf-16be'] as const).flatMap((encoding): Case[] => [
    {
      name: `${encoding} with its mark`,
      file: (n) => iconv.encode(`number;note\r\n${n(1)};ñandú\r\n`, encoding, { addBOM: true }),
      ...{ flaws: [], right: 1, understood: { encoding, encodingBy: 'bom', separator: 'semicolon' } },
    },
    {
      name: `${encoding} without a mark`,
      file: (n) => iconv.encode(`number,note\n${n(1)},x\n${n(2)},y`, encoding),
      ...{ flaws: [], right: 2, understood: { encoding, encodingBy: 'bytes' } },
    },
  ]),
  {
    name: 'UTF-8 that is told to be UTF-16',
    file: (n) => `\uFEFFnumber\n${n(1)}\n`,
    query: { encoding: 'utf-16le' },
    ...{ refused: 'cards.file.encoding_wrong', facts: { encoding: 'utf-16le' } },
  },
  {
    name: 'a NUL in a cell',
    file: (n) => `number,note\n${n(1)},a\u0000b\n${n(2)},c\n`,
    ...{ flaws: ['2 row.control_character'], right: 1 },
  },
  { name: 'nothing but NULs', file: () => Buffer.alloc(5_000), refused: 'cards.file.binary' },
  {
    name: 'a line of 10 MB',
    file: (n) => `number,note\n${n(1)},x\n${n(2)},${'x'.repeat(TEN_MB)}\n${n(3)},\n`,
    ...{ refused: 'cards.file.line_too_long', facts: { line: '3' } },
  },
  {
    name: 'a line of 10 MB in quotes',
    file: (n) => `number,note\n${n(1)},"${'x'.repeat(TEN_MB)}"\n`,
    ...{ refused: 'cards.file.quote_open', facts: { line: '2' } },
  },
  {
    name: 'a header of 10 MB',
    file: () => 'n'.repeat(TEN_MB),
    ...{ refused: 'cards.file.line_too_long', facts: { line: '1' } },
  },
  {
    name: 'a header of 100,000 columns',
    file: (n) => `number${',note'.repeat(99_999)}\n${n(1)}\n`,
    ...{ refused: 'cards.file.line_too_long', facts: { line: '1' } },
  },
  {
    name: 'a header of sixty columns, which is no long line',
    file: (n) => `number${',note'.repeat(59)}\n${n(1)}\n`,
    ...{ refused: 'cards.file.too_many_columns', facts: { max: '50' } },
  },
  {
    name: 'a row of 100,000 columns',
    file: (n) => `number\n${n(1)}\n${n(2)}${',x'.repeat(99_999)}\n`,
    ...{ refused: 'cards.file.line_too_long', facts: { line: '3' } },
  },
  {
    name: 'a row of a hundred columns more than the header',
    file: (n) => `number\n${n(1)}\n${n(2)}${',x'.repeat(100)}\n`,
    ...{ flaws: ['3 row.too_many_cells'], right: 1 },
  },
  {
    name: 'a quote that is never closed',
    file: (n) => `number,note\n${n(1)},"open\n${n(2)},x\n`,
    ...{ refused: 'cards.file.quote_open', facts: { line: '2' } },
  },
  {
    name: 'a quote that the end of the file leaves open',
    file: (n) => `number,note\n${n(1)},x\n${n(2)},"`,
    ...{ refused: 'cards.file.quote_open', facts: { line: '3' } },
  },
  {
    name: 'text behind a closing quote',
    file: (n) => `number,note\n${n(1)},"a"b\n`,
    ...{ refused: 'cards.file.quote_stray', facts: { line: '2' } },
  },
  {
    name: 'line ends of three kinds',
    file: (n) => `number\r\n${n(1)}\n${n(2)}\r${n(3)}\r\n12\r${n(4)}`,
    ...{ flaws: ['5 number.malformed'], right: 4, understood: { lineEnds: 'mixed' } },
  },
  {
    name: 'a header that stands twice, in another case',
    file: (n) => `number,note,Number\n${n(1)},x,${n(2)}\n`,
    ...{ refused: 'cards.file.header_duplicate', facts: { name: 'number' } },
  },
  {
    name: 'numbers as a spreadsheet shortens them',
    file: (n) => `number;face_value\n7,77E+11;10\n7.77000E+11;10\n${n(1)};1E+3\n${n(2)};10\n`,
    ...{ flaws: ['2 number.scientific', '3 number.scientific', '4 face_value.scientific'], right: 1 },
  },
  {
    name: '1,000 beside 1.000,00, where nothing is told',
    file: (n) => `number;face_value\n${n(1)};1,000\n${n(2)};1.000,00\n`,
    ...{ flaws: ['2 face_value.ambiguous'], right: 1, understood: { decimalSign: 'comma' } },
  },
  {
    name: '1,000 beside 1.000,00, where the point is told',
    file: (n) => `number;face_value\n${n(1)};1,000\n${n(2)};1.000,00\n`,
    query: { decimalSign: 'point' },
    ...{ flaws: ['3 face_value.mixed'], right: 1, understood: { decimalSign: 'point' } },
  },
  {
    name: '1,000 beside 1.000,00, where the comma is told',
    file: (n) => `number;face_value\n${n(1)};1,000\n${n(2)};1.000,00\n`,
    query: { decimalSign: 'comma' },
    ...{ flaws: [], right: 2, understood: { decimalSign: 'comma' } },
  },
  {
    name: 'a number three times, once with spaces, and a serial twice',
    file: (n) => `number,serial\n${n(1)},A\n${n(2)},A\n${n(1)},B\n${n(1).replace(/(.{4})/g, '$1 ')},C\n`,
    ...{ flaws: ['3 serial.twice', '4 number.twice', '5 number.twice'], right: 1 },
  },
  {
    name: 'a number that a card has already',
    file: (n) => `number\n${n(1)}\n${fileNumber(0)}\n${n(2)}\n`,
    ...{ flaws: ['3 number.taken'], right: 2 },
  },
  {
    name: 'a formula in place of a number',
    file: (n) => `number,note\n"=HYPERLINK(""https://example.com"",""x"")",x\n${n(1)},x\n`,
    ...{ flaws: ['2 number.malformed'], right: 1 },
  },
  {
    name: 'a file packed by gzip',
    file: (n) => gzipSync(`number\n${n(1)}\n`),
    ...{ refused: 'cards.file.compressed', facts: { kind: 'gzip' } },
  },
  {
    name: 'a file packed by zip, as a workbook is',
    file: (n) => zip(`number\n${n(1)}\n`),
    ...{ refused: 'cards.file.compressed', facts: { kind: 'zip' } },
  },
  {
    name: 'a packed file that would be a thousand times as large',
    file: () => gzipSync(Buffer.alloc(TEN_MB)),
    refused: 'cards.file.compressed',
  },
  { name: 'an empty file', file: () => '', refused: 'cards.file.empty' },
  { name: 'a header and no row', file: () => 'number,pin\r\n', refused: 'cards.file.no_rows' },
];

test.each(CASES.map((one, at) => ({ ...one, at })))('$name', async ({ at, ...one }) => {
  // Numbers of its own, so that no case meets another one's cards.
  const number: Numbers = (n) => fileNumber(100 * (at + 1) + n);
  const before = await house.stock();
  const { path, told } = await house.check(one.file(number), one.query);
  if ('refused' in one) {
    expect(told).toMatchObject({
      ...{ state: 'refused', rows: { done: 0 } },
      refusal: { code: one.refused, ...(one.facts && { facts: one.facts }) },
    });
    expect(await house.send(`POST ${path}/code`)).toMatchObject({
      status: 409,
      body: { code: 'cards.file.unfit_state' },
    });
    expect(await house.stock()).toBe(before);
    return;
  }
  expect(await house.errors(path)).toEqual(one.flaws);
  const rows = { total: one.right + one.flaws.length, wrong: one.flaws.length };
  expect(told).toMatchObject({ state: 'checked', rows, ...(one.understood && { understood: one.understood }) });
  if (one.flaws.length > 0) {
    expect(await house.send(`POST ${path}/code`)).toMatchObject({
      status: 409,
      body: { code: 'cards.file.rows_wrong' },
    });
    await house.making.work();
    expect(await house.stock()).toBe(before);
  }
  await house.send(`POST ${path}/abandon`);
  // With its wrong rows left out, or none at all, it is made.
  expect(await house.confirmed(one.file(number), { ...one.query, mode: 'valid' })).toBe('released');
  expect(await house.stock()).toBe(before + one.right);
});

test('amounts of a file are worth what its sign says, and no cell of a download is a formula', async () => {
  const notes = ['=1+1', '+34', '-2+3', '@SUM(A1)', "=cmd|' /C calc'!A0", 'plain'];
  const rows = notes.map((note, at) => `${fileNumber(900_000 + at)};1.000,00;"${note}"`);
  const { path } = await house.check(`number;face_value;note\n${rows.join('\n')}`);
  await house.send(`POST ${path}/code`);
  await house.send(`POST ${path}/confirm`, { code: await house.mailedCode() });
  await house.making.work();
  const lines = (await house.send(`GET ${path}/cards.csv`)).text.trimEnd().split('\r\n').slice(1);
  expect(lines.map((line) => line.split(',').at(-1))).toEqual([
    ...notes.slice(0, 5).map((note) => `'${note}`),
    'plain',
  ]);
  for (const line of lines) {
    expect(line.split(',')[4]).toBe('1000.00');
    for (const cell of line.split(',')) expect(cell).not.toMatch(/^"?[=+\-@\t\r]/);
  }
});
