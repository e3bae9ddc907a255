import type { Purpose } from '../message.ts';
import type { PushTarget } from '../push-subscription.ts';

/** A message as a channel gets it: rendered, with the address in the clear. */
export type Outgoing = {
  /** The same in every attempt: the receiving side may know a repeat by it. */
  readonly id: string;
  /** Grows by one with every message of the installation: the parts of a long SMS are held together by its last byte. */
  readonly number: bigint;
  /** E.164, or an e-mail address; a member for a push. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly purpose: Purpose;
  /** Where a click leads, or by which one unsubscribes; out of the facts. */
  readonly url?: string | undefined;
  readonly unsubscribeUrl?: string | undefined;
  /** For so long it is still of use. */
  readonly lifeSeconds: number;
  /** Parts that an earlier attempt got through. */
  readonly sentParts: ReadonlySet<number>;
  /** For a push: the browsers of the member. */
  readonly targets: readonly PushTarget[];
};

/** A part that the other side took, and how it calls it. */
export type SentPart = { readonly part: number; readonly providerId: string };

/**
 * Whose fault a refusal is. `address`: nobody is there. `content`: it will never be taken. `channel`: the other side is down, or does
 * not let us in; says nothing about this message. `busy`: later, please.
 */
export type FaultOf = 'address' | 'content' | 'channel' | 'busy';

/** What came of one attempt. `unknown`: it may have gone out, and nobody can say. */
export type Sent = {
  readonly parts?: readonly SentPart[] | undefined;
  /** Push subscriptions that exist no more. */
  readonly ended?: readonly bigint[] | undefined;
} & (
  | { readonly outcome: 'accepted' }
  | {
      readonly outcome: 'refused';
      readonly faultOf: FaultOf;
      readonly reason: string;
      readonly retryAfterSeconds?: number | undefined;
    }
  | { readonly outcome: 'unknown'; readonly reason: string }
);

/** What the other side tells later about a part. */
export type Receipt = {
  readonly providerId: string;
  readonly state: 'delivered' | 'failed';
  readonly reason: string;
};

/** What a channel tells by itself. Rejects where it could not be kept: the other side is then asked to tell it again. */
export type ChannelEvents = {
  readonly onReceipt: (receipt: Receipt) => Promise<void>;
  /** A person answered by SMS. */
  readonly onReply: (from: string, text: string) => Promise<void>;
};

/** One way out, of one tenant, by one protocol. */
export type Channel = {
  /** One attempt, bounded in time. Never throws. */
  send(outgoing: Outgoing): Promise<Sent>;
  /** Finishes what is under way and hangs up. */
  close(): Promise<void>;
};

/** One attempt is over after that; a lease is longer. */
export const ATTEMPT_MS_MAX = 20_000;

export const refused = (faultOf: FaultOf, reason: string, retryAfterSeconds?: number): Sent => ({
  outcome: 'refused',
  faultOf,
  reason,
  retryAfterSeconds,
});
