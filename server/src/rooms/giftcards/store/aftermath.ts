import { statement } from '../../../platform/database/sql.ts';
import type { Sheet } from '../../../platform/lanes/index.ts';
import type { RestoreOrder } from '../../points/index.ts';

/** What became of an operation since it was booked; (lane, seq) is the operation. There is no row before the first change. */
export type Aftermath = {
  readonly lane: number;
  readonly seq: bigint;
  readonly amount: bigint;
  /** How much of it was given or taken back in all. */
  readonly undone: bigint;
  readonly state: 'open' | 'confirmed' | 'reversed' | 'voided';
  /** In which order lots get theirs back: fixed by the first refund. */
  readonly restoreOrder: RestoreOrder;
};

type Key = Pick<Aftermath, 'lane' | 'seq'>;
type Row = Omit<Aftermath, 'restoreOrder'> & { restore_order: RestoreOrder };

const loadAftermaths = statement<Row>(
  'giftcards.loadAftermaths',
  `select held.lane, held.seq, held.amount, held.undone, held.state, held.restore_order
     from unnest($1::int[], $2::bigint[]) as wanted(lane, seq)
     join giftcards.aftermath as held on held.lane = wanted.lane and held.seq = wanted.seq`,
);

const writeAftermaths = statement(
  'giftcards.writeAftermaths',
  `insert into giftcards.aftermath (lane, seq, amount, undone, state, restore_order)
   select * from unnest($1::int[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[])
   on conflict (lane, seq) do update set undone = excluded.undone, state = excluded.state`,
);

export const aftermathSheet: Sheet<Key, Aftermath> = {
  name: 'giftcards.aftermath',
  keyOf: ({ lane, seq }) => `${lane}/${seq}`,
  async load(tx, keys, facts) {
    const rows = await tx.run(loadAftermaths, [keys.map((key) => key.lane), keys.map((key) => key.seq)]);
    for (const { restore_order: restoreOrder, ...row } of rows)
      facts.fill(aftermathSheet, row, { ...row, restoreOrder });
  },
  write(tx, changes) {
    const rows = changes.map((change) => change.after);
    return [
      tx.run(writeAftermaths, [
        rows.map((row) => row.lane),
        rows.map((row) => row.seq),
        rows.map((row) => row.amount),
        rows.map((row) => row.undone),
        rows.map((row) => row.state),
        rows.map((row) => row.restoreOrder),
      ]),
    ];
  },
};
