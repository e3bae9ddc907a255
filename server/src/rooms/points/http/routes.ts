import type { Endpoint } from '../../../platform/http/endpoint.ts';
import type { Principal } from '../../partners/index.ts';
import { createPoints } from '../create-points.ts';
import { adjustPointsEndpoint, quoteAdjustmentEndpoint } from './adjust-points.ts';
import { captureHoldEndpoint, releaseHoldEndpoint } from './end-hold.ts';
import { freezeLotsEndpoint, unfreezeLotsEndpoint } from './freeze-lots.ts';
import { getBalance, getBalanceBy } from './get-balance.ts';
import { holdPointsEndpoint } from './hold-points.ts';
import { listDebtsEndpoint } from './list-debts.ts';
import { listHoldsEndpoint } from './list-holds.ts';
import { listLotsEndpoint } from './list-lots.ts';
import { redeemPointsEndpoint } from './redeem-points.ts';
import { reverseRedemptionEndpoint } from './reverse-redemption.ts';
import type { PointsRoom, PointsRouteDeps } from './room-endpoint.ts';
import { freezeWalletEndpoint, openWalletEndpoint } from './set-wallet-state.ts';
import { transferPointsEndpoint } from './transfer-points.ts';
import { defineWalletType, listWalletTypes, nameWalletType } from './wallet-types.ts';

/** The endpoints of this room. */
export function pointsRoutes(deps: PointsRouteDeps & Partial<PointsRoom>): readonly Endpoint<Principal>[] {
  const room = { ...deps, points: deps.points ?? createPoints(deps) };
  return [
    getBalance(room),
    getBalanceBy(room),
    listLotsEndpoint(room),
    listHoldsEndpoint(room),
    listDebtsEndpoint(room),
    redeemPointsEndpoint(room),
    reverseRedemptionEndpoint(room),
    holdPointsEndpoint(room),
    captureHoldEndpoint(room),
    releaseHoldEndpoint(room),
    quoteAdjustmentEndpoint(room),
    adjustPointsEndpoint(room),
    transferPointsEndpoint(room),
    freezeLotsEndpoint(room),
    unfreezeLotsEndpoint(room),
    freezeWalletEndpoint(room),
    openWalletEndpoint(room),
    listWalletTypes(room),
    defineWalletType(room),
    nameWalletType(room),
  ];
}
