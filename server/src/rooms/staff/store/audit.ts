import { assert } from '../../../kernel/assert.ts';
import { canonicalJson } from '../../../kernel/canonical.ts';
import { postgresFromInstant } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Act } from '../../../platform/audit.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import { FIRST_HEAD, sealAudit } from '../audit-seal.ts';
import type { AuditRow } from '../audit-seal.ts';

const openHead = statement(
  'staff.insertAuditHead',
  `insert into staff.audit_head (tenant_id, seq, head, at) values ($1, 0, $2, $3) on conflict (tenant_id) do nothing`,
);

// The lock under which the chain grows. Rows of the chain itself are never locked and never change.
const lockHead = statement<{ seq: bigint; head: Buffer; at: Instant }>(
  'staff.lockAuditHead',
  'select seq, head, at from staff.audit_head where tenant_id = $1 for update',
);

const updateHead = statement(
  'staff.updateAuditHead',
  'update staff.audit_head set seq = $2, head = $3, at = $4 where tenant_id = $1',
);

const insertRow = statement(
  'staff.insertAudit',
  `insert into staff.audit (tenant_id, seq, at, act, subject, person, credential, session, reason, before, after, digest, head)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
);

const factsText = (facts: Act['before']): string | undefined =>
  facts === undefined ? undefined : canonicalJson(facts);

/**
 * Appends the act to its tenant's chain. Its moment is the clock's, and never before that of the act before: whoever
 * reads the chain reads it in order.
 */
export const appendAudit = async (tx: Tx, clock: Clock, act: Act): Promise<void> => {
  let [last] = await tx.run(lockHead, [act.tenant]);
  if (last === undefined) {
    await tx.run(openHead, [act.tenant, FIRST_HEAD, postgresFromInstant(0 as Instant)]);
    [last] = await tx.run(lockHead, [act.tenant]);
  }
  assert(last !== undefined, 'the audit chain has a head');
  const at = Math.max(clock.now(), last.at + 1) as Instant;
  const row: AuditRow = {
    tenant: act.tenant,
    seq: last.seq + 1n,
    at,
    act: act.act,
    subject: act.subject,
    person: act.by.person,
    credential: act.by.credential,
    session: act.by.session,
    reason: act.reason,
    before: factsText(act.before),
    after: factsText(act.after),
  };
  const { digest, head } = sealAudit(row, last.head);
  const moment = postgresFromInstant(at);
  await tx.run(insertRow, [
    ...[row.tenant, row.seq, moment, row.act, row.subject, row.person ?? null, row.credential ?? null],
    ...[row.session ?? null, row.reason ?? null, row.before ?? null, row.after ?? null, digest, head],
  ]);
  await tx.run(updateHead, [row.tenant, row.seq, head, moment]);
};
