import { createHash, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import type { CardNumber } from '../../kernel/card-number.ts';
import { decryptField, encryptField, keyedDigest, keyedDigests, type Keys } from '../../platform/keys.ts';

/** How another system kept a PIN that came to us by migration: the text it digested is `salt` + PIN. */
export type LegacyPin = {
  readonly scheme: 'sha1' | 'sha256' | 'hmac-sha256' | 'pbkdf2-sha256';
  /** Hexadecimal. */
  readonly digest: string;
  readonly salt?: string | undefined;
  /** Of pbkdf2. */
  readonly iterations?: number | undefined;
};

const PURPOSE = 'card-pin';
const LEGACY_CONTEXT = 'cards.pin/legacy';
// Keys have numbers 1 to 255, so a leading 0 says: another system's.
const LEGACY_MARK = 0;

const bound = (number: CardNumber, pin: string): string => `${number}\0${pin}`;

/** What is kept of a PIN or scratch code: a digest keyed outside the database and bound to its number. */
export const pinDigestOf = (keys: Keys, number: CardNumber, pin: string): Buffer =>
  keyedDigest(keys, bound(number, pin), PURPOSE);

/** What is kept of a migrated PIN until its first right use: the other system's digest, sealed, since a bare one of four digits is none. */
export const legacyPinDigest = (keys: Keys, legacy: LegacyPin): Buffer =>
  Buffer.concat([Buffer.of(LEGACY_MARK), encryptField(keys, JSON.stringify(legacy), LEGACY_CONTEXT)]);

export type PinVerdict = {
  readonly isRight: boolean;
  /** To be kept instead from now on: the old one was another system's, or under an older key. */
  readonly renewed: Buffer | undefined;
};

const WRONG: PinVerdict = { isRight: false, renewed: undefined };

/**
 * Compares a PIN with what is kept of it, in constant time. Without anything kept no PIN is right, and the same digest is computed,
 * so that time tells nothing about which cards have one.
 */
export function verifyPin(keys: Keys, number: CardNumber, pin: string, kept: Buffer | undefined): PinVerdict {
  const [newest, ...older] = keyedDigests(keys, bound(number, pin), PURPOSE);
  if (kept?.[0] === LEGACY_MARK) {
    const isRight = legacyIsRight(JSON.parse(decryptField(keys, kept.subarray(1), LEGACY_CONTEXT).toString()), pin);
    return isRight ? { isRight, renewed: newest } : WRONG;
  }
  if (isSame(newest, kept)) return { isRight: true, renewed: undefined };
  return older.some((one) => isSame(one, kept)) ? { isRight: true, renewed: newest } : WRONG;
}

function isSame(digest: Buffer, kept: Buffer | undefined): boolean {
  const other = kept?.length === digest.length ? kept : Buffer.alloc(digest.length);
  return timingSafeEqual(digest, other);
}

function legacyIsRight({ scheme, digest, salt = '', iterations = 1 }: LegacyPin, pin: string): boolean {
  const kept = Buffer.from(digest, 'hex');
  switch (scheme) {
    case 'sha1':
    case 'sha256':
      return isSame(createHash(scheme).update(salt).update(pin).digest(), kept);
    case 'hmac-sha256':
      return isSame(createHmac('sha256', salt).update(pin).digest(), kept);
    case 'pbkdf2-sha256':
      return isSame(pbkdf2Sync(pin, salt, iterations, kept.length, 'sha256'), kept);
  }
}
