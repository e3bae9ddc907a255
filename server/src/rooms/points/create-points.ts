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
export const createPoints = (deps: PointsDeps) => ({
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
  balance: readBalance(deps),
  settle: settleDue(deps),
});

export type Points = ReturnType<typeof createPoints>;
