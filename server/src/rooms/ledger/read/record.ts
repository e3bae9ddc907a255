import type { Instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Kept, Sheet } from '../../../platform/lanes/index.ts';
import { unpackRecord } from '../body.ts';
import type { Allocation } from '../entry.ts';

/** An operation as the journal has it, with its record and allocations: what returns, voids, claims and repeats stand on. */
export type KeptOperation = Kept & {
  readonly lane: number;
  readonly seq: bigint;
  readonly kind: string;
  readonly occurredAt: Instant;
  readonly bookedOn: LocalDate;
  readonly owner: bigint;
  readonly tenant: number;
  readonly program: number;
  readonly outlet: number;
  readonly terminal: number;
  readonly rulebook: number;
  readonly flags: number;
};

/** A row of the journal by its columns, without its body: what statements of this room and of readers above it select. */
export type JournalColumns = {
  readonly lane: number;
  readonly seq: bigint;
  readonly kind: string;
  readonly occurred_at: Instant;
  readonly recorded_at: Instant;
  readonly booked_on: LocalDate;
  readonly owner: bigint;
  readonly tenant_id: number;
  readonly program: number;
  readonly outlet: number;
  readonly terminal: number;
  readonly rulebook: number;
  readonly flags: number;
};

type Row = JournalColumns & { readonly record_back: number; readonly body: Buffer };

/** A row and its record as the operation that it is. */
export const operationOf = <Record>(
  row: JournalColumns,
  record: Record,
): Omit<KeptOperation, 'record'> & { readonly record: Record } => ({
  lane: row.lane,
  seq: row.seq,
  kind: row.kind,
  occurredAt: row.occurred_at,
  recordedAt: row.recorded_at,
  bookedOn: row.booked_on,
  owner: row.owner,
  tenant: row.tenant_id,
  program: row.program,
  outlet: row.outlet,
  terminal: row.terminal,
  rulebook: row.rulebook,
  flags: row.flags,
  record,
});

const loadRecords = statement<Row>(
  'ledger.loadRecords',
  `select held.lane, held.seq, held.kind, held.occurred_at, held.recorded_at, held.booked_on, held.owner, held.tenant_id,
          held.program, held.outlet, held.terminal, held.rulebook, held.flags, held.record_back, holder.body
     from unnest($1::int[], $2::bigint[]) as wanted(lane, seq)
     join ledger.journal as held on held.lane = wanted.lane and held.seq = wanted.seq
     join ledger.journal as holder on holder.lane = held.lane and holder.seq = held.seq - held.record_back`,
);

/** Operations by their place. Read only: the journal is never changed. */
export const recordSheet: Sheet<{ lane: number; seq: bigint }, KeptOperation> = {
  name: 'ledger.record',
  keyOf: ({ lane, seq }) => `${lane}/${seq}`,
  async load(tx, keys, facts) {
    for (const row of await tx.run(loadRecords, [keys.map((key) => key.lane), keys.map((key) => key.seq)])) {
      const record = unpackRecord({ body: row.body, place: row.record_back }, { occurredAt: row.occurred_at });
      facts.fill(recordSheet, row, operationOf(row, record));
    }
  },
};

type AllocationRow = {
  lane: number;
  seq: bigint;
  lot_seq: bigint;
  lot_n: number;
  delta: bigint;
  effect: Allocation['effect'];
};

const loadAllocations = statement<AllocationRow>(
  'ledger.loadAllocations',
  `select made.lane, made.seq, made.lot_seq, made.lot_n, made.delta, made.effect
     from unnest($1::int[], $2::bigint[]) as wanted(lane, seq)
     join ledger.allocation as made on made.lane = wanted.lane and made.seq = wanted.seq
    order by made.lane, made.seq, made.n`,
);

/** The lots that an operation touched, in the order in which it did. */
export const allocationSheet: Sheet<{ lane: number; seq: bigint }, readonly Allocation[]> = {
  name: 'ledger.allocation',
  keyOf: ({ lane, seq }) => `${lane}/${seq}`,
  async load(tx, keys, facts) {
    const found = new Map<string, Allocation[]>(keys.map((key) => [allocationSheet.keyOf(key), []]));
    for (const row of await tx.run(loadAllocations, [keys.map((key) => key.lane), keys.map((key) => key.seq)])) {
      found
        .get(allocationSheet.keyOf(row))!
        .push({ lotSeq: row.lot_seq, lotN: row.lot_n, delta: row.delta, effect: row.effect });
    }
    for (const key of keys) facts.fill(allocationSheet, key, found.get(allocationSheet.keyOf(key))!);
  },
};
