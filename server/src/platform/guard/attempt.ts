import { MICROSECONDS_PER_SECOND, postgresFromInstant, type Instant } from '../../kernel/instant.ts';
import type { Queries } from '../database/database.ts';
import { statement } from '../database/sql.ts';
import type { Reading } from './gate.ts';
import type { AttemptLimit, Counted, CounterKind } from './limits.ts';

/** One counter that an attempt meets. `key` is a keyed digest: an address is a person's. */
export type Counter = { readonly kind: CounterKind; readonly key: Buffer; readonly limit: AttemptLimit };

export type CountedAttempt = Counted & { readonly counter: Counter; readonly letIn: boolean; readonly passed: number };

type Row = { kind: CounterKind; key: Buffer; now_count: number; before_count: number; let_in: boolean };

// One statement counts and judges, so that of two attempts at once the second sees the first. What is not let in is not counted:
// whoever waits as long as he is told comes in. The expressions stand in both places because `excluded` knows only what was given.
const countAttempts = statement<Row>(
  'guards.countAttempts',
  // $1 kinds, $2 keys, $3 windows, $4 part passed, $5 most, $6 now
  `insert into guards.attempt as held (kind, key, window_at, now_count, before_count, let_in, last_at)
   select kind, key, window_at, 1, 0, true, $6::timestamptz
     from unnest($1::text[], $2::bytea[], $3::bigint[]) as tried(kind, key, window_at)
   on conflict (kind, key) do update
      set window_at = excluded.window_at,
          now_count = (case when held.window_at = excluded.window_at then held.now_count else 0 end)
            + (case when (case when held.window_at = excluded.window_at then held.now_count else 0 end)
                 + (case held.window_at when excluded.window_at then held.before_count
                                        when excluded.window_at - 1 then held.now_count else 0 end)
                 * (1 - ($4::float8[])[array_position($1::text[], held.kind)])
               <= ($5::int[])[array_position($1::text[], held.kind)] - 1 then 1 else 0 end),
          before_count = case held.window_at when excluded.window_at then held.before_count
                                             when excluded.window_at - 1 then held.now_count else 0 end,
          let_in = (case when held.window_at = excluded.window_at then held.now_count else 0 end)
                 + (case held.window_at when excluded.window_at then held.before_count
                                        when excluded.window_at - 1 then held.now_count else 0 end)
                 * (1 - ($4::float8[])[array_position($1::text[], held.kind)])
               <= ($5::int[])[array_position($1::text[], held.kind)] - 1,
          last_at = excluded.last_at
   returning kind, key, now_count, before_count, let_in`,
);

const readAttempts = statement<{ kind: CounterKind; window_at: bigint; now_count: number; before_count: number }>(
  'guards.readAttempts',
  `select held.kind, held.window_at, held.now_count, held.before_count
     from unnest($1::text[], $2::bytea[]) as wanted(kind, key)
     join guards.attempt as held on held.kind = wanted.kind and held.key = wanted.key`,
);

const takeBack = statement(
  'guards.takeBackAttempts',
  `update guards.attempt as held set now_count = greatest(held.now_count - 1, 0)
     from unnest($1::text[], $2::bytea[]) as spared(kind, key)
    where held.kind = spared.kind and held.key = spared.key`,
);

const deleteOld = statement<{ kind: string }>(
  'guards.deleteOldAttempts',
  `delete from guards.attempt where (kind, key) in
     (select kind, key from guards.attempt where last_at < $1::timestamptz order by last_at limit $2) returning kind`,
);

/** Counts one attempt at each counter (of different kinds) and says where it was let in. */
export async function count(queries: Queries, counters: readonly Counter[], now: Instant): Promise<CountedAttempt[]> {
  // Always in one order: two attempts must not wait for each other's counters.
  const ordered = [...counters].sort((a, b) => (a.kind < b.kind ? -1 : 1));
  const places = ordered.map(({ limit }) => {
    const length = limit.seconds * MICROSECONDS_PER_SECOND;
    return { window: Math.floor(now / length), passed: (now % length) / length };
  });
  const rows = await queries.run(countAttempts, [
    ordered.map((one) => one.kind),
    ordered.map((one) => one.key),
    places.map((place) => place.window),
    places.map((place) => place.passed),
    ordered.map((one) => one.limit.max),
    postgresFromInstant(now),
  ]);
  return ordered.map((counter, at) => {
    const row = rows.find((one) => one.kind === counter.kind)!;
    return { counter, now: row.now_count, before: row.before_count, letIn: row.let_in, passed: places[at].passed };
  });
}

/** What one counter stands at, without counting. */
export async function readCounter(queries: Queries, { kind, key }: Counter, now: Instant): Promise<Reading> {
  const [row] = await queries.run(readAttempts, [[kind], [key]]);
  if (!row) return { window: 0, now: 0, before: 0, readAt: now };
  return { window: Number(row.window_at), now: row.now_count, before: row.before_count, readAt: now };
}

/** Gives an attempt back: it was no miss. */
export const giveBack = (queries: Queries, counters: readonly Counter[]): Promise<unknown> =>
  queries.run(takeBack, [counters.map((one) => one.kind), counters.map((one) => one.key)]);

/** Forgets counters that nobody met since `before`; gives how many. */
export const forgetAttempts = async (queries: Queries, before: Instant, most: number): Promise<number> =>
  (await queries.run(deleteOld, [postgresFromInstant(before), most])).length;
