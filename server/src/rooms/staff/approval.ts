import type { Instant } from '../../kernel/instant.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import type { Actor } from '../../platform/audit.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { AskerRight } from './asker.ts';
import type { Worth } from './role.ts';

/** `withdrawn`: whoever asked may not do it any more, which came out at the yes. */
export type ApprovalState = 'pending' | 'approved' | 'declined' | 'expired' | 'withdrawn';

/** A request that waits for a second person, or did. */
export type Approval = {
  readonly approval: bigint;
  readonly tenant: number;
  /** Dotted, as a verb of its room: `cards.batch.release`. */
  readonly kind: string;
  readonly reference: string;
  /** What it is about, as the API names it. */
  readonly subject: string;
  /** What the second person sees, and what the act needs. Plain JSON without personal fields. */
  readonly facts: Readonly<Record<string, unknown>>;
  readonly worth: Worth | undefined;
  readonly state: ApprovalState;
  readonly requestedBy: Actor;
  readonly requestedAt: Instant;
  readonly expiresAt: Instant;
  readonly decidedBy: Actor | undefined;
  readonly decidedAt: Instant | undefined;
  readonly reason: string | undefined;
  /** Whether what follows from a yes has been done. */
  readonly isApplied: boolean;
  /** What it was refused for when it was to be done at last, or why it is withdrawn. */
  readonly refused: string | undefined;
  /** By which a repeat is told from another request. */
  readonly contentDigest: Buffer;
  /** The request of the API that waits, sealed; gone once it was decided and done. */
  readonly call: Buffer | undefined;
};

/** What an act would do, in numbers: what the second person sees. */
export type ActEffect = Pick<ApprovalRequest, 'subject' | 'facts' | 'worth'> & {
  /** How things would stand afterwards. Shown, and free to change until the yes, as the facts are not. */
  readonly after?: Readonly<Record<string, unknown>> | undefined;
};

/** What a room asks for. The same reference with the same content is the same request. */
export type ApprovalRequest = {
  readonly tenant: number;
  readonly kind: string;
  readonly reference: string;
  readonly subject: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly worth?: Worth | undefined;
  readonly requestedBy: Actor;
  /** The request of the API that waits, where the act is one: sealed, and a keyed digest of all that was asked. */
  readonly call?: { readonly sealed: Buffer; readonly digest: Buffer } | undefined;
  /** How long it may wait; APPROVAL_HOURS when left out. */
  readonly expiresInHours?: number | undefined;
};

/** What a room does when its kind of request is approved. */
export type ApprovalKind = {
  /** What whoever asks has to be allowed: asked again at the yes, since it may have been taken away meanwhile. */
  readonly asker: (approval: Approval) => AskerRight;
  /** What the second person has to be allowed besides deciding. */
  readonly permission?: string | ((approval: Approval) => string) | undefined;
  /** What `run` may refuse: the endpoint that approves says so. */
  readonly refusals?: readonly string[] | undefined;
  /**
   * Before a yes, outside any transaction: what stands against it now, and is what the second person is told. Here what asks the lane
   * machine belongs: in `run` it would want a connection while others hold all of them and wait for this request. `held` is what whoever
   * asked may do now.
   */
  readonly check?:
    | ((approval: Approval, by: Actor, held: ReadonlySet<string>) => Promise<Ok<object> | Refusal>)
    | undefined;
  /** The sealed request as it is done after the yes: with no more than whoever asked may do at that moment. */
  readonly narrowed?: ((approval: Approval, held: ReadonlySet<string>) => Buffer | undefined) | undefined;
  /** In the transaction of the decision: a refusal undoes the decision and is what the second person is told. */
  readonly run?: ((tx: Tx, approval: Approval) => Promise<Ok<object> | Refusal>) | undefined;
  /**
   * After the commit, for what cannot be done in a transaction of settings (an operation in a lane). It is done again
   * after a crash, so it must be harmless to repeat: take the approval's reference as client reference. Gives what it was refused for
   * where it cannot be done any more.
   */
  readonly after?: ((approval: Approval) => Promise<Refusal | undefined | void>) | undefined;
  /** What it would do now, for whoever decides. Absent where nobody has to ask for it again. */
  readonly effectNow?:
    | ((
        approval: Approval,
        held: ReadonlySet<string>,
      ) => Promise<Ok<{ readonly effect: ActEffect | undefined }> | Refusal>)
    | undefined;
};

/** Long enough for a weekend and a holiday, short enough that nobody approves what everybody forgot. */
export const APPROVAL_HOURS = 7 * 24;
