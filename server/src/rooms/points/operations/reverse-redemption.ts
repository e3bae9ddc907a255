import { assert } from '../../../kernel/assert.ts';
import { MICROSECONDS_PER_DAY, type Instant } from '../../../kernel/instant.ts';
import { refuse, type Refusal } from '../../../kernel/refusal.ts';
import {
  type Decided,
  type Desk,
  FAMILY,
  type Held,
  type LookUp,
  type Operation,
  type Owner,
  OwnerMoved,
  type Plan,
  type ReferenceKey,
  referenceSheet,
  survivorOf,
  want,
} from '../../../platform/lanes/index.ts';
import { finestPoints, giveUseBack } from '../../cards/index.ts';
import { allocationSheet, recordSheet, type JournalEntry } from '../../ledger/index.ts';
import type { Till } from '../../partners/index.ts';
import { openBooking, walletsOf } from '../booking.ts';
import { countDay } from '../day-spent.ts';
import { appendEntry } from '../entry.ts';
import { forfeitOfErased } from '../forfeit-of-erased.ts';
import { carryOn } from '../move-wallet.ts';
import { noteExpiring } from '../note-expiring.ts';
import { pointsText, presentBooked, type OperationAnswer } from '../present.ts';
import { partsToRestore, restore, takenParts } from '../restore.ts';
import { foreseeWallets, settleOwner } from '../settle-owner.ts';
import { reversalSheet } from '../store/reversal.ts';
import { hasMovable } from '../wallet.ts';
import { worthOf } from '../wallet-type.ts';
import { readPoints, textOf } from './amount.ts';
import type { Original } from './find-hold.ts';
import { factsOf, type PointsDeps, type Received } from './holder.ts';
import { closeMove, presentMove, tellMoved, type MoveAnswer, type MoveRecord } from './move.ts';

export type ReversalInput = Received & {
  readonly till: Till;
  readonly original: Original;
  /** Decimal text: how much is given back; absent for all that is left of it. */
  readonly points: string | undefined;
};

type Found = {
  readonly lane: number;
  readonly seq: bigint;
  readonly holder: Held;
  readonly record: MoveRecord;
  /** Who goes on for the holder, where he was merged since: what he gets back is this one's. */
  readonly survivor: Owner | undefined;
};
export type ReversalPlan = Plan & { readonly found: Found | undefined };

/** A reference that was closed before its operation came. */
export type ClosedRecord = { readonly is: 'closed' };

export type ReversalAnswer = OperationAnswer &
  (
    | { readonly is: 'closed' }
    | (MoveAnswer & {
        readonly is: 'reversal';
        readonly original: string;
        readonly expired: string;
        readonly reversedInAll: string;
      })
  );

/**
 * Undoes a redemption or capture by its original reference, wholly or in parts: points go back to the lots that they came from,
 * with their dates and issuer (semantics 3.23). A reference that nobody has used yet is closed, so that the redemption, when it
 * comes, books nothing. What comes back to somebody who was erased since is forfeited. Refuses the reversal of a reversal, what is no redemption, and more than is left of it.
 */
export const reverseRedemption = (
  deps: PointsDeps,
): Operation<ReversalInput, ReversalPlan, MoveRecord | ClosedRecord, ReversalAnswer, JournalEntry> => ({
  kind: 'points.reversal',
  resolve: (input, look) => planReversal(input, look),
  foresee: (input, { found }, { peek }) =>
    foreseeWallets(
      found ? [found.holder, ...(found.survivor ? [found.survivor] : [])] : [],
      peek,
      input.receivedAt,
      false,
    ),
  decide: (input, { found }, desk) => (found ? reverse(deps, input, found, desk) : closeReference(deps, input, desk)),
  present(record, booked) {
    if (record.is === 'closed') return { ...presentBooked(deps, booked), is: 'closed' };
    const text = (points: string | undefined): string => pointsText(deps, record.walletType, points ?? '0').amount;
    return {
      ...presentMove(deps, record, booked),
      is: 'reversal',
      original: deps.tokens.encode('op', record.of!.lane, BigInt(record.of!.seq)),
      expired: text(record.expired),
      reversedInAll: text(record.reversed),
    };
  },
});

async function planReversal({ original, till, points }: ReversalInput, look: LookUp): Promise<ReversalPlan | Refusal> {
  const { tenant, program } = till.program;
  let place: { lane: number; seq: bigint } | undefined;
  if ('reference' in original) {
    const known = await look.reference(original.reference);
    if (known?.outcome === 'c') return refuse('points.redemption.reversed');
    place = known && { lane: known.lane, seq: known.seq };
    if (!place) {
      const reversal = await look.reference({ ...original.reference, family: FAMILY.void });
      if (reversal?.outcome === 'b' && (await look.row(recordSheet, reversal))?.kind === 'points.reversal')
        return refuse('points.redemption.is_reversal');
      // A part of something that is not known cannot be closed.
      if (points !== undefined) return refuse('points.redemption.unknown');
      const outlet = await look.owner({ lane: till.outlet.lane, owner: till.outlet.owner });
      assert(outlet, 'an outlet has its owner');
      return { owners: [outlet], wants: [want(referenceSheet, original.reference)], found: undefined };
    }
  } else place = original;
  const kept = await look.row(recordSheet, place);
  if (!kept || kept.tenant !== tenant || kept.program !== program || !original.mayName(kept.outlet))
    return refuse('points.redemption.unknown');
  if (kept.kind === 'points.reversal') return refuse('points.redemption.is_reversal');
  if (kept.kind !== 'points.redemption' && kept.kind !== 'points.capture') return refuse('points.redemption.unknown');
  const holder = await look.owner({ lane: place.lane, owner: kept.owner });
  if (!holder) return refuse('points.redemption.unknown');
  const survivor = holder.into && (await survivorOf(look, holder));
  const found: Found = { ...place, holder, survivor, record: kept.record as MoveRecord };
  return {
    owners: survivor ? [holder, survivor] : [holder],
    found,
    wants: [
      ...factsOf(holder),
      ...(survivor ? factsOf(survivor) : []),
      want(allocationSheet, place),
      want(reversalSheet, place),
    ],
  };
}

