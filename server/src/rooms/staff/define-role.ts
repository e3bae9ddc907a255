import { assert } from '../../kernel/assert.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import type { Actor } from '../../platform/audit.ts';
import type { Role, RoleInput } from './role.ts';
import type { StaffDeps } from './staff-deps.ts';
import { findRole, writeRole } from './store/role.ts';

export type DefineRoleRefusal = Refusal<
  | 'staff.role.code_malformed'
  | 'staff.role.unknown_permission'
  | 'staff.role.unknown_unit'
  | 'staff.role.limits_lost'
  | 'staff.role.beyond_own'
>;

/** What whoever asks may do itself; absent for the program itself, which may all. */
export type OwnPermissions = ReadonlySet<string> | undefined;

const CODE = /^[a-z][a-z0-9-]{1,30}$/;

const refuseRole = (deps: StaffDeps, tenant: number, input: RoleInput): DefineRoleRefusal | undefined => {
  if (!CODE.test(input.code)) return refuse('staff.role.code_malformed');
  const unknown = input.permissions.find((one) => !deps.permissions.includes(one));
  if (unknown !== undefined) return refuse('staff.role.unknown_permission', { permission: unknown.slice(0, 40) });
  const limits = input.limits ?? [];
  const unit = limits.find((limit) => deps.decimalsOf(tenant, limit.unit) === undefined)?.unit;
  if (unit !== undefined) return refuse('staff.role.unknown_unit', { unit: unit.slice(0, 40) });
  const keys = new Set(limits.map((limit) => `${limit.kind} ${limit.unit}`));
  return keys.size === limits.length ? undefined : refuse('staff.role.limits_lost');
};

/** True where every one of the permissions is among one's own: else a role would be a ladder. */
export const isWithin = (permissions: Iterable<string>, own: OwnPermissions): boolean =>
  own === undefined || [...permissions].every((one) => own.has(one));

const factsOf = (role: Role | undefined) =>
  role && {
    name: role.name,
    permissions: [...role.permissions].sort(),
    limits: role.limits.map((limit) => ({ ...limit, amountMax: String(limit.amountMax) })),
  };

/**
 * Makes the role of that code, or replaces what it may: who has it may so from the next request on. Refuses a malformed
 * code, an unknown permission or unit, limits that contradict each other, and what the asker may not do itself, in the
 * role as it was and as it shall be.
 */
export const defineRole = (
  deps: StaffDeps,
  tenant: number,
  input: RoleInput,
  by: Actor,
  own?: OwnPermissions,
): Promise<Ok<{ readonly role: Role }> | DefineRoleRefusal> => {
  const refusal = refuseRole(deps, tenant, input);
  if (refusal) return Promise.resolve(refusal);
  return deps.database.transaction(async (tx) => {
    const before = await findRole(tx, tenant, input.code);
    if (!isWithin(input.permissions, own) || !isWithin(before?.permissions ?? [], own))
      return refuse('staff.role.beyond_own');
    const { code, name } = input;
    await writeRole(tx, { tenant, code, name, permissions: new Set(input.permissions), limits: input.limits ?? [] });
    const role = await findRole(tx, tenant, code);
    assert(role !== undefined, 'a role that was just written is there');
    const [from, to] = [factsOf(before), factsOf(role)];
    await deps.audit(tx, {
      ...{ tenant, by, act: 'staff.role.defined', subject: `role ${code}` },
      ...{ before: from, after: to },
    });
    return { ok: true as const, role };
  });
};
