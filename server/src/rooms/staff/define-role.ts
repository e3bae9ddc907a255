import { randomUUID } from 'node:crypto';
import { assert } from '../../kernel/assert.ts';
import { canonicalJson } from '../../kernel/canonical.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import type { Actor } from '../../platform/audit.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { Approval, ApprovalKind } from './approval.ts';
import { ANY, areBoundsLost, CARDS_UNIT, isWider, MONEY } from './bound.ts';
import { requestApproval } from './request-approval.ts';
import { approvesMore } from './role.ts';
import type { Role, RoleInput } from './role.ts';
import { findPolicy } from './store/policy.ts';
import type { StaffDeps } from './staff-deps.ts';
import { findRole, writeRole } from './store/role.ts';

export type DefineRoleRefusal = Refusal<
  | 'staff.role.code_malformed'
  | 'staff.role.unknown_permission'
  | 'staff.role.unknown_unit'
  | 'staff.role.limits_lost'
  | 'staff.role.beyond_own'
  | 'staff.approval.reference_reused'
>;

export type DefineRoleOutcome =
  /** The role as it is now, and the request that waits where that is not what was asked for. */
  Ok<{ readonly role: Role | undefined; readonly approval: Approval | undefined }> | DefineRoleRefusal;

/** The kind of request by which whoever has a role may do more alone, or approve more. */
export const LOOSEN_ROLE = 'staff.role.loosen';

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
  const alone = input.alone ?? [];
  const other = alone.find(
    (one) => ![ANY, MONEY, CARDS_UNIT].includes(one.unit) && deps.decimalsOf(tenant, one.unit) === undefined,
  );
  if (other !== undefined) return refuse('staff.role.unknown_unit', { unit: other.unit.slice(0, 40) });
  if (areBoundsLost(alone)) return refuse('staff.role.limits_lost');
  const keys = new Set(limits.map((limit) => `${limit.kind} ${limit.unit}`));
  return keys.size === limits.length ? undefined : refuse('staff.role.limits_lost');
};

/** True where every one of the permissions is among one's own: else a role would be a ladder. */
export const isWithin = (permissions: Iterable<string>, own: OwnPermissions): boolean =>
  own === undefined || [...permissions].every((one) => own.has(one));

const factsOf = (role: Pick<Role, 'name' | 'limits' | 'alone'> & { readonly permissions: Iterable<string> }) => ({
  name: role.name,
  permissions: [...role.permissions].sort(),
  limits: role.limits.map((limit) => ({ ...limit, amountMax: String(limit.amountMax) })),
  ...(role.alone.length > 0 && { alone: role.alone }),
});

type RoleFacts = ReturnType<typeof factsOf>;

const permissionsIn = (role: unknown): readonly string[] => (role as RoleFacts | null)?.permissions ?? [];

const write = async (deps: StaffDeps, tx: Tx, tenant: number, input: RoleInput, by: Actor): Promise<Role> => {
  const { code, name, limits = [], alone = [] } = input;
  const before = await findRole(tx, tenant, code);
  await writeRole(tx, { tenant, code, name, permissions: new Set(input.permissions), limits, alone });
  const role = await findRole(tx, tenant, code);
  assert(role !== undefined, 'a role that was just written is there');
  await deps.audit(tx, {
    ...{ tenant, by, act: 'staff.role.defined', subject: `role ${code}` },
    ...{ before: before && factsOf(before), after: factsOf(role) },
  });
  return role;
};

/** Whether who has it may do more alone, or approve more, than before. A role that nobody has yet approves what it likes. */
const isLooser = async (tx: Tx, tenant: number, before: Role | undefined, input: RoleInput): Promise<boolean> => {
  const { bounds } = await findPolicy(tx, tenant);
  return (
    isWider(before?.alone ?? [], input.alone ?? [], bounds) ||
    (before !== undefined && approvesMore(before.limits, input.limits ?? []))
  );
};

/**
 * Makes the role of that code, or replaces what it may: who has it may so from the next request on. Refuses a malformed
 * code, an unknown permission or unit, limits that contradict each other, and what the asker may not do itself, in the
 * role as it was and as it shall be. What lets whoever has it do more alone, or approve more, waits for a second person, whom only the
 * program itself does not need; `reference` names the request, and the same once more is the same.
 */
export const defineRole = (
  deps: StaffDeps,
  tenant: number,
  input: RoleInput,
  by: Actor,
  own?: OwnPermissions,
  reference?: string,
): Promise<DefineRoleOutcome> => {
  const refusal = refuseRole(deps, tenant, input);
  if (refusal) return Promise.resolve(refusal);
  return deps.database.transaction(async (tx) => {
    const before = await findRole(tx, tenant, input.code);
    if (!isWithin(input.permissions, own) || !isWithin(before?.permissions ?? [], own))
      return refuse('staff.role.beyond_own');
    const { code } = input;
    const isSomebody = by.person !== undefined || by.credential !== undefined;
    if (isSomebody && (await isLooser(tx, tenant, before, input))) {
      const { limits = [], alone = [] } = input;
      const asked = await requestApproval(deps, tx, {
        ...{
          tenant,
          kind: LOOSEN_ROLE,
          reference: reference ?? randomUUID(),
          subject: `role ${code}`,
          requestedBy: by,
        },
        facts: { code, before: before ? factsOf(before) : null, after: factsOf({ ...input, limits, alone }) },
      });
      return asked.ok ? { ok: true as const, role: before, approval: asked.approval } : asked;
    }
    const role = await write(deps, tx, tenant, input, by);
    return { ok: true as const, role, approval: undefined };
  });
};

/** What a yes to a looser role does. Refuses where the role is no longer the one that the second person was shown. */
export const loosenRole = (deps: StaffDeps): ApprovalKind => ({
  permission: 'staff:write',
  // Nobody gives what he has not himself, as it was refused when he asked.
  asker: ({ facts: { before, after } }) => ({
    permissions: ['staff:write', ...permissionsIn(before), ...permissionsIn(after)],
  }),
  refusals: ['staff.policy.changed'],
  run: async (tx, { tenant, facts, requestedBy }) => {
    const code = String(facts['code']);
    const before = await findRole(tx, tenant, code);
    if (canonicalJson(before ? factsOf(before) : null) !== canonicalJson(facts['before']))
      return refuse('staff.policy.changed');
    const { limits, ...after } = facts['after'] as RoleFacts;
    const input = { code, ...after, limits: limits.map((one) => ({ ...one, amountMax: BigInt(one.amountMax) })) };
    await write(deps, tx, tenant, input, requestedBy);
    return { ok: true as const };
  },
});
