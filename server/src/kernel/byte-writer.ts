import { Bug } from './assert.ts';

/**
 * Writes values one behind another, big-endian, so that a chain can hash them. Text and bytes carry their length in
 * front, so no two contents give the same bytes. Numbers out of their range are bugs.
 */
export type ByteWriter = {
  readonly u8: (n: number) => void;
  readonly u32: (n: number) => void;
  readonly u64: (n: bigint) => void;
  readonly i64: (n: bigint) => void;
  /** Length in bytes as u32, then UTF-8. */
  readonly text: (value: string) => void;
  /** Length as u32, then the bytes. */
  readonly bytes: (value: Uint8Array) => void;
  /** Starts again from nothing. */
  readonly reset: () => void;
  /** What was written since the last reset, as a copy that nobody will touch. */
  readonly finish: () => Buffer;
};

const FIRST_CAPACITY = 1_024;
const U64_MAX = 0xffff_ffff_ffff_ffffn;
const I64_MAX = 0x7fff_ffff_ffff_ffffn;
const I64_MIN = -I64_MAX - 1n;

const isBelow = (n: number, end: number): boolean => Number.isInteger(n) && n >= 0 && n < end;

/** An empty writer. Its buffer grows and is kept, so keep the writer too. */
export const createByteWriter = (): ByteWriter => {
  let buffer = Buffer.allocUnsafeSlow(FIRST_CAPACITY);
  let length = 0;

  // Makes room for `size` bytes and says where they go.
  const claim = (size: number): number => {
    const at = length;
    length += size;
    if (length > buffer.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(length, buffer.length * 2));
      buffer.copy(larger, 0, 0, at);
      buffer = larger;
    }
    return at;
  };

  const u8 = (n: number): void => {
    if (!isBelow(n, 0x100)) throw new Bug(`${n} is not a u8`);
    const at = claim(1);
    buffer[at] = n;
  };
  const u32 = (n: number): void => {
    if (!isBelow(n, 0x1_0000_0000)) throw new Bug(`${n} is not a u32`);
    const at = claim(4);
    buffer.writeUInt32BE(n, at);
  };
  const u64 = (n: bigint): void => {
    if (n < 0n || n > U64_MAX) throw new Bug(`${n} is not a u64`);
    const at = claim(8);
    buffer.writeBigUInt64BE(n, at);
  };
  const i64 = (n: bigint): void => {
    if (n < I64_MIN || n > I64_MAX) throw new Bug(`${n} is not an i64`);
    const at = claim(8);
    buffer.writeBigInt64BE(n, at);
  };
  const text = (value: string): void => {
    // A UTF-16 unit is at most three bytes of UTF-8; what was claimed too much is given back.
    const at = claim(4 + value.length * 3);
    const size = buffer.write(value, at + 4, 'utf8');
    buffer.writeUInt32BE(size, at);
    length = at + 4 + size;
  };
  const bytes = (value: Uint8Array): void => {
    const at = claim(4 + value.length);
    buffer.writeUInt32BE(value.length, at);
    buffer.set(value, at + 4);
  };

  return {
    u8,
    u32,
    u64,
    i64,
    text,
    bytes,
    reset: () => {
      length = 0;
    },
    finish: () => Buffer.from(buffer.subarray(0, length)),
  };
};
