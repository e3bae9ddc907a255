import type { Endpoint } from '../../../platform/http/endpoint.ts';
import type { Principal } from '../../partners/index.ts';
import { confirmSaleEndpoint } from './confirm-sale.ts';
import type { CheckoutRouteDeps } from './room-endpoint.ts';

/** The endpoints of this room. */
export const checkoutRoutes = (deps: CheckoutRouteDeps): readonly Endpoint<Principal>[] => [confirmSaleEndpoint(deps)];
