import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Clock } from '../clock.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import type { Connection, Tx } from '../database/connection.ts';
import { Desk } from './desk.ts';
import type { Enclosure, Entry, JournalWriter, SealedEntry } from './entry.ts';
import { append, chain, heads, lock, readClock, type LaneBatch, type LaneHead } from './lane.ts';
import { NeedsErrand, OwnerMoved, type Arrival, type Decided, type Operation, type Plan } from './operation.ts';
import { ownerSheet } from './owner.ts';
import { referenceSheet, type Reference } from './reference.ts';
import { Facts, NeedsFacts, settleAll, want, type Sheet, type Want } from './sheet.ts';

/** An operation as the machine knows it: whatever its kind. */
export type AnyOperation<E extends Entry> = Operation<unknown, Plan, unknown, unknown, E>;

/** An arrival with its plan, ready for a batch. */
export type Ready<E extends Entry> = {
  readonly operation: AnyOperation<E>;
  readonly arrival: Arrival<unknown>;
  readonly plan: Plan;
};

/** An operation as it was kept: enough to answer a repeat. */
export type Kept = { readonly record: unknown; readonly recordedAt: Instant };

/** What a batch stands on: the journal, where records are read, and the order in which sheets are written. */
export type BatchGround<E extends Entry> = {
  readonly journal: JournalWriter<E>;
  readonly records: Sheet<{ lane: number; seq: bigint }, Kept>;
  readonly sheets: readonly Sheet<never, unknown>[];
  /** Scenarios move time; everywhere else the database's clock under the lock is the time. */
  readonly clock?: Clock | undefined;
};

/** What became of one operation in a batch. `moved`: an owner is not where resolve saw it. */
export type Verdict =
  | {
      readonly is: 'booked' | 'repeated';
      readonly lane: number;
      readonly seq: bigint;
      readonly record: unknown;
      readonly recordedAt: Instant;
    }
  // `leavesTrace`: what its desk holds is booked all the same.
  | { readonly is: 'refused'; readonly refusal: Refusal; readonly leavesTrace?: true }
  | { readonly is: 'threw'; readonly error: unknown }
  | { readonly is: 'moved' }
  // Nothing is decided: something has to be brought first.
  | { readonly is: 'needs'; readonly errand: NeedsErrand };

// Each round loads what one operation turned out to need; more than this is a decide that asks in circles.
const ROUNDS_MAX = 40;

/**
 * Runs one batch on a connection, in one transaction, to its commit. Throws when nothing is known to be written. `whenSent` is called once the
 * writes and the commit are on their way: what is asked of the connection from then on runs behind them.
 */
export async function runBatch<E extends Entry>(
  connection: Connection,
  ground: BatchGround<E>,
  lanes: readonly number[],
  batch: readonly Ready<E>[],
  whenSent?: () => void,
): Promise<Verdict[]> {
  // Everything up to the facts travels in one round trip; read committed gives each statement a snapshot after the lock.
  const facts = new Facts();
  const begun = connection.begin();
  const locked = lock(connection, lanes);
  const standing = heads(connection, lanes);
  const loaded = facts.load(connection, firstWants(batch));
  await settleAll([begun, locked, standing, loaded]);
  const { heads: laneHeads, recordedAt: databaseTime } = await standing;
  const recordedAt = ground.clock ? laterThan(ground.clock.now(), laneHeads) : databaseTime;
  await facts.load(connection, foreseen(batch, facts));

  const decided = await decideAll(connection, ground, batch, facts, laneHeads, recordedAt);
  // Rows may change without an entry: a wallet that time has not changed after all is to be looked at later.
  if (decided.entries.length === 0 && !facts.isChanged) {
    await connection.rollback();
    return decided.verdicts;
  }
  const sealed = decided.entries.length === 0 ? [] : ground.journal.seal(decided.entries, recordedAt);
  const { batches, enclosures } = closeLanes(ground, laneHeads, decided.upto, sealed, recordedAt);
  const written = settleAll([
    ...facts.write(connection, ground.sheets),
    ...(sealed.length === 0 ? [] : ground.journal.write(connection, sealed, enclosures, recordedAt)),
    ...(batches.length === 0 ? [] : [append(connection, batches, recordedAt)]),
    connection.commit(),
  ]);
  whenSent?.();
  await written;
  return decided.verdicts;
}

