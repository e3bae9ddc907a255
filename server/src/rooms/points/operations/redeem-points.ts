import type { Operation } from '../../../platform/lanes/index.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import { openBooking } from '../booking.ts';
import { countSpentNow } from '../day-spent.ts';
import { redeem } from '../redeem.ts';
import { foreseeWallets } from '../settle-owner.ts';
import { planHolder, type HolderPlan, type PointsDeps } from './holder.ts';
import { closeMove, presentMove, type MoveAnswer, type MoveRecord } from './move.ts';
import { countSpend, planSpend, type Spend } from './plan-spend.ts';

/** Spends points without a receipt, from the lots that expire first. Refuses what `planSpend` does. */
export const redeemPoints = (deps: PointsDeps): Operation<Spend, HolderPlan, MoveRecord, MoveAnswer, JournalEntry> => ({
  kind: 'points.redemption',
  resolve: (input, look) => planHolder(deps, input.till.program.tenant, input.identity, look),
  foresee: (input, { holder }, { peek }) => foreseeWallets([holder], peek, input.receivedAt, true),
  decide(input, plan, desk) {
    const planned = planSpend(deps, input, plan, desk);
    if (!planned.ok) return planned;
    // From here it succeeds.
    const { wallet, points, use } = planned;
    const booking = openBooking(desk, deps.accounts, wallet.lane, desk.recordedAt);
    redeem(booking, wallet, points);
    const day = countSpentNow(deps, desk, input.till, wallet, deps.walletTypes.of(wallet.walletType), points);
    return closeMove(
      deps,
      booking,
      wallet,
      { is: 'redemption', points: String(points), ...countSpend(desk, use), ...(day && { day }) },
      { kind: 'points.redemption', till: input.till },
    );
  },
  present: (record, booked) => presentMove(deps, record, booked),
});
