import type { Instant } from '../../kernel/instant.ts';
import type { OwnerKey } from '../../platform/lanes/index.ts';

export type AttributeValue = string | number | boolean;

/** What decide reads of a member. Nothing here tells who the person is. */
export type Member = OwnerKey & {
  readonly tenant: number;
  readonly enrolledAt: Instant;
  /** Through which channel the person came first: till, web, app, paper, kiosk. */
  readonly channel: string;
  /** Purchases so far, returns not counted off. */
  readonly purchases: number;
  readonly lastPurchaseAt: Instant | undefined;
  /** Programs that the member has joined. */
  readonly programs: readonly number[];
  /** Tier by program number. */
  readonly tiers: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** Stamps by card and purchases in a row, kept only where a promotion counts them. */
  readonly counters: Readonly<Record<string, number>>;
};

/** A member who has done nothing yet. */
export const newMember = (tenant: number, key: OwnerKey, channel: string, enrolledAt: Instant): Member => ({
  lane: key.lane,
  owner: key.owner,
  tenant,
  enrolledAt,
  channel,
  purchases: 0,
  lastPurchaseAt: undefined,
  programs: [],
  tiers: {},
  attributes: {},
  counters: {},
});
