import { timingSafeEqual } from 'node:crypto';
import { keyedDigest, keyedDigests, type Keys } from '../../../platform/keys.ts';

const PURPOSE = 'delivery.pass.token';
const textOf = (digest: Buffer): string => digest.toString('base64url');

/**
 * What a pass shows when its phone asks for news of it. It is a keyed digest of the pass's number, so that it stands nowhere: each
 * version of the pass can be made with it, and no copy of the database opens one.
 */
export const passToken = (keys: Keys, pass: bigint): string => textOf(keyedDigest(keys, String(pass), PURPOSE));

/** Whether a phone has shown the token of the pass, as it was made with any key of the installation. */
export const isPassToken = (keys: Keys, pass: bigint, given: string): boolean => {
  const shown = Buffer.from(given);
  return keyedDigests(keys, String(pass), PURPOSE)
    .map((digest) => Buffer.from(textOf(digest)))
    .some((one) => one.length === shown.length && timingSafeEqual(one, shown));
};
