import { statement } from '../../../platform/database/sql.ts';
import type { Sheet } from '../../../platform/lanes/index.ts';
import type { Policy } from '../../programs/index.ts';
import type { QualifiedBy } from '../../tiers/index.ts';
import type { KeptCredit, KeptGrant } from '../record.ts';

/** What has come back of a sale so far. Quantities in thousandths by line, amounts in smallest steps. */
export type Returned = {
  readonly lane: number;
  readonly seq: bigint;
  readonly lines: Readonly<Record<string, number>>;
  /** Points that the member keeps, by wallet type code; absent while nothing came back. */
  readonly kept?: Readonly<Record<string, number>>;
  /** Points that returns should have taken and could not, by wallet type code: booked as write-off, or left with the member. */
  readonly lost?: Readonly<Record<string, Lost>>;
  /** What of the limits of promotions is still used, in the order of the sale's; absent while nothing came back. */
  readonly limited?: readonly number[];
  /** What still counts for the member's tier, moment by moment; absent while nothing came back. */
  readonly qualified?: QualifiedBy;
  /** Points given back to each wallet. */
  readonly restored: Readonly<Record<string, number>>;
  /** What was undone of payments that no lot had covered, by wallet. */
  readonly uncovered?: Readonly<Record<string, KeptUndone>>;
  /** Money refunded to each tender, by its place: payments with points first, then the others. */
  readonly refunded: readonly number[];
  /** The orders of the first return's day: totals of two orders would not add up. */
  readonly orders?: ReturnOrders;
  /** How its points were decided again on request; returns go on from there. */
  readonly rescored?: Rescored;
  readonly isVoided: boolean;
  /** All of its goods are back. */
  readonly isWhole?: boolean | undefined;
  /** The operations that brought it back, oldest first: to be shown beside the sale. */
  readonly by?: readonly (readonly [is: 'return' | 'void', lane: number, seq: string])[];
};

/** The latest decision on the points of a sale, by another version of the rulebook: what it granted, for what had not come back by then. */
export type Rescored = {
  readonly rulebook: number;
  readonly grants: readonly KeptGrant[];
  readonly credits: readonly KeptCredit[];
  readonly returned: Readonly<Record<string, number>>;
  /** Where each was booked, oldest first. */
  readonly by: readonly (readonly [lane: number, seq: string])[];
};

export type ReturnOrders = Pick<Policy, 'refund' | 'restoreOrder'>;
export type KeptUndone = { readonly released: number; readonly given: number; readonly madeGood: number };
/** `lapsed` of the forgiven had expired. */
export type Lost = { readonly writtenOff: number; readonly forgiven: number; readonly lapsed: number };

type Row = { lane: number; seq: bigint; state: Omit<Returned, 'lane' | 'seq'> };
type Key = { readonly lane: number; readonly seq: bigint };

const loadReturned = statement<Row>(
  'checkout.loadReturned',
  `select held.lane, held.seq, held.state
     from unnest($1::int[], $2::bigint[]) as wanted(lane, seq)
     join checkout.returned as held on held.lane = wanted.lane and held.seq = wanted.seq`,
);

const writeReturned = statement(
  'checkout.writeReturned',
  `insert into checkout.returned (lane, seq, state)
   select * from unnest($1::int[], $2::bigint[], $3::jsonb[])
   on conflict (lane, seq) do update set state = excluded.state`,
);

export const returnedSheet: Sheet<Key, Returned> = {
  name: 'checkout.returned',
  keyOf: ({ lane, seq }) => `${lane}/${seq}`,
  async load(tx, keys, facts) {
    for (const { lane, seq, state } of await tx.run(loadReturned, [
      keys.map((key) => key.lane),
      keys.map((key) => key.seq),
    ])) {
      facts.fill(returnedSheet, { lane, seq }, { lane, seq, ...state });
    }
  },
  write(tx, changes) {
    const rows = changes.map((change) => change.after);
    return [
      tx.run(writeReturned, [
        rows.map((row) => row.lane),
        rows.map((row) => row.seq),
        rows.map(({ lane: _lane, seq: _seq, ...state }) => JSON.stringify(state)),
      ]),
    ];
  },
};
