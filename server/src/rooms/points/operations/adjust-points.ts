import { expiresAt } from '../../../kernel/validity.ts';
import { refuse } from '../../../kernel/refusal.ts';
import type { Operation } from '../../../platform/lanes/index.ts';
import type { Identity } from '../../cards/index.ts';
import { movements, type JournalEntry } from '../../ledger/index.ts';
import type { Program } from '../../programs/index.ts';
import { creditLot } from '../accrue.ts';
import { openBooking, walletOfType } from '../booking.ts';
import { foreseeWallets, settleOwner } from '../settle-owner.ts';
import { takeFromLots } from '../take.ts';
import { findType, readPoints, shortageOf } from './amount.ts';
import { planHolder, type HolderPlan, type PointsDeps, type Received } from './holder.ts';
import { closeMove, presentMove, type MoveAnswer, type MoveRecord } from './move.ts';
import type { ByHand } from './reason.ts';

export type Adjustment = Received &
  ByHand & {
    readonly program: Program;
    readonly identity: Identity;
    readonly walletType: string | undefined;
    /** Decimal text with its sign: minus takes away. */
    readonly points: string;
  };

export type AdjustmentAnswer = MoveAnswer & { readonly reason: string };

/**
 * Gives or takes points by a person's decision. Given ones are a lot that can be spent at once and lives as the wallet type
 * says; taken ones come from the lots that expire first, whatever state the wallet is in. Refuses nothing at all, more than is
 * available, and points of a type whose last day is over.
 */
export const adjustPoints = (
  deps: PointsDeps,
): Operation<Adjustment, HolderPlan, MoveRecord, AdjustmentAnswer, JournalEntry> => ({
  kind: 'points.adjustment',
  resolve: (input, look) => planHolder(deps, input.program.tenant, input.identity, look),
  foresee: (input, { holder }, { peek }) =>
    foreseeWallets([holder], peek, input.receivedAt, input.points.startsWith('-')),
  decide(input, { holder }, desk) {
    const { program, reason, by } = input;
    const found = findType(deps, program, input.walletType);
    if (!found.ok) return found;
    const { type } = found;
    const asked = readPoints(deps, type, input.points, { signed: true });
    if (!asked.ok) return asked;
    const { points } = asked;
    const at = desk.recordedAt;
    const endsAt = expiresAt(type.expiry, at, program.zone);
    if (points > 0n && endsAt <= at) return refuse('points.wallet_type.ended', { walletType: type.code });
    settleOwner(deps, holder, desk, at);
    const wallet = walletOfType(desk, holder, type);
    const shortage = points < 0n ? shortageOf(deps, type, wallet, -points) : undefined;
    if (shortage) return shortage;
    // From here it succeeds.
    const booking = openBooking(desk, deps.accounts, holder.lane, at);
    const accounts = deps.accounts.of(wallet.program, wallet.unit);
    if (points > 0n) {
      const credit = { amount: points, earnedAt: at, activeAt: at, expiresAt: endsAt, issuer: 0 };
      creditLot(booking, wallet, credit, (to, amount) => movements.adjustment(accounts, to.wallet, amount));
    } else {
      booking.postings.push(...movements.counterAdjustment(accounts, wallet.wallet, -points));
      takeFromLots(booking, wallet, -points);
    }
    const till = { program };
    return closeMove(
      deps,
      booking,
      wallet,
      { is: 'adjustment', points: String(points), reason, by },
      { kind: 'points.adjustment', till },
    );
  },
  present: (record, booked) => ({ ...presentMove(deps, record, booked), reason: record.reason! }),
});
