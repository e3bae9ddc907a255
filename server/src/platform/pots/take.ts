import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/instant.ts';
import { NeedsErrand, type Desk } from '../lanes/index.ts';
import { draw } from './draw.ts';
import { potKeyText, type Pot } from './pot.ts';
import { reservationSheet, type ReservationKey } from './reservation.ts';
import { sliceSeenSheet, sliceSheet, type Slice, type SliceKey } from './slice.ts';

/** Whether somebody takes what he asks for, or only wants to know. */
export type Manner = 'take' | 'look';

const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** What the other lanes have, as far as this batch knows better than the database. */
function elsewhereInBatch(desk: Desk, { lane, pot, tenant }: SliceKey): bigint {
  let sum = 0n;
  for (const slice of desk.known(sliceSheet))
    if (slice.lane !== lane && slice.tenant === tenant && slice.pot === pot) sum += slice.unused;
  return sum;
}

/**
 * How much of a pot an operation of this lane may have: `wanted`, or less where all of it together is less. Who takes has it in the
 * lane's slice then; where it lies elsewhere, the operation stops here, it is drawn, and the operation is decided again. So less than
 * wanted is answered only when the pot and every other lane have nothing. `isWhole`: less than wanted is of no use.
 */
export function roomOfPot(
  desk: Desk,
  pot: Pot,
  lane: number,
  wanted: bigint,
  { manner, isWhole }: { readonly manner: Manner; readonly isWhole: boolean },
): bigint {
  const key = { lane, tenant: pot.tenant, pot: pot.pot };
  const slice = desk.read(manner === 'take' ? sliceSheet : sliceSeenSheet, key);
  assert(slice, 'a slice is told even where nothing was drawn');
  if (slice.unused >= wanted) return wanted;
  const beyond = most(0n, pot.budget - slice.drawn + slice.elsewhere);
  if (manner === 'look') return slice.unused + beyond < wanted ? slice.unused + beyond : wanted;
  const inBatch = beyond === 0n ? elsewhereInBatch(desk, key) : 0n;
  if (beyond + inBatch === 0n || (isWhole && slice.unused + beyond + inBatch < wanted)) return slice.unused;
  throw new NeedsErrand(`${potKeyText(pot)} for lane ${lane}`, (database) =>
    draw(database, { ...pot, lane, need: wanted }),
  );
}

const sliceOf = (desk: Desk, key: SliceKey): Slice => {
  const slice = desk.read(sliceSheet, key);
  assert(slice, 'a slice is told even where nothing was drawn');
  return slice;
};

/** Takes from the lane's slice what `roomOfPot` has found there. More than it has is a bug. */
export function takeFromPot(desk: Desk, key: SliceKey, amount: bigint): void {
  const slice = sliceOf(desk, key);
  assert(slice.unused >= amount, `slice ${key.lane} of ${key.pot} has ${slice.unused}, not ${amount}`);
  desk.put(sliceSheet, key, { ...slice, unused: slice.unused - amount, used: slice.used + amount });
}

/**
 * Gives back what was taken: it lies in this lane's slice then, where anybody can have it. It may have been taken in another lane, so
 * `used` of one lane may be below zero; of all lanes together it never is.
 */
export function giveToPot(desk: Desk, key: SliceKey, amount: bigint): void {
  const slice = sliceOf(desk, key);
  desk.put(sliceSheet, key, { ...slice, unused: slice.unused + amount, used: slice.used - amount });
}

/** Keeps parts of this lane's slices for whoever confirms the entry at `place`, until they lapse. */
export function reserve(
  desk: Desk,
  place: ReservationKey,
  tenant: number,
  expiresAt: Instant,
  parts: readonly (readonly [pot: string, amount: bigint])[],
): void {
  const kept = parts.filter(([, amount]) => amount > 0n);
  if (kept.length === 0) return;
  for (const [pot, amount] of kept) {
    const slice = sliceOf(desk, { lane: place.lane, tenant, pot });
    assert(slice.unused >= amount, `slice ${place.lane} of ${pot} has ${slice.unused}, not ${amount}`);
    desk.put(sliceSheet, slice, { ...slice, unused: slice.unused - amount });
  }
  desk.put(reservationSheet, place, { lane: place.lane, seq: place.seq, tenant, expiresAt, parts: kept });
}

/** Puts what was kept at `place` back into this lane's slices; nothing, and false, where it has lapsed and was given to others since. */
export function releaseReserved(desk: Desk, place: ReservationKey): boolean {
  const kept = desk.read(reservationSheet, place);
  if (!kept || kept.parts.length === 0) return false;
  for (const [pot, amount] of kept.parts) {
    const slice = sliceOf(desk, { lane: place.lane, tenant: kept.tenant, pot });
    desk.put(sliceSheet, slice, { ...slice, unused: slice.unused + amount });
  }
  desk.put(reservationSheet, place, { ...kept, parts: [] });
  return true;
}
