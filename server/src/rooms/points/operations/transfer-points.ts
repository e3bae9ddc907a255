import { refuse, type Refusal } from '../../../kernel/refusal.ts';
import type { LookUp, Operation, Plan } from '../../../platform/lanes/index.ts';
import type { Identified, Identity } from '../../cards/index.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import type { Program } from '../../programs/index.ts';
import { openBooking, walletOfType, walletsOf } from '../booking.ts';
import { appendEntry } from '../entry.ts';
import { noteExpiring } from '../note-expiring.ts';
import { presentMember } from '../present.ts';
import { foreseeWallets, settleOwner } from '../settle-owner.ts';
import { transfer } from '../transfer.ts';
import { findType, readPoints, shortageOf } from './amount.ts';
import { planHolder, type PointsDeps, type Received } from './holder.ts';
import { closeMove, keepOwner, presentMove, tellMoved, type MoveAnswer, type MoveRecord } from './move.ts';
import type { ByHand } from './reason.ts';

export type Transfer = Received &
  ByHand & {
    readonly program: Program;
    readonly from: Identity;
    readonly to: Identity;
    readonly walletType: string | undefined;
    readonly points: string;
  };

export type TransferPlan = Plan & { readonly giver: Identified; readonly taker: Identified };
/** The wallets told are the giver's: what the taker has is not his to know. */
export type TransferAnswer = MoveAnswer & { readonly to: string };

/**
 * Moves points between two members; lots keep issuer, dates and origin. The home entry stands with the giver, a leg with the
 * taker, in the same lane too, so that the history of either tells it. Refuses one member twice, a frozen wallet on either side, and more than is available.
 */
export const transferPoints = (
  deps: PointsDeps,
): Operation<Transfer, TransferPlan, MoveRecord, TransferAnswer, JournalEntry> => ({
  kind: 'points.transfer',
  resolve: (input, look) => planTransfer(deps, input, look),
  foresee: (input, { giver, taker }, { peek }) => [
    ...foreseeWallets([giver], peek, input.receivedAt, true),
    ...foreseeWallets([taker], peek, input.receivedAt, false),
  ],
  decide(input, { giver, taker }, desk) {
    const { program, reason, by } = input;
    const found = findType(deps, program, input.walletType);
    if (!found.ok) return found;
    const { type } = found;
    const asked = readPoints(deps, type, input.points);
    if (!asked.ok) return asked;
    const { points } = asked;
    for (const owner of [giver, taker]) settleOwner(deps, owner, desk, desk.recordedAt);
    const from = walletsOf(desk, giver).find((one) => one.walletType === type.walletType);
    const to = walletOfType(desk, taker, type);
    if ((from && from.state !== 'open') || to.state !== 'open') return refuse('points.wallet.frozen');
    const shortage = shortageOf(deps, type, from, points);
    if (!from || shortage) return shortage!;
    // From here it succeeds.
    const home = openBooking(desk, deps.accounts, giver.lane, desk.recordedAt);
    const leg = openBooking(desk, deps.accounts, taker.lane, desk.recordedAt);
    transfer(home, leg, from, to, points);
    noteExpiring(leg, taker);
    settleOwner(deps, taker, desk, desk.recordedAt);
    const till = { program };
    const { lane, seq } = home;
    appendEntry(leg, { kind: 'points.leg', owner: taker.owner, till, home: { lane, seq } });
    const kept = { is: 'transfer', points: String(points), to: keepOwner(taker), reason, by } as const;
    const given = closeMove(deps, home, from, kept, { kind: 'points.transfer', till });
    tellMoved(deps, to, desk);
    return given;
  },
  present: (record, booked) => ({ ...presentMove(deps, record, booked), to: presentMember(deps, record.to!) }),
});

async function planTransfer(
  deps: PointsDeps,
  { program, from, to }: Transfer,
  look: LookUp,
): Promise<TransferPlan | Refusal> {
  const [giver, taker] = await Promise.all([from, to].map((one) => planHolder(deps, program.tenant, one, look)));
  if ('ok' in giver) return giver;
  if ('ok' in taker) return taker;
  if (giver.holder.owner === taker.holder.owner && giver.holder.lane === taker.holder.lane)
    return refuse('points.transfer.same_member');
  return {
    owners: [giver.holder, taker.holder],
    wants: [...giver.wants, ...taker.wants],
    giver: giver.holder,
    taker: taker.holder,
  };
}
