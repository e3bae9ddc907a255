import { keyedDigests, type Keys } from '../../../platform/keys.ts';
import type { Making } from './making.ts';

export const CODE_DIGITS = 8;
export const CODE_LIFE_SECONDS = 600;
export const CODE_TRIES_MAX = 5;
/** Of one file. With five tries each, an hour allows 25 guesses out of a hundred million. */
export const CODES_PER_HOUR_MAX = 5;
export const CODE_COUNT_SECONDS = 3_600;

type BoundTo = Pick<Making, 'tenant' | 'making' | 'file' | 'requestedBy' | 'person'>;

/**
 * The digests under which a code may be kept, newest key first. Bound to file, user and tenant: elsewhere the same digits are
 * another code.
 */
export const codeDigests = (
  keys: Keys,
  { tenant, making, file, requestedBy, person }: BoundTo,
  code: string,
): Buffer[] => {
  const user = person === undefined ? `credential ${requestedBy}` : `person ${person}`;
  return keyedDigests(keys, [tenant, making, file.sha256.toString('hex'), user, code].join('/'), 'card-file-code');
};
