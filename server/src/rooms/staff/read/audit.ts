import { postgresFromInstant } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { AuditRow } from '../audit-seal.ts';

type Row = {
  tenant_id: number;
  seq: bigint;
  at: Instant;
  act: string;
  subject: string;
  person: bigint | null;
  credential: bigint | null;
  session: bigint | null;
  reason: string | null;
  before: string | null;
  after: string | null;
  digest: Buffer;
  head: Buffer;
};

/** A row of the chain with its digests, as it stands. */
export type KeptAudit = AuditRow & { readonly digest: Buffer; readonly head: Buffer };

const COLUMNS = 'tenant_id, seq, at, act, subject, person, credential, session, reason, before, after, digest, head';

const fromRow = (row: Row): KeptAudit => ({
  tenant: row.tenant_id,
  seq: row.seq,
  at: row.at,
  act: row.act,
  subject: row.subject,
  person: row.person ?? undefined,
  credential: row.credential ?? undefined,
  session: row.session ?? undefined,
  reason: row.reason ?? undefined,
  before: row.before ?? undefined,
  after: row.after ?? undefined,
  digest: row.digest,
  head: row.head,
});

// No act is before the one before it, so a period is a stretch of the chain, whose ends an index tells: a page far back walks over nothing.
// $2 before which number, $3 act or its beginning, $4 subject, $5 person, $6 credential, $7 from, $8 until, $9 how many, $10 subjects
const selectPage = statement<Row>(
  'staff.selectAudit',
  `select ${COLUMNS} from staff.audit
   where tenant_id = $1 and seq < $2 and ($3::text is null or starts_with(act, $3))
     and ($4::text is null or subject = $4) and ($5::bigint is null or person = $5)
     and ($6::bigint is null or credential = $6) and ($10::text[] is null or subject = any($10::text[]))
     and ($7::timestamptz is null or seq >= (
           select coalesce((select first.seq from staff.audit as first where first.tenant_id = $1 and first.at >= $7 order by first.at limit 1),
                           9223372036854775807)))
     and ($8::timestamptz is null or seq <= (
           select coalesce((select last.seq from staff.audit as last where last.tenant_id = $1 and last.at < $8 order by last.at desc limit 1), 0)))
   order by seq desc limit $9`,
);

const selectInOrder = statement<Row>(
  'staff.selectAuditInOrder',
  `select ${COLUMNS} from staff.audit where tenant_id = $1 and seq > $2 order by seq limit $3`,
);

const selectHeads = statement<{ tenant_id: number; code: string; seq: bigint; head: Buffer }>(
  'staff.selectAuditHeads',
  `select h.tenant_id, t.code, h.seq, h.head from staff.audit_head h join programs.tenant t on t.tenant_id = h.tenant_id
   order by h.tenant_id`,
);

// Rows of a tenant whose head is gone would otherwise be passed over.
const selectHeadless = statement<{ tenant_id: number }>(
  'staff.selectHeadlessAudit',
  `select distinct a.tenant_id from staff.audit a
   where not exists (select from staff.audit_head h where h.tenant_id = a.tenant_id)`,
);

export type AuditFilter = {
  readonly before: bigint;
  readonly limit: number;
  readonly act?: string | undefined;
  readonly subject?: string | undefined;
  /** One of these. */
  readonly subjects?: readonly string[] | undefined;
  readonly person?: bigint | undefined;
  readonly credential?: bigint | undefined;
  readonly from?: Instant | undefined;
  readonly until?: Instant | undefined;
};

/** Acts of the tenant, newest first, one more than `limit`. */
export const selectAudit = async (
  queries: Queries,
  tenant: number,
  filter: AuditFilter,
): Promise<readonly KeptAudit[]> => {
  const { before, limit, act, subject, subjects, person, credential, from, until } = filter;
  const times = [from, until].map((at) => (at === undefined ? null : postgresFromInstant(at)));
  const what = [act ?? null, subject ?? null, person ?? null, credential ?? null];
  const values = [tenant, before, ...what, ...times, limit + 1, subjects ?? null];
  return (await queries.run(selectPage, values)).map((row) => fromRow(row));
};

/** The chain in its order, behind that number. */
export const selectAuditInOrder = async (
  queries: Queries,
  tenant: number,
  after: bigint,
  limit: number,
): Promise<readonly KeptAudit[]> =>
  (await queries.run(selectInOrder, [tenant, after, limit])).map((row) => fromRow(row));

export type AuditHead = { readonly tenant: number; readonly code: string; readonly seq: bigint; readonly head: Buffer };

/** The ends of all chains. */
export const selectAuditHeads = async (queries: Queries): Promise<readonly AuditHead[]> =>
  (await queries.run(selectHeads)).map(({ tenant_id: tenant, code, seq, head }) => ({ tenant, code, seq, head }));

/** Tenants that have acts and no end of chain. */
export const selectHeadlessAudit = async (queries: Queries): Promise<readonly number[]> =>
  (await queries.run(selectHeadless)).map((row) => row.tenant_id);
