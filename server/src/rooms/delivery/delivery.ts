import type { Instant } from '../../kernel/instant.ts';

/** `queued` waits to be sent; `opened` was looked at; `claimed` has its holder. `withdrawn` and `failed` are over. */
export const DELIVERY_STATES = ['queued', 'sent', 'delivered', 'opened', 'claimed', 'failed', 'withdrawn'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** How it went out: a push, or an SMS and why that. The three reasons are told apart because each is repaired differently. */
export type Route = 'push' | 'phone_unknown' | 'app_absent' | 'app_inactive';

export type Platform = 'ios' | 'android' | 'other';

/** A gift card by its place: a number stands nowhere in this room. */
export type CardPlace = { readonly lane: number; readonly card: bigint; readonly owner: bigint };

/** What paid for the card: a sale, or the activation or load itself, by the client reference that the till gave it. */
export type PaidBy = {
  readonly family: 's' | 'l' | 'c';
  readonly reference: Buffer;
  /** Where it was booked, once that is known. */
  readonly place: { readonly lane: number; readonly seq: bigint } | undefined;
};

/** One gift card on its way to a phone. */
export type Delivery = CardPlace & {
  readonly delivery: bigint;
  readonly tenant: number;
  readonly program: number;
  readonly outlet: number;
  readonly space: bigint;
  readonly content: Buffer;
  readonly phoneKey: Buffer;
  readonly phoneCipher: Buffer;
  readonly phoneMasked: string;
  readonly language: 'en' | 'es';
  /** As the till told it, for the text of the message; what the card holds is in its wallet. */
  readonly amount: string;
  readonly unit: string;
  readonly state: DeliveryState;
  readonly reason: string;
  readonly route: Route | '';
  readonly platform: Platform | '';
  readonly attempts: number;
  readonly sends: number;
  readonly paidBy: PaidBy | undefined;
  readonly nextAttemptAt: Instant;
  readonly madeAt: Instant;
  readonly stateAt: Instant;
  readonly sentAt: Instant | undefined;
};

/** States in which a card waits for somebody to take it. */
export const isWaiting = (state: DeliveryState): boolean =>
  state === 'queued' || state === 'sent' || state === 'delivered' || state === 'opened';

/** A message is sent again by an agent at most so often, and not within the minute: an SMS costs, and may be on its way. */
export const SENDS_MAX = 5;
export const RESEND_PAUSE_SECONDS = 60;

/** Pauses before what failed is tried again by itself. */
const RETRY_SECONDS = [5, 30, 120, 600, 3_600] as const;

/** The pause after that many failures; undefined when it is given up. */
export const retryAfter = (failures: number): number | undefined => RETRY_SECONDS[failures - 1];
