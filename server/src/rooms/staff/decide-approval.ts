import { assert } from '../../kernel/assert.ts';
import { addSeconds, INSTANT_NEVER, type Instant } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import type { Actor } from '../../platform/audit.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { Approval, ApprovalKind } from './approval.ts';
import { isSameHand } from './hands.ts';
import { coversWorth } from './role.ts';
import type { StaffPolicy } from './policy.ts';
import { findFounder } from './read/founder.ts';
import type { StaffDeps } from './staff-deps.ts';
import { findApproval, findApprovalLocked, updateApplied, updateDecided } from './store/approval.ts';
import { selectGrantsOf } from './store/grant.ts';
import { findLogin } from './store/login.ts';
import { findPerson } from './store/person.ts';
import { findPolicy } from './store/policy.ts';
import { selectRoles } from './store/role.ts';

/** The permission that lets a role approve. */
export const DECIDE = 'approvals:decide';

/** Who decides, and what is allowed to it. */
export type Decider = Actor & { readonly scopes: ReadonlySet<string> };

export type Decision = {
  readonly state: 'approved' | 'declined';
  readonly reason?: string | undefined;
};

export type DecideRefusal = Refusal<
  | 'staff.approval.not_found'
  | 'staff.approval.decided'
  | 'staff.approval.expired'
  | 'staff.approval.needs_person'
  | 'staff.approval.needs_second_person'
  | 'staff.approval.same_hand'
  | 'staff.approval.needs_authenticator'
  | 'staff.approval.asker_gone'
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

const refuseDecider = async (
  deps: StaffDeps,
  tx: Tx,
  approval: Approval,
  kind: ApprovalKind | undefined,
  { state }: Decision,
  by: Decider,
): Promise<DecideRefusal | undefined> => {
  const policy = await findPolicy(tx, approval.tenant);
  if (by.person === undefined) {
    if (policy.approvalNeedsPerson) return refuse('staff.approval.needs_person');
  } else {
    // Somebody who speaks by credentials only need not have accepted an invitation to the portal.
    const state = (await findPerson(tx, approval.tenant, by.person))?.state;
    if (state !== 'active' && state !== 'invited') return refuse('staff.person.not_active');
  }
  if (isSamePerson(by, approval.requestedBy)) return refuse('staff.approval.needs_second_person');
  // A no moves nothing and loosens nothing: anybody else may say it.
  const forged = state === 'approved' ? await refuseForged(deps, tx, approval, policy, by) : undefined;
  if (forged) return forged;
  if (state === 'approved' && !(await mayStillAsk(tx, approval))) return refuse('staff.approval.asker_gone');
  const permission = typeof kind?.permission === 'function' ? kind.permission(approval) : kind?.permission;
  if (permission !== undefined && !by.scopes.has(permission)) {
    return refuse('staff.approval.permission_missing', { permission });
  }
  return state === 'approved' ? refuseLimit(deps, tx, approval, by) : undefined;
};

/** Whoever asked may have been suspended since: what he asked for is done by nobody then. */
const mayStillAsk = async (tx: Tx, { tenant, requestedBy: { person } }: Approval): Promise<boolean> => {
  const state = person === undefined ? 'active' : (await findPerson(tx, tenant, person))?.state;
  return state === 'active' || state === 'invited';
};

/**
 * Decides a request once. Refuses, in this order: one that the tenant does not have, one that is decided or ran out, a
 * credential of nobody where the policy wants persons, a person who may not work now, whoever asked for it, by whatever
 * credential, whoever is in one hand with him (see `isSameHand`), a person without an authenticator of some age (or a founder's)
 * where the policy wants one, one asked for by a person who may not work any more, a missing permission of its kind, a worth above the limits of all of the person's roles; and what the
 * act itself refuses, which leaves the request undecided.
 */
export const decideApproval = async (
  deps: StaffDeps,
  kinds: ReadonlyMap<string, ApprovalKind>,
  tenant: number,
  id: bigint,
  decision: Decision,
  by: Decider,
): Promise<Ok<{ readonly approval: Approval }> | DecideRefusal | Refusal> => {
  let refusedByAct: Refusal | undefined;
  const undo = new Error('the act was refused');
  /** Everything that can be refused before the act itself. */
  const refuseAll = async (tx: Tx, approval: Approval | undefined) => {
    if (approval === undefined) return refuse('staff.approval.not_found');
    const isOver = approval.state === 'pending' && approval.expiresAt <= deps.clock.now();
    if (approval.state === 'expired' || isOver) return refuse('staff.approval.expired');
    if (approval.state !== 'pending') return refuse('staff.approval.decided', { state: approval.state });
    const refusal = await refuseDecider(deps, tx, approval, kinds.get(approval.kind), decision, by);
    return refusal ?? { ok: true as const, approval };
  };
  // Once without a lock, since what the act would do now is asked of the lane machine, which wants connections of its own.
  const found = await deps.database.transaction(async (tx) => refuseAll(tx, await findApproval(tx, tenant, id)));
  if (!found.ok) return found;
  const checked =
    decision.state === 'approved' ? await kinds.get(found.approval.kind)?.check?.(found.approval, by) : undefined;
  if (checked && !checked.ok) return checked;
  try {
    return await deps.database.transaction(async (tx) => {
      const now = deps.clock.now();
      const may = await refuseAll(tx, await findApprovalLocked(tx, tenant, id));
      if (!may.ok) return may;
      const { approval } = may;
      const kind = kinds.get(approval.kind);
      let decided = await updateDecided(tx, approval, { ...decision, by, at: now });
      assert(decided !== undefined, 'a locked pending request can be decided');
      if (decision.state === 'approved') {
        const outcome = await kind?.run?.(tx, decided);
        if (outcome && !outcome.ok) {
          refusedByAct = outcome;
          throw undo;
        }
        if (!kind?.after) {
          await updateApplied(tx, id, now);
          decided = { ...decided, isApplied: true };
        }
      }
      const act = decision.state === 'approved' ? 'staff.approval.approved' : 'staff.approval.declined';
      const after = { kind: approval.kind, subject: approval.subject, state: decision.state };
      await deps.audit(tx, {
        ...{ tenant, by, act, subject: `approval ${id}`, reason: decision.reason },
        ...{ before: { state: 'pending' }, after },
      });
      return { ok: true as const, approval: decided };
    });
  } catch (error) {
    if (error === undo && refusedByAct) return refusedByAct;
    throw error;
  }
};