/** A moved clock, still later than every lane's last batch. */
const laterThan = (now: Instant, heads: readonly LaneHead[]): Instant =>
  heads.reduce((latest, { at }) => (at >= latest ? ((at + 1) as Instant) : latest), now);

// Far beyond every lane's end: what a rehearsal makes in memory never meets what is there.
const REHEARSAL_UPTO = 1n << 60n;

/** Decides one operation on what is committed now, without lock, and forgets it: for quotes and for reading balances. */
export async function rehearse<E extends Entry>(tx: Tx, ground: BatchGround<E>, ready: Ready<E>): Promise<Verdict> {
  const { arrival, plan } = ready;
  const facts = new Facts();
  const clock = tx.run(readClock);
  const loaded = facts.load(tx, firstWants([ready]));
  await settleAll([clock, loaded]);
  await facts.load(tx, foreseen([ready], facts));
  const laneHeads = [...plan.owners.map((owner) => owner.lane), ...(plan.lanes ?? [])].map((lane) => ({
    lane,
    upto: REHEARSAL_UPTO,
    head: Buffer.alloc(0),
    at: 0 as Instant,
  }));
  const alone = { ...ready, arrival: { tenant: arrival.tenant, input: arrival.input } };
  const { verdicts } = await decideAll(
    tx,
    ground,
    [alone],
    facts,
    laneHeads,
    ground.clock?.now() ?? (await clock)[0].now,
  );
  return verdicts[0];
}

function* firstWants<E extends Entry>(batch: readonly Ready<E>[]): Generator<Want> {
  for (const { plan, arrival } of batch) {
    if (arrival.reference) yield want(referenceSheet, arrival.reference);
    for (const owner of plan.owners) yield want(ownerSheet, owner);
    yield* plan.wants;
  }
}

function* foreseen<E extends Entry>(batch: readonly Ready<E>[], facts: Facts): Generator<Want> {
  const peek: Desk<E>['read'] = (sheet, key) => facts.peek(sheet, key);
  for (const { operation, arrival, plan } of batch) {
    if (operation.foresee) yield* operation.foresee(arrival.input, plan, { peek });
  }
}

type DecidedBatch<E> = { verdicts: Verdict[]; entries: E[]; upto: Map<number, bigint> };

async function decideAll<E extends Entry>(
  connection: Tx,
  ground: BatchGround<E>,
  batch: readonly Ready<E>[],
  facts: Facts,
  laneHeads: readonly LaneHead[],
  recordedAt: Instant,
): Promise<DecidedBatch<E>> {
  const upto = new Map(laneHeads.map((one) => [one.lane, one.upto]));
  const verdicts: Verdict[] = [];
  const entries: E[] = [];
  const inThisBatch = new Map<string, Verdict>();
  for (const ready of batch) {
    let verdict: Verdict | undefined;
    for (let round = 0; !verdict; round++) {
      const desk = new Desk<E>(facts, upto, recordedAt);
      try {
        assert(round < ROUNDS_MAX, `${ready.operation.kind} asked for facts ${ROUNDS_MAX} times`);
        verdict = decideOne(ground, ready, desk, facts, inThisBatch);
        if (verdict.is === 'booked' || (verdict.is === 'refused' && verdict.leavesTrace)) {
          for (const [lane, seq] of desk.close()) upto.set(lane, seq);
          facts.accept(desk.puts);
          entries.push(...desk.entries);
          if (verdict.is === 'booked' && ready.arrival.reference)
            inThisBatch.set(referenceSheet.keyOf(ready.arrival.reference), verdict);
        }
      } catch (error) {
        if (error instanceof NeedsFacts) await facts.load(connection, error.wants);
        else if (error instanceof OwnerMoved) verdict = { is: 'moved' };
        else if (error instanceof NeedsErrand) verdict = { is: 'needs', errand: error };
        // A throw touches this operation only: its desk is dropped, the others go on.
        else verdict = { is: 'threw', error };
      }
    }
    verdicts.push(verdict);
  }
  return { verdicts, entries, upto };
}

