import type { Endpoint } from '../../../../platform/http/endpoint.ts';
import type { Principal } from '../../../partners/index.ts';
import { downloadCodes, makeCodes } from './codes.ts';
import type { CouponRouteDeps } from './room-endpoint.ts';
import { addSeries, getSeries, listSeries, publishSeries, withdrawSeries } from './series.ts';

/** The endpoints of coupons that are used up. */
export const couponRoutes = (deps: CouponRouteDeps): readonly Endpoint<Principal>[] => [
  listSeries(deps),
  addSeries(deps),
  getSeries(deps),
  makeCodes(deps),
  downloadCodes(deps),
  publishSeries(deps),
  withdrawSeries(deps),
];
