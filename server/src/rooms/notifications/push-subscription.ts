import type { Instant } from '../../kernel/instant.ts';

/** Where a member's browser takes pushes, as its push service gave it. */
export type PushTarget = {
  readonly subscription: bigint;
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
};

export const PLATFORMS = ['ios', 'android', 'desktop', 'other'] as const;
export type Platform = (typeof PLATFORMS)[number];

/** A browser of a member; its address stays inside this room. */
export type PushSubscription = {
  readonly subscription: bigint;
  readonly member: string;
  readonly platform: Platform;
  readonly lastSeenAt: Instant;
};

export const SUBSCRIPTIONS_PER_MEMBER_MAX = 10;
