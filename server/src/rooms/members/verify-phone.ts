import { refuse, type Refusal } from '../../kernel/refusal.ts';
import { OwnerMoved, want, type Held, type LookUp, type Operation, type Plan } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { bookChange } from './book.ts';
import { presentChange, type MemberChangeAnswer, type MemberChangeRecord } from './change-member.ts';
import { checkPhoneCode, type PhoneProof } from './check-phone-code.ts';
import { findMember } from './find-member.ts';
import type { MemberDeps } from './member-deps.ts';
import { nameChanged } from './name-changed.ts';
import type { Channel } from './profile.ts';
import { profileSheet } from './store/profile.ts';
import { findPhoneToTake, needsOfTaking, takePhone, type PhoneToTake } from './take-phone.ts';

export type PhoneVerification = {
  readonly tenant: number;
  readonly member: string;
  readonly channel: Channel;
  readonly phoneProof: PhoneProof;
};

type VerificationPlan = Plan & { readonly held: Held; readonly taken: PhoneToTake };

/**
 * Marks a member's phone as proved by the code that was sent to it (purpose `verify`). From then on the phone means this member,
 * and whoever had proved it before holds it no more. Refuses a member without phone and a wrong code.
 */
export const createPhoneVerification = (
  deps: MemberDeps,
): Operation<PhoneVerification, VerificationPlan, MemberChangeRecord, MemberChangeAnswer, JournalEntry> => ({
  kind: 'members.phone.verify',
  resolve: (input, look) => resolveVerification(deps, input, look),
  decide({ tenant, channel }, { held, taken }, desk) {
    const { lane, owner } = held;
    const key = { tenant, member: owner };
    const profile = desk.read(profileSheet, key);
    if (profile?.phone !== taken.phone) throw new OwnerMoved();
    const change = {
      kind: 'members.phone.verify',
      lane,
      seq: desk.take(lane),
      owner,
      tenant,
      program: 0,
      occurredAt: desk.recordedAt,
    };
    takePhone(desk, taken, true, { ...change, channel });
    nameChanged(desk, held);
    desk.put(profileSheet, key, { ...profile, phoneVerified: true, changedAt: desk.recordedAt });
    return bookChange(desk, {
      ...change,
      record: { member: { lane, owner: String(owner) }, channel, changed: ['phone'] },
    });
  },
  present: presentChange(deps),
});

async function resolveVerification(
  deps: MemberDeps,
  input: PhoneVerification,
  look: LookUp,
): Promise<VerificationPlan | Refusal> {
  const { tenant, phoneProof } = input;
  const found = await findMember(deps.tokens, look, tenant, input.member);
  if (!found.ok) return found;
  const { ok: _, ...held } = found;
  const profile = await look.row(profileSheet, { tenant, member: held.owner });
  if (!profile?.phone) return refuse('members.phone.missing');
  const checked = await checkPhoneCode(deps, tenant, profile.phone, 'verify', phoneProof.code, phoneProof.usedBy);
  if (!checked.ok) return checked;
  const taken = await findPhoneToTake(deps.keys, look, tenant, profile.phone);
  const needs = needsOfTaking(taken, held, true, tenant);
  return {
    owners: needs.owners,
    wants: [...needs.wants, want(profileSheet, { tenant, member: held.owner })],
    held,
    taken,
  };
}
