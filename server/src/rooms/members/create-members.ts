import type { Sheet } from '../../platform/lanes/index.ts';
import { createEnrolment, type MemberDeps } from './enrol.ts';
import { conflictSheet } from './store/conflict.ts';
import { consentSheet } from './store/consent.ts';
import { enrolmentSheet } from './store/enrolment.ts';
import { memberSheet } from './store/member.ts';
import { profileSheet } from './store/profile.ts';

export type MembersDeps = MemberDeps;

/** The room's operations and questions. */
export type Members = ReturnType<typeof createMembers>;

/** The room's sheets in the order in which a batch writes them, behind the lane machine's owners and names. */
export const membersSheets = [memberSheet, enrolmentSheet, profileSheet, consentSheet, conflictSheet] as unknown as readonly Sheet<
  never,
  unknown
>[];

/** Makes the room. Its operations are submitted to a lane machine whose ground writes `membersSheets`. */
export const createMembers = (deps: MembersDeps) => ({
  enrolment: createEnrolment(deps),
});
