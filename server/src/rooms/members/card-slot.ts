import type { Instant } from '../../kernel/instant.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import type { Desk, LookUp, NameFound, OwnerKey } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';

/** A card number that was read, and the card that has it, if there is one. */
export type CardNumberFound = {
  readonly ok: true;
  readonly number: string;
  readonly found: NameFound | undefined;
  /** The member for whom it was made, and who alone may have it. */
  readonly isFor?: bigint;
};

/** A card as a member's page shows it. */
export type CardLine = {
  readonly card: string;
  readonly masked: string;
  readonly type: string;
  readonly state: string;
  readonly mayEarn: boolean;
  readonly maySpend: boolean;
};

/** What this room needs of the room cards, which stands above it; filled where the server is put together. */
export type CardSlot = {
  find(look: LookUp, tenant: number, number: string): Promise<CardNumberFound | Refusal>;
  /** Issues a card to an owner whose lane is held, in the batch under way. Refuses a number that was taken meanwhile. */
  issue(desk: Desk<JournalEntry>, order: CardOrder): { readonly ok: true } | Refusal;
  /** The cards of an owner, masked. */
  list(owner: OwnerKey): Promise<readonly CardLine[]>;
  /** A card's name outside. */
  token(lane: number, card: bigint): string;
};

export type CardOrder = OwnerKey & {
  readonly tenant: number;
  readonly card: bigint;
  readonly number: string;
  readonly issuedAt: Instant;
};
