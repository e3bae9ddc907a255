import { assert } from '../../kernel/assert.ts';
import { addSeconds } from '../../kernel/instant.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import { PROGRAM_ITSELF } from '../../platform/audit.ts';
import type { Actor } from '../../platform/audit.ts';
import type { Queries, Tx } from '../../platform/database/database.ts';
import type { ActEffect, Approval, ApprovalKind, ApprovalRequest } from './approval.ts';
import { aloneNow, isFreeNow, takeAlone, wouldAsk } from './alone.ts';
import type { Alone, AloneAsk, AloneNow, AloneOutcome } from './alone.ts';
import { askerNow } from './asker.ts';
import { decideApproval, rightOfAsker } from './decide-approval.ts';
import type { DecideRefusal } from './decide-approval.ts';
import type { Decider } from './refuse-decider.ts';
import { createIsByHand, type Sender } from './is-by-hand.ts';
import { requestApproval } from './request-approval.ts';
import type { RequestApprovalOutcome } from './request-approval.ts';
import type { StaffDeps } from './staff-deps.ts';
import {
  expireApprovals,
  findApproval,
  findApprovalByReference,
  selectApprovals,
  selectUnappliedApprovals,
  updateApplied,
} from './store/approval.ts';
import type { ApprovalPage } from './store/approval.ts';

export type DecideOutcome = Ok<{ readonly approval: Approval }> | DecideRefusal | Refusal;

/** Two-person approval for every room: what moves value or loosens a rule waits for a second person's yes. */
export type Approvals = {
  readonly knows: (kind: string) => boolean;
  /** Says what a kind of request does when it is approved. Once per kind, before anything is asked. */
  readonly onApproved: (kind: string, does: ApprovalKind) => void;
  /** What the acts of all kinds may refuse; known once every room has said what its kinds do. */
  readonly actRefusals: () => readonly string[];
  /** In the transaction of the asking room, last in it. */
  readonly request: (tx: Tx, request: ApprovalRequest) => Promise<RequestApprovalOutcome>;
  readonly approve: (tenant: number, approval: bigint, by: Decider, reason?: string) => Promise<DecideOutcome>;
  readonly decline: (tenant: number, approval: bigint, by: Decider, reason: string) => Promise<DecideOutcome>;
  readonly find: (tenant: number, approval: bigint) => Promise<Approval | undefined>;
  readonly findByReference: (
    queries: Queries,
    tenant: number,
    kind: string,
    reference: string,
  ) => Promise<Approval | undefined>;
  /** What a request that waits would do now; undefined where its room says nothing of it. */
  readonly effectNow: (approval: Approval) => Promise<Ok<{ readonly effect: ActEffect | undefined }> | Refusal>;
  /** Whether what comes so is done by hand, and not by a till or a machine. See `createIsByHand`. */
  readonly isByHand: (principal: Sender) => boolean | Promise<boolean>;
  /** Whether nothing binds the actor in this tenant, whatever he does. */
  readonly isFree: (tenant: number, by: Actor) => Promise<boolean>;
  /** Whether somebody may do this by himself; if so it is counted. See `takeAlone`. */
  readonly takeAlone: (ask: AloneAsk) => Promise<AloneOutcome>;
  /** What somebody may still do by himself. */
  readonly aloneNow: (alone: Alone & { readonly unit: string }) => Promise<AloneNow>;
  /** Whether somebody would have to ask for an act of that worth now. */
  readonly wouldAsk: (ask: Parameters<typeof wouldAsk>[1]) => Promise<boolean>;
  readonly isApproved: (queries: Queries, tenant: number, approval: bigint) => Promise<boolean>;
  readonly list: (tenant: number, page: ApprovalPage) => Promise<readonly Approval[]>;
  /** The job's work: ends what nobody decided, and goes on with what was approved and not done. Gives how many. */
  readonly tidy: () => Promise<{ readonly expired: number; readonly applied: number }>;
};

// What was approved a moment ago is being done by whoever approved it.
const UNDER_WAY_SECONDS = 30;

/** Makes the approvals of the room. */
export const createApprovals = (deps: StaffDeps): Approvals => {
  const kinds = new Map<string, ApprovalKind>();

  const apply = async (approval: Approval): Promise<Approval> => {
    const after = kinds.get(approval.kind)?.after;
    if (after === undefined || approval.isApplied) return approval;
    try {
      const refused = (await after(approval))?.refusal;
      await updateApplied(deps.database, approval.approval, deps.clock.now(), refused);
      return { ...approval, isApplied: true, refused };
    } catch (error) {
      // The yes stands and is committed; the job does again what follows from it.
      deps.onFailure(error);
      return approval;
    }
  };

  return {
    knows: (kind) => kinds.has(kind),
    onApproved: (kind, does) => {
      assert(!kinds.has(kind), `two rooms say what ${kind} does`);
      kinds.set(kind, does);
    },
    actRefusals: () => [...new Set([...kinds.values()].flatMap(({ refusals }) => refusals ?? []))],
    request: (tx, request) => requestApproval(deps, tx, request),
    approve: async (tenant, approval, by, reason) => {
      const outcome = await decideApproval(deps, kinds, tenant, approval, { state: 'approved', reason }, by);
      return 'approval' in outcome ? { ok: true, approval: await apply(outcome.approval) } : outcome;
    },
    decline: (tenant, approval, by, reason) =>
      decideApproval(deps, kinds, tenant, approval, { state: 'declined', reason }, by),
    find: (tenant, approval) => findApproval(deps.database, tenant, approval),
    findByReference: findApprovalByReference,
    effectNow: async (approval) => {
      const kind = kinds.get(approval.kind);
      const standing = await askerNow(deps, deps.database, approval, rightOfAsker(kind, approval));
      if (!standing.ok) return standing;
      return (await kind?.effectNow?.(approval, standing.held)) ?? { ok: true, effect: undefined };
    },
    isByHand: createIsByHand(deps.database),
    isFree: (tenant, by) => isFreeNow(deps, tenant, by),
    takeAlone: (ask) => takeAlone(deps, ask),
    aloneNow: (alone) => aloneNow(deps, alone),
    wouldAsk: (ask) => wouldAsk(deps, ask),
    isApproved: async (queries, tenant, approval) =>
      (await findApproval(queries, tenant, approval))?.state === 'approved',
    list: (tenant, page) => selectApprovals(deps.database, tenant, page),
    tidy: async () => {
      const now = deps.clock.now();
      const expired = await deps.database.transaction(async (tx) => {
        const ended = await expireApprovals(tx, now);
        // In the order of tenants: chains' heads are locked in it, or two processes would wait for each other.
        for (const one of [...ended].sort((a, b) => a.tenant - b.tenant)) {
          await deps.audit(tx, {
            ...{ tenant: one.tenant, by: PROGRAM_ITSELF, act: 'staff.approval.expired' },
            ...{ subject: `approval ${one.approval}`, before: { state: 'pending' }, after: { state: 'expired' } },
          });
        }
        return ended.length;
      });
      const waiting = await selectUnappliedApprovals(deps.database, addSeconds(now, -UNDER_WAY_SECONDS));
      let applied = 0;
      for (const approval of waiting) {
        if ((await apply(approval)).isApplied) applied += 1;
      }
      return { expired, applied };
    },
  };
};
