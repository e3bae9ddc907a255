import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Sheet } from '../../../platform/lanes/index.ts';
import type { Standing, StandingKey } from '../standing.ts';

/** What of a standing only decide reads. */
type State = Pick<Standing, 'marks' | 'anchor' | 'course' | 'byHand'>;

type Row = {
  lane: number;
  member: bigint;
  program: number;
  tenant_id: number;
  version: number;
  enrolled_at: Instant;
  tier: string;
  since: Instant;
  due_at: Instant;
  state: State;
};

const loadStandings = statement<Row>(
  'tiers.loadStandings',
  `select held.lane, held.member, held.program, held.tenant_id, held.version, held.enrolled_at, held.tier, held.since, held.due_at,
          held.state
     from unnest($1::int[], $2::bigint[], $3::int[]) as wanted(lane, member, program)
     join tiers.standing as held
       on held.lane = wanted.lane and held.member = wanted.member and held.program = wanted.program`,
);

const writeStandings = statement(
  'tiers.writeStandings',
  `insert into tiers.standing (lane, member, program, tenant_id, version, enrolled_at, tier, since, due_at, state)
   select * from unnest($1::int[], $2::bigint[], $3::int[], $4::int[], $5::int[], $6::timestamptz[], $7::text[], $8::timestamptz[],
                        $9::timestamptz[], $10::jsonb[])
   on conflict (lane, member, program) do update
      set version = excluded.version, tier = excluded.tier, since = excluded.since, due_at = excluded.due_at, state = excluded.state`,
);

export const standingSheet: Sheet<StandingKey, Standing> = {
  name: 'tiers.standing',
  keyOf: ({ lane, owner, program }) => `${lane}/${owner}/${program}`,
  async load(tx, keys, facts) {
    const rows = await tx.run(loadStandings, [
      keys.map((key) => key.lane),
      keys.map((key) => key.owner),
      keys.map((key) => key.program),
    ]);
    for (const row of rows) {
      const standing: Standing = {
        ...{ lane: row.lane, owner: row.member, program: row.program, tenant: row.tenant_id },
        ...{ version: row.version, enrolledAt: row.enrolled_at, tier: row.tier, since: row.since, dueAt: row.due_at },
        ...row.state,
      };
      facts.fill(standingSheet, standing, standing);
    }
  },
  write(tx, changes) {
    const rows = changes.map((change) => change.after);
    return [
      tx.run(writeStandings, [
        rows.map((row) => row.lane),
        rows.map((row) => row.owner),
        rows.map((row) => row.program),
        rows.map((row) => row.tenant),
        rows.map((row) => row.version),
        rows.map((row) => postgresFromInstant(row.enrolledAt)),
        rows.map((row) => row.tier),
        rows.map((row) => postgresFromInstant(row.since)),
        rows.map((row) => postgresFromInstant(row.dueAt)),
        rows.map(({ marks, anchor, course, byHand }) => JSON.stringify({ marks, anchor, course, byHand })),
      ]),
    ];
  },
};
