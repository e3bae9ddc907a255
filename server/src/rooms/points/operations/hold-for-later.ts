import { addSeconds } from '../../../kernel/instant.ts';
import { refuse } from '../../../kernel/refusal.ts';
import type { Operation } from '../../../platform/lanes/index.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import { openBooking } from '../booking.ts';
import { holdPoints } from '../hold-points.ts';
import { foreseeWallets } from '../settle-owner.ts';
import { planHolder, type HolderPlan, type PointsDeps } from './holder.ts';
import { closeMove, isoOf, presentMove, type MoveAnswer, type MoveRecord } from './move.ts';
import { countSpend, planSpend, type Spend } from './plan-spend.ts';

/** Seven days: what is held longer is no purchase on its way, and its lots may have ended long ago. */
export const HOLD_SECONDS_MAX = 7 * 24 * 60 * 60;

export type HoldInput = Spend & { readonly seconds: number };
export type HoldAnswer = MoveAnswer & { readonly hold: string; readonly expiresAt: string };

/**
 * Reserves points for a redemption that may follow, on the lots that would be spent: they stay even when the lots end
 * meanwhile. Refuses a length that is none, then what `planSpend` does. By time it lapses.
 */
export const holdForLater = (
  deps: PointsDeps,
): Operation<HoldInput, HolderPlan, MoveRecord, HoldAnswer, JournalEntry> => ({
  kind: 'points.hold',
  resolve: (input, look) => planHolder(deps, input.till.program.tenant, input.identity, look),
  foresee: (input, { holder }, { peek }) => foreseeWallets([holder], peek, input.receivedAt, true),
  decide(input, plan, desk) {
    if (!Number.isInteger(input.seconds) || input.seconds < 1 || input.seconds > HOLD_SECONDS_MAX) {
      return refuse('points.hold.too_long', { seconds: String(HOLD_SECONDS_MAX) });
    }
    const planned = planSpend(deps, input, plan, desk);
    if (!planned.ok) return planned;
    // From here it succeeds.
    const { wallet, points, use } = planned;
    const booking = openBooking(desk, deps.accounts, wallet.lane, desk.recordedAt);
    const endsAt = addSeconds(desk.recordedAt, input.seconds);
    holdPoints(booking, wallet, points, endsAt, 0);
    return closeMove(
      deps,
      booking,
      wallet,
      { is: 'hold', points: String(points), endsAt, ...countSpend(desk, use) },
      { kind: 'points.hold', till: input.till },
    );
  },
  present: (record, booked) => ({
    ...presentMove(deps, record, booked),
    hold: deps.tokens.encode('hold', booked.lane, booked.seq),
    expiresAt: isoOf(record.endsAt!),
  }),
});