function reverse(
  deps: PointsDeps,
  { till, points }: ReversalInput,
  found: Found,
  desk: Desk<JournalEntry>,
): Decided<MoveRecord> | Refusal {
  const { lane, seq, holder, survivor, record } = found;
  const { policy } = till.program;
  const type = deps.walletTypes.of(record.walletType);
  const amount = BigInt(record.points);
  const known = desk.read(reversalSheet, found);
  const before = known?.reversed ?? 0n;
  const left = amount - before;
  if (left === 0n) return refuse('points.redemption.reversed');
  const asked = points === undefined ? { ok: true as const, points: left } : readPoints(deps, type, points);
  if (!asked.ok) return asked;
  if (asked.points > left) {
    return refuse('points.redemption.reversal_too_large', {
      left: textOf(deps, type, left),
      asked: textOf(deps, type, asked.points),
    });
  }
  // From here it succeeds.
  settleOwner(deps, holder, desk, desk.recordedAt);
  if (survivor) settleOwner(deps, survivor, desk, desk.recordedAt);
  const wallet = walletsOf(desk, holder).find((one) => String(one.wallet) === record.wallet);
  assert(wallet, `wallet ${record.wallet} of a redemption is there`);
  const restoreOrder = known?.restoreOrder ?? policy.restoreOrder;
  const reversed = before + asked.points;
  const booking = openBooking(desk, deps.accounts, lane, desk.recordedAt);
  const parts = partsToRestore(takenParts(desk.read(allocationSheet, found) ?? []), before, reversed, restoreOrder);
  const grace = policy.restoreGraceDays;
  const graceUntil = grace > 0 ? ((booking.at + grace * MICROSECONDS_PER_DAY) as Instant) : undefined;
  const done = restore(booking, wallet, parts, graceUntil === undefined ? {} : { graceUntil });
  assert(done.restored === asked.points, 'a reversal restores what was asked');
  if (record.use) {
    const { decimals } = deps.programs.settings().unit(type.unit);
    giveUseBack(desk, record.use, { spent: finestPoints(asked.points, decimals), isWhole: reversed === amount });
  }
  if (record.day !== undefined) {
    const { program } = till.program;
    const { tenant } = wallet;
    const given = { points: -asked.points, money: -worthOf(type, asked.points) };
    countDay(
      desk,
      { ...(survivor ?? holder), tenant },
      { program, walletType: type.walletType, day: record.day, ...given },
    );
  }
  // What expired again at once leaves nothing to carry: no leg is opened for that.
  if (survivor && walletsOf(desk, holder).some(hasMovable)) {
    const leg = openBooking(desk, deps.accounts, survivor.lane, desk.recordedAt);
    carryOn(booking, leg, survivor, holder);
    noteExpiring(leg, survivor);
    appendEntry(leg, {
      kind: 'points.leg',
      owner: survivor.owner,
      till,
      home: { lane: booking.lane, seq: booking.seq },
    });
  }
  desk.put(reversalSheet, found, { lane, seq, amount, reversed, restoreOrder });
  const closed = closeMove(
    deps,
    booking,
    wallet,
    {
      is: 'reversal',
      points: String(asked.points),
      of: { lane, seq: String(seq) },
      expired: String(done.expired),
      reversed: String(reversed),
    },
    { kind: 'points.reversal', till },
  );
  if (survivor) tellMoved(deps, { ...wallet, lane: survivor.lane, owner: survivor.owner }, desk);
  forfeitOfErased(deps, survivor ? [holder, survivor] : [holder], desk);
  return closed;
}

// Nobody can send the content of a closed reference, so nothing is compared with it.
const NO_CONTENT = Buffer.alloc(16);

function closeReference(
  deps: PointsDeps,
  { till, original }: ReversalInput,
  desk: Desk<JournalEntry>,
): Decided<ClosedRecord> | Refusal {
  assert('reference' in original, 'only a reference can be closed');
  const target: ReferenceKey = original.reference;
  // Between resolve and the lock the redemption itself may have come.
  const known = desk.read(referenceSheet, target);
  if (known?.outcome === 'c') return refuse('points.redemption.reversed');
  if (known) throw new OwnerMoved();
  const { outlet } = till;
  const booking = openBooking(desk, deps.accounts, outlet.lane, desk.recordedAt);
  const { lane, seq } = booking;
  desk.put(referenceSheet, target, { ...target, outcome: 'c', content: NO_CONTENT, lane, seq });
  const record: ClosedRecord = { is: 'closed' };
  appendEntry(booking, { kind: 'points.void_before', owner: outlet.owner, till, record });
  return { ok: true, lane, seq, record };
}
