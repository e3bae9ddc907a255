import { statement } from '../../../platform/database/sql.ts';
import type { Sheet } from '../../../platform/lanes/index.ts';

/** An occasion that was reversed, and by which entry. */
export type Reversed = ReversedKey & { readonly tenant: number; readonly byLane: number; readonly bySeq: bigint };
export type ReversedKey = { readonly lane: number; readonly seq: bigint };

type Row = { lane: number; seq: bigint; tenant_id: number; by_lane: number; by_seq: bigint };

const loadReversed = statement<Row>(
  'occasions.loadReversed',
  `select held.lane, held.seq, held.tenant_id, held.by_lane, held.by_seq
     from unnest($1::int[], $2::bigint[]) as wanted(lane, seq)
     join occasions.reversed as held on held.lane = wanted.lane and held.seq = wanted.seq`,
);

const insertReversed = statement(
  'occasions.insertReversed',
  `insert into occasions.reversed (lane, seq, tenant_id, by_lane, by_seq)
   select * from unnest($1::int[], $2::bigint[], $3::int[], $4::int[], $5::bigint[])`,
);

export const reversedSheet: Sheet<ReversedKey, Reversed> = {
  name: 'occasions.reversed',
  keyOf: ({ lane, seq }) => `${lane}/${seq}`,
  async load(tx, keys, facts) {
    const rows = await tx.run(loadReversed, [keys.map((key) => key.lane), keys.map((key) => key.seq)]);
    for (const { lane, seq, tenant_id, by_lane, by_seq } of rows) {
      const row = { lane, seq, tenant: tenant_id, byLane: by_lane, bySeq: by_seq };
      facts.fill(reversedSheet, row, row);
    }
  },
  write(tx, changes) {
    const rows = changes.map((change) => change.after);
    return [
      tx.run(insertReversed, [
        rows.map((row) => row.lane),
        rows.map((row) => row.seq),
        rows.map((row) => row.tenant),
        rows.map((row) => row.byLane),
        rows.map((row) => row.bySeq),
      ]),
    ];
  },
};
