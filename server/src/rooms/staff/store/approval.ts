import { postgresFromInstant } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Actor } from '../../../platform/audit.ts';
import type { Queries, Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Approval, ApprovalState } from '../approval.ts';

type ApprovalRow = {
  approval: bigint;
  tenant_id: number;
  kind: string;
  reference: string;
  subject: string;
  facts: Record<string, unknown>;
  content_digest: Buffer;
  unit: string | null;
  amount: bigint | null;
  state: ApprovalState;
  requested_person: bigint | null;
  requested_credential: bigint | null;
  requested_at: Instant;
  expires_at: Instant;
  decided_person: bigint | null;
  decided_credential: bigint | null;
  decided_at: Instant | null;
  reason: string | null;
  applied_at: Instant | null;
  call: Buffer | null;
  refused: string | null;
};

const COLUMNS = `approval, tenant_id, kind, reference, subject, facts, content_digest, unit, amount, state, requested_person,
   requested_credential, requested_at, expires_at, decided_person, decided_credential, decided_at, reason, applied_at,
   call, refused`;

const actorOf = (person: bigint | null, credential: bigint | null): Actor => ({
  ...(person !== null && { person }),
  ...(credential !== null && { credential }),
});

const fromRow = (row: ApprovalRow): Approval =>
  Object.freeze({
    approval: row.approval,
    tenant: row.tenant_id,
    kind: row.kind,
    reference: row.reference,
    subject: row.subject,
    facts: row.facts,
    worth: row.unit === null || row.amount === null ? undefined : { unit: row.unit, amount: row.amount },
    state: row.state,
    requestedBy: actorOf(row.requested_person, row.requested_credential),
    requestedAt: row.requested_at,
    expiresAt: row.expires_at,
    decidedBy: row.decided_at === null ? undefined : actorOf(row.decided_person, row.decided_credential),
    decidedAt: row.decided_at ?? undefined,
    reason: row.reason ?? undefined,
    isApplied: row.applied_at !== null,
    refused: row.refused ?? undefined,
    call: row.call ?? undefined,
    contentDigest: row.content_digest,
  });

const insertRow = statement<ApprovalRow>(
  'staff.insertApproval',
  `insert into staff.approval (tenant_id, kind, reference, subject, facts, content_digest, unit, amount, requested_person,
     requested_credential, requested_at, expires_at, call)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
   on conflict (tenant_id, kind, reference) do nothing
   returning ${COLUMNS}`,
);

const selectByReference = statement<ApprovalRow>(
  'staff.selectApprovalByReference',
  `select ${COLUMNS} from staff.approval where tenant_id = $1 and kind = $2 and reference = $3`,
);

const selectOne = statement<ApprovalRow>(
  'staff.selectApproval',
  `select ${COLUMNS} from staff.approval where tenant_id = $1 and approval = $2`,
);

const selectOneLocked = statement<ApprovalRow>(
  'staff.selectApprovalLocked',
  `select ${COLUMNS} from staff.approval where tenant_id = $1 and approval = $2 for update`,
);

// $2 before which id, $3 state or null, $4 kind or null, $5 how many, $6 subject or null
const selectPage = statement<ApprovalRow>(
  'staff.selectApprovals',
  `select ${COLUMNS} from staff.approval
   where tenant_id = $1 and approval < $2 and ($3::text is null or state = $3) and ($4::text is null or kind = $4)
     and ($6::text is null or subject = $6)
   order by approval desc limit $5`,
);

const decideRow = statement<ApprovalRow>(
  'staff.decideApproval',
  `update staff.approval
   set state = $3, decided_person = $4, decided_credential = $5, decided_at = $6, reason = $7,
     call = $8
   where tenant_id = $1 and approval = $2 and state = 'pending'
   returning ${COLUMNS}`,
);

const expireRows = statement<ApprovalRow>(
  'staff.expireApprovals',
  `update staff.approval set state = 'expired', call = null where state = 'pending' and expires_at <= $1 returning ${COLUMNS}`,
);

const withdrawRow = statement(
  'staff.withdrawApproval',
  `update staff.approval set state = 'withdrawn', refused = $3, call = null
   where tenant_id = $1 and approval = $2 and state = 'pending'`,
);

const markApplied = statement(
  'staff.updateApprovalApplied',
  'update staff.approval set applied_at = $2, refused = $3, call = null where approval = $1 and applied_at is null',
);

const selectUnapplied = statement<ApprovalRow>(
  'staff.selectUnappliedApprovals',
  `select ${COLUMNS} from staff.approval
   where state = 'approved' and applied_at is null and decided_at < $1 order by approval limit 100`,
);

