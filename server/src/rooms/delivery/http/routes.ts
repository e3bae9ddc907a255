import type { Endpoint } from '../../../platform/http/endpoint.ts';
import type { Principal } from '../../partners/index.ts';
import { resendDelivery, withdrawDelivery } from './change-delivery.ts';
import { deviceCards, deviceCode, deviceRevoke, deviceShare, deviceView } from './device-asks.ts';
import { openLanding } from './landing.ts';
import { revokeLink, shareCard } from './links.ts';
import { tellBalance } from './public-balance.ts';
import { claimLink, declineLink, sendClaimCode, showLink } from './public-claims.ts';
import { getDelivery, listDeliveries } from './read-deliveries.ts';
import { getMadeApplePass, openMadeGooglePass } from './made-passes.ts';
import type { DeliveryRouteDeps } from './room-endpoint.ts';
import { getSetting, putSetting } from './settings.ts';
import { takeDelivery } from './take-delivery.ts';
import { useCode } from './use-code.ts';
import { getApplePass, getBarcode, makeGoogleLink, viewCard } from './views.ts';
import {
  getLatestPass,
  listChangedPasses,
  registerWalletPhone,
  takeWalletLog,
  unregisterWalletPhone,
} from './wallet.ts';

/** The endpoints of this room. */
export const deliveryRoutes = (deps: DeliveryRouteDeps): readonly Endpoint<Principal>[] => [
  takeDelivery(deps),
  listDeliveries(deps),
  getDelivery(deps),
  resendDelivery(deps),
  withdrawDelivery(deps),
  getSetting(deps),
  putSetting(deps),
  viewCard(deps),
  getBarcode(deps, 'png'),
  getBarcode(deps, 'svg'),
  getApplePass(deps),
  makeGoogleLink(deps),
  shareCard(deps),
  revokeLink(deps),
  useCode(deps),
  showLink(deps),
  sendClaimCode(deps),
  claimLink(deps),
  declineLink(deps),
  tellBalance(deps),
  deviceCards(deps),
  deviceView(deps),
  deviceCode(deps),
  deviceShare(deps),
  deviceRevoke(deps),
  openLanding(deps),
  getMadeApplePass(deps),
  openMadeGooglePass(deps),
  registerWalletPhone(deps),
  unregisterWalletPhone(deps),
  listChangedPasses(deps),
  getLatestPass(deps),
  takeWalletLog(deps),
];
