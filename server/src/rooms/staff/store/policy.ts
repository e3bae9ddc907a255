import type { Queries, Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { StaffPolicy } from '../policy.ts';
import { STAFF_POLICY_DEFAULTS } from '../policy.ts';

const selectRow = statement<{ approval_needs_person: boolean }>(
  'staff.selectPolicy',
  'select approval_needs_person from staff.policy where tenant_id = $1',
);

const upsertRow = statement(
  'staff.upsertPolicy',
  `insert into staff.policy (tenant_id, approval_needs_person) values ($1, $2)
   on conflict (tenant_id) do update set approval_needs_person = excluded.approval_needs_person`,
);

/** What the tenant has decided, or the defaults. */
export const findPolicy = async (queries: Queries, tenant: number): Promise<StaffPolicy> => {
  const [row] = await queries.run(selectRow, [tenant]);
  return row === undefined ? STAFF_POLICY_DEFAULTS : { approvalNeedsPerson: row.approval_needs_person };
};

/** Writes what the tenant has decided. */
export const writePolicy = async (tx: Tx, tenant: number, policy: StaffPolicy): Promise<void> => {
  await tx.run(upsertRow, [tenant, policy.approvalNeedsPerson]);
};
