import type { Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

export type ConsentRow = {
  readonly purpose: string;
  readonly channel: string;
  readonly is_given: boolean;
  readonly text_version: string;
  readonly source: string;
  readonly at: Instant;
};

const selectConsents = statement<ConsentRow>(
  'memberpage.selectConsents',
  `select purpose, channel, is_given, text_version, source, at from members.consent
    where tenant_id = $1 and member = $2 order by purpose, channel, at desc, recorded_at desc limit 1000`,
);

/** Everything that a member ever said about consent, the last word on each first. */
export const findConsents = (queries: Queries, tenant: number, member: bigint): Promise<ConsentRow[]> =>
  queries.run(selectConsents, [tenant, member]);

const selectEnrolments = statement<{ program: number; enrolled_at: Instant; channel: string }>(
  'memberpage.selectEnrolments',
  `select program, enrolled_at, channel from members.enrolment where lane = $1 and member = $2 order by enrolled_at, program`,
);

/** The programs that a member joined. */
export const findEnrolments = (
  queries: Queries,
  { lane, owner }: { readonly lane: number; readonly owner: bigint },
): Promise<{ program: number; enrolled_at: Instant; channel: string }[]> =>
  queries.run(selectEnrolments, [lane, owner]);
