import { addSeconds, type Instant, INSTANT_NEVER } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import type { Actor } from '../../platform/audit.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { Approval, ApprovalKind } from './approval.ts';
import { isSameHand } from './hands.ts';
import { coversWorth } from './role.ts';
import type { StaffPolicy } from './policy.ts';
import { findFounder } from './read/founder.ts';
import type { StaffDeps } from './staff-deps.ts';
import { selectGrantsOf } from './store/grant.ts';
import { findLogin } from './store/login.ts';
import { findPerson } from './store/person.ts';
import { findPolicy } from './store/policy.ts';
import { selectRoles } from './store/role.ts';

/** The permission that lets a role approve. */
export const DECIDE = 'approvals:decide';

/** Who decides, and what is allowed to it. */
export type Decider = Actor & { readonly scopes: ReadonlySet<string> };

export type DeciderRefusal = Refusal<
  | 'staff.approval.needs_person'
  | 'staff.approval.needs_second_person'
  | 'staff.approval.same_hand'
  | 'staff.approval.needs_authenticator'
  | 'staff.approval.permission_missing'
  | 'staff.approval.beyond_limit'
  | 'staff.person.not_active'
>;

/** Two credentials of one person are one person; a credential of nobody is a person of its own. */
export const isSamePerson = (one: Actor, other: Actor): boolean =>
  (one.person !== undefined && one.person === other.person) ||
  (one.credential !== undefined && one.credential === other.credential);

const refuseLimit = async (
  deps: StaffDeps,
  tx: Tx,
  approval: Approval,
  by: Decider,
): Promise<Refusal<'staff.approval.beyond_limit'> | undefined> => {
  const { worth, tenant, kind } = approval;
  // A credential of nobody has no role; where a tenant lets such ones approve, it has decided against limits.
  if (worth === undefined || by.person === undefined) return undefined;
  const roles = await selectRoles(tx, tenant);
  const grants = await selectGrantsOf(tx, tenant, by.person, deps.clock.now(), roles);
  const covers = grants.some(({ role }) => role.permissions.has(DECIDE) && coversWorth(role, kind, worth));
  return covers ? undefined : refuse('staff.approval.beyond_limit');
};

const SECONDS_PER_HOUR = 3_600;

// Whoever may write staff and issue credentials could else be both people: by inviting one, or by a key in his name.
const refuseForged = async (
  deps: StaffDeps,
  tx: Tx,
  approval: Approval,
  policy: StaffPolicy,
  by: Decider,
): Promise<Refusal<'staff.approval.same_hand' | 'staff.approval.needs_authenticator'> | undefined> => {
  const { tenant, requestedBy } = approval;
  const hours = policy.newcomerHours;
  const since = addSeconds(deps.clock.now(), -hours * SECONDS_PER_HOUR);
  // The chain's moments run ahead of a clock that stands: with no hours, nobody is a newcomer whatever they say.
  if (await isSameHand(tx, tenant, by, requestedBy, hours === 0 ? INSTANT_NEVER : since))
    return refuse('staff.approval.same_hand', { hours: String(hours) });
  if (by.person === undefined || !policy.approvalNeedsAuthenticator) return undefined;
  const { totpSince } = await findLogin(tx, tenant, by.person);
  const isOld = totpSince !== undefined && totpSince <= since;
  if (isOld || (await isOfFounder(tx, tenant, by.person, totpSince, hours))) return undefined;
  return refuse('staff.approval.needs_authenticator', { hours: String(hours) });
};

/**
 * True for an authenticator that need not be old: its age stands against whoever comes in by a link in somebody else's mail, and a
 * founder came in by the password that the machine gave him when it opened the tenant. Only what he set up in the tenant's first
 * hours: who founded it is no exception for ever.
 */
const isOfFounder = async (
  tx: Tx,
  tenant: number,
  person: bigint,
  totpSince: Instant | undefined,
  hours: number,
): Promise<boolean> => {
  if (totpSince === undefined) return false;
  const foundedAt = await findFounder(tx, tenant, person);
  return foundedAt !== undefined && totpSince <= addSeconds(foundedAt, hours * SECONDS_PER_HOUR);
};

/**
 * Whether this one may decide this request. Refuses, in this order: a credential of nobody where the policy wants persons, a person who may
 * not work now, whoever asked for it, by whatever credential; and for a yes whoever is in one hand with him (see `isSameHand`), a person
 * without an authenticator of some age (or a founder's) where the policy wants one, a missing permission of the kind, a worth above the
 * limits of all of the person's roles.
 */
export const refuseDecider = async (
  deps: StaffDeps,
  tx: Tx,
  approval: Approval,
  kind: ApprovalKind | undefined,
  state: 'approved' | 'declined',
  by: Decider,
): Promise<DeciderRefusal | undefined> => {
  const policy = await findPolicy(tx, approval.tenant);
  if (by.person === undefined) {
    if (policy.approvalNeedsPerson) return refuse('staff.approval.needs_person');
  } else {
    // Somebody who speaks by credentials only need not have accepted an invitation to the portal.
    const working = (await findPerson(tx, approval.tenant, by.person))?.state;
    if (working !== 'active' && working !== 'invited') return refuse('staff.person.not_active');
  }
  if (isSamePerson(by, approval.requestedBy)) return refuse('staff.approval.needs_second_person');
  // A no moves nothing and loosens nothing: anybody else may say it.
  const forged = state === 'approved' ? await refuseForged(deps, tx, approval, policy, by) : undefined;
  if (forged) return forged;
  const permission = typeof kind?.permission === 'function' ? kind.permission(approval) : kind?.permission;
  if (permission !== undefined && !by.scopes.has(permission)) {
    return refuse('staff.approval.permission_missing', { permission });
  }
  return state === 'approved' ? refuseLimit(deps, tx, approval, by) : undefined;
};
