import { expect, test } from 'vitest';
import type { BlockRow } from '../store/pack.ts';
import { packColumn, unpackColumn } from './column.ts';
import { joinBlocks } from './join-blocks.ts';
import { sumOf } from './select-rows.ts';

const four = (...numbers: number[]): string => {
  const bytes = Buffer.alloc(4 * numbers.length);
  for (const [n, number] of numbers.entries()) bytes.writeInt32BE(number, 4 * n);
  return bytes.toString('base64');
};
const eight = (...numbers: bigint[]): string => {
  const bytes = Buffer.alloc(8 * numbers.length);
  for (const [n, number] of numbers.entries()) bytes.writeBigInt64BE(number, 8 * n);
  return bytes.toString('base64');
};
/** Arrays as PostgreSQL sends them. */
const marksOf = (...lists: number[][]): string => {
  const parts = lists.map((list) => {
    if (list.length === 0) return four(0, 0, 23);
    return four(1, 0, 23, list.length, 1, ...list.flatMap((mark) => [4, mark]));
  });
  return Buffer.concat(parts.map((part) => Buffer.from(part, 'base64'))).toString('base64');
};

const row = (kind: number, numbers: bigint[], lists: number[][]): BlockRow => {
  const small = four(...numbers.map((_, n) => kind * 10 + n));
  const large = eight(...numbers);
  return {
    ...{ kind, unit: 1, currency: 2, is_head: true, is_offline: false, rows: numbers.length },
    ...{ days: small, outlets: small, terminals: small, cashiers: small, ranges: small },
    ...{ amounts: large, earned: large, spent: large, loaded: large, expired: large, rest: large },
    marks: marksOf(...lists),
  };
};

test('blocks of several lanes that are alike become one, column by column in the same order', () => {
  const blocks = joinBlocks([row(1, [-5n, 7n], [[3, 4], []]), row(2, [1n], [[9]]), row(1, [2n], [[5]])]);
  expect(blocks.map(({ block }) => [block.kind, block.rows])).toEqual([
    [1, 3],
    [2, 1],
  ]);
  expect([...blocks[0].outlets]).toEqual([10, 11, 10]);
  expect([...blocks[0].amounts]).toEqual([-5, 7, 2]);
  expect(blocks[0].marks.map((list) => [...list])).toEqual([[3, 4], [], [5]]);
});

// What numbers hold to the last digit, what they do not, and the ends of both.
test.each([[2n ** 31n], [2n ** 32n + 1n], [2n ** 52n - 1n], [2n ** 52n], [2n ** 53n + 1n], [2n ** 62n + 1n]])(
  'amounts around %s are packed to the unit',
  (large) => {
    const numbers = [large, -large, large - 1n, -large - 1n];
    const [{ amounts }] = joinBlocks([row(1, numbers, [[], [], [], []])]);
    const [packed] = unpackColumn(packColumn([amounts]), [4]);
    for (const [n, number] of numbers.entries())
      expect(sumOf(packed, { rows: Uint16Array.of(n), count: 1 })).toBe(number);
  },
);
