import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import {
  want,
  type Desk,
  type Held,
  type LookUp,
  type Plan,
  type ReferenceKey,
} from '../../../platform/lanes/index.ts';
import { recordSheet, type JournalEntry, type KeptOperation } from '../../ledger/index.ts';
import type { Till } from '../../partners/index.ts';
import type { Hold } from '../hold.ts';
import { settleOwner } from '../settle-owner.ts';
import { holdSheet } from '../store/hold.ts';
import { factsOf, type PointsDeps, type Received } from './holder.ts';

/** An operation by what its sender calls it, or by its place, and of which outlets he may name any. */
export type Original = ({ readonly reference: ReferenceKey } | { readonly lane: number; readonly seq: bigint }) & {
  readonly mayName: (outlet: number) => boolean;
};

/** What is to become of a hold. */
export type HoldEnd = Received & {
  readonly till: Till;
  readonly original: Original;
  /** Decimal text: how much is captured; absent for all of it. */
  readonly points?: string | undefined;
};

export type HoldPlan = Plan & {
  readonly place: { readonly lane: number; readonly seq: bigint };
  readonly holder: Held;
  /** Held by a quote: its sale captures it. */
  readonly isOfQuote: boolean;
  /** The quote's buyer is no member: the holder is a gift card or the outlet, and no points are held. */
  readonly isOfGuest: boolean;
  readonly kept: KeptOperation;
};

// A quote of nobody stands under a kind of its own: it holds no points.
const GUEST_QUOTE = 'checkout.quote';

/** Finds a hold, or the quote that holds, by its reference or place. Refuses one that is not there, of another program, or not the sender's to name. */
export async function planHold(input: HoldEnd, look: LookUp): Promise<HoldPlan | Refusal> {
  const { original, till } = input;
  const known = 'reference' in original ? await look.reference(original.reference) : undefined;
  const place = 'reference' in original ? known?.outcome === 'b' && { lane: known.lane, seq: known.seq } : original;
  const kept = place ? await look.row(recordSheet, place) : undefined;
  if (
    !place ||
    !kept ||
    kept.tenant !== till.program.tenant ||
    kept.program !== till.program.program ||
    !original.mayName(kept.outlet) ||
    (kept.kind !== 'points.hold' && kept.kind !== GUEST_QUOTE)
  ) {
    return refuse('points.hold.unknown');
  }
  const holder = await look.owner({ lane: place.lane, owner: kept.owner });
  if (!holder) return refuse('points.hold.unknown');
  const isOfQuote = (kept.record as { is?: string }).is === 'quote';
  return {
    owners: [holder],
    holder,
    place,
    isOfQuote,
    isOfGuest: kept.kind === GUEST_QUOTE,
    kept,
    wants: [...factsOf(holder), want(holdSheet, { ...place, n: 0 })],
  };
}

/** The open holds of a place, after time has had its say. Refuses one that is not open any more. */
export function openHolds(
  deps: PointsDeps,
  { place, holder }: HoldPlan,
  desk: Desk<JournalEntry>,
): Ok<{ holds: Hold[] }> | Refusal {
  settleOwner(deps, holder, desk, desk.recordedAt);
  desk.need(holdSheet, [{ ...place, n: 0 }]);
  const holds = desk.known(holdSheet).filter((one) => one.lane === place.lane && one.seq === place.seq);
  const open = holds.filter((one) => one.state === 'open');
  if (open.length > 0) return { ok: true, holds: open.sort((a, b) => a.n - b.n) };
  return holds.length === 0 ? refuse('points.hold.unknown') : refuse('points.hold.closed', { state: holds[0].state });
}
