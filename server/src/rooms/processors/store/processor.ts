import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries, Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Processor } from '../processor.ts';
import type { WebService } from '../web-service.ts';

type Row = {
  processor: number;
  tenant_id: number;
  code: string;
  unit: number;
  service: WebService;
  secrets: Buffer;
  per_minute: number;
  poll_hours: number;
  timeout_ms: number;
  state: Processor['state'];
  failures: number;
  last_error: string;
  answered_at: Instant | null;
  changed_at: Instant;
};

const COLUMNS = `processor, tenant_id, code, unit, service, secrets, per_minute, poll_hours, timeout_ms, state, failures, last_error,
          answered_at, changed_at`;

const selectByCode = statement<Row>(
  'processors.selectByCode',
  `select ${COLUMNS} from processors.processor where tenant_id = $1 and code = $2`,
);
const selectByCodeLocked = statement<Row>(
  'processors.selectByCodeLocked',
  `select ${COLUMNS} from processors.processor where tenant_id = $1 and code = $2 for update`,
);
const selectById = statement<Row>(
  'processors.selectById',
  `select ${COLUMNS} from processors.processor where processor = $1`,
);
const selectOfTenant = statement<Row>(
  'processors.selectOfTenant',
  `select ${COLUMNS} from processors.processor where tenant_id = $1 order by code limit $2`,
);
const selectActive = statement<Row>(
  'processors.selectActive',
  `select ${COLUMNS} from processors.processor where state = 'active' order by processor`,
);
const lockTenant = statement(
  'processors.lockTenant',
  'select from programs.tenant where tenant_id = $1 for no key update',
);
const insertRow = statement<Row>(
  'processors.insertProcessor',
  `insert into processors.processor (tenant_id, code, unit, service, secrets, per_minute, poll_hours, timeout_ms, state, changed_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning ${COLUMNS}`,
);
const updateRow = statement<Row>(
  'processors.updateProcessor',
  `update processors.processor
      set service = $2, secrets = $3, per_minute = $4, poll_hours = $5, timeout_ms = $6, state = $7, changed_at = $8,
          failures = 0, last_error = ''
    where processor = $1 returning ${COLUMNS}`,
);
const takeTurn = statement<{ turn: Instant }>(
  'processors.takeTurn',
  `update processors.processor
      set paced_until = greatest(paced_until, $2::timestamptz) + make_interval(secs => 60.0 / per_minute)
    where processor = $1 and greatest(paced_until, $2::timestamptz) <= $3::timestamptz
   returning paced_until - make_interval(secs => 60.0 / per_minute) as turn`,
);
const noteAnswered = statement(
  'processors.noteAnswered',
  `update processors.processor set failures = 0, last_error = '', answered_at = $2 where processor = $1`,
);
const noteFailed = statement(
  'processors.noteFailed',
  `update processors.processor set failures = failures + 1, last_error = $2 where processor = $1`,
);

const fromRow = (row: Row): Processor => ({
  processor: row.processor,
  tenant: row.tenant_id,
  code: row.code,
  unit: row.unit,
  service: row.service,
  secrets: row.secrets,
  perMinute: row.per_minute,
  pollHours: row.poll_hours,
  timeoutMs: row.timeout_ms,
  state: row.state,
  failures: row.failures,
  lastError: row.last_error,
  answeredAt: row.answered_at ?? undefined,
  changedAt: row.changed_at,
});

const first = (rows: readonly Row[]): Processor | undefined => (rows.length === 0 ? undefined : fromRow(rows[0]));

/** The tenant's processor of that code. */
export const findProcessor = async (queries: Queries, tenant: number, code: string): Promise<Processor | undefined> =>
  first(await queries.run(selectByCode, [tenant, code]));

/** The same, locked; nobody makes one of that code until the end of the transaction. */
export const findProcessorLocked = async (tx: Tx, tenant: number, code: string): Promise<Processor | undefined> => {
  await tx.run(lockTenant, [tenant]);
  return first(await tx.run(selectByCodeLocked, [tenant, code]));
};

export const processorById = async (queries: Queries, processor: number): Promise<Processor> =>
  fromRow((await queries.run(selectById, [processor]))[0]);

/** In the order of their codes, at most `limit`. */
export const selectProcessors = async (queries: Queries, tenant: number, limit: number): Promise<Processor[]> =>
  (await queries.run(selectOfTenant, [tenant, limit])).map(fromRow);

/** Those that are asked, of all tenants. */
export const selectActiveProcessors = async (queries: Queries): Promise<Processor[]> =>
  (await queries.run(selectActive)).map(fromRow);

type Written = Pick<Processor, 'service' | 'secrets' | 'perMinute' | 'pollHours' | 'timeoutMs' | 'state' | 'changedAt'>;

const settingsOf = (row: Written): unknown[] => [
  JSON.stringify(row.service),
  row.secrets,
  row.perMinute,
  row.pollHours,
  row.timeoutMs,
  row.state,
  postgresFromInstant(row.changedAt),
];

export const insertProcessor = async (
  tx: Tx,
  row: Written & Pick<Processor, 'tenant' | 'code' | 'unit'>,
): Promise<Processor> => fromRow((await tx.run(insertRow, [row.tenant, row.code, row.unit, ...settingsOf(row)]))[0]);

export const updateProcessor = async (tx: Tx, processor: number, row: Written): Promise<Processor> =>
  fromRow((await tx.run(updateRow, [processor, ...settingsOf(row)]))[0]);

/** The moment at which the processor may be asked next, reserved for the caller; undefined when it lies behind `latest`. */
export const takeTurnAt = async (
  queries: Queries,
  processor: number,
  now: Instant,
  latest: Instant,
): Promise<Instant | undefined> =>
  (await queries.run(takeTurn, [processor, postgresFromInstant(now), postgresFromInstant(latest)]))[0]?.turn;

/** Keeps how asking went. */
export const noteAsked = (queries: Queries, processor: number, at: Instant, error: string | undefined) =>
  error === undefined
    ? queries.run(noteAnswered, [processor, postgresFromInstant(at)])
    : queries.run(noteFailed, [processor, error]);
