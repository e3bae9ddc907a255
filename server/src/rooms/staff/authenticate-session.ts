import { timingSafeEqual } from 'node:crypto';
import { addSeconds } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import type { Tx } from '../../platform/database/database.ts';
import { SEEN_GRAIN_SECONDS, SESSION_IDLE_SECONDS } from './limits.ts';
import { csrfOf, digestOfToken, noteOfDevice, sessionActor } from './session.ts';
import type { Caller, Session } from './session.ts';
import type { StaffDeps } from './staff-deps.ts';
import { endSession, findSession, touchSession } from './store/session.ts';

/** What a request of the portal carries. */
export type SessionProof = {
  /** Of the cookie. */
  readonly token: string | undefined;
  /** Of the header, which no other site can set. */
  readonly csrf: string | undefined;
  /** Whether it may change something: then the header is demanded. */
  readonly isChange: boolean;
  readonly caller: Pick<Caller, 'device'>;
};

export type SessionOutcome =
  | Ok<{ readonly session: Session; readonly csrf: string }>
  | Refusal<
      | 'staff.session.missing'
      | 'staff.session.ended'
      | 'staff.session.other_device'
      | 'staff.session.forged'
      | 'staff.session.second_factor_missing'
    >;

const isEqual = (one: string, other: string): boolean => {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
};

/**
 * Who is signed in. Asked of the database at each request, so that an ended session, a suspended person or a role taken
 * away holds from the next request on, in every process. Refuses, in this order: no cookie, a session that is unknown,
 * ended, idle for too long or of a person who may not work, one that was begun on another device (it ends then: the
 * cookie was stolen), a change without the header, and, unless `stage` is `password`, a missing second factor.
 */
export const authenticateSession = async (
  deps: StaffDeps,
  proof: SessionProof,
  stage: Session['stage'] = 'full',
): Promise<SessionOutcome> => {
  const { token } = proof;
  if (token === undefined || token === '') return refuse('staff.session.missing');
  const session = await findSession(deps.database, digestOfToken(token));
  const now = deps.clock.now();
  const isOver =
    session === undefined ||
    session.isEnded ||
    session.endsAt <= now ||
    addSeconds(session.seenAt, SESSION_IDLE_SECONDS) <= now ||
    session.person.state !== 'active';
  if (isOver) return refuse('staff.session.ended');
  if (!noteOfDevice(proof.caller.device).digest.equals(session.deviceDigest)) {
    await endStolen(deps, session);
    return refuse('staff.session.other_device');
  }
  const csrf = csrfOf(deps.keys, token);
  if (proof.isChange && (proof.csrf === undefined || !isEqual(proof.csrf, csrf))) {
    await note(deps, session, 'staff.session.forged');
    return refuse('staff.session.forged');
  }
  if (session.stage === 'password' && stage === 'full') return refuse('staff.session.second_factor_missing');
  if (addSeconds(session.seenAt, SEEN_GRAIN_SECONDS) <= now) await touchSession(deps.database, session.session, now);
  return { ok: true, session, csrf };
};

const endStolen = (deps: StaffDeps, session: Session): Promise<void> =>
  note(deps, session, 'staff.session.stolen', async (tx) => {
    await endSession(tx, session.tenant, session.person.person, session.session, deps.clock.now(), 'other device');
  });

/** Somebody tried: whose session it was, and what it was tried with, is on record. */
const note = (
  deps: StaffDeps,
  session: Session,
  act: 'staff.session.stolen' | 'staff.session.forged',
  also: (tx: Tx) => Promise<void> = async () => undefined,
): Promise<void> =>
  deps.database.transaction(async (tx) => {
    await also(tx);
    const subject = `session ${session.session}`;
    await deps.audit(tx, { tenant: session.tenant, by: sessionActor(session), act, subject });
  });
