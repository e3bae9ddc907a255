import { refuse } from '../../../kernel/refusal.ts';
import { want, type Held, type Operation, type OwnerKey, type Plan } from '../../../platform/lanes/index.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import type { ForfeitDeps } from '../forfeit.ts';
import { forfeitOfErased } from '../forfeit-of-erased.ts';
import { foreseeWallets, settleOwner } from '../settle-owner.ts';
import { accountSheet } from '../store/wallet.ts';
import { walletsOf } from '../booking.ts';
import type { PointsDeps, Received } from './holder.ts';
import { tellMoved } from './move.ts';

/** An owner whose wallets time has changed. */
export type DueOwner = OwnerKey & Received;

/**
 * Books what time has done to an owner, where no other operation has met him yet: the sweep. Has no reference, since doing it
 * twice does nothing. A hold that lapsed of somebody who was erased is forfeited with it. Refuses nobody but an owner that is gone.
 */
export const settleDue = (
  deps: ForfeitDeps & Pick<PointsDeps, 'balanceMoved' | 'programs'>,
): Operation<DueOwner, Plan & { owner: Held }, { is: 'settled' }, undefined, JournalEntry> => ({
  kind: 'points.settle',
  async resolve({ lane, owner }, look) {
    const held = await look.owner({ lane, owner });
    return held
      ? { owners: [held], wants: [want(accountSheet, held)], owner: held }
      : refuse('points.wallet.unknown', { walletType: '' });
  },
  foresee: (input, { owner }, { peek }) => foreseeWallets([owner], peek, input.receivedAt, false),
  decide(_input, { owner }, desk) {
    settleOwner(deps, owner, desk, desk.recordedAt);
    forfeitOfErased(deps, [owner], desk);
    if (deps.balanceMoved)
      for (const wallet of new Map(walletsOf(desk, owner).map((one) => [one.program, one])).values())
        tellMoved(deps, wallet, desk);
    // What it books are entries of time, each for itself; it has none of its own.
    return { ok: true, lane: owner.lane, seq: 0n, record: { is: 'settled' } };
  },
  present: () => undefined,
});
