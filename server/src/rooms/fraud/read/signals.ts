import type { Instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Decision, Review, Signal, SignalState } from '../signal.ts';
import { spanOf } from '../store/signal.ts';
import type { Counts, SignalAction, WatchClock, WatchedBy } from '../watch.ts';

type Row = {
  signal: bigint;
  tenant_id: number;
  watch: string;
  counts: Counts;
  action: SignalAction;
  max: bigint;
  decimals: number;
  rulebook: number;
  window_from: LocalDate;
  window_until: LocalDate;
  count: bigint;
  raised_at: Instant;
  state: SignalState;
  program: number;
  promotion: string;
  per: WatchedBy;
  clock: WatchClock;
  outlet: number;
  terminal: number;
  cashier: string;
  member: string;
  from_at: Instant | null;
  until_at: Instant | null;
};

type FullRow = Row & {
  uses_now: bigint;
  points_now: bigint;
  money_now: bigint;
  freezing: bigint;
  frozen: bigint;
  thawing: bigint;
};

const COLUMNS = `signal.signal, signal.tenant_id, signal.watch, signal.counts, signal.action, signal.max, signal.decimals, signal.rulebook,
          signal.window_from, signal.window_until, signal.count, signal.raised_at, signal.state, subject.program, subject.promotion,
          subject.per, subject.clock, subject.outlet, subject.terminal, subject.cashier, subject.member, signal.from_at, signal.until_at`;

const signalOf = (row: Row): Signal => ({
  ...{ signal: row.signal, tenant: row.tenant_id, watch: row.watch, counts: row.counts, action: row.action },
  ...{ max: row.max, decimals: row.decimals, rulebook: row.rulebook, from: row.window_from, until: row.window_until },
  ...{ count: row.count, raisedAt: row.raised_at, state: row.state, span: spanOf(row.from_at, row.until_at) },
  subject: {
    ...{ tenant: row.tenant_id, program: row.program, promotion: row.promotion, per: row.per, clock: row.clock },
    ...{ outlet: row.outlet, terminal: row.terminal, cashier: row.cashier, member: row.member },
  },
});

// $1 tenant, $2 outlets that may be seen, $3 state, $4 actions, $5 promotion, $6 per, $7 program, $8 outlet, $9 and $10 days, $11 signal,
// $12 before, $13 at most
const selectSignals = statement<FullRow>(
  'fraud.selectSignals',
  `select ${COLUMNS}, coalesce(sums.uses, 0)::bigint as uses_now, coalesce(sums.points, 0)::bigint as points_now,
          coalesce(sums.money, 0)::bigint as money_now, holds.freezing, holds.frozen, holds.thawing
     from fraud.signal as signal
     join fraud.subject as subject on subject.subject = signal.subject
     left join lateral (
       select sum(uses) as uses, sum(points) as points, sum(money) as money from fraud.tally
        where signal.from_at is null
          and tally.subject = signal.subject and tally.counted_on between signal.window_from and signal.window_until
       having signal.from_at is null
       union all
       select count(*), sum(points), sum(money) from fraud.counted as counted
        where signal.from_at is not null and not counted.is_undone
          and counted.subject = signal.subject and counted.counted_on between signal.window_from and signal.window_until
          and counted.counted_at between signal.from_at and signal.until_at
       having signal.from_at is not null) as sums on true
     left join lateral (
       select count(*) filter (where held.state = 'due') as freezing, count(*) filter (where held.state = 'frozen') as frozen,
              count(*) filter (where held.state = 'thawing') as thawing
         from fraud.hold as own join fraud.held as held on held.lane = own.lane and held.seq = own.seq
        where own.signal = signal.signal and signal.action = 'hold') as holds on true
    where signal.tenant_id = $1 and ($2::int[] is null or subject.outlet = any($2::int[]))
      and ($3::text is null or signal.state = $3::text) and ($4::text[] is null or signal.action = any($4::text[]))
      and ($5::text is null or subject.promotion = $5::text) and ($6::text is null or subject.per = $6::text)
      and ($7::int is null or subject.program = $7::int) and ($8::int is null or subject.outlet = $8::int)
      and ($9::date is null or signal.window_until >= $9::date) and ($10::date is null or signal.window_from <= $10::date)
      and ($11::bigint is null or signal.signal = $11::bigint) and ($12::bigint is null or signal.signal < $12::bigint)
    order by signal.signal desc
    limit $13`,
);

/** Which signals of a tenant somebody may see: of these outlets only, or all where null. */
export type SignalSight = { readonly tenant: number; readonly outlets: readonly number[] | null };

/** Which signals are meant; every part that is there narrows it down. Days: those that the window has one of. */
export type SignalFilter = {
  readonly state?: SignalState | undefined;
  readonly actions?: readonly SignalAction[] | undefined;
  readonly promotion?: string | undefined;
  readonly per?: WatchedBy | undefined;
  readonly program?: number | undefined;
  readonly outlet?: number | undefined;
  readonly from?: LocalDate | undefined;
  readonly until?: LocalDate | undefined;
  readonly signal?: bigint | undefined;
};

