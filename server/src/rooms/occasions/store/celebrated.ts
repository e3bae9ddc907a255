import { statement } from '../../../platform/database/sql.ts';
import type { OwnerKey, Sheet } from '../../../platform/lanes/index.ts';

/** The last year for which the birthday of a member, or of whoever was merged into him, was celebrated in a program. */
export type Celebrated = CelebratedKey & { readonly tenant: number; readonly year: number };
export type CelebratedKey = OwnerKey & { readonly program: number };

type Row = { lane: number; member: bigint; program: number; tenant_id: number; year: number };

// Served by owner_merged, one member behind the other (offset 0). Whoever was merged into a member was the same person: his birthday was the member's. Nothing becomes of what stands
// with him, since he celebrates no more.
const loadCelebrated = statement<Row>(
  'occasions.loadCelebrated',
  `with recursive who as (
     select wanted.lane, wanted.owner, wanted.program, wanted.lane as of_lane, wanted.owner as of_owner
       from unnest($1::int[], $2::bigint[], $3::int[]) as wanted(lane, owner, program)
      union
     select gone.lane, gone.owner, who.program, who.of_lane, who.of_owner
       from who cross join lateral (
         select held.lane, held.owner from lanes.owner as held
          where held.into_lane = who.lane and held.into_owner = who.owner offset 0) as gone
   )
   select who.of_lane as lane, who.of_owner as member, who.program, min(held.tenant_id) as tenant_id, max(held.year) as year
     from who
    cross join lateral (
      select done.tenant_id, done.year from occasions.celebrated as done
       where done.lane = who.lane and done.member = who.owner and done.program = who.program offset 0) as held
    group by who.of_lane, who.of_owner, who.program`,
);

const writeCelebrated = statement(
  'occasions.writeCelebrated',
  `insert into occasions.celebrated (lane, member, program, tenant_id, year)
   select * from unnest($1::int[], $2::bigint[], $3::int[], $4::int[], $5::int[])
   on conflict (lane, member, program) do update set year = excluded.year`,
);

export const celebratedSheet: Sheet<CelebratedKey, Celebrated> = {
  name: 'occasions.celebrated',
  keyOf: ({ lane, owner, program }) => `${lane}/${owner}/${program}`,
  async load(tx, keys, facts) {
    for (const { lane, member, program, tenant_id, year } of await tx.run(loadCelebrated, [
      keys.map((key) => key.lane),
      keys.map((key) => key.owner),
      keys.map((key) => key.program),
    ])) {
      const row = { lane, owner: member, program, tenant: tenant_id, year };
      facts.fill(celebratedSheet, row, row);
    }
  },
  write(tx, changes) {
    const rows = changes.map((change) => change.after);
    return [
      tx.run(writeCelebrated, [
        rows.map((row) => row.lane),
        rows.map((row) => row.owner),
        rows.map((row) => row.program),
        rows.map((row) => row.tenant),
        rows.map((row) => row.year),
      ]),
    ];
  },
};
