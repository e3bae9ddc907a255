import { assert } from '../../../kernel/assert.ts';
import { refuse } from '../../../kernel/refusal.ts';
import type { Operation } from '../../../platform/lanes/index.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import { openBooking, walletsOf } from '../booking.ts';
import { capture } from '../capture.ts';
import { countSpentNow } from '../day-spent.ts';
import { forfeitOfErased } from '../forfeit-of-erased.ts';
import { foreseeWallets } from '../settle-owner.ts';
import { readPoints, textOf } from './amount.ts';
import { openHolds, planHold, type HoldEnd, type HoldPlan } from './find-hold.ts';
import type { PointsDeps } from './holder.ts';
import { closeMove, presentMove, type MoveAnswer, type MoveRecord } from './move.ts';

export type CaptureAnswer = MoveAnswer & { readonly hold: string };

/**
 * Turns a hold into a redemption, wholly or partly; the rest is released, and what of it had ended meanwhile expires. Refuses
 * the hold of a quote, one that is not open, and more than it holds. A wallet frozen since does not stand against it. Of somebody who
 * was erased since, as a restored backup has it, the rest is forfeited.
 */
export const captureHold = (
  deps: PointsDeps,
): Operation<HoldEnd, HoldPlan, MoveRecord, CaptureAnswer, JournalEntry> => ({
  kind: 'points.capture',
  resolve: (input, look) => planHold(input, look),
  foresee: (input, { holder }, { peek }) => foreseeWallets([holder], peek, input.receivedAt, false),
  decide(input, plan, desk) {
    if (plan.isOfQuote) return refuse('points.hold.of_quote');
    const found = openHolds(deps, plan, desk);
    if (!found.ok) return found;
    const [hold] = found.holds;
    const wallet = walletsOf(desk, plan.holder).find((one) => one.wallet === hold.wallet);
    assert(wallet, `wallet ${hold.wallet} of a hold is there`);
    const asked =
      input.points === undefined ? { ok: true as const, points: hold.amount } : readPoints(deps, wallet, input.points);
    if (!asked.ok) return asked;
    const { points } = asked;
    if (points > hold.amount) {
      return refuse('points.hold.exceeded', {
        held: textOf(deps, wallet, hold.amount),
        asked: textOf(deps, wallet, points),
      });
    }
    // From here it succeeds.
    const booking = openBooking(desk, deps.accounts, wallet.lane, desk.recordedAt);
    capture(booking, wallet, hold, points);
    const day = countSpentNow(deps, desk, input.till, wallet, deps.walletTypes.of(wallet.walletType), points);
    const of = { lane: hold.lane, seq: String(hold.seq) };
    const closed = closeMove(
      deps,
      booking,
      wallet,
      { is: 'redemption', points: String(points), of, ...(day && { day }) },
      { kind: 'points.capture', till: input.till },
    );
    forfeitOfErased(deps, [plan.holder], desk);
    return closed;
  },
  present: (record, booked) => ({
    ...presentMove(deps, record, booked),
    hold: deps.tokens.encode('hold', record.of!.lane, BigInt(record.of!.seq)),
  }),
});
