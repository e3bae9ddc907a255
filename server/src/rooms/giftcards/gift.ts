import type { Instant } from '../../kernel/instant.ts';
import type { OwnerKey } from '../../platform/lanes/index.ts';

/**
 * The stored value behind a gift card: an owner of its own, whose money stands in wallets of the room points. `inactive`: its
 * activation was undone, and it may be activated again. A blocked card is the card's state, not the gift's.
 */
export type Gift = OwnerKey & {
  readonly tenant: number;
  readonly program: number;
  /** Its one currency. */
  readonly unit: number;
  /** The code of the terms it was sold on; which of their dates counts is for the moment to say. */
  readonly terms: string;
  readonly state: 'active' | 'inactive' | 'closed';
  /** The card that shows it now. */
  readonly card: bigint;
  /** When the next fee for not being used falls due. */
  readonly feeDueAt: Instant;
  readonly activatedAt: Instant;
  /** The gift that it was merged into: what comes back to this one follows there. */
  readonly survivor?: OwnerKey | undefined;
};

/** After so many wrong PINs the card is locked until a person unlocks it. */
export const PIN_TRIES_MAX = 3;

/** A balance above this is refused: receipts keep amounts as numbers, and those are exact up to 2^53. */
export const GIFT_BALANCE_MAX = BigInt(Number.MAX_SAFE_INTEGER);
