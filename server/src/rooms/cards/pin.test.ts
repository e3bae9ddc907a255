import { createHash, pbkdf2Sync, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { CardNumber } from '../../kernel/card-number.ts';
import type { Keys } from '../../platform/keys.ts';
import { legacyPinDigest, pinDigestOf, verifyPin, type LegacyPin } from './pin.ts';

const one = (bytes: number, number = 1) => ({ number, secret: randomBytes(bytes) });
const keys: Keys = { wrapping: [one(32)], digest: [one(32)], signing: [one(32)], token: [one(16)] };
const NUMBER = '2990000000017' as CardNumber;

describe('a PIN', () => {
  test('is right for its card only', () => {
    const kept = pinDigestOf(keys, NUMBER, '4711');
    expect(verifyPin(keys, NUMBER, '4711', kept)).toEqual({ isRight: true, renewed: undefined });
    expect(verifyPin(keys, NUMBER, '4712', kept).isRight).toBe(false);
    expect(verifyPin(keys, '2990000000024' as CardNumber, '4711', kept).isRight).toBe(false);
    expect(verifyPin(keys, NUMBER, '4711', undefined).isRight).toBe(false);
  });

  test('kept under an older key is right, and renewed under the new one', () => {
    const kept = pinDigestOf(keys, NUMBER, '4711');
    const rotated: Keys = { ...keys, digest: [...keys.digest, one(32, 2)] };
    const { isRight, renewed } = verifyPin(rotated, NUMBER, '4711', kept);
    expect(isRight).toBe(true);
    expect(verifyPin(rotated, NUMBER, '4711', renewed)).toEqual({ isRight: true, renewed: undefined });
    expect(verifyPin(rotated, NUMBER, '1147', kept).isRight).toBe(false);
  });

  test('of another system is taken as that system kept it, and becomes ours with its first right use', () => {
    const olds: LegacyPin[] = [
      { scheme: 'sha1', salt: 'x', digest: createHash('sha1').update('x4711').digest('hex') },
      { scheme: 'sha256', digest: createHash('sha256').update('4711').digest('hex') },
      {
        ...{ scheme: 'pbkdf2-sha256', salt: 's', iterations: 1_000 },
        digest: pbkdf2Sync('4711', 's', 1_000, 32, 'sha256').toString('hex'),
      },
    ];
    for (const old of olds) {
      const kept = legacyPinDigest(keys, old);
      expect(kept.includes(Buffer.from(old.digest, 'hex'))).toBe(false);
      expect(verifyPin(keys, NUMBER, '0000', kept)).toEqual({ isRight: false, renewed: undefined });
      const { isRight, renewed } = verifyPin(keys, NUMBER, '4711', kept);
      expect(isRight).toBe(true);
      expect(verifyPin(keys, NUMBER, '4711', renewed)).toEqual({ isRight: true, renewed: undefined });
    }
  });
});
