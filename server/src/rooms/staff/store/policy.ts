import type { Queries, Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Bound } from '../bound.ts';
import type { StaffPolicy } from '../policy.ts';
import { STAFF_POLICY_DEFAULTS } from '../policy.ts';

type PolicyRow = {
  approval_needs_person: boolean;
  approval_needs_authenticator: boolean;
  newcomer_hours: number;
  credentials_are_bound: boolean;
};

const selectRow = statement<PolicyRow>(
  'staff.selectPolicy',
  `select approval_needs_person, approval_needs_authenticator, newcomer_hours, credentials_are_bound
     from staff.policy where tenant_id = $1`,
);

const selectBounds = statement<{ kind: string; unit: string; up_to: number; per_day: number }>(
  'staff.selectBounds',
  'select kind, unit, up_to, per_day from staff.bound where tenant_id = $1 order by kind, unit',
);

const upsertRow = statement(
  'staff.upsertPolicy',
  `insert into staff.policy (tenant_id, approval_needs_person, approval_needs_authenticator, newcomer_hours, credentials_are_bound)
   values ($1, $2, $3, $4, $5)
   on conflict (tenant_id) do update set approval_needs_person = excluded.approval_needs_person,
     approval_needs_authenticator = excluded.approval_needs_authenticator, newcomer_hours = excluded.newcomer_hours,
     credentials_are_bound = excluded.credentials_are_bound`,
);

const deleteBounds = statement('staff.deleteBounds', 'delete from staff.bound where tenant_id = $1');

const insertBounds = statement(
  'staff.insertBounds',
  `insert into staff.bound (tenant_id, kind, unit, up_to, per_day)
   select $1, * from unnest($2::text[], $3::text[], $4::int[], $5::int[])`,
);

/** Bounds column by column. */
export const columnsOf = (bounds: readonly Bound[]) => [
  bounds.map(({ kind }) => kind),
  bounds.map(({ unit }) => unit),
  bounds.map(({ upTo }) => upTo),
  bounds.map(({ perDay }) => perDay),
];

/** What the tenant has decided, or the defaults. */
export const findPolicy = async (queries: Queries, tenant: number): Promise<StaffPolicy> => {
  const [row] = await queries.run(selectRow, [tenant]);
  if (row === undefined) return STAFF_POLICY_DEFAULTS;
  const bounds = await queries.run(selectBounds, [tenant]);
  return {
    approvalNeedsPerson: row.approval_needs_person,
    approvalNeedsAuthenticator: row.approval_needs_authenticator,
    newcomerHours: row.newcomer_hours,
    credentialsAreBound: row.credentials_are_bound,
    bounds: bounds.map(({ kind, unit, up_to, per_day }) => ({ kind, unit, upTo: up_to, perDay: per_day })),
  };
};

/** Writes what the tenant has decided. */
export const writePolicy = async (tx: Tx, tenant: number, policy: StaffPolicy): Promise<void> => {
  const { approvalNeedsPerson, approvalNeedsAuthenticator, newcomerHours, credentialsAreBound, bounds } = policy;
  const columns = [approvalNeedsPerson, approvalNeedsAuthenticator, newcomerHours, credentialsAreBound];
  await tx.run(upsertRow, [tenant, ...columns]);
  await tx.run(deleteBounds, [tenant]);
  await tx.run(insertBounds, [tenant, ...columnsOf(bounds)]);
};
