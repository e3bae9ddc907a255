import type { Ok, Refusal } from '../../kernel/refusal.ts';
import { FAMILY, referenceBytes, type OwnerKey } from '../../platform/lanes/index.ts';
import { memberArrival, memberSheet, phoneKeys, profileSheet, type Named } from '../members/index.ts';
import { memberOf } from './authenticate.ts';
import type { MemberPageDeps } from './deps.ts';
import { createErasure, type ErasureAnswer, type ErasureScope } from './erasure.ts';
import { noteErasure } from './erasure-list.ts';
import type { Session } from './session.ts';
import { endSessionsOfMember } from './store/session.ts';

/** References of the page are the member's own: a space below zero that no terminal and no device has. */
export const spaceOf = ({ owner }: OwnerKey): bigint => -(1n << 62n) + owner;

/** Sends the code without which nobody is erased: whoever holds the session may have found the phone unlocked. */
export async function sendErasureCode(
  { members }: MemberPageDeps,
  session: Session,
  language: 'en' | 'es',
): Promise<Ok<object> | Refusal> {
  const own = memberOf(session);
  return own.ok ? members.sendPhoneCode(session.tenant, session.phone, 'erase', language) : own;
}

/**
 * Erases whoever is signed in, by his code, and then what other rooms keep of him: pushes, sessions, the app. Should the end be cut
 * off, sessions and app are worth nothing all the same, since the member is asked for each time.
 */
export async function eraseOneself(
  deps: MemberPageDeps,
  session: Session,
  { code, reference }: { readonly code: string; readonly reference: string },
): Promise<Ok<{ readonly answer: ErasureAnswer }> | Refusal> {
  const { tenant, phone } = session;
  const own = memberOf(session);
  if (!own.ok) return own;
  const usedBy = referenceBytes(`erase/${session.session}/${reference}`);
  const checked = await deps.members.checkPhoneCode(tenant, phone, 'erase', code, usedBy);
  if (!checked.ok) return checked;
  const name = { space: spaceOf(own.member), family: FAMILY.member, reference };
  return eraseMember(deps, { tenant, place: own.member, scope: 'member', name });
}

/**
 * Erases a member in all rooms, under a name of the operation, and notes it in the list beside the keys: before, lest a crash loses it,
 * and after.
 */
export async function eraseMember(
  deps: MemberPageDeps,
  asked: {
    readonly tenant: number;
    readonly place: OwnerKey;
    readonly scope: ErasureScope;
    readonly name: Named;
    readonly by?: string | undefined;
    readonly reason?: string | undefined;
  },
): Promise<Ok<{ readonly answer: ErasureAnswer }> | Refusal> {
  const { tenant, place, scope, name, by, reason } = asked;
  const member = deps.tokens.encode('mem', place.lane, place.owner);
  const input = { tenant, member, scope, by, reason };
  const profile = await deps.machine.look.row(profileSheet, { tenant, member: place.owner });
  const known = await deps.machine.look.row(memberSheet, place);
  const phones = profile?.phone ? phoneKeys(deps.keys, profile.phone) : [];
  const noted = known && { tenant, lane: place.lane, owner: place.owner, enrolledAt: known.enrolledAt, phones };
  const note = (is: 'begun' | 'done'): void => {
    if (noted && profile) noteErasure(deps.erasedList, { ...noted, is, at: deps.clock.now() });
  };
  const arrival = memberArrival(deps.keys, name, { member, erases: scope, reason }, input);
  note('begun');
  const outcome = await deps.machine.submit(createErasure(deps), arrival);
  if (!outcome.ok) return outcome;
  note('done');
  await deps.database.transaction(async (tx) => {
    await deps.notifications.forgetSubscriptions(tx, tenant, member);
    if (profile?.phone) await deps.notifications.forgetAddress(tx, tenant, 'sms', profile.phone);
    if (profile?.email) await deps.notifications.forgetAddress(tx, tenant, 'email', profile.email);
  });
  for (const device of await endSessionsOfMember(deps.database, tenant, place, deps.clock.now()))
    await deps.delivery.endDevice(device);
  return { ok: true, answer: outcome.answer };
}
