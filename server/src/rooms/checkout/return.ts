import type { Instant } from '../../kernel/instant.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import type { ReferenceKey } from '../../platform/lanes/index.ts';
import type { GiftName, NewGift } from '../giftcards/index.ts';
import type { Till } from '../partners/index.ts';
import type { Manner } from './sale.ts';

/** A gift card as a return names it: one in use, or one to be activated. */
export type Onto = { readonly gift: GiftName; readonly pin: string | undefined } | { readonly newCard: NewGift };

/** Goods that come back: which sale, and how much of which lines. Quantities in thousandths. */
export type Return = {
  readonly till: Till;
  readonly reference: ReferenceKey | undefined;
  readonly content: Buffer;
  readonly receivedAt: Instant;
  readonly manner: Manner;
  readonly exceptions: readonly Refusal[];
  readonly occurredAt: Instant;
  readonly original: { readonly reference: ReferenceKey } | { readonly lane: number; readonly seq: bigint };
  readonly lines: readonly { readonly line: number; readonly quantity: bigint }[] | 'all';
  /** The gift card that takes what would be paid back in money. */
  readonly onto?: Onto | undefined;
  readonly isOffline: boolean;
  readonly raw: string | undefined;
};
