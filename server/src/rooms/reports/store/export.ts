import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import {
  EXPORT_SILENT_SECONDS,
  keepAsked,
  readAsked,
  readTrail,
  type Export,
  type ExportContents,
  type ExportFormat,
  type ExportState,
} from '../export/export.ts';
import type { Asked } from '../filter.ts';
import type { Keeper } from '../saved-view.ts';
import type { Trail } from '../trail/trail.ts';

type Row = {
  export: bigint;
  tenant_id: number;
  format: ExportFormat;
  language: 'en' | 'es';
  filter: {
    readonly sight: Asked['sight'];
    readonly filter: unknown;
    readonly contents?: ExportContents;
    readonly trail?: Parameters<typeof readTrail>[0];
  };
  content: Buffer;
  state: ExportState;
  rows_done: bigint;
  rows_expected: bigint;
  bytes: bigint;
  asked_at: Instant;
  ended_at: Instant | null;
  expires_at: Instant;
};

const COLUMNS = `held.export, held.tenant_id, held.format, held.language, held.filter, held.content, held.state, held.rows_done,
          held.rows_expected, held.bytes, held.asked_at, held.ended_at, held.expires_at`;
const OWN = `coalesce(held.person = $3::bigint, held.person is null and held.credential = $2::bigint)`;

const exportOf = (row: Row): Export => ({
  export: row.export,
  tenant: row.tenant_id,
  contents: row.filter.contents ?? 'operations',
  format: row.format,
  language: row.language,
  asked: readAsked(row.filter),
  trail: readTrail(row.filter.trail, readAsked(row.filter)),
  state: row.state,
  rowsDone: row.rows_done,
  rowsExpected: row.rows_expected,
  bytes: row.bytes,
  askedAt: row.asked_at,
  endedAt: row.ended_at ?? undefined,
  expiresAt: row.expires_at,
});
const whose = ({ tenant, credential, person }: Keeper): unknown[] => [tenant, credential, person ?? null];

export type ExportAsked = {
  readonly reference: string;
  /** Of what was asked, by which a repeat is told from a reuse. */
  readonly content: Buffer;
  readonly contents: ExportContents;
  readonly format: ExportFormat;
  readonly language: 'en' | 'es';
  readonly asked: Asked;
  readonly trail: Trail | undefined;
  readonly rowsExpected: bigint;
  readonly at: Instant;
  readonly expiresAt: Instant;
};

const insertExport = statement<Row>(
  'reports.insertExport',
  `insert into reports.export as held (tenant_id, credential, person, reference, content, format, language, filter, rows_expected, asked_at, expires_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9, $10::timestamptz, $11::timestamptz)
   on conflict (tenant_id, credential, reference) do nothing
   returning ${COLUMNS}`,
);

/** Enters an export; undefined when its reference is taken. */
export async function addExport(queries: Queries, keeper: Keeper, added: ExportAsked): Promise<Export | undefined> {
  const [row] = await queries.run(insertExport, [
    ...whose(keeper),
    added.reference,
    added.content,
    added.format,
    added.language,
    keepAsked(added.asked, added.contents, added.trail),
    added.rowsExpected,
    postgresFromInstant(added.at),
    postgresFromInstant(added.expiresAt),
  ]);
  return row && exportOf(row);
}

const selectByReference = statement<Row>(
  'reports.selectExportByReference',
  `select ${COLUMNS} from reports.export as held where held.tenant_id = $1 and held.credential = $2 and held.reference = $3`,
);

/** The export under a reference, and the digest of what was asked by it. */
export async function findByReference(
  queries: Queries,
  { tenant, credential }: Keeper,
  reference: string,
): Promise<{ readonly found: Export; readonly content: Buffer } | undefined> {
  const [row] = await queries.run(selectByReference, [tenant, credential, reference]);
  return row && { found: exportOf(row), content: row.content };
}

const EXPORTS_SHOWN_MAX = 100;

