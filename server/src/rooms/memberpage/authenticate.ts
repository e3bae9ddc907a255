import { timingSafeEqual } from 'node:crypto';
import { addSeconds } from '../../kernel/instant.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { OwnerKey } from '../../platform/lanes/index.ts';
import { findByPhone, holderOf, phoneKeys } from '../members/index.ts';
import type { MemberPageDeps } from './deps.ts';
import { csrfOf, digestOfToken, SEEN_GRAIN_SECONDS, type Session } from './session.ts';
import { endSession, findSession, listSessions, touchSession } from './store/session.ts';

/** What a request of the page carries. */
export type SessionProof = {
  readonly token: string | undefined;
  readonly csrf: string | undefined;
  /** Whether it may change something: then the header is demanded. */
  readonly isChange: boolean;
};

type Proved = { readonly session: Session; readonly csrf: string };
export type SessionOutcome = Ok<Proved> | Refusal<'memberpage.session.ended' | 'memberpage.session.forged'>;

/**
 * Who is signed in. Asked anew at each request: the session, whether the member is still there, and whether the phone is still his;
 * who lost his number is out. Refuses, as one, whatever has ended; and a change without the header that no other site can set.
 */
export async function authenticate(deps: MemberPageDeps, proof: SessionProof): Promise<SessionOutcome> {
  const { token } = proof;
  const now = deps.clock.now();
  const session = token ? await findSession(deps.database, deps.keys, digestOfToken(token), now) : undefined;
  if (!token || !session) return refuse('memberpage.session.ended');
  if (!(await isStillHis(deps, session))) return refuse('memberpage.session.ended');
  const csrf = csrfOf(deps.keys, token);
  if (proof.isChange && !isEqual(proof.csrf ?? '', csrf)) return refuse('memberpage.session.forged');
  if (addSeconds(session.seenAt, SEEN_GRAIN_SECONDS) <= now) await touchSession(deps.database, session.session, now);
  return { ok: true, session, csrf };
}

const isEqual = (one: string, other: string): boolean => {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
};

async function isStillHis({ keys, machine, programs }: MemberPageDeps, session: Session): Promise<boolean> {
  const { tenant, member, phone } = session;
  const found = await findByPhone(keys, machine.look, tenant, phone, programs.settings().tenant(tenant).defaultCountry);
  const holder = found.ok ? holderOf(found.holders) : undefined;
  const isHeld = holder !== undefined && !('refusal' in holder) && holder.state === 'active';
  // A phone that became a member's signs in again, and finds everything.
  if (!member) return !isHeld;
  return isHeld && holder.lane === member.lane && holder.owner === member.owner;
}

/** The member behind a session. Refuses a phone that only holds gift cards. */
export const memberOf = ({ member }: Session): Ok<{ readonly member: OwnerKey }> | Refusal<'memberpage.member.none'> =>
  member ? { ok: true, member } : refuse('memberpage.member.none');

/** The sessions of the same phone, newest first. */
export const sessionsOf = (
  deps: MemberPageDeps,
  { tenant, phone }: Pick<Session, 'tenant' | 'phone'>,
): Promise<Session[]> =>
  listSessions(deps.database, deps.keys, { tenant, phoneKeys: phoneKeys(deps.keys, phone) }, deps.clock.now());

/** Ends one of the sessions of the same phone, its own included, and the app that was registered with it. Refuses another's. */
export async function endOwnSession(
  deps: MemberPageDeps,
  { tenant, phone }: Session,
  which: bigint,
): Promise<Ok<object> | Refusal<'memberpage.session.not_found'>> {
  const of = { tenant, phoneKeys: phoneKeys(deps.keys, phone), session: which };
  const ended = await endSession(deps.database, of, deps.clock.now());
  if (!ended) return refuse('memberpage.session.not_found');
  if (ended.device !== undefined) await deps.delivery.endDevice(ended.device);
  return { ok: true };
}
