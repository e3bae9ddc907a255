import { createHmac, randomBytes } from 'node:crypto';
import { keyedDigest, keyedDigests, tokenKey, type Keys } from '../../../platform/keys.ts';
import type { Series } from './series.ts';

/** A code as somebody shows it: the word of its series and the twelve letters that are its own. */
export type CouponCode = { readonly series: string; readonly secret: string };

// Letters that nobody confuses (Crockford's): 12 of them are 60 bits, so that with a million codes out a guess hits once in 10^12.
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const SECRET_LETTERS = 12;
const GROUP = 4;
const PATTERN = /^(.+)-([0-9A-Z]{4})-?([0-9A-Z]{4})-?([0-9A-Z]{4})$/;
const PURPOSE = 'promotions.coupon';

/** Reads a code however it is typed: small letters, O for 0, I or L for 1, hyphens in the last part left out. Undefined for a plain word. */
export function readCouponCode(text: string): CouponCode | undefined {
  const parts = PATTERN.exec(text.trim().toUpperCase());
  if (!parts) return undefined;
  const [, series, ...groups] = parts as unknown as [string, string, string, string, string];
  const secret = groups.join('').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  return secret.includes('U') ? undefined : { series, secret };
}

/** The code as it is printed: `SPRING-7K3M-9QXP-4TRD`. */
export const couponText = ({ series, secret }: CouponCode): string =>
  [series, secret.slice(0, GROUP), secret.slice(GROUP, 2 * GROUP), secret.slice(2 * GROUP)].join('-');

/** What logs and kept messages may say of a code: its word and the last four. A plain word stays as it is. */
export function maskCoupon(text: string): string {
  const code = readCouponCode(text);
  return code === undefined ? text : `${code.series}-****-****-${code.secret.slice(-GROUP)}`;
}

const secretFrom = (bytes: Buffer): string =>
  Array.from({ length: SECRET_LETTERS }, (_, at) => LETTERS[(bytes[at] as number) & 31]).join('');

/** A new code out of the cryptographic source. */
export const drawSecret = (): string => secretFrom(randomBytes(SECRET_LETTERS));

/**
 * The code that a sale issues as its `n`th: out of its place under a key that never changes. Deciding is pure, and a repeat is told the
 * same code although it stands nowhere.
 */
export const secretOfPlace = (keys: Keys, { lane, seq }: { lane: number; seq: bigint }, n: number): string =>
  secretFrom(createHmac('sha256', tokenKey(keys)).update(`coupon\0${lane}/${seq}/${n}`).digest());

type OfSeries = Pick<Series, 'tenant' | 'program' | 'code'>;
const digested = ({ tenant, program, code }: OfSeries, secret: string): string =>
  `${tenant}/${program}/${code}/${secret}`;

/** What the database keeps of a code. */
export const couponKey = (keys: Keys, series: OfSeries, secret: string): Buffer =>
  keyedDigest(keys, digested(series, secret), PURPOSE);

/** The digests under which a code may stand, newest key first. */
export const couponKeys = (keys: Keys, series: OfSeries, secret: string): Buffer[] =>
  keyedDigests(keys, digested(series, secret), PURPOSE);
