import { assert } from '../../../kernel/assert.ts';

/**
 * The numbers of one column in one block, as little as they fit in: what lies above the least of them, in 0, 1, 2 or 4 bytes; or each as it is
 * where their span is larger.
 */
export type Packed =
  | { readonly rows: number; readonly base: bigint; readonly above: Uint8Array | Uint16Array | Uint32Array | undefined }
  | { readonly rows: number; readonly whole: BigInt64Array };

type Width = 0 | 1 | 2 | 4 | 8;

// Before the data stands for each block its width and its base; everything begins at a multiple of eight, as typed arrays want it.
const HEAD_BYTES = 16;
const ALIGNED = 8;

const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNED) * ALIGNED;

function widthOf(span: bigint): Width {
  if (span === 0n) return 0;
  if (span <= 0xffn) return 1;
  if (span <= 0xffffn) return 2;
  return span <= 0xffff_ffffn ? 4 : 8;
}

/** What a column is packed from. Numbers of a `Float64Array` are whole, and not beyond 2^53. */
export type Numbers = Int32Array | Float64Array | BigInt64Array;

/** The bytes of a column whose blocks hold these numbers. No block is empty. */
export function packColumn(blocks: readonly Numbers[]): Buffer {
  const measured = blocks.map((values) => {
    assert(values.length > 0, 'a block has lines');
    let [least, most] = [values[0], values[0]];
    for (let n = 1; n < values.length; n++) {
      if (values[n] < least) least = values[n];
      if (values[n] > most) most = values[n];
    }
    return { values, base: BigInt(least), width: widthOf(BigInt(most) - BigInt(least)) };
  });
  const size = measured.reduce((sum, { values, width }) => sum + HEAD_BYTES + aligned(values.length * width), 0);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const { values, base, width } of measured) {
    view.setInt32(at, width, true);
    view.setBigInt64(at + ALIGNED, base, true);
    at += HEAD_BYTES;
    fillAbove(bytes.buffer, at, values, base, width);
    at += aligned(values.length * width);
  }
  return Buffer.from(bytes.buffer);
}

function fillAbove(buffer: ArrayBuffer, at: number, values: Numbers, base: bigint, width: Width) {
  if (width === 0) return;
  if (width === 8) {
    const whole = new BigInt64Array(buffer, at, values.length);
    for (let n = 0; n < values.length; n++) whole[n] = BigInt(values[n]);
    return;
  }
  const above = aboveAt(buffer, at, values.length, width);
  if (values instanceof BigInt64Array) {
    for (let n = 0; n < values.length; n++) above[n] = Number(values[n] - base);
    return;
  }
  const least = Number(base);
  for (let n = 0; n < values.length; n++) above[n] = values[n] - least;
}

function aboveAt(buffer: ArrayBufferLike, at: number, rows: number, width: 1 | 2 | 4) {
  if (width === 1) return new Uint8Array(buffer, at, rows);
  return width === 2 ? new Uint16Array(buffer, at, rows) : new Uint32Array(buffer, at, rows);
}

/** The blocks of a column, of so many rows each, as views of its bytes: nothing is copied. */
export function unpackColumn(bytes: Uint8Array, rowsOfBlocks: readonly number[]): Packed[] {
  const { buffer, byteOffset } = bytes;
  assert(byteOffset % ALIGNED === 0, 'a column begins where typed arrays may begin');
  const view = new DataView(buffer, byteOffset, bytes.byteLength);
  let at = 0;
  return rowsOfBlocks.map((rows): Packed => {
    const width = view.getInt32(at, true) as Width;
    const base = view.getBigInt64(at + ALIGNED, true);
    const from = byteOffset + at + HEAD_BYTES;
    at += HEAD_BYTES + aligned(rows * width);
    if (width === 8) return { rows, whole: new BigInt64Array(buffer, from, rows) };
    return { rows, base, above: width === 0 ? undefined : aboveAt(buffer, from, rows, width) };
  });
}
