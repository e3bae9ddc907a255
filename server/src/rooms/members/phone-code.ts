import { keyedDigests, type Keys } from '../../platform/keys.ts';
import type { Phone } from '../../kernel/phone.ts';

/** What a code is good for. A code for one purpose proves nothing for another. */
export const CODE_PURPOSES = ['enrol', 'verify', 'spend', 'claim', 'sign_in', 'erase'] as const;
export type CodePurpose = (typeof CODE_PURPOSES)[number];

export const CODE_DIGITS = 6;
export const CODE_LIFE_SECONDS = 600;
export const CODE_TRIES_MAX = 5;
/** With five tries each, an hour allows 25 guesses out of a million. */
export const CODES_PER_PHONE_AND_HOUR_MAX = 5;
export const CODE_COUNT_SECONDS = 3_600;

/** The digests under which a code may be kept, newest key first. Bound to the phone: elsewhere the same digits are another code. */
export const codeDigests = (keys: Keys, phone: Phone, purpose: CodePurpose, code: string): Buffer[] =>
  keyedDigests(keys, `${phone}/${purpose}/${code}`, 'phone-code');
