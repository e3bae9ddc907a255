import { hash, randomBytes } from 'node:crypto';
import type { Instant } from '../../kernel/instant.ts';
import type { Phone } from '../../kernel/phone.ts';
import { keyedDigest, type Keys } from '../../platform/keys.ts';
import type { OwnerKey } from '../../platform/lanes/index.ts';

/** A phone that was proved, on one browser. */
export type Session = {
  readonly session: bigint;
  readonly tenant: number;
  /** Undefined for a phone that holds gift cards and is no member's. */
  readonly member: OwnerKey | undefined;
  readonly phone: Phone;
  readonly browser: string;
  readonly device: bigint | undefined;
  readonly madeAt: Instant;
  readonly seenAt: Instant;
  readonly endsAt: Instant;
};

/** A card is shown every few weeks; whoever does not look for so long proves the phone again. */
export const SESSION_SECONDS = 90 * 86_400;
/** A sign of life is written once in so long. */
export const SEEN_GRAIN_SECONDS = 60;

const TOKEN_BYTES = 32;

/** 256 random bits: nobody guesses one, so a plain digest is enough to keep. */
export const makeToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url');
export const digestOfToken = (token: string): Buffer => hash('sha256', token, 'buffer');

/** What the page sends with every change, and no other site knows: made of the token, so nothing more is kept. */
export const csrfOf = (keys: Keys, token: string): string =>
  keyedDigest(keys, token, 'memberpage.csrf').subarray(1).toString('base64url');

const BROWSER_LENGTH_MAX = 200;
export const noteOfBrowser = (text: string): string => text.slice(0, BROWSER_LENGTH_MAX);

/** What a phone's cipher is bound to. */
export const cipherContext = (tenant: number): string => `memberpage.session/${tenant}`;