/** What is kept of a request, with the digest by which a repeat is told from another request. */
export type NewApproval = Pick<
  Approval,
  | 'tenant'
  | 'kind'
  | 'reference'
  | 'subject'
  | 'facts'
  | 'worth'
  | 'requestedBy'
  | 'requestedAt'
  | 'expiresAt'
  | 'contentDigest'
  | 'call'
>;

type KeptApproval = { readonly approval: Approval; readonly isNew: boolean };

/** Writes the request, or gives the one that has its reference. */
export const insertApproval = async (tx: Tx, made: NewApproval): Promise<KeptApproval> => {
  const [row] = await tx.run(insertRow, [
    ...[made.tenant, made.kind, made.reference, made.subject, JSON.stringify(made.facts), made.contentDigest],
    ...[made.worth?.unit ?? null, made.worth?.amount ?? null],
    ...[made.requestedBy.person ?? null, made.requestedBy.credential ?? null],
    ...[postgresFromInstant(made.requestedAt), postgresFromInstant(made.expiresAt)],
    made.call ?? null,
  ]);
  const kept = row ?? (await tx.run(selectByReference, [made.tenant, made.kind, made.reference]))[0];
  if (kept === undefined) throw new Error('a request that conflicts can be read');
  return { approval: fromRow(kept), isNew: row !== undefined };
};

/** The request of that id. */
export const findApproval = async (
  queries: Queries,
  tenant: number,
  approval: bigint,
): Promise<Approval | undefined> => {
  const [row] = await queries.run(selectOne, [tenant, approval]);
  return row && fromRow(row);
};

/** The request of that kind and reference. */
export const findApprovalByReference = async (
  queries: Queries,
  tenant: number,
  kind: string,
  reference: string,
): Promise<Approval | undefined> => {
  const [row] = await queries.run(selectByReference, [tenant, kind, reference]);
  return row && fromRow(row);
};

/** The request, locked until the end of the transaction. */
export const findApprovalLocked = async (tx: Tx, tenant: number, approval: bigint): Promise<Approval | undefined> => {
  const [row] = await tx.run(selectOneLocked, [tenant, approval]);
  return row && fromRow(row);
};

export type ApprovalPage = {
  readonly before: bigint;
  readonly limit: number;
  readonly state?: ApprovalState | undefined;
  readonly kind?: string | undefined;
  readonly subject?: string | undefined;
};

/** Requests, newest first, one more than `limit`. */
export const selectApprovals = async (
  queries: Queries,
  tenant: number,
  { before, limit, state, kind, subject }: ApprovalPage,
): Promise<readonly Approval[]> =>
  (await queries.run(selectPage, [tenant, before, state ?? null, kind ?? null, limit + 1, subject ?? null])).map(
    (row) => fromRow(row),
  );

/** Writes the decision; undefined when it was decided before. */
export const updateDecided = async (
  tx: Tx,
  approval: Approval,
  decision: {
    readonly state: 'approved' | 'declined';
    readonly by: Actor;
    readonly at: Instant;
    readonly reason?: string | undefined;
    /** The sealed request that is still to be done. */
    readonly call: Buffer | undefined;
  },
): Promise<Approval | undefined> => {
  const { state, by, at, reason, call } = decision;
  const who = [by.person ?? null, by.credential ?? null];
  const values = [state, ...who, postgresFromInstant(at), reason ?? null, call ?? null];
  const [row] = await tx.run(decideRow, [approval.tenant, approval.approval, ...values]);
  return row && fromRow(row);
};

/** Ends a request that waits, since whoever asked may not do it any more; the sealed request is forgotten. */
export const updateWithdrawn = async (
  tx: Tx,
  { tenant, approval }: Pick<Approval, 'tenant' | 'approval'>,
  refused: string,
): Promise<void> => {
  await tx.run(withdrawRow, [tenant, approval, refused]);
};

/** Ends what nobody has decided in time, and gives it. */
export const expireApprovals = async (tx: Tx, now: Instant): Promise<readonly Approval[]> =>
  (await tx.run(expireRows, [postgresFromInstant(now)])).map((row) => fromRow(row));

/** Notes that what follows from the yes has been done, or what it was refused for. The sealed request is forgotten with it. */
export const updateApplied = async (
  queries: Queries,
  approval: bigint,
  now: Instant,
  refused?: string,
): Promise<void> => {
  await queries.run(markApplied, [approval, postgresFromInstant(now), refused ?? null]);
};

/** What was approved before that moment and is not done yet. */
export const selectUnappliedApprovals = async (queries: Queries, before: Instant): Promise<readonly Approval[]> =>
  (await queries.run(selectUnapplied, [postgresFromInstant(before)])).map((row) => fromRow(row));
