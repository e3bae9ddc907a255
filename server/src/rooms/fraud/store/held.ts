import type { Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

// What a person let go by hand, or a released signal let go, is frozen anew when another signal holds it: in a round of its own.
const HELD = `insert into fraud.held as known (lane, seq, tenant_id)
   select distinct lane, seq, tenant_id from wanted order by lane, seq
   on conflict (lane, seq) do update
      set state = case known.state when 'free' then 'due' when 'thawing' then 'due' else known.state end,
          round = case known.state when 'free' then known.round + 1 else known.round end`;

const holdWindows = statement(
  'fraud.holdWindows',
  `with wanted as (
     select signal.signal, counted.lane, counted.seq, counted.tenant_id
       from fraud.signal as signal
       join fraud.counted as counted
         on counted.subject = signal.subject and counted.counted_on between signal.window_from and signal.window_until
        and (signal.from_at is null or counted.counted_at between signal.from_at and signal.until_at)
      where signal.signal = any($1::bigint[]) and counted.points > 0 and not counted.is_undone
   ), made as (${HELD} returning known.lane, known.seq)
   insert into fraud.hold (signal, lane, seq, tenant_id)
   select wanted.signal, made.lane, made.seq, wanted.tenant_id
     from made join wanted on wanted.lane = made.lane and wanted.seq = made.seq
   on conflict (signal, lane, seq) do nothing`,
);

const holdMore = statement(
  'fraud.holdMore',
  `with wanted as (
     select signal.signal, counted.lane, counted.seq, counted.tenant_id
       from unnest($1::int[], $2::bigint[], $3::bigint[]) as added(lane, seq, subject)
       join fraud.counted as counted
         on counted.lane = added.lane and counted.seq = added.seq and counted.subject = added.subject
       join fraud.signal as signal
         on signal.subject = counted.subject and counted.counted_on between signal.window_from and signal.window_until
        and (signal.from_at is null or counted.counted_at between signal.from_at and signal.until_at)
      where signal.action = 'hold' and signal.state <> 'released' and counted.points > 0 and not counted.is_undone
   ), made as (${HELD} returning known.lane, known.seq)
   insert into fraud.hold (signal, lane, seq, tenant_id)
   select wanted.signal, made.lane, made.seq, wanted.tenant_id
     from made join wanted on wanted.lane = made.lane and wanted.seq = made.seq
   on conflict (signal, lane, seq) do nothing`,
);

// What another signal holds too stays as it is.
const letGo = statement(
  'fraud.letGo',
  `update fraud.held as known
      set state = case known.state when 'nothing' then 'free' else 'thawing' end
     from fraud.hold as own
    where own.signal = $1 and known.lane = own.lane and known.seq = own.seq and known.state in ('due', 'frozen', 'nothing')
      and not exists (select 1 from fraud.hold as other join fraud.signal as signal on signal.signal = other.signal
                       where other.lane = known.lane and other.seq = known.seq and other.signal <> $1 and signal.state <> 'released')`,
);

/** Everything that new signals hold is to be frozen. */
export async function holdWhatRaised(tx: Tx, signals: readonly bigint[]): Promise<void> {
  if (signals.length > 0) await tx.run(holdWindows, [signals]);
}

/** What was counted while signals hold its window is to be frozen too. */
export async function holdWhatFollows(
  tx: Tx,
  added: readonly { readonly lane: number; readonly seq: bigint; readonly number: bigint }[],
): Promise<void> {
  if (added.length === 0) return;
  await tx.run(holdMore, [
    added.map(({ lane }) => lane),
    added.map(({ seq }) => seq),
    added.map(({ number }) => number),
  ]);
}

/** What the signal held, and no other one holds, is to be spendable again. */
export const letGoOf = (tx: Tx, signal: bigint): Promise<unknown> => tx.run(letGo, [signal]);

export type HeldState = 'due' | 'frozen' | 'nothing' | 'thawing' | 'free';
export type Held = {
  readonly lane: number;
  readonly seq: bigint;
  readonly tenant_id: number;
  readonly state: HeldState;
  readonly round: number;
};

// A key of ours beside those of other rooms: one worker at a time, so that what is frozen is known where it is decided.
const takeWork = statement<{ taken: boolean }>(
  'fraud.takeHolding',
  `select pg_try_advisory_xact_lock(7455921, 1) as taken`,
);

const selectWaiting = statement<Held>(
  'fraud.selectWaitingHeld',
  `select lane, seq, tenant_id, state, round from fraud.held
    where state in ('due', 'thawing') order by lane, seq limit $1 for update`,
);

const writeHeld = statement(
  'fraud.writeHeld',
  `update fraud.held as known set state = told.state
     from unnest($1::int[], $2::bigint[], $3::text[]) as told(lane, seq, state)
    where known.lane = told.lane and known.seq = told.seq`,
);

/** What waits to be frozen or thawed, locked until the end of the transaction; nothing where another worker is at it. */
export async function takeWaiting(tx: Tx, most: number): Promise<Held[]> {
  const [row] = await tx.run(takeWork);
  return row?.taken === true ? tx.run(selectWaiting, [most]) : [];
}

/** Writes what became of it. */
export async function writeStates(
  tx: Tx,
  told: readonly { readonly lane: number; readonly seq: bigint; readonly state: HeldState }[],
): Promise<void> {
  await tx.run(writeHeld, [told.map(({ lane }) => lane), told.map(({ seq }) => seq), told.map(({ state }) => state)]);
}