/** A signal as it stands now. */
export type StandingSignal = Signal & {
  /** What is counted in its window now: more came, or was voided. */
  readonly countNow: bigint;
  /** Operations whose lots it holds: to be frozen yet, frozen, to be let go yet. */
  readonly held: { readonly freezing: number; readonly frozen: number; readonly thawing: number };
};

/** Signals, the last raised first. */
export async function readSignals(
  queries: Queries,
  { tenant, outlets }: SignalSight,
  filter: SignalFilter,
  page: { readonly before?: bigint | undefined; readonly limit: number },
): Promise<StandingSignal[]> {
  const rows = await queries.run(selectSignals, [
    ...[tenant, outlets, filter.state ?? null, filter.actions ?? null, filter.promotion ?? null, filter.per ?? null],
    ...[filter.program ?? null, filter.outlet ?? null, filter.from ?? null, filter.until ?? null],
    ...[filter.signal ?? null, page.before ?? null, page.limit],
  ]);
  return rows.map((row) => ({
    ...signalOf(row),
    countNow: row[`${row.counts}_now`],
    held: { freezing: Number(row.freezing), frozen: Number(row.frozen), thawing: Number(row.thawing) },
  }));
}

const selectReviews = statement<{
  signal: bigint;
  n: number;
  decision: Decision;
  note: string;
  credential: bigint;
  person: bigint | null;
  reviewed_at: Instant;
}>(
  'fraud.selectReviews',
  `select signal, n, decision, note, credential, person, reviewed_at from fraud.review where signal = any($1::bigint[]) order by signal, n`,
);

/** What was decided of these signals, in its order. */
export async function readReviews(
  queries: Queries,
  signals: readonly bigint[],
): Promise<ReadonlyMap<bigint, readonly Review[]>> {
  if (signals.length === 0) return new Map();
  const rows = await queries.run(selectReviews, [signals]);
  return Map.groupBy(
    rows.map(({ reviewed_at: at, person, ...row }) => ({ ...row, at, person: person ?? undefined })),
    ({ signal }) => signal,
  );
}

const countOpen = statement<{ action: SignalAction; open: bigint }>(
  'fraud.countOpenSignals',
  `select signal.action, count(*) as open
     from fraud.signal as signal join fraud.subject as subject on subject.subject = signal.subject
    where signal.tenant_id = $1 and signal.state = 'open' and ($2::int[] is null or subject.outlet = any($2::int[]))
    group by signal.action`,
);

export type OpenCounts = Readonly<Record<SignalAction, number>>;

/** How many signals nobody has looked at, by what they do. */
export async function countOpenSignals(queries: Queries, { tenant, outlets }: SignalSight): Promise<OpenCounts> {
  const rows = await queries.run(countOpen, [tenant, outlets]);
  const of = (action: SignalAction): number => Number(rows.find((row) => row.action === action)?.open ?? 0n);
  return { flag: of('flag'), review: of('review'), hold: of('hold') };
}

const selectUntold = statement<Row>(
  'fraud.selectUntoldSignals',
  `select ${COLUMNS} from fraud.signal as signal join fraud.subject as subject on subject.subject = signal.subject
    where not signal.is_told order by signal.signal limit $1`,
);
const markTold = statement(
  'fraud.markSignalsTold',
  `update fraud.signal set is_told = true where signal = any($1::bigint[])`,
);

const selectUntoldReviews = statement<Row & { n: number; decision: Decision }>(
  'fraud.selectUntoldReviews',
  `select ${COLUMNS}, review.n, review.decision
     from fraud.review as review
     join fraud.signal as signal on signal.signal = review.signal
     join fraud.subject as subject on subject.subject = signal.subject
    where not review.is_told and signal.is_told order by review.signal, review.n limit $1`,
);
const markReviewTold = statement(
  'fraud.markReviewTold',
  `update fraud.review set is_told = true where signal = $1 and n = $2`,
);

/** Signals that the journal does not tell of yet. */
export const readUntold = async (queries: Queries, most: number): Promise<Signal[]> =>
  (await queries.run(selectUntold, [most])).map(signalOf);

/** Decisions that the journal does not tell of yet; of a signal that it tells of. */
export const readUntoldReviews = async (
  queries: Queries,
  most: number,
): Promise<{ readonly signal: Signal; readonly n: number; readonly decision: Decision }[]> =>
  (await queries.run(selectUntoldReviews, [most])).map(({ n, decision, ...row }) => ({
    ...{ n, decision },
    signal: signalOf(row),
  }));

export const noteTold = (queries: Queries, signals: readonly bigint[]): Promise<unknown> =>
  queries.run(markTold, [signals]);
export const noteReviewTold = (queries: Queries, signal: bigint, n: number): Promise<unknown> =>
  queries.run(markReviewTold, [signal, n]);
