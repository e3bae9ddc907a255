import { assert } from '../../kernel/assert.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import { PROGRAM_ITSELF } from '../../platform/audit.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { Approval, ApprovalKind } from './approval.ts';
import { askerNow, isAskerRefusal, type AskerRefusal, type AskerRight } from './asker.ts';
import { DECIDE, refuseDecider, type Decider, type DeciderRefusal } from './refuse-decider.ts';
import type { StaffDeps } from './staff-deps.ts';
import { findApproval, findApprovalLocked, updateApplied, updateDecided, updateWithdrawn } from './store/approval.ts';

export type Decision = {
  readonly state: 'approved' | 'declined';
  readonly reason?: string | undefined;
};

export type DecideRefusal =
  | DeciderRefusal
  | AskerRefusal
  | Refusal<
      'staff.approval.not_found' | 'staff.approval.decided' | 'staff.approval.expired' | 'staff.approval.decider_gone'
    >;

/** What a decision stands on: the request, and what whoever asked for it may do now. */
type Decidable = Ok<{ readonly approval: Approval; readonly held: ReadonlySet<string> }>;

const NOTHING: ReadonlySet<string> = new Set();
const DECIDING: AskerRight = { permissions: [DECIDE] };

/** What whoever asked needs to be allowed; nothing where no room of this program knows the kind. */
export const rightOfAsker = (kind: ApprovalKind | undefined, approval: Approval) =>
  kind?.asker(approval) ?? { permissions: [] };

/** Everything that can be refused before the act itself. */
const refuseAll = async (
  deps: StaffDeps,
  tx: Tx,
  approval: Approval | undefined,
  kinds: ReadonlyMap<string, ApprovalKind>,
  { state }: Decision,
  by: Decider,
): Promise<Decidable | DecideRefusal> => {
  if (approval === undefined) return refuse('staff.approval.not_found');
  const isOver = approval.state === 'pending' && approval.expiresAt <= deps.clock.now();
  if (approval.state === 'expired' || isOver) return refuse('staff.approval.expired');
  if (approval.state !== 'pending') return refuse('staff.approval.decided', { state: approval.state });
  const kind = kinds.get(approval.kind);
  const refusal = await refuseDecider(deps, tx, approval, kind, state, by);
  if (refusal) return refusal;
  // A no is said to whoever asks, whatever he may do by now.
  if (state === 'declined') return { ok: true, approval, held: NOTHING };
  const standing = await askerNow(deps, tx, approval, rightOfAsker(kind, approval));
  return standing.ok ? { ok: true, approval, held: standing.held } : standing;
};

/** What nobody could say yes to any more is over, and the trace says why: the program ends it, at the yes of this one. */
const withdraw = async (deps: StaffDeps, tx: Tx, approval: Approval, why: AskerRefusal, by: Decider): Promise<void> => {
  await updateWithdrawn(tx, approval, why.refusal);
  const decider = by.person === undefined ? `credential ${by.credential}` : `person ${by.person}`;
  await deps.audit(tx, {
    ...{ tenant: approval.tenant, by: PROGRAM_ITSELF, act: 'staff.approval.withdrawn' },
    ...{ subject: `approval ${approval.approval}`, before: { state: 'pending' } },
    after: { kind: approval.kind, subject: approval.subject, state: 'withdrawn', refused: why.refusal, decider },
  });
};

/**
 * Whoever takes a right away notes it in the same chain, whose head this transaction has by now: it was noted before, and is seen here, or
 * comes after the decision. So no decision stands behind the taking away of what it stood on.
 */
const refuseLate = async (
  deps: StaffDeps,
  tx: Tx,
  approval: Approval,
  kind: ApprovalKind | undefined,
  { state }: Decision,
  by: Decider,
): Promise<AskerRefusal | Refusal<'staff.approval.decider_gone'> | undefined> => {
  // Whoever comes by no door has no credential, and nobody took one away.
  const decider =
    by.credential === undefined ? undefined : await askerNow(deps, tx, { ...approval, requestedBy: by }, DECIDING);
  if (decider && !decider.ok) return refuse('staff.approval.decider_gone');
  if (state === 'declined') return undefined;
  const standing = await askerNow(deps, tx, approval, rightOfAsker(kind, approval));
  return standing.ok ? undefined : standing;
};

/**
 * Decides a request once. Refuses, in this order: one that the tenant does not have, one that is decided or ran out, whoever may not
 * decide it (see `refuseDecider`), what whoever asked may not do any more (see `askerNow`), which ends the request; and what the
 * act itself refuses, or a decider whose own right was taken away meanwhile, which leaves the request undecided.
 */
export const decideApproval = async (
  deps: StaffDeps,
  kinds: ReadonlyMap<string, ApprovalKind>,
  tenant: number,
  id: bigint,
  decision: Decision,
  by: Decider,
): Promise<Ok<{ readonly approval: Approval }> | DecideRefusal | Refusal> => {
  let refused: Refusal | undefined;
  const undo = new Error('what was begun is refused');
  const look = (tx: Tx, approval: Approval | undefined) => refuseAll(deps, tx, approval, kinds, decision, by);
  /** Takes the request for this decision alone. What nobody can say yes to any more ends here. */
  const take = async (tx: Tx) => {
    const locked = await findApprovalLocked(tx, tenant, id);
    const may = await look(tx, locked);
    if (locked && !may.ok && isAskerRefusal(may)) await withdraw(deps, tx, locked, may, by);
    return may;
  };
  // Once without a lock, since what the act would do now is asked of the lane machine, which wants connections of its own.
  const found = await deps.database.transaction(async (tx) => look(tx, await findApproval(tx, tenant, id)));
  if (!found.ok && !isAskerRefusal(found)) return found;
  if (found.ok && decision.state === 'approved') {
    const checked = await kinds.get(found.approval.kind)?.check?.(found.approval, by, found.held);
    if (checked && !checked.ok) return checked;
  }
  try {
    return await deps.database.transaction(async (tx) => {
      const now = deps.clock.now();
      const may = await take(tx);
      if (!may.ok) return may;
      // He may again what he might not a moment ago: nothing was checked for that, and it is not refused for good either.
      if (!found.ok) return found;
      const { approval, held } = may;
      const kind = kinds.get(approval.kind);
      const call = decision.state === 'approved' ? (kind?.narrowed?.(approval, held) ?? approval.call) : undefined;
      let decided = await updateDecided(tx, approval, { ...decision, by, at: now, call });
      assert(decided !== undefined, 'a locked pending request can be decided');
      if (decision.state === 'approved') {
        const outcome = await kind?.run?.(tx, decided);
        if (outcome && !outcome.ok) {
          refused = outcome;
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
      refused = await refuseLate(deps, tx, approval, kind, decision, by);
      if (refused) throw undo;
      return { ok: true as const, approval: decided };
    });
  } catch (error) {
    if (error !== undo || !refused) throw error;
    if (isAskerRefusal(refused)) await deps.database.transaction(take);
    return refused;
  }
};
