import type { Queries, Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { StaffPolicy } from '../policy.ts';
import { STAFF_POLICY_DEFAULTS } from '../policy.ts';

type PolicyRow = {
  approval_needs_person: boolean;
  approval_needs_authenticator: boolean;
  newcomer_hours: number;
  hand_points_max: number | null;
};

const selectRow = statement<PolicyRow>(
  'staff.selectPolicy',
  `select approval_needs_person, approval_needs_authenticator, newcomer_hours, hand_points_max
     from staff.policy where tenant_id = $1`,
);

const upsertRow = statement(
  'staff.upsertPolicy',
  `insert into staff.policy (tenant_id, approval_needs_person, approval_needs_authenticator, newcomer_hours, hand_points_max)
   values ($1, $2, $3, $4, $5)
   on conflict (tenant_id) do update set approval_needs_person = excluded.approval_needs_person,
     approval_needs_authenticator = excluded.approval_needs_authenticator, newcomer_hours = excluded.newcomer_hours,
     hand_points_max = excluded.hand_points_max`,
);

/** What the tenant has decided, or the defaults. */
export const findPolicy = async (queries: Queries, tenant: number): Promise<StaffPolicy> => {
  const [row] = await queries.run(selectRow, [tenant]);
  if (row === undefined) return STAFF_POLICY_DEFAULTS;
  return {
    approvalNeedsPerson: row.approval_needs_person,
    approvalNeedsAuthenticator: row.approval_needs_authenticator,
    newcomerHours: row.newcomer_hours,
    ...(row.hand_points_max !== null && { handPointsMax: row.hand_points_max }),
  };
};

/** Writes what the tenant has decided. */
export const writePolicy = async (tx: Tx, tenant: number, policy: StaffPolicy): Promise<void> => {
  const { approvalNeedsPerson, approvalNeedsAuthenticator, newcomerHours, handPointsMax = null } = policy;
  await tx.run(upsertRow, [tenant, approvalNeedsPerson, approvalNeedsAuthenticator, newcomerHours, handPointsMax]);
};
