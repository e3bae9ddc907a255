import { statement } from '../../../platform/database/sql.ts';
import type { OwnerKey, Sheet } from '../../../platform/lanes/index.ts';

/** The last year for which a member's birthday was celebrated in a program. */
export type Celebrated = CelebratedKey & { readonly tenant: number; readonly year: number };
export type CelebratedKey = OwnerKey & { readonly program: number };

type Row = { lane: number; member: bigint; program: number; tenant_id: number; year: number };

const loadCelebrated = statement<Row>(
  'occasions.loadCelebrated',
  `select held.lane, held.member, held.program, held.tenant_id, held.year
     from unnest($1::int[], $2::bigint[], $3::int[]) as wanted(lane, member, program)
     join occasions.celebrated as held
       on held.lane = wanted.lane and held.member = wanted.member and held.program = wanted.program`,
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
