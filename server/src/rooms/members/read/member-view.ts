import type { Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { LookUp, OwnerKey } from '../../../platform/lanes/index.ts';
import type { Conflict } from '../conflict.ts';
import type { Consent } from '../consent.ts';
import type { Member } from '../member.ts';
import type { Profile } from '../profile.ts';
import { conflictSheet } from '../store/conflict.ts';
import { consentSheet } from '../store/consent.ts';
import { memberSheet } from '../store/member.ts';
import { profileSheet } from '../store/profile.ts';

type EnrolmentRow = { program: number; enrolled_at: Instant; channel: string };

const selectEnrolments = statement<EnrolmentRow>(
  'members.selectEnrolments',
  `select program, enrolled_at, channel from members.enrolment where lane = $1 and member = $2 order by enrolled_at, program`,
);

/** Everything that the room knows of one member. */
export type MemberView = {
  readonly member: Member;
  /** Absent for a nameless card, and after erasure. */
  readonly profile: Profile | undefined;
  readonly enrolments: readonly { readonly program: number; readonly enrolledAt: Instant; readonly channel: string }[];
  readonly consents: readonly Consent[];
  readonly conflicts: readonly Conflict[];
};

/** The member at a place that a look-up gave; undefined when there is none. */
export async function readMember(
  queries: Queries,
  look: LookUp,
  tenant: number,
  owner: OwnerKey,
): Promise<MemberView | undefined> {
  const key = { tenant, member: owner.owner };
  const [member, profile, consents, conflicts, enrolments] = await Promise.all([
    look.row(memberSheet, owner),
    look.row(profileSheet, key),
    look.row(consentSheet, key),
    look.row(conflictSheet, key),
    queries.run(selectEnrolments, [owner.lane, owner.owner]),
  ]);
  if (!member || member.tenant !== tenant) return undefined;
  return {
    member,
    profile,
    enrolments: enrolments.map((row) => ({ program: row.program, enrolledAt: row.enrolled_at, channel: row.channel })),
    consents: consents?.current ?? [],
    conflicts: conflicts?.open ?? [],
  };
}
