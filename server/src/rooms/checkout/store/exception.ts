import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Sheet } from '../../../platform/lanes/index.ts';

/** What a notice was booked with although value, state or limit did not cover it. */
export type NotedException = {
  readonly lane: number;
  readonly seq: bigint;
  readonly n: number;
  readonly tenant: number;
  readonly code: string;
  readonly facts: Readonly<Record<string, string>>;
  readonly notedAt: Instant;
};

const insertExceptions = statement(
  'checkout.insertExceptions',
  `insert into checkout.exception (lane, seq, n, tenant_id, code, facts, noted_at)
   select * from unnest($1::int[], $2::bigint[], $3::smallint[], $4::int[], $5::text[], $6::jsonb[], $7::timestamptz[])`,
);

/** Only written by batches; lists read it from outside. */
export const exceptionSheet: Sheet<{ lane: number; seq: bigint; n: number }, NotedException> = {
  name: 'checkout.exception',
  keyOf: ({ lane, seq, n }) => `${lane}/${seq}/${n}`,
  load: async () => undefined,
  write(tx, changes) {
    const rows = changes.map((change) => change.after);
    return [
      tx.run(insertExceptions, [
        rows.map((row) => row.lane),
        rows.map((row) => row.seq),
        rows.map((row) => row.n),
        rows.map((row) => row.tenant),
        rows.map((row) => row.code),
        rows.map((row) => JSON.stringify(row.facts)),
        rows.map((row) => postgresFromInstant(row.notedAt)),
      ]),
    ];
  },
};
