import { postgresFromInstant } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

type Row = {
  run: bigint;
  tenant_id: number;
  program: number;
  draft: string | null;
  content: unknown;
  content_digest: Buffer;
  from_at: Instant | null;
  before_at: Instant | null;
  obeys_limits: boolean;
  state: Run['state'];
  rows: bigint;
  of_rows: bigint;
  report: unknown;
  failure: string | null;
  asked_at: Instant;
};

/** A simulation that was asked for, and what came of it. */
export type Run = {
  readonly run: bigint;
  readonly tenant: number;
  readonly program: number;
  readonly draft: string | undefined;
  readonly content: unknown;
  readonly contentDigest: Buffer;
  readonly from: Instant | undefined;
  readonly before: Instant | undefined;
  readonly obeysLimits: boolean;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  readonly rows: number;
  readonly ofRows: number;
  readonly report: Record<string, unknown> | undefined;
  readonly failure: string | undefined;
  readonly askedAt: Instant;
};

const COLUMNS =
  'run, tenant_id, program, draft, content, content_digest, from_at, before_at, obeys_limits, state, rows, of_rows, report, failure, asked_at';

const fromRow = (row: Row): Run => ({
  ...{ run: row.run, tenant: row.tenant_id, program: row.program, draft: row.draft ?? undefined },
  ...{ content: row.content, contentDigest: row.content_digest, state: row.state },
  ...{ from: row.from_at ?? undefined, before: row.before_at ?? undefined, obeysLimits: row.obeys_limits },
  ...{ rows: Number(row.rows), ofRows: Number(row.of_rows), askedAt: row.asked_at },
  report: (row.report ?? undefined) as Run['report'],
  failure: row.failure ?? undefined,
});

// $1 tenant, $2 program, $3 reference, $4 draft, $5 content, $6 digest, $7 from, $8 before, $9 at, $10 credential, $11 limits are obeyed
const insertRow = statement<Row>(
  'simulation.insertRun',
  `insert into simulation.run
     (tenant_id, program, reference, draft, content, content_digest, from_at, before_at, asked_at, asked_credential, obeys_limits)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
   on conflict (tenant_id, reference) do nothing
   returning ${COLUMNS}`,
);
const selectByReference = statement<Row>(
  'simulation.selectRunByReference',
  `select ${COLUMNS} from simulation.run where tenant_id = $1 and reference = $2`,
);
const selectOne = statement<Row>(
  'simulation.selectRun',
  `select ${COLUMNS} from simulation.run where program = $1 and run = $2`,
);
const selectPage = statement<Row>(
  'simulation.selectRuns',
  `select run, tenant_id, program, draft, null::jsonb as content, content_digest, from_at, before_at, obeys_limits, state, rows, of_rows,
          null::jsonb as report, failure, asked_at
     from simulation.run where program = $1 and run < $2 order by run desc limit $3`,
);
const countWaiting = statement<{ count: number }>(
  'simulation.countWaiting',
  `select count(*)::int as count from simulation.run where tenant_id = $1 and state in ('waiting', 'running')`,
);
// Skips what another process is taking at this moment; $2 is when a run that has not been heard of is given up by its process.
const takeRow = statement<Row>(
  'simulation.takeRun',
  `update simulation.run set state = 'running', rows = 0, beat_at = $1
    where run = (select run from simulation.run
                  where state = 'waiting' or (state = 'running' and beat_at < $2)
                  order by run limit 1 for update skip locked)
   returning ${COLUMNS}`,
);
const beatRow = statement(
  'simulation.beatRun',
  `update simulation.run set rows = $2, of_rows = $3, beat_at = $4 where run = $1 and state = 'running'`,
);
const endRow = statement(
  'simulation.endRun',
  `update simulation.run set state = $2, report = $3, failure = $4 where run = $1 and state = 'running'`,
);

export type NewRun = {
  readonly tenant: number;
  readonly program: number;
  readonly reference: string;
  readonly draft: string | undefined;
  readonly content: unknown;
  readonly contentDigest: Buffer;
  readonly from: Instant | undefined;
  readonly before: Instant | undefined;
  readonly obeysLimits: boolean;
  readonly at: Instant;
  readonly by: bigint;
};

const orNull = (at: Instant | undefined): string | null => (at === undefined ? null : postgresFromInstant(at));

/** Writes it, or gives the one that has its reference. */
export const insertRun = async (queries: Queries, made: NewRun): Promise<{ run: Run; isNew: boolean }> => {
  const [row] = await queries.run(insertRow, [
    ...[
      made.tenant,
      made.program,
      made.reference,
      made.draft ?? null,
      JSON.stringify(made.content),
      made.contentDigest,
    ],
    ...[orNull(made.from), orNull(made.before), postgresFromInstant(made.at), made.by, made.obeysLimits],
  ]);
  const kept = row ?? (await queries.run(selectByReference, [made.tenant, made.reference]))[0];
  if (kept === undefined) throw new Error('a run that conflicts can be read');
  return { run: fromRow(kept), isNew: row !== undefined };
};

export const findRun = async (queries: Queries, program: number, run: bigint): Promise<Run | undefined> => {
  const [row] = await queries.run(selectOne, [program, run]);
  return row && fromRow(row);
};

/** Of a program, newest first, one more than `limit`, without content and report. */
export const selectRuns = async (
  queries: Queries,
  program: number,
  page: { readonly before: bigint; readonly limit: number },
): Promise<readonly Run[]> => (await queries.run(selectPage, [program, page.before, page.limit + 1])).map(fromRow);

export const countRuns = async (queries: Queries, tenant: number): Promise<number> =>
  (await queries.run(countWaiting, [tenant]))[0]?.count ?? 0;

/** Takes the next run to do, also one whose process was not heard of since `lost`. */
export const takeRun = async (queries: Queries, now: Instant, lost: Instant): Promise<Run | undefined> => {
  const [row] = await queries.run(takeRow, [postgresFromInstant(now), postgresFromInstant(lost)]);
  return row && fromRow(row);
};

/** Says that a run goes on, and how far it is. */
export const beatRun = (queries: Queries, run: bigint, rows: number, ofRows: number, now: Instant): Promise<unknown> =>
  queries.run(beatRow, [run, BigInt(rows), BigInt(ofRows), postgresFromInstant(now)]);

/** Ends a run, or gives it back to whoever comes next. */
export const endRun = (
  queries: Queries,
  run: bigint,
  end: { readonly state: 'done' | 'failed' | 'waiting'; readonly report?: unknown; readonly failure?: string },
): Promise<unknown> =>
  queries.run(endRow, [
    run,
    end.state,
    end.report === undefined ? null : JSON.stringify(end.report),
    end.failure ?? null,
  ]);
