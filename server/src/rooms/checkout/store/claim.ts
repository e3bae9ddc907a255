import { statement } from '../../../platform/database/sql.ts';
import type { Sheet } from '../../../platform/lanes/index.ts';

/** Who claimed an unidentified receipt: (lane, seq) is the receipt, in its outlet's lane. */
export type Claim = {
  readonly lane: number;
  readonly seq: bigint;
  readonly claimLane: number;
  readonly claimSeq: bigint;
};
type Key = { readonly lane: number; readonly seq: bigint };

const loadClaims = statement<{ lane: number; seq: bigint; claim_lane: number; claim_seq: bigint }>(
  'checkout.loadClaims',
  `select held.lane, held.seq, held.claim_lane, held.claim_seq
     from unnest($1::int[], $2::bigint[]) as wanted(lane, seq)
     join checkout.claim as held on held.lane = wanted.lane and held.seq = wanted.seq`,
);

const insertClaims = statement(
  'checkout.insertClaims',
  `insert into checkout.claim (lane, seq, claim_lane, claim_seq)
   select * from unnest($1::int[], $2::bigint[], $3::int[], $4::bigint[])`,
);

export const claimSheet: Sheet<Key, Claim> = {
  name: 'checkout.claim',
  keyOf: ({ lane, seq }) => `${lane}/${seq}`,
  async load(tx, keys, facts) {
    const rows = await tx.run(loadClaims, [keys.map((key) => key.lane), keys.map((key) => key.seq)]);
    for (const { lane, seq, claim_lane, claim_seq } of rows) {
      facts.fill(claimSheet, { lane, seq }, { lane, seq, claimLane: claim_lane, claimSeq: claim_seq });
    }
  },
  write(tx, changes) {
    const rows = changes.map((change) => change.after);
    return [
      tx.run(insertClaims, [
        rows.map((row) => row.lane),
        rows.map((row) => row.seq),
        rows.map((row) => row.claimLane),
        rows.map((row) => row.claimSeq),
      ]),
    ];
  },
};
