import { randomBytes } from 'node:crypto';
import { assert } from '../../kernel/assert.ts';
import { addSeconds } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import { RECOVERY_CODES, SESSION_IDLE_SECONDS, TRIES_PER_ACCOUNT, TRIES_PER_SECOND_FACTOR } from './limits.ts';
import { hashPassword, refusePassword, verifyPassword } from './password.ts';
import type { PasswordRefusal } from './password.ts';
import { refuseTries } from './refuse-tries.ts';
import type { TriesRefusal } from './refuse-tries.ts';
import { codeDigest, makeTotp, plainCode, stepOfCode } from './second-factor.ts';
import { sessionActor } from './session.ts';
import type { Session } from './session.ts';
import type { StaffDeps } from './staff-deps.ts';
import { endLinks } from './store/link.ts';
import { findLogin, findLoginLocked, writePassword, writeRecoveryCodes, writeTotp } from './store/login.ts';
import { endSession, endSessionsOf, selectSessionsOf } from './store/session.ts';

const subjectOf = (session: Session): string => `person ${session.person.person}`;

/**
 * Changes one's own password and ends one's other sessions. Refuses too many tries, a wrong current password, a weak
 * new one.
 */
export const changePassword = async (
  deps: StaffDeps,
  session: Session,
  { current, next }: { readonly current: string; readonly next: string },
): Promise<Ok<object> | TriesRefusal | PasswordRefusal | Refusal<'staff.signin.wrong'>> => {
  const { tenant, person } = session;
  const tries = await refuseTries(deps, 'account', `${tenant}:${person.person}`, TRIES_PER_ACCOUNT);
  if (tries) return tries;
  const login = await findLogin(deps.database, tenant, person.person);
  if (!(await verifyPassword(login.password, current))) return refuse('staff.signin.wrong');
  const named = deps.tenantOf(tenant);
  const weak = refusePassword(next, [person.name, person.email, named?.code ?? '', named?.name ?? '']);
  if (weak) return weak;
  const kept = await hashPassword(next);
  await deps.database.transaction(async (tx) => {
    const now = deps.clock.now();
    await writePassword(tx, tenant, person.person, kept, now);
    await endSessionsOf(tx, tenant, person.person, now, 'password', session.session);
    await endLinks(tx, tenant, person.person, now);
    const by = sessionActor(session);
    await deps.audit(tx, { tenant, by, act: 'staff.password.changed', subject: subjectOf(session) });
  });
  return { ok: true };
};

/** Begins to set up an authenticator: its secret, which counts only once a code of it was given. */
export const beginTotp = (
  deps: StaffDeps,
  session: Session,
): Promise<Ok<{ readonly secret: string; readonly uri: string }> | Refusal<'staff.second_factor.is_totp'>> => {
  const { tenant, person } = session;
  const made = makeTotp(deps.keys, person, deps.tenantOf(tenant)?.name ?? 'Tallystick');
  return deps.database.transaction(async (tx) => {
    const login = await findLoginLocked(tx, tenant, person.person);
    assert(login.password !== undefined, 'whoever has a session has a password');
    if (login.totpSince !== undefined) return refuse('staff.second_factor.is_totp');
    await writeTotp(tx, tenant, person.person, { totpSecret: made.sealed, totpSince: undefined, totpStep: 0n });
    return { ok: true as const, secret: made.secret, uri: made.uri };
  });
};

/**
 * Confirms the authenticator by a code of it, and gives recovery codes, which are shown here and never again. Refuses
 * too many tries, one that was not begun, a wrong code.
 */
export const confirmTotp = async (
  deps: StaffDeps,
  session: Session,
  code: string,
): Promise<
  | Ok<{ readonly recoveryCodes: readonly string[] }>
  | TriesRefusal
  | Refusal<'staff.second_factor.missing' | 'staff.second_factor.wrong'>
> => {
  const { tenant } = session;
  const { person } = session.person;
  const tries = await refuseTries(deps, 'factor', `${tenant}:${person}`, TRIES_PER_SECOND_FACTOR);
  if (tries) return tries;
  const recoveryCodes = Array.from({ length: RECOVERY_CODES }, () =>
    randomBytes(6)
      .toString('hex')
      .replace(/(.{4})(?=.)/g, '$1-'),
  );
  return deps.database.transaction(async (tx) => {
    const login = await findLoginLocked(tx, tenant, person);
    if (login.totpSecret === undefined || login.totpSince !== undefined) return refuse('staff.second_factor.missing');
    const now = deps.clock.now();
    const step = stepOfCode(deps.keys, login.totpSecret, person, plainCode(code), now);
    if (step === undefined) return refuse('staff.second_factor.wrong');
    await writeTotp(tx, tenant, person, { totpSecret: login.totpSecret, totpSince: now, totpStep: step });
    const digests = recoveryCodes.map((one) => codeDigest(deps.keys, `person ${person}`, plainCode(one)));
    await writeRecoveryCodes(tx, tenant, person, digests);
    const by = sessionActor(session);
    await deps.audit(tx, { tenant, by, act: 'staff.second_factor.set', subject: subjectOf(session) });
    return { ok: true as const, recoveryCodes };
  });
};

/** Takes the authenticator and its recovery codes away: codes come by e-mail again. Asked of a fresh second factor only. */
export const removeTotp = (deps: StaffDeps, session: Session): Promise<void> =>
  deps.database.transaction(async (tx) => {
    const { tenant } = session;
    const { person } = session.person;
    await writeTotp(tx, tenant, person, { totpSecret: undefined, totpSince: undefined, totpStep: 0n });
    await writeRecoveryCodes(tx, tenant, person, []);
    const by = sessionActor(session);
    await deps.audit(tx, { tenant, by, act: 'staff.second_factor.removed', subject: subjectOf(session) });
  });

/** What the next sign-in and the next dangerous act ask for: a code of the authenticator where one is confirmed, else one by e-mail. */
export const secondFactorOf = async (deps: StaffDeps, { tenant, person }: Session): Promise<'totp' | 'email'> =>
  (await findLogin(deps.database, tenant, person.person)).totpSince === undefined ? 'email' : 'totp';

/** One's own sessions that work now. */
export const listSessions = (deps: StaffDeps, { tenant, person }: Session): Promise<readonly Session[]> => {
  const now = deps.clock.now();
  return selectSessionsOf(deps.database, tenant, person.person, now, addSeconds(now, -SESSION_IDLE_SECONDS));
};

/** Ends a session of one's own: this one, or another. Refuses one that is not open or not one's own. */
export const endOwnSession = (
  deps: StaffDeps,
  session: Session,
  id: bigint,
): Promise<Ok<object> | Refusal<'staff.session.not_found'>> =>
  deps.database.transaction(async (tx) => {
    const { tenant } = session;
    const ended = await endSession(tx, tenant, session.person.person, id, deps.clock.now(), 'asked');
    if (!ended) return refuse('staff.session.not_found');
    const by = sessionActor(session);
    await deps.audit(tx, { tenant, by, act: 'staff.session.ended', subject: `session ${id}` });
    return { ok: true as const };
  });
