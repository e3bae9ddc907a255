import type { Packed } from './column.ts';

/** The rows of a block that are left: the first `count` of `rows`, or all of them while there is no list. */
export type Left = { readonly rows: Uint16Array | undefined; readonly count: number };

export const NONE: Left = { rows: undefined, count: 0 };

/** Numbers that are wanted: all of a stretch, those of a table in which `first` stands behind the margin, or those of a set. */
export type Wanted =
  | { readonly from: bigint | undefined; readonly to: bigint | undefined }
  | { readonly first: number; readonly table: Uint8Array }
  | { readonly numbers: ReadonlySet<number> };

// A table is looked into ten times as fast as a set, and this large one is filled in no time.
const TABLE_MAX = 1_000_000;
// Before the first and behind the last stands nothing for as far as two bytes reach: nobody asks whether a number is beyond the table.
const MARGIN = 0x10000;

/** These numbers, as a stretch where they follow upon each other. Undefined when there are none. */
export function wantedOf(numbers: readonly number[]): Wanted | undefined {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  if (sorted.length === 0) return undefined;
  const [first, last] = [sorted[0], sorted.at(-1)!];
  if (last - first === sorted.length - 1) return { from: BigInt(first), to: BigInt(last) };
  if (last - first >= TABLE_MAX) return { numbers: new Set(sorted) };
  const table = new Uint8Array(last - first + 1 + 2 * MARGIN);
  for (const number of sorted) table[number - first + MARGIN] = 1;
  return { first, table };
}

/** Those of the rows whose number is wanted. `into` is where they are listed. */
export function keepWanted(column: Packed, wanted: Wanted, left: Left, into: Uint16Array): Left {
  if ('table' in wanted) return keepOfTable(column, wanted, left, into);
  if ('numbers' in wanted) return keepIf((row) => wanted.numbers.has(numberOf(column, row)), left, into);
  const { from, to } = wanted;
  if ('whole' in column) return keepWhole(column.whole, from, to, left, into);
  const { base, above } = column;
  // Measured from the base, and no further than numbers go: what lies above is at most four bytes.
  const least = from === undefined || from <= base ? 0 : Number(from - base);
  const most = to === undefined ? Number.MAX_SAFE_INTEGER : Number(to - base);
  if (above === undefined) return least === 0 && most >= 0 ? left : NONE;
  if (most < least) return NONE;
  return above.BYTES_PER_ELEMENT < 4
    ? keepBetween(above, least, Math.min(most, NARROW_MAX), left, into)
    : keepIf((row) => above[row] >= least && above[row] <= most, left, into);
}

const NARROW_MAX = 0xffff;

/**
 * Those between two numbers, out of a column of at most two bytes. The sign says whether a number is outside, and nothing is asked: of
 * scattered numbers a processor guesses many wrong, which takes longer than all the rest.
 */
function keepBetween(
  above: Uint8Array | Uint16Array | Uint32Array,
  least: number,
  most: number,
  left: Left,
  into: Uint16Array,
): Left {
  if (least > NARROW_MAX) return NONE;
  let count = 0;
  if (left.rows === undefined) {
    for (let row = 0; row < left.count; row++) {
      const value = above[row];
      into[count] = row;
      count += (((value - least) | (most - value)) >>> 31) ^ 1;
    }
  } else {
    for (let n = 0; n < left.count; n++) {
      const row: number = left.rows[n];
      const value = above[row];
      into[count] = row;
      count += (((value - least) | (most - value)) >>> 31) ^ 1;
    }
  }
  return { rows: into, count };
}

function keepWhole(
  whole: BigInt64Array,
  from: bigint | undefined,
  to: bigint | undefined,
  left: Left,
  into: Uint16Array,
): Left {
  let count = 0;
  for (let n = 0; n < left.count; n++) {
    const row = left.rows?.[n] ?? n;
    const value = whole[row];
    into[count] = row;
    if ((from === undefined || value >= from) && (to === undefined || value <= to)) count++;
  }
  return { rows: into, count };
}

function keepOfTable(
  column: Packed,
  { first, table }: { readonly first: number; readonly table: Uint8Array },
  left: Left,
  into: Uint16Array,
): Left {
  if ('whole' in column || column.above === undefined || column.above.BYTES_PER_ELEMENT > 2) {
    const isIn = (row: number): boolean => table[numberOf(column, row) - first + MARGIN] === 1;
    return keepIf(isIn, left, into);
  }
  const { above } = column;
  const shift = Number(column.base) - first + MARGIN;
  if (shift < 0 || shift >= table.length - MARGIN) return NONE;
  // Added and not asked whether, as in `keepBetween`.
  let count = 0;
  if (left.rows === undefined) {
    for (let row = 0; row < left.count; row++) {
      into[count] = row;
      count += table[above[row] + shift];
    }
  } else {
    for (let n = 0; n < left.count; n++) {
      const row: number = left.rows[n];
      into[count] = row;
      count += table[above[row] + shift];
    }
  }
  return { rows: into, count };
}

function keepIf(isIn: (row: number) => boolean, left: Left, into: Uint16Array): Left {
  let count = 0;
  for (let n = 0; n < left.count; n++) {
    const row = left.rows === undefined ? n : left.rows[n];
    into[count] = row;
    if (isIn(row)) count++;
  }
  return { rows: into, count };
}

const numberOf = (column: Packed, row: number): number => {
  if ('whole' in column) return Number(column.whole[row]);
  return column.above === undefined ? Number(column.base) : Number(column.base) + column.above[row];
};

/** Those of the rows that have a bit; the first row of the block has the bit `from`. */
export function keepMarked(bits: Uint8Array, from: number, left: Left, into: Uint16Array): Left {
  let count = 0;
  if (left.rows === undefined) {
    for (let row = 0; row < left.count; row++) {
      const at = from + row;
      into[count] = row;
      count += (bits[at >> 3] >> (at & 7)) & 1;
    }
  } else {
    for (let n = 0; n < left.count; n++) {
      const row: number = left.rows[n];
      const at = from + row;
      into[count] = row;
      count += (bits[at >> 3] >> (at & 7)) & 1;
    }
  }
  return { rows: into, count };
}

/** The sum of the numbers of these rows. */
export function sumOf(column: Packed, left: Left): bigint {
  if ('whole' in column) {
    let sum = 0n;
    for (let n = 0; n < left.count; n++) sum += column.whole[left.rows === undefined ? n : left.rows[n]];
    return sum;
  }
  const { base, above } = column;
  const bases = base * BigInt(left.count);
  if (above === undefined) return bases;
  // Not more than 2^16 rows of less than 2^32 each: far from where numbers lose their last digit.
  let sum = 0;
  if (left.rows === undefined) for (let n = 0; n < left.count; n++) sum += above[n];
  else for (let n = 0; n < left.count; n++) sum += above[left.rows[n]];
  return bases + BigInt(sum);
}
