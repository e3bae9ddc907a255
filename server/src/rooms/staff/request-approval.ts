import { assert } from '../../kernel/assert.ts';
import { canonicalJson, digest } from '../../kernel/canonical.ts';
import { addSeconds } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import type { Tx } from '../../platform/database/database.ts';
import { APPROVAL_HOURS } from './approval.ts';
import type { Approval, ApprovalRequest } from './approval.ts';
import type { StaffDeps } from './staff-deps.ts';
import { insertApproval } from './store/approval.ts';

export type RequestApprovalOutcome =
  | Ok<{ readonly approval: Approval; readonly repeated: boolean }>
  | Refusal<'staff.approval.reference_reused'>;

const SECONDS_PER_HOUR = 3_600;

/**
 * Asks for a second person's yes, in the transaction of the asking room and last in it (the audit chain's head is
 * locked). Refuses a reference that asked for something else before; the same once more is the same request.
 */
export const requestApproval = async (
  deps: Pick<StaffDeps, 'clock' | 'audit'>,
  tx: Tx,
  request: ApprovalRequest,
): Promise<RequestApprovalOutcome> => {
  const { tenant, kind, reference, subject, facts, worth, requestedBy } = request;
  assert(
    requestedBy.person !== undefined || requestedBy.credential !== undefined,
    'somebody asks for an approval: the program itself needs none',
  );
  const requestedAt = deps.clock.now();
  const contentDigest = request.call?.digest ?? digest(canonicalJson({ subject, facts, worth }));
  const kept = await insertApproval(tx, {
    ...{ tenant, kind, reference, subject, facts, worth, requestedBy, requestedAt, contentDigest },
    call: request.call?.sealed,
    expiresAt: addSeconds(requestedAt, (request.expiresInHours ?? APPROVAL_HOURS) * SECONDS_PER_HOUR),
  });
  if (!kept.approval.contentDigest.equals(contentDigest)) return refuse('staff.approval.reference_reused');
  if (kept.isNew) {
    const after = { kind, subject, reference, ...(worth && { worth }) };
    const id = `approval ${kept.approval.approval}`;
    await deps.audit(tx, { tenant, by: requestedBy, act: 'staff.approval.requested', subject: id, after });
  }
  return { ok: true, approval: kept.approval, repeated: !kept.isNew };
};
