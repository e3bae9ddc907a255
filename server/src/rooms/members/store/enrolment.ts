import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Sheet } from '../../../platform/lanes/index.ts';
import type { Enrolment, EnrolmentKey } from '../enrolment.ts';

type Row = { lane: number; member: bigint; program: number; enrolled_at: Instant; channel: string };

const loadEnrolments = statement<Row>(
  'members.loadEnrolments',
  `select held.lane, held.member, held.program, held.enrolled_at, held.channel
     from unnest($1::int[], $2::bigint[], $3::int[]) as wanted(lane, member, program)
     join members.enrolment as held
       on held.lane = wanted.lane and held.member = wanted.member and held.program = wanted.program`,
);

// An enrolment is never changed; it may be put again by who has not read it.
const insertEnrolments = statement(
  'members.insertEnrolments',
  `insert into members.enrolment (lane, member, program, enrolled_at, channel)
   select lane, member, program, enrolled_at, channel
     from unnest($1::int[], $2::bigint[], $3::int[], $4::timestamptz[], $5::text[])
       as added(lane, member, program, enrolled_at, channel)
   on conflict (lane, member, program) do nothing`,
);

export const enrolmentSheet: Sheet<EnrolmentKey, Enrolment> = {
  name: 'members.enrolment',
  keyOf: ({ lane, owner, program }) => `${lane}/${owner}/${program}`,
  async load(tx, keys, facts) {
    const rows = await tx.run(loadEnrolments, [
      keys.map((key) => key.lane),
      keys.map((key) => key.owner),
      keys.map((key) => key.program),
    ]);
    for (const row of rows) {
      const enrolment = {
        lane: row.lane,
        owner: row.member,
        program: row.program,
        enrolledAt: row.enrolled_at,
        channel: row.channel,
      };
      facts.fill(enrolmentSheet, enrolment, enrolment);
    }
  },
  write(tx, changes) {
    const rows = changes.map((change) => change.after);
    return [
      tx.run(insertEnrolments, [
        rows.map((row) => row.lane),
        rows.map((row) => row.owner),
        rows.map((row) => row.program),
        rows.map((row) => postgresFromInstant(row.enrolledAt)),
        rows.map((row) => row.channel),
      ]),
    ];
  },
};
