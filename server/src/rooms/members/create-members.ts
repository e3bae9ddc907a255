import type { Instant } from '../../kernel/instant.ts';
import type { LookUp, OwnerKey, Sheet } from '../../platform/lanes/index.ts';
import type { Language } from '../notifications/index.ts';
import { createMemberChange } from './change-member.ts';
import { checkPhoneCode } from './check-phone-code.ts';
import { createEnrolment } from './enrol.ts';
import type { MemberDeps } from './member-deps.ts';
import type { CodePurpose } from './phone-code.ts';
import { sendPhoneCode } from './send-phone-code.ts';
import { conflictSheet } from './store/conflict.ts';
import { consentSheet } from './store/consent.ts';
import { enrolmentSheet } from './store/enrolment.ts';
import { erasedSheet } from './store/erased.ts';
import { memberSheet } from './store/member.ts';
import { profileSheet } from './store/profile.ts';
import { createPhoneVerification } from './verify-phone.ts';

export type MembersDeps = MemberDeps;

/** The room's operations and questions. */
export type Members = ReturnType<typeof createMembers>;

/** The room's sheets in the order in which a batch writes them, behind the lane machine's owners and names. */
export const membersSheets = [
  memberSheet,
  enrolmentSheet,
  profileSheet,
  consentSheet,
  conflictSheet,
  erasedSheet,
] as unknown as readonly Sheet<never, unknown>[];

/** Makes the room. Its operations are submitted to a lane machine whose ground writes `membersSheets`. */
export const createMembers = (deps: MembersDeps) => ({
  /** What fills this room's need of cards; its endpoints show them. */
  cardSlot: deps.cards,
  /** What is booked of a member: his tiers, attributes and programs; undefined for nobody. */
  known: (look: LookUp, member: OwnerKey) => look.row(memberSheet, member),
  /** The codes of a program's tiers by rank, the lowest first; empty where none are counted. */
  ranksOf: (program: number, at: Instant): readonly string[] => deps.tierSlot?.ranks(program, at) ?? [],
  enrolment: createEnrolment(deps),
  change: createMemberChange(deps),
  verification: createPhoneVerification(deps),
  sendPhoneCode: (tenant: number, phone: string, purpose: CodePurpose, language?: Language) =>
    sendPhoneCode(deps, tenant, phone, purpose, language),
  checkPhoneCode: (tenant: number, phone: string, purpose: CodePurpose, code: string, usedBy: Buffer) =>
    checkPhoneCode(deps, tenant, phone, purpose, code, usedBy),
});
