import { maskCardNumber, type CardNumber } from '../../../kernel/card-number.ts';
import { KEYED_DIGEST_BYTES, keyedDigests, type Keys } from '../../../platform/keys.ts';
import { pinDigestOf } from '../pin.ts';

/** A card to put in stock: its place in the batch, its number, and what it has beside that. */
export type StockEntry = {
  readonly serial: number;
  readonly number: CardNumber;
  readonly pin?: string | undefined;
  /** In place of `pin`: what another system kept of it. */
  readonly pinDigest?: Buffer | undefined;
  readonly face?: bigint | undefined;
};

const HEADER = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
const TRAILER = Buffer.from([0xff, 0xff]);
const COLUMNS = 6;
// Count of columns, six lengths, serial, key, four characters, face, flag; the PIN digest comes on top, since a legacy one may be long.
const ROW_BYTES_MAX = 2 + COLUMNS * 4 + 4 + KEYED_DIGEST_BYTES + 4 + 8 + 1;
const NULL = -1;

/**
 * Rows for `cards_drawn` in PostgreSQL's binary COPY form: serial, key, last four, PIN digest, face, and whether the key is under an
 * older digest key (such a row only looks whether somebody has that number). Pure, so that a worker thread can do it: the digests take
 * most of the time of making cards.
 */
export function encodeStock(keys: Keys, entries: readonly StockEntry[]): Buffer {
  let size = HEADER.length + TRAILER.length;
  for (const { pin, pinDigest } of entries)
    size += ROW_BYTES_MAX * keys.digest.length + (pinDigest?.length ?? (pin === undefined ? 0 : KEYED_DIGEST_BYTES));
  const out = Buffer.allocUnsafeSlow(size);
  let at = HEADER.copy(out, 0);
  const bytes = (value: Buffer | undefined): void => {
    at = out.writeInt32BE(value ? value.length : NULL, at);
    if (value) at += value.copy(out, at);
  };
  for (const { serial, number, pin, pinDigest, face } of entries) {
    const [newest, ...older] = keyedDigests(keys, number, 'card');
    const kept = pinDigest ?? (pin === undefined ? undefined : pinDigestOf(keys, number, pin));
    for (const [n, key] of [newest, ...older].entries()) {
      at = out.writeInt16BE(COLUMNS, at);
      at = out.writeInt32BE(4, at);
      at = out.writeInt32BE(serial, at);
      bytes(key);
      bytes(n === 0 ? Buffer.from(maskCardNumber(number).slice(4)) : undefined);
      bytes(n === 0 ? kept : undefined);
      at = out.writeInt32BE(n === 0 && face !== undefined ? 8 : NULL, at);
      if (n === 0 && face !== undefined) at = out.writeBigInt64BE(face, at);
      at = out.writeInt32BE(1, at);
      at = out.writeUInt8(n === 0 ? 0 : 1, at);
    }
  }
  at += TRAILER.copy(out, at);
  return out.subarray(0, at);
}
