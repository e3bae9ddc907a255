import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Decision, SignalState } from '../signal.ts';
import type { Passed, Watch, Window } from '../watch.ts';

// Under the lock of its subject, so of two followers that see the count pass one is first and the other finds what it raised.
const insertSignal = statement<{ signal: bigint }>(
  'fraud.insertSignal',
  `insert into fraud.signal (tenant_id, subject, watch, counts, action, max, decimals, rulebook, window_from, window_until, count, raised_at, from_at, until_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
   on conflict (subject, watch, window_from, from_at) do nothing
   returning signal`,
);

const selectRaised = statement<{
  signal: bigint;
  subject: bigint;
  watch: string;
  window_from: LocalDate;
  window_until: LocalDate;
  from_at: Instant | null;
  until_at: Instant | null;
  state: SignalState;
}>(
  'fraud.selectRaised',
  `select signal, subject, watch, window_from, window_until, from_at, until_at, state from fraud.signal where subject = any($1::bigint[])`,
);

/** A signal that was raised before. */
export type Raised = Window & {
  readonly signal: bigint;
  readonly subject: bigint;
  readonly watch: string;
  readonly state: SignalState;
};

/** The moments of a window; undefined of one of whole days. */
export const spanOf = (from: Instant | null, until: Instant | null): Window['span'] =>
  from === null || until === null ? undefined : { from, until };

/** All signals of these subjects. */
export async function readRaised(tx: Tx, subjects: readonly bigint[]): Promise<Raised[]> {
  if (subjects.length === 0) return [];
  const rows = await tx.run(selectRaised, [subjects]);
  return rows.map(({ window_from: from, window_until: until, from_at, until_at, ...row }) => ({
    ...{ ...row, from, until, span: spanOf(from_at, until_at) },
  }));
}

/** Raises a signal; undefined where this one was raised before. */
export async function writeSignal(
  tx: Tx,
  { tenant, subject, rulebook }: { readonly tenant: number; readonly subject: bigint; readonly rulebook: number },
  watch: Watch,
  { from, until, span, count }: Passed,
  at: Instant,
): Promise<bigint | undefined> {
  const [row] = await tx.run(insertSignal, [
    ...[tenant, subject, watch.key, watch.of, watch.action, watch.max, watch.decimals, rulebook],
    ...[from, until, count, postgresFromInstant(at)],
    ...[span ? postgresFromInstant(span.from) : null, span ? postgresFromInstant(span.until) : null],
  ]);
  return row?.signal;
}

const updateWindow = statement(
  'fraud.updateSignalWindow',
  `update fraud.signal set window_from = $2, window_until = $3, from_at = $4, until_at = $5 where signal = $1`,
);

/** The signal reaches over more from now on. */
export async function extendSignal(tx: Tx, signal: bigint, { from, until, span }: Window): Promise<void> {
  if (span === undefined) return;
  const moments = [postgresFromInstant(span.from), postgresFromInstant(span.until)];
  await tx.run(updateWindow, [signal, from, until, ...moments]);
}

const lockSignal = statement<{ state: SignalState }>(
  'fraud.lockSignal',
  `select state from fraud.signal where tenant_id = $1 and signal = $2 for update`,
);

const updateState = statement('fraud.updateSignalState', `update fraud.signal set state = $2 where signal = $1`);

const insertReview = statement(
  'fraud.insertReview',
  `insert into fraud.review (signal, n, tenant_id, decision, note, credential, person, reviewed_at)
   select $1, coalesce(max(n), 0) + 1, $2, $3, $4, $5, $6, $7 from fraud.review where signal = $1`,
);

/** Locks a signal until the end of the transaction and gives its state; undefined where there is none. */
export const takeSignal = async (tx: Tx, tenant: number, signal: bigint): Promise<SignalState | undefined> =>
  (await tx.run(lockSignal, [tenant, signal]))[0]?.state;

/** Writes down what somebody decided of a signal that is locked. */
export async function writeReview(
  tx: Tx,
  { tenant, signal }: { readonly tenant: number; readonly signal: bigint },
  by: { readonly credential: bigint; readonly person: bigint | undefined },
  { decision, note, at }: { readonly decision: Decision; readonly note: string; readonly at: Instant },
): Promise<void> {
  await tx.run(insertReview, [
    signal,
    tenant,
    decision,
    note,
    by.credential,
    by.person ?? null,
    postgresFromInstant(at),
  ]);
  await tx.run(updateState, [signal, decision]);
}
