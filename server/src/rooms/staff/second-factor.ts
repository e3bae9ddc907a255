import { randomInt } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { addSeconds } from '../../kernel/instant.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Tx } from '../../platform/database/database.ts';
import { decryptField, encryptField, keyedDigest, keyedDigests } from '../../platform/keys.ts';
import type { Keys } from '../../platform/keys.ts';
import { MAIL_CODE_DIGITS, MAIL_CODE_SECONDS, MAIL_CODE_TRIES } from './limits.ts';
import type { Person } from './person.ts';
import type { StaffDeps } from './staff-deps.ts';
import { findLoginLocked, useRecoveryCode, writeTotp } from './store/login.ts';
import { trySessionCode, writeSessionCode } from './store/session.ts';

export type FactorUse = 'totp' | 'recovery' | 'email';

const PERIOD_SECONDS = 30;
const MICROSECONDS_PER_MILLISECOND = 1_000;
/** Steps before and after: clocks of phones are off by half a minute. */
const WINDOW = 1;
const SECRET_BYTES = 20;

const contextOf = (person: bigint): string => `staff.totp:${person}`;

const totpOf = (secret: Secret, issuer: string, label: string): TOTP =>
  new TOTP({ issuer, label, algorithm: 'SHA1', digits: 6, period: PERIOD_SECONDS, secret });

/** A new secret, as it is kept, and as an authenticator takes it. */
export const makeTotp = (
  keys: Keys,
  person: Person,
  issuer: string,
): { readonly sealed: Buffer; readonly secret: string; readonly uri: string } => {
  const secret = new Secret({ size: SECRET_BYTES });
  const sealed = encryptField(keys, Buffer.from(secret.bytes), contextOf(person.person));
  return { sealed, secret: secret.base32, uri: totpOf(secret, issuer, person.email).toString() };
};

/** The time step of which this is the code, within the window; undefined for a wrong one. */
export const stepOfCode = (
  keys: Keys,
  sealed: Buffer,
  person: bigint,
  code: string,
  now: Instant,
): bigint | undefined => {
  const bytes = decryptField(keys, sealed, contextOf(person));
  const secret = new Secret({ buffer: new Uint8Array(bytes).buffer });
  const timestamp = Math.floor(now / MICROSECONDS_PER_MILLISECOND);
  const delta = totpOf(secret, '', '').validate({ token: code, timestamp, window: WINDOW });
  return delta === null ? undefined : BigInt(Math.floor(timestamp / 1_000 / PERIOD_SECONDS) + delta);
};

/** The digest under which a recovery code or a code by e-mail is kept. */
export const codeDigest = (keys: Keys, of: string, code: string): Buffer =>
  keyedDigest(keys, `${of} ${code}`, 'staff.code');
const codeDigests = (keys: Keys, of: string, code: string): Buffer[] =>
  keyedDigests(keys, `${of} ${code}`, 'staff.code');

/** Recovery codes are read off paper: no blanks, no dashes, any case. */
export const plainCode = (code: string): string => code.replace(/[\s-]/g, '').toLowerCase();

/** Sends a one-time code for this session; an earlier one is worth nothing then. */
export const mailCode = async (
  deps: StaffDeps,
  tx: Tx,
  { session, tenant, person }: { readonly session: bigint; readonly tenant: number; readonly person: Person },
): Promise<void> => {
  const code = String(randomInt(10 ** MAIL_CODE_DIGITS)).padStart(MAIL_CODE_DIGITS, '0');
  const now = deps.clock.now();
  const until = addSeconds(now, MAIL_CODE_SECONDS);
  await writeSessionCode(tx, tenant, session, codeDigest(deps.keys, `session ${session}`, code), until);
  await deps.sendMail(tx, {
    ...{ tenant, to: person.email, language: person.language, template: 'sign-in-code' },
    reference: `staff.code.${session}.${now}`,
    facts: { tenant: deps.tenantOf(tenant)?.name ?? '', code, minutes: String(MAIL_CODE_SECONDS / 60) },
  });
};

/**
 * Uses up a second factor of the person: a code of the authenticator (each counts once), a recovery code, or, where
 * there is no authenticator, the code that was sent for this session. Gives which it was, or undefined for a wrong one.
 */
export const useSecondFactor = async (
  deps: StaffDeps,
  tx: Tx,
  of: { readonly tenant: number; readonly person: bigint; readonly session: bigint },
  given: string,
): Promise<FactorUse | undefined> => {
  const { tenant, person, session } = of;
  const code = plainCode(given);
  const now = deps.clock.now();
  const login = await findLoginLocked(tx, tenant, person);
  if (login.totpSince === undefined || login.totpSecret === undefined) {
    const digests = codeDigests(deps.keys, `session ${session}`, code);
    return (await trySessionCode(tx, tenant, session, digests, now, MAIL_CODE_TRIES)) ? 'email' : undefined;
  }
  if (/^\d{6}$/.test(code)) {
    const step = stepOfCode(deps.keys, login.totpSecret, person, code, now);
    if (step === undefined || step <= login.totpStep) return undefined;
    await writeTotp(tx, tenant, person, { ...login, totpStep: step });
    return 'totp';
  }
  const digests = codeDigests(deps.keys, `person ${person}`, code);
  return (await useRecoveryCode(tx, tenant, person, digests, now)) ? 'recovery' : undefined;
};
