// Reads Code 128 and EAN-13 off a picture, by the tables of ISO/IEC 15417 and 15420, to prove what was drawn.

import { boxOf, type Picture } from './picture.ts';

/** Dark and light by turns, in modules, and the white left and right of it. */
type Bars = { readonly widths: readonly number[]; readonly quiet: number };

function barsOf(picture: Picture): Bars {
  const { left, right, top, bottom } = boxOf(picture);
  const y = (top + bottom) >> 1;
  const runs: number[] = [];
  for (let x = left, dark = true; x < right; dark = !dark) {
    const from = x;
    while (x < right && picture.isDark(x, y) === dark) x += 1;
    runs.push(x - from);
  }
  const module = Math.min(...runs);
  const widths = runs.map((run) => run / module);
  if (!widths.every(Number.isInteger)) throw new Error('bars that are no whole modules');
  return { widths, quiet: Math.min(left, picture.width - right) / module };
}

const CODE_128 = (
  '212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 ' +
  '123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 ' +
  '232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 ' +
  '313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 ' +
  '111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 ' +
  '111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 ' +
  '114311 411113 411311 113141 114131 311141 411131 211412 211214 211232'
).split(' ');
const STOP = '2331112';
const START_A = 103;
const SETS = ['A', 'B', 'C'] as const;

/** The text of a Code 128. Throws where check symbol or structure do not fit. */
export function readCode128(picture: Picture): { readonly text: string; readonly quiet: number } {
  const { widths, quiet } = barsOf(picture);
  const signs = widths.join('');
  if (!signs.endsWith(STOP) || (signs.length - STOP.length) % 6 !== 0) throw new Error('no Code 128');
  const values = (signs.slice(0, -STOP.length).match(/.{6}/g) ?? []).map((one) => CODE_128.indexOf(one));
  const [start = -1, ...rest] = values;
  const check = rest.pop();
  const sum = rest.reduce((all, value, at) => all + value * (at + 1), start);
  if (values.includes(-1) || sum % 103 !== check) throw new Error('a check symbol that does not fit');
  let set: (typeof SETS)[number] | undefined = SETS[start - START_A];
  let text = '';
  for (const value of rest) {
    if (set === 'C' && value < 100) text += String(value).padStart(2, '0');
    else if (value === 99) set = 'C';
    else if (value === 100 && set !== 'B') set = 'B';
    else if (value === 101 && set !== 'A') set = 'A';
    else if (set === 'B' && value < 96) text += String.fromCharCode(value + 32);
    else if (set === 'A' && value < 64) text += String.fromCharCode(value + 32);
    else throw new Error(`a symbol that stands for no text: ${value}`);
  }
  return { text, quiet };
}

const DIGITS = ['3211', '2221', '2122', '1411', '1132', '1231', '1114', '1312', '1213', '3112'];
const MIRRORED = DIGITS.map((widths) => [...widths].reverse().join(''));
/** Which of the six on the left are mirrored: by that the first digit is said. */
const FIRST = ['000000', '001011', '001101', '001110', '010011', '011001', '011100', '010101', '010110', '011010'];

/** The thirteen digits of an EAN-13. Throws where structure or check digit do not fit. */
export function readEan13(picture: Picture): { readonly text: string; readonly quiet: number } {
  const { widths, quiet } = barsOf(picture);
  const signs = widths.join('');
  const parts = /^111(.{24})11111(.{24})111$/.exec(signs);
  if (!parts) throw new Error('no EAN-13');
  const signsOf = (half: string | undefined): string[] => half?.match(/.{4}/g) ?? [];
  const [left, right] = [signsOf(parts[1]), signsOf(parts[2])];
  const first = FIRST.indexOf(left.map((one) => (MIRRORED.includes(one) ? 1 : 0)).join(''));
  const digits = [
    first,
    ...left.map((one) => Math.max(DIGITS.indexOf(one), MIRRORED.indexOf(one))),
    ...right.map((one) => DIGITS.indexOf(one)),
  ];
  const sum = digits.reduce((all, digit, at) => all + digit * (at % 2 === 0 ? 1 : 3), 0);
  if (digits.includes(-1) || sum % 10 !== 0) throw new Error('a check digit that does not fit');
  return { text: digits.join(''), quiet };
}
