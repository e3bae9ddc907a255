import { createHmac, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { keyedDigest, keyedDigests } from './keys.ts';

test('a keyed digest is the HMAC-SHA256 of purpose and bytes, behind the number of its key', () => {
  for (const length of [0, 1, 31, 64, 959, 1_000, 5_000]) {
    const [older, newer] = [randomBytes(32), randomBytes(32)];
    const keys = {
      ...{ wrapping: [], signing: [], token: [] },
      digest: [
        { number: 3, secret: older },
        { number: 7, secret: newer },
      ],
    };
    for (const bytes of [randomBytes(length), 'ñ€𝄞x'.repeat(length), 'A'.repeat(length)]) {
      const hmac = (secret: Buffer): Buffer =>
        createHmac('sha256', secret).update('card\0').update(bytes).digest().subarray(0, 31);
      expect(keyedDigest(keys, bytes, 'card')).toEqual(Buffer.concat([Buffer.of(7), hmac(newer)]));
      expect(keyedDigests(keys, bytes, 'card')[1]).toEqual(Buffer.concat([Buffer.of(3), hmac(older)]));
    }
  }
});