function decideOne<E extends Entry>(
  ground: BatchGround<E>,
  { operation, arrival, plan }: Ready<E>,
  desk: Desk<E>,
  facts: Facts,
  inThisBatch: ReadonlyMap<string, Verdict>,
): Verdict {
  const { reference, content } = arrival;
  if (reference) {
    const known = desk.read(referenceSheet, reference);
    if (known?.outcome === 'c') return { is: 'refused', refusal: refuse('operation.voided_before') };
    if (known?.outcome === 'b') return repeat(ground, desk, known, content, inThisBatch);
  }
  for (const held of plan.owners) {
    const now = desk.read(ownerSheet, held);
    if (!now || now.revision !== held.revision) {
      // A change earlier in this very batch is no move: facts are up to date, and the lane is the same. Who was merged, unmerged or erased
      // in it is not where his names led: that is asked again.
      const loaded = facts.loaded(ownerSheet, held);
      if (!now || loaded?.revision !== held.revision || loaded.state !== now.state) return { is: 'moved' };
    }
  }
  const decided: Decided<unknown> | Refusal = operation.decide(arrival.input, plan, desk);
  if (!decided.ok) return { is: 'refused', refusal: decided };
  if (decided.refusal) return { is: 'refused', refusal: decided.refusal, leavesTrace: true };
  if (reference && content) {
    const booked: Reference = { ...reference, outcome: 'b', content, lane: decided.lane, seq: decided.seq };
    desk.put(referenceSheet, reference, booked);
  }
  return { is: 'booked', lane: decided.lane, seq: decided.seq, record: decided.record, recordedAt: desk.recordedAt };
}

function repeat<E extends Entry>(
  ground: BatchGround<E>,
  desk: Desk<E>,
  known: Reference,
  content: Buffer | undefined,
  inThisBatch: ReadonlyMap<string, Verdict>,
): Verdict {
  if (!content || !known.content.equals(content))
    return { is: 'refused', refusal: refuse('operation.reference_reused') };
  const first = inThisBatch.get(referenceSheet.keyOf(known));
  if (first?.is === 'booked') return { ...first, is: 'repeated' };
  const kept = desk.read(ground.records, known);
  assert(kept, `reference ${known.lane}-${known.seq} has no record`);
  return { is: 'repeated', lane: known.lane, seq: known.seq, record: kept.record, recordedAt: kept.recordedAt };
}

/** What each written lane's chain becomes, and what is kept beside its rows. */
function closeLanes<E extends Entry>(
  ground: BatchGround<E>,
  before: readonly LaneHead[],
  upto: ReadonlyMap<number, bigint>,
  sealed: readonly SealedEntry<E>[],
  recordedAt: Instant,
): { batches: LaneBatch[]; enclosures: Enclosure[] } {
  const batches: LaneBatch[] = [];
  const enclosures: Enclosure[] = [];
  for (const { lane, head, upto: was } of before) {
    const last = upto.get(lane)!;
    if (last === was) continue;
    const ofLane = sealed
      .filter(({ entry }) => entry.lane === lane)
      .sort((a, b) => (a.entry.seq < b.entry.seq ? -1 : 1));
    const enclosure = ground.journal.enclose(
      lane,
      last,
      ofLane.map((one) => one.entry),
    );
    if (enclosure) enclosures.push(enclosure);
    const digests = ofLane.map((one) => one.digest);
    batches.push({
      lane,
      upto: last,
      head: chain(head, digests, enclosure?.digest),
      at: recordedAt,
      enclosed: enclosure?.digest ?? null,
    });
  }
  return { batches, enclosures };
}
