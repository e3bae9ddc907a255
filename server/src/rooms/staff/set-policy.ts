import { canonicalJson } from '../../kernel/canonical.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import type { Actor } from '../../platform/audit.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { Approval, ApprovalKind } from './approval.ts';
import { areBoundsLost } from './bound.ts';
import { completePolicy, isLooser } from './policy.ts';
import type { StaffPolicy, StaffPolicyInput } from './policy.ts';
import { requestApproval } from './request-approval.ts';
import type { StaffDeps } from './staff-deps.ts';
import { findPolicy, writePolicy } from './store/policy.ts';

/** The kind of request by which the rules of approving become looser. */
export const LOOSEN_POLICY = 'staff.policy.loosen';

export type SetPolicyOutcome =
  /** What holds now, and the request that waits where it is not what was asked for. */
  | Ok<{ readonly policy: StaffPolicy; readonly approval: Approval | undefined }>
  | Refusal<'staff.approval.reference_reused' | 'staff.role.limits_lost'>;

const write = async (deps: StaffDeps, tx: Tx, tenant: number, to: StaffPolicy, by: Actor): Promise<void> => {
  const before = await findPolicy(tx, tenant);
  await writePolicy(tx, tenant, to);
  await deps.audit(tx, { tenant, by, act: 'staff.policy.set', subject: 'staff policy', before, after: to });
};

/**
 * Replaces what the tenant has decided about its people, from the next request on. What loosens it waits for a second
 * person under the rules as they are: else whoever may write staff would first do away with the second person. Only
 * the program itself, which is whoever sets up the machine, needs nobody. Refuses bounds that contradict each other, and a reference that
 * asked for something else.
 */
export const setPolicy = async (
  deps: StaffDeps,
  tenant: number,
  said: StaffPolicyInput,
  by: Actor,
  reference: string,
): Promise<SetPolicyOutcome> => {
  const policy = completePolicy(said);
  if (areBoundsLost(policy.bounds)) return refuse('staff.role.limits_lost');
  return deps.database.transaction(async (tx) => {
    const before = await findPolicy(tx, tenant);
    const isSomebody = by.person !== undefined || by.credential !== undefined;
    if (isSomebody && isLooser(before, policy)) {
      const asked = await requestApproval(deps, tx, {
        ...{ tenant, kind: LOOSEN_POLICY, reference, subject: 'staff policy', requestedBy: by },
        facts: { before, after: policy },
      });
      return asked.ok ? { ok: true as const, policy: before, approval: asked.approval } : asked;
    }
    await write(deps, tx, tenant, policy, by);
    return { ok: true as const, policy, approval: undefined };
  });
};

/** What a yes to looser rules does. Refuses where the rules are no longer those that the second person was shown. */
export const loosenPolicy = (deps: StaffDeps): ApprovalKind => ({
  permission: 'staff:write',
  asker: () => ({ permissions: ['staff:write'] }),
  refusals: ['staff.policy.changed'],
  run: async (tx, { tenant, facts, requestedBy }) => {
    const before = await findPolicy(tx, tenant);
    if (canonicalJson(before) !== canonicalJson(facts['before'])) return refuse('staff.policy.changed');
    await write(deps, tx, tenant, facts['after'] as StaffPolicy, requestedBy);
    return { ok: true as const };
  },
});