const selectExports = statement<Row>(
  'reports.selectExports',
  `select ${COLUMNS} from reports.export as held where held.tenant_id = $1 and ${OWN} and ($4::bigint is null or held.export = $4::bigint)
    order by held.export desc limit ${EXPORTS_SHOWN_MAX}`,
);

/** Somebody's own exports, newest first, or the one of them. */
export const findExports = async (queries: Queries, keeper: Keeper, one?: bigint): Promise<Export[]> =>
  (await queries.run(selectExports, [...whose(keeper), one ?? null])).map(exportOf);

const cancel = statement<{ export: bigint }>(
  'reports.cancelExport',
  `update reports.export as held set state = 'cancelled', ended_at = $5::timestamptz
    where held.tenant_id = $1 and ${OWN} and held.export = $4 and held.state in ('waiting', 'working')
   returning held.export`,
);

/** Cancels an export of one's own that is not done yet. */
export const cancelExport = async (queries: Queries, keeper: Keeper, one: bigint, at: Instant): Promise<boolean> =>
  (await queries.run(cancel, [...whose(keeper), one, postgresFromInstant(at)])).length === 1;

// Skips what another process takes at the same moment.
const claim = statement<Row>(
  'reports.claimExport',
  `update reports.export as held set state = 'working', worked_at = $1::timestamptz, rows_done = 0
    where held.export = (
      select open.export from reports.export as open
       where open.state = 'waiting'
          or (open.state = 'working' and open.worked_at < $1::timestamptz - interval '${EXPORT_SILENT_SECONDS} seconds')
       order by open.export limit 1 for update skip locked)
   returning ${COLUMNS}`,
);

/** Takes the oldest export that waits, or whose worker has fallen silent; undefined when there is none. */
export async function claimExport(queries: Queries, now: Instant): Promise<Export | undefined> {
  const [row] = await queries.run(claim, [postgresFromInstant(now)]);
  return row && exportOf(row);
}

const progress = statement<{ export: bigint }>(
  'reports.updateExportProgress',
  `update reports.export set rows_done = $2, worked_at = $3::timestamptz where export = $1 and state = 'working' returning export`,
);

/** Says how far it is; false when it was cancelled meanwhile. */
export const noteProgress = async (queries: Queries, one: bigint, rows: bigint, now: Instant): Promise<boolean> =>
  (await queries.run(progress, [one, rows, postgresFromInstant(now)])).length === 1;

const end = statement<{ export: bigint }>(
  'reports.endExport',
  `update reports.export set state = $2, rows_done = $3, bytes = $4, problem = $5, ended_at = $6::timestamptz, worked_at = null
    where export = $1 and state = 'working' returning export`,
);

/** Ends an export that is being worked on; false when somebody else has ended it. */
export const endExport = async (
  queries: Queries,
  one: bigint,
  how: {
    readonly state: 'done' | 'failed' | 'waiting';
    readonly rows: bigint;
    readonly bytes: bigint;
    readonly problem?: string;
  },
  now: Instant,
): Promise<boolean> =>
  (await queries.run(end, [one, how.state, how.rows, how.bytes, how.problem ?? null, postgresFromInstant(now)]))
    .length === 1;

const expire = statement<{ export: bigint }>(
  'reports.expireExports',
  `update reports.export set state = 'expired' where state = 'done' and expires_at <= $1::timestamptz returning export`,
);

/** Those whose time is over from now on. */
export const expireExports = async (queries: Queries, now: Instant): Promise<bigint[]> =>
  (await queries.run(expire, [postgresFromInstant(now)])).map((row) => row.export);

const selectDone = statement<{ export: bigint }>(
  'reports.selectExportsWithFile',
  `select export from reports.export where export = any($1::bigint[]) and state in ('working', 'done')`,
);

/** Which of these may have a file. */
export const withFile = async (queries: Queries, exports: readonly bigint[]): Promise<ReadonlySet<bigint>> =>
  new Set((await queries.run(selectDone, [exports])).map((row) => row.export));
