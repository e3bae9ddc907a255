import { createHash, hash, randomBytes } from 'node:crypto';
import type { Instant } from '../../kernel/instant.ts';
import type { Actor } from '../../platform/audit.ts';
import { keyedDigest } from '../../platform/keys.ts';
import type { Keys } from '../../platform/keys.ts';
import type { Person } from './person.ts';

/** A person signed in to the portal. */
export type Session = {
  readonly session: bigint;
  readonly tenant: number;
  readonly person: Person;
  /** `password`: the second factor is still missing, and nothing else may be done. */
  readonly stage: 'password' | 'full';
  readonly device: string;
  readonly madeAt: Instant;
  readonly seenAt: Instant;
  readonly endsAt: Instant;
  readonly steppedUpAt: Instant;
};

/** Where a request comes from, as far as sessions look. */
export type Caller = {
  /** Network address; counted, never kept. */
  readonly address: string;
  /** What the browser calls itself. */
  readonly device: string;
};

export const sessionActor = (session: Pick<Session, 'session' | 'person'>): Actor => ({
  person: session.person.person,
  session: session.session,
});

const TOKEN_BYTES = 32;

/** 256 random bits: nobody guesses one, so a plain digest is enough to keep. */
export const makeToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url');

export const digestOfToken = (token: string): Buffer => hash('sha256', token, 'buffer');

const DEVICE_LENGTH_MAX = 200;

/** What is shown of a device, and the digest to which the session is bound. */
export const noteOfDevice = (device: string): { readonly device: string; readonly digest: Buffer } => ({
  device: device.slice(0, DEVICE_LENGTH_MAX),
  digest: createHash('sha256').update(device).digest(),
});

/** What the portal sends with every change, and no other site knows: made of the token, so nothing more is kept. */
export const csrfOf = (keys: Keys, token: string): string =>
  keyedDigest(keys, token, 'staff.csrf').subarray(1).toString('base64url');
