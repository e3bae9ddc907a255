import { refuse, type Refusal } from '../../../kernel/refusal.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { want, type LookUp, type Want } from '../../../platform/lanes/index.ts';
import { allocationSheet } from '../../ledger/index.ts';
import { holdSheet, originSheet } from '../../points/index.ts';
import type { ActTill } from '../act-till.ts';
import { wantsOfGift, type GiftPlan } from '../find-gift.ts';
import { findOperation, type FoundOperation, type Original } from '../find-operation.ts';
import type { GiftAct } from '../record.ts';
import { aftermathSheet } from '../store/aftermath.ts';

/** Something to be done about an operation that was booked before. */
export type OnOriginal = {
  readonly till: ActTill;
  readonly receivedAt: Instant;
  readonly original: Original;
};

export type OriginalPlan = GiftPlan & { readonly operation: FoundOperation };

/** The facts that undoing or ending an operation reads. */
export function wantsOfOriginal({ lane, seq, record, found }: FoundOperation): Want[] {
  const place = { lane, seq };
  const facts = [...wantsOfGift(found, false), want(aftermathSheet, place)];
  switch (record.act) {
    case 'hold':
      return [...facts, want(holdSheet, { ...place, n: 0 }), want(holdSheet, { ...place, n: 1 })];
    case 'activation':
    case 'load':
      return [...facts, want(originSheet, { ...place, heldLane: found.lane })];
    default:
      return [...facts, want(allocationSheet, place)];
  }
}

/** Finds the operation that is meant. Refuses one that is not there, is none of `acts`, or whose reference was closed. */
export async function planOnOriginal(
  { till, original }: OnOriginal,
  acts: readonly GiftAct[],
  look: LookUp,
): Promise<OriginalPlan | Refusal> {
  const known = await findOperation(look, till, original);
  if (known.is === 'closed') return refuse('giftcards.operation.voided');
  if (known.is !== 'found' || !acts.includes(known.operation.record.act)) return refuse('giftcards.operation.unknown');
  const { operation } = known;
  return { owners: [operation.found], wants: wantsOfOriginal(operation), found: operation.found, operation };
}
