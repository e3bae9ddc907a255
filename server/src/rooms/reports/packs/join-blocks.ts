import { assert } from '../../../kernel/assert.ts';
import type { BlockRow } from '../store/pack.ts';
import type { Block } from './pack.ts';

/** Numbers of eight bytes; as plain numbers, which are ten times as fast, where none would lose its last digit. */
export type Wide = Float64Array | BigInt64Array;

/** A block with its columns as wide as they came. */
export type WideBlock = {
  readonly block: Block;
  /** Days count from 2000. */
  readonly days: Int32Array;
  readonly outlets: Int32Array;
  readonly terminals: Int32Array;
  readonly cashiers: Int32Array;
  readonly ranges: Int32Array;
  readonly amounts: Wide;
  readonly earned: Wide;
  readonly spent: Wide;
  readonly loaded: Wide;
  readonly expired: Wide;
  readonly rest: Wide;
  readonly marks: readonly Int32Array[];
};

/** Puts the blocks of several lanes together: those that are alike become one, column by column in the same order. */
export function joinBlocks(rows: readonly BlockRow[]): WideBlock[] {
  const alike = Map.groupBy(rows, ({ kind, unit, currency, is_head, is_offline }) =>
    [kind, unit, currency, is_head, is_offline].join(' '),
  );
  return [...alike.values()].map((some) => {
    const [{ kind, unit, currency, is_head: isHead, is_offline: isOffline }] = some;
    const count = some.reduce((sum, row) => sum + row.rows, 0);
    const four = (pick: (row: BlockRow) => string) => fours(some.map(pick), count);
    const eight = (pick: (row: BlockRow) => string) => eights(some.map(pick), count);
    return {
      block: { kind, unit, currency, isHead, isOffline, rows: count },
      days: four((row) => row.days),
      outlets: four((row) => row.outlets),
      terminals: four((row) => row.terminals),
      cashiers: four((row) => row.cashiers),
      ranges: four((row) => row.ranges),
      amounts: eight((row) => row.amounts),
      earned: eight((row) => row.earned),
      spent: eight((row) => row.spent),
      loaded: eight((row) => row.loaded),
      expired: eight((row) => row.expired),
      rest: eight((row) => row.rest),
      marks: some.flatMap((row) => lists(row.marks, row.rows)),
    };
  });
}

/** The bytes of texts one behind the other, at an address where typed arrays may begin. */
function joined(texts: readonly string[], size: number): Buffer {
  const all = Buffer.alloc(size);
  let at = 0;
  for (const text of texts) at += all.write(text, at, 'base64');
  assert(at === size, 'a column has a number for each line');
  return all;
}

function fours(texts: readonly string[], count: number): Int32Array {
  const bytes = joined(texts, 4 * count).swap32();
  return new Int32Array(bytes.buffer, bytes.byteOffset, count);
}

const HIGH = 2 ** 32;
// Numbers are whole up to 2^53.
const HIGH_MAX = 2 ** 20;

function eights(texts: readonly string[], count: number): Wide {
  const bytes = joined(texts, 8 * count).swap64();
  const halves = new Int32Array(bytes.buffer, bytes.byteOffset, 2 * count);
  const numbers = new Float64Array(count);
  for (let n = 0; n < count; n++) {
    const high = halves[2 * n + 1];
    if (high >= HIGH_MAX || high < -HIGH_MAX) return new BigInt64Array(bytes.buffer, bytes.byteOffset, count);
    numbers[n] = high * HIGH + (halves[2 * n] >>> 0);
  }
  return numbers;
}

// How PostgreSQL sends an array: dimensions, whether there are nulls, type; of the one dimension size and first; then each with its length.
const EMPTY_BYTES = 12;
const SIZE_AT = 12;
const ITEMS_AT = 20;
const ITEM_BYTES = 8;

function lists(text: string, count: number): Int32Array[] {
  const bytes = Buffer.from(text, 'base64');
  let at = 0;
  return Array.from({ length: count }, () => {
    if (bytes.readInt32BE(at) === 0) {
      at += EMPTY_BYTES;
      return new Int32Array(0);
    }
    const list = new Int32Array(bytes.readInt32BE(at + SIZE_AT));
    at += ITEMS_AT;
    for (let n = 0; n < list.length; n++, at += ITEM_BYTES) list[n] = bytes.readInt32BE(at + 4);
    return list;
  });
}
