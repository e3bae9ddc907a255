import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries, Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import { UNDELIVERED_MAX, type FailedEvent, type FailedEventState } from '../failed-event.ts';

type FailedEventRow = {
  lane: number;
  seq: bigint;
  owner: string;
  type: string;
  state: FailedEventState;
  attempts: number;
  next_attempt_at: Instant;
  passable_at: Instant;
  first_failed_at: Instant;
  last_status: number | null;
  last_error: string | null;
};

const COLUMNS = `lane, seq, owner, type, state, attempts, next_attempt_at, passable_at, first_failed_at, last_status, last_error`;

const insertRows = statement(
  'webhooks.insertFailedEvents',
  `insert into webhooks.failed_event (endpoint, ${COLUMNS})
   select $1, ${COLUMNS}
     from unnest($2::int[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::int[], $8::timestamptz[], $9::timestamptz[],
                 $10::timestamptz[], $11::int[], $12::text[]) as added(${COLUMNS})
   on conflict (endpoint, lane, seq) do nothing`,
);

const updateRows = statement(
  'webhooks.updateFailedEvents',
  `update webhooks.failed_event as held
      set state = now.state, attempts = now.attempts, next_attempt_at = now.next_attempt_at, passable_at = now.passable_at,
          first_failed_at = now.first_failed_at, last_status = now.last_status, last_error = now.last_error
     from unnest($2::int[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::int[], $8::timestamptz[], $9::timestamptz[],
                 $10::timestamptz[], $11::int[], $12::text[]) as now(${COLUMNS})
    where held.endpoint = $1 and held.lane = now.lane and held.seq = now.seq`,
);

const deleteRows = statement(
  'webhooks.deleteFailedEvents',
  `delete from webhooks.failed_event as held
    using unnest($2::int[], $3::bigint[]) as done(lane, seq)
    where held.endpoint = $1 and held.lane = done.lane and held.seq = done.seq`,
);

const deleteBehind = statement(
  'webhooks.deleteFailedEventsBehind',
  `delete from webhooks.failed_event as held
    using unnest($2::int[], $3::bigint[]) as cursor(lane, upto)
    where held.endpoint = $1 and held.lane = cursor.lane and held.seq > cursor.upto`,
);

// What waits although nothing of its owner is failing any more (it got through, was given up, or was replayed) is due at once.
const releaseRows = statement(
  'webhooks.releaseWaitingEvents',
  `update webhooks.failed_event as held set next_attempt_at = least(held.next_attempt_at, $3::timestamptz)
    where held.endpoint = $1 and held.owner = any($2::text[]) and held.state = 'waiting'
      and not exists (
        select 1 from webhooks.failed_event as other
         where other.endpoint = held.endpoint and other.owner = held.owner and other.state = 'failing')`,
);

// The attempt that this makes earlier is one for free: otherwise an endpoint that comes and goes would use them up in an hour.
const hurryRows = statement(
  'webhooks.hurryFailedEvents',
  `update webhooks.failed_event
      set next_attempt_at = least(next_attempt_at, $2::timestamptz), attempts = greatest(attempts - 1, 0)
    where endpoint = $1 and state = 'failing'`,
);

const reviveRows = statement<{ seq: bigint }>(
  'webhooks.reviveDeadEvents',
  `update webhooks.failed_event set state = 'failing', attempts = 0, next_attempt_at = $2, passable_at = $2
    where endpoint = $1 and state = 'dead' returning seq`,
);

const selectDue = statement<FailedEventRow>(
  'webhooks.selectDueEvents',
  `select ${COLUMNS} from webhooks.failed_event
    where endpoint = $1 and state <> 'dead' and next_attempt_at <= $2
    order by next_attempt_at, lane, seq limit $3`,
);

const selectNextDue = statement<{ at: Instant | null }>(
  'webhooks.selectNextDueMoment',
  `select min(next_attempt_at) as at from webhooks.failed_event where endpoint = $1 and state <> 'dead'`,
);

const selectBlocked = statement<{ owner: string; passable_at: Instant; has_waiting: boolean }>(
  'webhooks.selectBlockedOwners',
  `select owner, max(passable_at) as passable_at, bool_or(state = 'waiting') as has_waiting
     from webhooks.failed_event where endpoint = $1 and owner = any($2::text[]) and state <> 'dead' group by owner`,
);

const countUndeliveredRows = statement<{ count: bigint }>(
  'webhooks.countUndelivered',
  `select count(*) as count
     from (select 1 from webhooks.failed_event where endpoint = $1 and state <> 'dead' limit ${UNDELIVERED_MAX}) as undelivered`,
);

const selectList = statement<FailedEventRow>(
  'webhooks.selectFailedEvents',
  `select ${COLUMNS} from webhooks.failed_event
    where endpoint = $1 and (state = $2 or $2::text is null) and (lane, seq) > ($3::int, $4::bigint)
    order by lane, seq limit $5`,
);

const countByState = statement<{ endpoint: number; undelivered: bigint; dead: bigint }>(
  'webhooks.countFailedEvents',
  `select endpoint, count(*) filter (where state <> 'dead') as undelivered, count(*) filter (where state = 'dead') as dead
     from webhooks.failed_event group by endpoint`,
);

