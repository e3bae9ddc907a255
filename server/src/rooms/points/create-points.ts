import type { Booked } from '../../platform/lanes/index.ts';
import type { KeptOperation } from '../ledger/index.ts';
import { adjustPoints } from './operations/adjust-points.ts';
import { captureHold } from './operations/capture-hold.ts';
import { freezeGranted, unfreezeGranted } from './operations/freeze-granted.ts';
import { holdForLater } from './operations/hold-for-later.ts';
import type { PointsDeps } from './operations/holder.ts';
import { readBalance } from './operations/read-balance.ts';
import { redeemPoints } from './operations/redeem-points.ts';
import { releaseHold } from './operations/release-hold.ts';
import { reverseRedemption } from './operations/reverse-redemption.ts';
import { setWalletState } from './operations/set-wallet-state.ts';
import { settleDue } from './operations/settle-due.ts';
import { transferPoints } from './operations/transfer-points.ts';

/** The room: its operations for the lane machine. `balance` is to be rehearsed, the others submitted. */
export function createPoints(deps: PointsDeps) {
  const acts = {
    redeem: redeemPoints(deps),
    reverse: reverseRedemption(deps),
    hold: holdForLater(deps),
    capture: captureHold(deps),
    release: releaseHold(deps),
    adjust: adjustPoints(deps),
    transfer: transferPoints(deps),
    freeze: freezeGranted(deps),
    unfreeze: unfreezeGranted(deps),
    setWalletState: setWalletState(deps),
  };
  const present = new Map(Object.values(acts).map((act) => [act.kind, act.present as Present]));
  return {
    ...acts,
    balance: readBalance(deps),
    settle: settleDue(deps),
    /**
     * The answer to an operation of this room as it was given; undefined for one of another room, for what time has done, and
     * for the hold of a quote and its release, which the quote and its sale have answered.
     */
    presentKept(kept: KeptOperation): unknown {
      const { lane, seq, recordedAt, record } = kept;
      if (!isOwn(record)) return undefined;
      return present.get(kept.kind)?.(record, { lane, seq, recordedAt, repeated: false });
    },
  };
}

type Present = (record: unknown, booked: Booked) => unknown;

/** Checkout holds and releases under the kinds of this room, by records of its own. */
const isOwn = (record: unknown): boolean =>
  typeof record === 'object' && record !== null && ('member' in record || 'changed' in record);

export type Points = ReturnType<typeof createPoints>;
