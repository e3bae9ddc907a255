import type { Actor } from '../../platform/audit.ts';
import type { StaffPolicy } from './policy.ts';
import type { StaffDeps } from './staff-deps.ts';
import { findPolicy, writePolicy } from './store/policy.ts';

/** Replaces what the tenant has decided about its people; it holds from the next request on. */
export const setPolicy = (deps: StaffDeps, tenant: number, policy: StaffPolicy, by: Actor): Promise<StaffPolicy> =>
  deps.database.transaction(async (tx) => {
    const before = await findPolicy(tx, tenant);
    await writePolicy(tx, tenant, policy);
    await deps.audit(tx, { tenant, by, act: 'staff.policy.set', subject: 'staff policy', before, after: policy });
    return policy;
  });
