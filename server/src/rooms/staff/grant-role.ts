import { INSTANT_NEVER, isoFromInstant } from '../../kernel/instant.ts';
import type { Instant } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import type { Actor } from '../../platform/audit.ts';
import { isWithin } from './define-role.ts';
import type { OwnPermissions } from './define-role.ts';
import type { Grant, Place } from './grant.ts';
import type { StaffDeps } from './staff-deps.ts';
import { findGrantLocked, insertGrant, updateGrantEnded } from './store/grant.ts';
import { findPerson } from './store/person.ts';
import { findRole, selectRoles } from './store/role.ts';

export type GrantInput = {
  readonly person: bigint;
  /** By code. */
  readonly role: string;
  readonly where: Place;
  readonly until?: Instant | undefined;
};

export type GrantRoleOutcome =
  | Ok<{ readonly grant: Grant }>
  | Refusal<
      | 'staff.person.not_found'
      | 'staff.person.has_left'
      | 'staff.role.not_found'
      | 'staff.grant.place_not_found'
      | 'staff.grant.already_expired'
      | 'staff.person.is_oneself'
      | 'staff.role.beyond_own'
      | 'staff.grant.exists'
    >;

/** The grant as the audit chain keeps it. */
const factsOf = ({ role, scope, place, validUntil }: Omit<Grant, 'grant'>) => ({
  role: role.code,
  scope,
  place,
  ...(validUntil !== INSTANT_NEVER && { until: isoFromInstant(validUntil) }),
});

/**
 * Gives a person a role, everywhere or in one place, for good or until then: also to somebody of another company, an
 * "other authorised party". Refuses, in this order: a person or role that the tenant does not have, a place likewise,
 * an end that has passed, a grant to oneself, a role that may more than the asker, one that the person has there.
 */
export const grantRole = (
  deps: StaffDeps,
  tenant: number,
  input: GrantInput,
  by: Actor,
  own?: OwnPermissions,
): Promise<GrantRoleOutcome> =>
  deps.database.transaction(async (tx) => {
    const person = await findPerson(tx, tenant, input.person);
    if (person === undefined) return refuse('staff.person.not_found');
    if (person.state === 'left') return refuse('staff.person.has_left');
    const role = await findRole(tx, tenant, input.role);
    if (role === undefined) return refuse('staff.role.not_found', { role: input.role.slice(0, 40) });
    const { where } = input;
    if (!deps.placeExists(tenant, where)) return refuse('staff.grant.place_not_found', where);
    const madeAt = deps.clock.now();
    const validUntil = input.until ?? INSTANT_NEVER;
    if (validUntil <= madeAt) return refuse('staff.grant.already_expired');
    if (by.person === input.person) return refuse('staff.person.is_oneself');
    if (!isWithin(role.permissions, own)) return refuse('staff.role.beyond_own');
    const made = { tenant, person: person.person, role, ...where, validUntil, madeAt };
    const grant = await insertGrant(tx, made);
    if (grant === undefined) return refuse('staff.grant.exists');
    const subject = `person ${person.person}`;
    await deps.audit(tx, { tenant, by, act: 'staff.grant.given', subject, after: factsOf(made) });
    return { ok: true as const, grant: { ...made, grant } };
  });

/** Takes a role away, from the next request on. Refuses one that the tenant does not have or that has ended, and a role above one's own. */
export const endGrant = (
  deps: StaffDeps,
  tenant: number,
  grant: bigint,
  by: Actor,
  own?: OwnPermissions,
): Promise<Ok<{ readonly grant: Grant }> | Refusal<'staff.grant.not_found' | 'staff.role.beyond_own'>> =>
  deps.database.transaction(async (tx) => {
    const roles = await selectRoles(tx, tenant);
    const open = await findGrantLocked(tx, tenant, grant, roles);
    if (open === undefined) return refuse('staff.grant.not_found');
    if (!isWithin(open.role.permissions, own)) return refuse('staff.role.beyond_own');
    await updateGrantEnded(tx, tenant, grant, deps.clock.now());
    const subject = `person ${open.person}`;
    await deps.audit(tx, { tenant, by, act: 'staff.grant.ended', subject, before: factsOf(open) });
    return { ok: true as const, grant: open };
  });
