import { assert } from '../../../kernel/assert.ts';
import type { Decided, Desk, Operation } from '../../../platform/lanes/index.ts';
import { releaseReserved } from '../../../platform/pots/index.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import { openBooking, walletsOf } from '../booking.ts';
import { giveHoldUseBack } from '../give-hold-use-back.ts';
import { release } from '../release.ts';
import { foreseeWallets } from '../settle-owner.ts';
import type { CaptureAnswer } from './capture-hold.ts';
import { openHolds, planHold, type HoldEnd, type HoldPlan } from './find-hold.ts';
import type { PointsDeps } from './holder.ts';
import { closeMove, presentMove, type MoveRecord } from './move.ts';

/**
 * Gives back what was held, also by a quote; what had ended meanwhile expires. Refuses a hold that is not open. Of a quote that
 * held in several wallets all are released; the answer names the first.
 */
export const releaseHold = (
  deps: PointsDeps,
): Operation<HoldEnd, HoldPlan, MoveRecord, CaptureAnswer, JournalEntry> => ({
  kind: 'points.release',
  resolve: (input, look) => planHold(input, look),
  foresee: (input, { holder }, { peek }) => foreseeWallets([holder], peek, input.receivedAt, false),
  decide(input, plan, desk) {
    const found = openHolds(deps, plan, desk);
    const budgets = plan.isOfQuote && releaseReserved(desk, plan.place);
    if (!found.ok) return (budgets && endQuote(deps, input, plan, desk)) || found;
    // From here it succeeds.
    const [first] = found.holds;
    const walletOf = (id: bigint) => {
      const wallet = walletsOf(desk, plan.holder).find((one) => one.wallet === id);
      assert(wallet, `wallet ${id} of a hold is there`);
      return wallet;
    };
    const booking = openBooking(desk, deps.accounts, first.lane, desk.recordedAt);
    for (const hold of found.holds) release(booking, walletOf(hold.wallet), hold);
    giveHoldUseBack(desk, first);
    const of = { lane: first.lane, seq: String(first.seq) };
    const kept = { is: 'release', points: String(first.amount), of } as const;
    return closeMove(deps, booking, walletOf(first.wallet), kept, { kind: 'points.release', till: input.till });
  },
  present: (record, booked) => ({
    ...presentMove(deps, record, booked),
    hold: deps.tokens.encode('hold', record.of!.lane, BigInt(record.of!.seq)),
  }),
});

/** Ends a quote that kept parts of budgets and no points; undefined where its member has no wallet to tell of: then it lapses. */
function endQuote(
  deps: PointsDeps,
  { till }: HoldEnd,
  { place, holder }: HoldPlan,
  desk: Desk<JournalEntry>,
): Decided<MoveRecord> | undefined {
  const wallet = walletsOf(desk, holder).find(({ program }) => program === till.program.program);
  if (!wallet) return undefined;
  const booking = openBooking(desk, deps.accounts, place.lane, desk.recordedAt);
  const of = { lane: place.lane, seq: String(place.seq) };
  return closeMove(deps, booking, wallet, { is: 'release', points: '0', of }, { kind: 'points.release', till });
}