const fromRow = (row: FailedEventRow): FailedEvent => ({
  lane: row.lane,
  seq: row.seq,
  owner: row.owner,
  type: row.type,
  state: row.state,
  attempts: row.attempts,
  nextAttemptAt: row.next_attempt_at,
  passableAt: row.passable_at,
  firstFailedAt: row.first_failed_at,
  lastStatus: row.last_status ?? undefined,
  lastError: row.last_error ?? undefined,
});

const toRows = (endpoint: number, events: readonly FailedEvent[]): readonly unknown[] => [
  endpoint,
  events.map((one) => one.lane),
  events.map((one) => one.seq),
  events.map((one) => one.owner),
  events.map((one) => one.type),
  events.map((one) => one.state),
  events.map((one) => one.attempts),
  events.map((one) => postgresFromInstant(one.nextAttemptAt)),
  events.map((one) => postgresFromInstant(one.passableAt)),
  events.map((one) => postgresFromInstant(one.firstFailedAt)),
  events.map((one) => one.lastStatus ?? null),
  events.map((one) => one.lastError ?? null),
];

type Place = { readonly lane: number; readonly seq: bigint };

/** Keeps events that the cursor goes past undelivered. */
export const insertFailedEvents = async (tx: Tx, endpoint: number, events: readonly FailedEvent[]): Promise<void> => {
  if (events.length > 0) await tx.run(insertRows, toRows(endpoint, events));
};

/** Writes what came of trying again; rows that were taken away meanwhile stay away. */
export const updateFailedEvents = async (tx: Tx, endpoint: number, events: readonly FailedEvent[]): Promise<void> => {
  if (events.length > 0) await tx.run(updateRows, toRows(endpoint, events));
};

/** Takes away events that got through. */
export const deleteFailedEvents = async (tx: Tx, endpoint: number, places: readonly Place[]): Promise<void> => {
  if (places.length === 0) return;
  await tx.run(deleteRows, [endpoint, places.map((place) => place.lane), places.map((place) => place.seq)]);
};

/** Takes away what a replay from these cursors will tell anew. */
export const deleteFailedEventsBehind = async (
  tx: Tx,
  endpoint: number,
  cursors: ReadonlyMap<number, bigint>,
): Promise<void> => {
  await tx.run(deleteBehind, [endpoint, [...cursors.keys()], [...cursors.values()]]);
};

/** Makes due what waits for these owners behind nothing. */
export const releaseWaitingEvents = async (
  tx: Tx,
  endpoint: number,
  owners: readonly string[],
  now: Instant,
): Promise<void> => {
  if (owners.length > 0) await tx.run(releaseRows, [endpoint, owners, postgresFromInstant(now)]);
};

/** Makes due what has failed, since the endpoint is back. */
export const hurryFailedEvents = async (tx: Tx, endpoint: number, now: Instant): Promise<void> => {
  await tx.run(hurryRows, [endpoint, postgresFromInstant(now)]);
};

/** Gives the dead a new life; says how many they were. */
export const reviveDeadEvents = async (tx: Tx, endpoint: number, now: Instant): Promise<number> =>
  (await tx.run(reviveRows, [endpoint, postgresFromInstant(now)])).length;

/** What is due, oldest first. */
export const selectDueEvents = async (
  queries: Queries,
  endpoint: number,
  now: Instant,
  limit: number,
): Promise<FailedEvent[]> => (await queries.run(selectDue, [endpoint, postgresFromInstant(now), limit])).map(fromRow);

/** When the next one is due; undefined when nothing is left. */
export const nextDueMoment = async (queries: Queries, endpoint: number): Promise<Instant | undefined> =>
  (await queries.run(selectNextDue, [endpoint]))[0].at ?? undefined;

/** Owners with undelivered events: until when theirs wait, and whether one waits already. */
export type BlockedOwner = { readonly passableAt: Instant; readonly hasWaiting: boolean };

export const selectBlockedOwners = async (
  queries: Queries,
  endpoint: number,
  owners: readonly string[],
): Promise<Map<string, BlockedOwner>> => {
  const rows = await queries.run(selectBlocked, [endpoint, owners]);
  return new Map(rows.map((row) => [row.owner, { passableAt: row.passable_at, hasWaiting: row.has_waiting }]));
};

/** How many are undelivered, counted up to UNDELIVERED_MAX. */
export const countUndelivered = async (queries: Queries, endpoint: number): Promise<number> =>
  Number((await queries.run(countUndeliveredRows, [endpoint]))[0].count);

/** The list of failures behind a place, by lane and number. */
export const selectFailedEvents = async (
  queries: Queries,
  endpoint: number,
  page: { readonly state: FailedEventState | undefined; readonly after: Place; readonly limit: number },
): Promise<FailedEvent[]> =>
  (await queries.run(selectList, [endpoint, page.state ?? null, page.after.lane, page.after.seq, page.limit])).map(
    fromRow,
  );

/** Undelivered and dead events of every endpoint that has any. */
export const countFailedEvents = async (
  queries: Queries,
): Promise<Map<number, { readonly undelivered: bigint; readonly dead: bigint }>> =>
  new Map((await queries.run(countByState)).map(({ endpoint, ...counts }) => [endpoint, counts]));
