import type { Endpoint } from '../../../platform/http/endpoint.ts';
import type { Principal } from '../../partners/index.ts';
import { cardRoutes } from './card-routes.ts';
import { cashOutRoutes } from './cash-out-routes.ts';
import { giftHistory } from './history.ts';
import { originalRoutes } from './original-routes.ts';
import { rateRoutes } from './rate-routes.ts';
import type { GiftRouteDeps } from './room-endpoint.ts';
import { settingsRoutes } from './settings-routes.ts';
import { valueRoutes } from './value-routes.ts';

/** The endpoints of this room. */
export const giftcardRoutes = (room: GiftRouteDeps): readonly Endpoint<Principal>[] => [
  ...valueRoutes(room),
  ...originalRoutes(room),
  ...cardRoutes(room),
  giftHistory(room),
  ...settingsRoutes(room),
  ...rateRoutes(room),
  ...cashOutRoutes(room),
];
