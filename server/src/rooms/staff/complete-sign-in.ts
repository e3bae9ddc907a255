import { addSeconds } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import { MAILS_PER_PERSON, SESSION_SECONDS, TRIES_PER_SECOND_FACTOR } from './limits.ts';
import { forgetTries, refuseTries } from './refuse-tries.ts';
import type { TriesRefusal } from './refuse-tries.ts';
import { mailCode, useSecondFactor } from './second-factor.ts';
import { csrfOf, digestOfToken, makeToken, sessionActor } from './session.ts';
import type { Session } from './session.ts';
import type { StaffDeps } from './staff-deps.ts';
import { findLogin } from './store/login.ts';
import { raiseSession, stepUpSession } from './store/session.ts';

export type FactorOutcome =
  | Ok<{ readonly token: string; readonly csrf: string }>
  | TriesRefusal
  | Refusal<'staff.signin.wrong' | 'staff.session.ended'>;

const keyOf = ({ tenant, person }: Session): string => `${tenant}:${person.person}`;

/** The second factor: the session becomes whole under a new token. Refuses too many tries, then a wrong or used code. */
export const completeSignIn = async (deps: StaffDeps, session: Session, code: string): Promise<FactorOutcome> => {
  const tries = await refuseTries(deps, 'factor', keyOf(session), TRIES_PER_SECOND_FACTOR);
  if (tries) return tries;
  const token = makeToken();
  const { tenant } = session;
  const { person } = session.person;
  const outcome = await deps.database.transaction(async (tx) => {
    const use = await useSecondFactor(deps, tx, { tenant, person, session: session.session }, code);
    const act = use === undefined ? 'staff.signin.failed' : 'staff.session.begun';
    const subject = `person ${person}`;
    if (use !== undefined) {
      const now = deps.clock.now();
      const to = { digest: digestOfToken(token), endsAt: addSeconds(now, SESSION_SECONDS), now };
      if (!(await raiseSession(tx, tenant, session.session, to))) return refuse('staff.session.ended');
    }
    const after = { factor: use ?? 'wrong', session: String(session.session) };
    await deps.audit(tx, { tenant, by: sessionActor(session), act, subject, after });
    return use;
  });
  if (typeof outcome === 'object') return outcome;
  if (outcome === undefined) return refuse('staff.signin.wrong');
  await forgetTries(deps, 'factor', keyOf(session));
  return { ok: true, token, csrf: csrfOf(deps.keys, token) };
};

/** A fresh second factor within a session, before a dangerous act. Refuses as the sign-in does. */
export const stepUp = async (
  deps: StaffDeps,
  session: Session,
  code: string,
): Promise<Ok<object> | TriesRefusal | Refusal<'staff.signin.wrong'>> => {
  const tries = await refuseTries(deps, 'factor', keyOf(session), TRIES_PER_SECOND_FACTOR);
  if (tries) return tries;
  const { tenant } = session;
  const { person } = session.person;
  const use = await deps.database.transaction(async (tx) => {
    const used = await useSecondFactor(deps, tx, { tenant, person, session: session.session }, code);
    if (used !== undefined) await stepUpSession(tx, tenant, session.session, deps.clock.now());
    const act = used === undefined ? 'staff.step_up.failed' : 'staff.step_up.done';
    await deps.audit(tx, { tenant, by: sessionActor(session), act, subject: `person ${person}` });
    return used;
  });
  if (use === undefined) return refuse('staff.signin.wrong');
  await forgetTries(deps, 'factor', keyOf(session));
  return { ok: true };
};

/** Sends a one-time code for this session. Refuses too many messages, and a person who has an authenticator. */
export const sendCode = async (
  deps: StaffDeps,
  session: Session,
): Promise<Ok<object> | TriesRefusal | Refusal<'staff.second_factor.is_totp'>> => {
  const { tenant, person } = session;
  const login = await findLogin(deps.database, tenant, person.person);
  if (login.totpSince !== undefined) return refuse('staff.second_factor.is_totp');
  const tries = await refuseTries(deps, 'mail', keyOf(session), MAILS_PER_PERSON);
  if (tries) return tries;
  await deps.database.transaction((tx) => mailCode(deps, tx, session));
  return { ok: true };
};
