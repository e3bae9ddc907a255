// Reads a QR code of the first three versions off a picture, by ISO/IEC 18004, to prove what was drawn. Nothing is corrected: a code that
// was drawn by a program has no errors, and one with any is refused.

import { boxOf, type Picture } from './picture.ts';

type Grid = { readonly size: number; readonly isDark: (row: number, column: number) => boolean };

const FINDER = 7;

/** The modules, and the white around in modules. */
function gridOf(picture: Picture): Grid & { readonly quiet: number } {
  const { left, top, right, bottom } = boxOf(picture);
  let run = 0;
  while (picture.isDark(left + run, top)) run += 1;
  const module = run / FINDER;
  const size = (right - left) / module;
  if (!Number.isInteger(module) || !Number.isInteger(size) || right - left !== bottom - top)
    throw new Error('no QR code');
  return {
    size,
    isDark: (row, column) => picture.isDark(left + (column + 0.5) * module, top + (row + 0.5) * module),
    quiet: Math.min(left, top, picture.width - right, picture.height - bottom) / module,
  };
}

const FORMAT_MASK = 0x5412;
const FORMAT_PLACES: readonly (readonly [number, number])[] = [
  ...[0, 1, 2, 3, 4, 5, 7, 8].map((column) => [8, column] as const),
  ...[7, 5, 4, 3, 2, 1, 0].map((row) => [row, 8] as const),
];

/** The fifteen bits that say level and mask, which are a code of their own. */
function formatOf({ isDark }: Grid): { readonly level: number; readonly mask: number } {
  const read = FORMAT_PLACES.reduce((bits, [row, column]) => (bits << 1) | Number(isDark(row, column)), 0);
  for (let data = 0; data < 32; data += 1) {
    let rest = data << 10;
    for (let at = 14; at >= 10; at -= 1) if ((rest >> at) & 1) rest ^= 0x537 << (at - 10);
    if ((((data << 10) | rest) ^ FORMAT_MASK) === read) return { level: data >> 3, mask: data & 7 };
  }
  throw new Error('a format that is none');
}

const MASKS: readonly ((row: number, column: number) => boolean)[] = [
  (i, j) => (i + j) % 2 === 0,
  (i) => i % 2 === 0,
  (_, j) => j % 3 === 0,
  (i, j) => (i + j) % 3 === 0,
  (i, j) => (Math.floor(i / 2) + Math.floor(j / 3)) % 2 === 0,
  (i, j) => ((i * j) % 2) + ((i * j) % 3) === 0,
  (i, j) => (((i * j) % 2) + ((i * j) % 3)) % 2 === 0,
  (i, j) => (((i + j) % 2) + ((i * j) % 3)) % 2 === 0,
];

/** Whether a module is a part of the frame: finders with their formats, timing, and from version 2 on one alignment pattern. */
function isFrame(size: number, row: number, column: number): boolean {
  const isFinder = (row < 9 && (column < 9 || column >= size - 8)) || (row >= size - 8 && column < 9);
  const align = size - 7;
  const isAlignment = size > 21 && Math.abs(row - align) <= 2 && Math.abs(column - align) <= 2;
  return isFinder || isAlignment || row === 6 || column === 6;
}

/** The codewords in the order in which they stand: two columns at a time from the right, upwards and downwards by turns. */
function codewordsOf(grid: Grid, mask: number): number[] {
  const { size } = grid;
  const bits: number[] = [];
  let isUp = true;
  for (let right = size - 1; right > 0; right -= 2, isUp = !isUp) {
    if (right === 6) right -= 1;
    for (let n = 0; n < size; n += 1) {
      const row = isUp ? size - 1 - n : n;
      for (const column of [right, right - 1])
        if (!isFrame(size, row, column)) bits.push(Number(grid.isDark(row, column) !== MASKS[mask]!(row, column)));
    }
  }
  return Array.from({ length: bits.length >> 3 }, (_, at) =>
    bits.slice(at * 8, at * 8 + 8).reduce((byte, bit) => (byte << 1) | bit, 0),
  );
}

type Blocks = readonly [count: number, correction: number];
// By size and level as the format says it (0 M, 1 L, 2 H, 3 Q): how many blocks, all of one length, and codewords of correction in each.
const BLOCKS: Readonly<Record<number, readonly Blocks[]>> = {
  21: [
    [1, 10],
    [1, 7],
    [1, 17],
    [1, 13],
  ],
  25: [
    [1, 16],
    [1, 10],
    [1, 28],
    [1, 22],
  ],
  29: [
    [1, 26],
    [1, 15],
    [2, 22],
    [2, 18],
  ],
};

/** Throws unless the codewords are a code of Reed and Solomon over GF(256). */
function proveBlock(codewords: readonly number[], correction: number): void {
  const power: number[] = [1];
  for (let n = 1; n < 255; n += 1) power.push((power[n - 1]! << 1) ^ (power[n - 1]! & 128 ? 0x11d : 0));
  const times = (a: number, b: number): number =>
    a === 0 || b === 0 ? 0 : power[(power.indexOf(a) + power.indexOf(b)) % 255]!;
  for (let n = 0; n < correction; n += 1)
    if (codewords.reduce((sum, word) => times(sum, power[n]!) ^ word, 0) !== 0)
      throw new Error('a codeword was changed');
}

const ALPHANUMERIC = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

function textOf(data: readonly number[]): string {
  const bits = data.map((byte) => byte.toString(2).padStart(8, '0')).join('');
  let at = 0;
  const take = (count: number): number => Number.parseInt(bits.slice(at, (at += count)) || '0', 2);
  let text = '';
  while (at + 4 <= bits.length) {
    const mode = take(4);
    if (mode === 0) break;
    if (mode === 1) {
      let left = take(10);
      for (; left >= 3; left -= 3) text += String(take(10)).padStart(3, '0');
      if (left > 0) text += String(take(left === 2 ? 7 : 4)).padStart(left, '0');
    } else if (mode === 2) {
      let left = take(9);
      for (; left >= 2; left -= 2) {
        const pair = take(11);
        text += ALPHANUMERIC[Math.floor(pair / 45)]! + ALPHANUMERIC[pair % 45]!;
      }
      if (left > 0) text += ALPHANUMERIC[take(6)]!;
    } else if (mode === 4) text += Buffer.from(Array.from({ length: take(8) }, () => take(8))).toString('latin1');
    else throw new Error(`a segment of another mode: ${mode}`);
  }
  return text;
}

/** The text of a QR code of version 1 to 3, and the white around it in modules. Throws for anything that is not read for certain. */
export function readQr(picture: Picture): { readonly text: string; readonly quiet: number } {
  const grid = gridOf(picture);
  const { level, mask } = formatOf(grid);
  const [count, correction] = BLOCKS[grid.size]?.[level] ?? [0, 0];
  if (count === 0) throw new Error(`a QR code of ${grid.size} modules and level ${level}`);
  const codewords = codewordsOf(grid, mask);
  // One of each block by turns: the blocks are of one length.
  const blocks = Array.from({ length: count }, (_, n) => codewords.filter((__, at) => at % count === n));
  for (const block of blocks) proveBlock(block, correction);
  return { text: textOf(blocks.flatMap((block) => block.slice(0, block.length - correction))), quiet: grid.quiet };
}
