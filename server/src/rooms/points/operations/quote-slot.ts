import type { Desk, LookUp, Plan } from '../../../platform/lanes/index.ts';
import type { JournalEntry, KeptOperation } from '../../ledger/index.ts';
import type { Till } from '../../partners/index.ts';

/** A held quote: where it stands, and the till that asks about it. */
export type QuoteAsked = {
  readonly kept: KeptOperation;
  readonly place: { readonly lane: number; readonly seq: bigint };
  readonly till: Till;
};

/** What a quote keeps besides points: whom and what must be known to give it back, and giving it back. */
export type KeptByQuote = Pick<Plan, 'owners' | 'wants'> & {
  /** False, and nothing is written, where nothing of it is kept any more. */
  giveBack(desk: Desk<JournalEntry>): boolean;
};

/** Slot: the room above that holds quotes says what one keeps. */
export type QuoteSlot = (asked: QuoteAsked, look: LookUp) => Promise<KeptByQuote>;
