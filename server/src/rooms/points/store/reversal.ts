import { statement } from '../../../platform/database/sql.ts';
import type { Sheet } from '../../../platform/lanes/index.ts';
import type { RestoreOrder } from '../restore.ts';

/** How much of a redemption was given back; (lane, seq) is the redemption. There is no row before the first reversal. */
export type Reversal = {
  readonly lane: number;
  readonly seq: bigint;
  readonly amount: bigint;
  readonly reversed: bigint;
  /** In which order the lots get theirs: fixed by the first reversal. */
  readonly restoreOrder: RestoreOrder;
};

type Key = Pick<Reversal, 'lane' | 'seq'>;

const loadReversals = statement<Key & { amount: bigint; reversed: bigint; restore_order: RestoreOrder }>(
  'points.loadReversals',
  `select held.lane, held.seq, held.amount, held.reversed, held.restore_order
     from unnest($1::int[], $2::bigint[]) as wanted(lane, seq)
     join points.reversal as held on held.lane = wanted.lane and held.seq = wanted.seq`,
);

const writeReversals = statement(
  'points.writeReversals',
  `insert into points.reversal (lane, seq, amount, reversed, restore_order)
   select * from unnest($1::int[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[])
   on conflict (lane, seq) do update set reversed = excluded.reversed`,
);

export const reversalSheet: Sheet<Key, Reversal> = {
  name: 'points.reversal',
  keyOf: ({ lane, seq }) => `${lane}/${seq}`,
  async load(tx, keys, facts) {
    const rows = await tx.run(loadReversals, [keys.map((key) => key.lane), keys.map((key) => key.seq)]);
    for (const { restore_order: restoreOrder, ...row } of rows)
      facts.fill(reversalSheet, row, { ...row, restoreOrder });
  },
  write(tx, changes) {
    const rows = changes.map((change) => change.after);
    return [
      tx.run(writeReversals, [
        rows.map((row) => row.lane),
        rows.map((row) => row.seq),
        rows.map((row) => row.amount),
        rows.map((row) => row.reversed),
        rows.map((row) => row.restoreOrder),
      ]),
    ];
  },
};
