import { describe, expect, test } from 'vitest';
import { packColumn, unpackColumn, type Packed } from './column.ts';
import { anyOf, packPosting, unpackPosting } from './posting.ts';
import { keepMarked, keepWanted, sumOf, wantedOf, type Left } from './select-rows.ts';

const into = (): Uint16Array => new Uint16Array(64);
const all = (count: number): Left => ({ rows: undefined, count });
const rowsOf = ({ rows, count }: Left): number[] =>
  rows === undefined ? Array.from({ length: count }, (_, n) => n) : [...rows.subarray(0, count)];
const one = (...values: bigint[]): Packed => {
  const bytes = packColumn([BigInt64Array.from([0n, 99n]), BigInt64Array.from(values)]);
  return unpackColumn(bytes, [2, values.length])[1];
};

/** Each by another width: none, one, two and four bytes above the least, and whole ones. */
const COLUMNS: readonly (readonly [string, bigint[]])[] = [
  ['one value', [-7n, -7n, -7n]],
  ['a byte', [-5n, 250n, 0n]],
  ['two bytes', [1n, 65_000n, 300n]],
  ['four bytes', [-1n, 4_000_000_000n, 5n]],
  ['whole ones', [-(2n ** 62n), 2n ** 62n, 3n]],
];

describe('a column', () => {
  test.each(COLUMNS)('of %s adds up to the unit, whole and in part', (_, values) => {
    const column = one(...values);
    expect(sumOf(column, all(3))).toBe(values[0] + values[1] + values[2]);
    expect(sumOf(column, { rows: Uint16Array.of(0, 2), count: 2 })).toBe(values[0] + values[2]);
  });

  test.each(COLUMNS)('of %s gives the rows between two numbers, both meant, and open at either end', (_, values) => {
    const column = one(...values);
    const bounds = [undefined, -(2n ** 63n), ...values, ...values.map((value) => value + 1n), 2n ** 63n - 1n];
    for (const from of bounds) {
      for (const to of bounds) {
        const meant = [0, 1, 2].filter(
          (n) => (from === undefined || values[n] >= from) && (to === undefined || values[n] <= to),
        );
        const kept = keepWanted(column, { from, to }, all(3), into());
        expect(kept.count === 0 ? [] : rowsOf(kept)).toEqual(meant);
        const some = keepWanted(column, { from, to }, { rows: Uint16Array.of(0, 2), count: 2 }, into());
        expect(some.count === 0 ? [] : rowsOf(some)).toEqual(meant.filter((n) => n !== 1));
      }
    }
  });

  test('gives the rows of numbers that follow each other, that do not, and that lie far apart', () => {
    const column = one(3n, 4n, 5n, 9n, 2_000_000_000n);
    const rows = (numbers: number[]) => {
      const kept = keepWanted(column, wantedOf(numbers)!, all(5), into());
      return kept.count === 0 ? [] : rowsOf(kept);
    };
    expect(rows([5, 4])).toEqual([1, 2]);
    expect(rows([3, 9, 1])).toEqual([0, 3]);
    expect(rows([3, 2_000_000_000])).toEqual([0, 4]);
    expect(rows([6, 8])).toEqual([]);
    expect(wantedOf([])).toBeUndefined();
  });
});

describe('a posting', () => {
  test('is a list while it is short, else bits, and gives the same rows', () => {
    const few = unpackPosting(packPosting([1, 40], 64));
    const many = unpackPosting(packPosting([1, 2, 3, 40, 41, 63], 64));
    expect(few).toBeInstanceOf(Uint16Array);
    expect(many).toHaveProperty('bits');
    const rows = (bits: Uint8Array, from = 0, left = all(64 - from)) =>
      rowsOf(keepMarked(bits, from, left, into())).map((row) => row + from);
    expect(rows(anyOf([few], 64))).toEqual([1, 40]);
    expect(rows(anyOf([many], 64))).toEqual([1, 2, 3, 40, 41, 63]);
    expect(rows(anyOf([few, unpackPosting(packPosting([7], 64))], 64))).toEqual([1, 7, 40]);
    // A block that begins behind others finds its own bits.
    expect(rows(anyOf([many], 64), 40)).toEqual([40, 41, 63]);
    expect(rowsOf(keepMarked(anyOf([many], 64), 0, { rows: Uint16Array.of(0, 3, 41), count: 3 }, into()))).toEqual([
      3, 41,
    ]);
  });

  test('of one mark is not changed by asking for another with it', () => {
    const bytes = packPosting([0, 1, 2, 3, 4, 5], 64);
    anyOf([unpackPosting(bytes), unpackPosting(packPosting([60], 64))], 64);
    expect(rowsOf(keepMarked(anyOf([unpackPosting(bytes)], 64), 0, all(64), into()))).toEqual([0, 1, 2, 3, 4, 5]);
  });
});
