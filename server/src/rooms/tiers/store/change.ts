import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { OwnerKey, Sheet } from '../../../platform/lanes/index.ts';
import type { TierChange } from '../settle-standing.ts';

/** A change that was told, under the journal row that tells it. */
export type KeptChange = OwnerKey &
  TierChange & { readonly seq: bigint; readonly tenant: number; readonly program: number; readonly toldAt: Instant };

const insertChanges = statement(
  'tiers.insertChanges',
  `insert into tiers.change (lane, seq, tenant_id, member, program, at, told_at, from_tier, to_tier, because, reason)
   select * from unnest($1::int[], $2::bigint[], $3::int[], $4::bigint[], $5::int[], $6::timestamptz[], $7::timestamptz[], $8::text[],
                        $9::text[], $10::text[], $11::text[])`,
);

/** Changes are only added; lists read them. */
export const changeSheet: Sheet<{ readonly lane: number; readonly seq: bigint }, KeptChange> = {
  name: 'tiers.change',
  keyOf: ({ lane, seq }) => `${lane}/${seq}`,
  load: () => Promise.resolve(),
  write(tx, changes) {
    const rows = changes.map((change) => change.after);
    return [
      tx.run(insertChanges, [
        rows.map((row) => row.lane),
        rows.map((row) => row.seq),
        rows.map((row) => row.tenant),
        rows.map((row) => row.owner),
        rows.map((row) => row.program),
        rows.map((row) => postgresFromInstant(row.at)),
        rows.map((row) => postgresFromInstant(row.toldAt)),
        rows.map((row) => row.from),
        rows.map((row) => row.to),
        rows.map((row) => row.because),
        rows.map((row) => row.reason ?? null),
      ]),
    ];
  },
};
