import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Sheet } from '../../../platform/lanes/index.ts';

/** How an attempt to let another processor's card pay has ended: a sale was booked on it, or it is undone. */
export type OutsideEnd = {
  readonly tender: bigint;
  readonly tenant: number;
  readonly how: 'used' | 'given_up';
  readonly lane: number;
  readonly seq: bigint;
  readonly at: Instant;
};
type Key = Pick<OutsideEnd, 'tender'>;

const loadEnds = statement<{
  tender: bigint;
  tenant_id: number;
  how: OutsideEnd['how'];
  lane: number | null;
  seq: bigint | null;
  at: Instant;
}>(
  'checkout.loadOutsideEnds',
  `select tender, tenant_id, how, lane, seq, at from checkout.outside_end where tender = any ($1::bigint[])`,
);
const insertUsed = statement(
  'checkout.insertUsedOutside',
  `insert into checkout.outside_end (tender, tenant_id, how, lane, seq, at)
   select tender, tenant_id, 'used', lane, seq, at
     from unnest($1::bigint[], $2::int[], $3::int[], $4::bigint[], $5::timestamptz[]) as used(tender, tenant_id, lane, seq, at)`,
);

/**
 * Ends of attempts. They stand in no lane, since whoever undoes a payment holds none: the primary key decides between him and the
 * batch, and a batch that comes second decides again.
 */
export const outsideEndSheet: Sheet<Key, OutsideEnd> = {
  name: 'checkout.outside_end',
  keyOf: ({ tender }) => String(tender),
  async load(tx, keys, facts) {
    for (const row of await tx.run(loadEnds, [keys.map(({ tender }) => tender)])) {
      const { tender, tenant_id, how, lane, seq, at } = row;
      const end = { tender, tenant: tenant_id, how, lane: lane ?? 0, seq: seq ?? 0n, at };
      facts.fill(outsideEndSheet, { tender }, end);
    }
  },
  write(tx, changes) {
    const rows = changes.map((change) => change.after);
    return [
      tx.run(insertUsed, [
        rows.map((row) => row.tender),
        rows.map((row) => row.tenant),
        rows.map((row) => row.lane),
        rows.map((row) => row.seq),
        rows.map((row) => postgresFromInstant(row.at)),
      ]),
    ];
  },
  conflicts: ['outside_end_once'],
};
