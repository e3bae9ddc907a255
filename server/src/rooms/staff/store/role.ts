import type { Queries, Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Bound } from '../bound.ts';
import type { Role } from '../role.ts';
import { columnsOf } from './policy.ts';

type RoleRow = {
  role: number;
  tenant_id: number;
  code: string;
  name: string;
  permissions: string[];
  kinds: string[];
  units: string[];
  amounts: bigint[];
  alone: readonly Bound[] | null;
};

const SELECT = `select r.role, r.tenant_id, r.code, r.name, r.permissions,
     coalesce(array_agg(l.kind::text order by l.kind, l.unit) filter (where l.kind is not null), '{}') as kinds,
     coalesce(array_agg(l.unit::text order by l.kind, l.unit) filter (where l.kind is not null), '{}') as units,
     coalesce(array_agg(l.amount_max order by l.kind, l.unit) filter (where l.kind is not null), '{}') as amounts,
     (select jsonb_agg(jsonb_build_object('kind', b.kind, 'unit', b.unit, 'upTo', b.up_to, 'perDay', b.per_day)
        order by b.kind, b.unit) from staff.role_bound b where b.tenant_id = r.tenant_id and b.role = r.role) as alone
   from staff.role r left join staff.role_limit l on l.tenant_id = r.tenant_id and l.role = r.role`;

/** The role of a row. */
const fromRow = (row: RoleRow): Role =>
  Object.freeze({
    role: row.role,
    tenant: row.tenant_id,
    code: row.code,
    name: row.name,
    permissions: new Set(row.permissions),
    limits: row.kinds.map((kind, i) => ({
      kind,
      unit: row.units[i] as string,
      amountMax: row.amounts[i] as bigint,
    })),
    alone: row.alone ?? [],
  });

const selectAll = statement<RoleRow>(
  'staff.selectRoles',
  `${SELECT} where r.tenant_id = $1 group by r.role order by r.code`,
);

const selectByCode = statement<RoleRow>(
  'staff.selectRoleByCode',
  `${SELECT} where r.tenant_id = $1 and r.code = $2 group by r.role`,
);

// $1 tenant, $2 code, $3 name, $4 permissions
const upsertRow = statement<{ role: number }>(
  'staff.upsertRole',
  `insert into staff.role (tenant_id, code, name, permissions) values ($1, $2, $3, $4)
   on conflict (tenant_id, code) do update set name = excluded.name, permissions = excluded.permissions
   returning role`,
);

const deleteLimits = statement(
  'staff.deleteRoleLimits',
  'delete from staff.role_limit where tenant_id = $1 and role = $2',
);

const insertLimits = statement(
  'staff.insertRoleLimits',
  `insert into staff.role_limit (tenant_id, role, kind, unit, amount_max)
   select $1, $2, * from unnest($3::text[], $4::text[], $5::bigint[])`,
);

const deleteBounds = statement(
  'staff.deleteRoleBounds',
  'delete from staff.role_bound where tenant_id = $1 and role = $2',
);

const insertBounds = statement(
  'staff.insertRoleBounds',
  `insert into staff.role_bound (tenant_id, role, kind, unit, up_to, per_day)
   select $1, $2, * from unnest($3::text[], $4::text[], $5::int[], $6::int[])`,
);

/** All roles of the tenant in the order of their codes. */
export const selectRoles = async (queries: Queries, tenant: number): Promise<readonly Role[]> =>
  (await queries.run(selectAll, [tenant])).map((row) => fromRow(row));

/** The role of that code. */
export const findRole = async (queries: Queries, tenant: number, code: string): Promise<Role | undefined> => {
  const [row] = await queries.run(selectByCode, [tenant, code]);
  return row && fromRow(row);
};

/** Makes the role, or gives the one of that code this name, these permissions, limits and bounds. */
export const writeRole = async (tx: Tx, role: Omit<Role, 'role'>): Promise<void> => {
  const [row] = await tx.run(upsertRow, [role.tenant, role.code, role.name, [...role.permissions]]);
  const id = row?.role;
  await tx.run(deleteLimits, [role.tenant, id]);
  await tx.run(deleteBounds, [role.tenant, id]);
  await tx.run(insertBounds, [role.tenant, id, ...columnsOf(role.alone)]);
  const { limits } = role;
  if (limits.length === 0) return;
  const columns = [limits.map((one) => one.kind), limits.map((one) => one.unit), limits.map((one) => one.amountMax)];
  await tx.run(insertLimits, [role.tenant, id, ...columns]);
};
