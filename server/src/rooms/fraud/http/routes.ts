import type { Endpoint } from '../../../platform/http/endpoint.ts';
import type { Principal } from '../../partners/index.ts';
import { listSignalsEndpoint } from './list-signals.ts';
import { reviewSignalEndpoint } from './review-signal.ts';
import type { FraudRouteDeps } from './room-endpoint.ts';
import { countOpenSignalsEndpoint, getSignalEndpoint, listSignalReceiptsEndpoint } from './show-signal.ts';

/** Every endpoint of this room. */
export const fraudRoutes = (deps: FraudRouteDeps): Endpoint<Principal>[] => [
  listSignalsEndpoint(deps),
  countOpenSignalsEndpoint(deps),
  getSignalEndpoint(deps),
  listSignalReceiptsEndpoint(deps),
  reviewSignalEndpoint(deps),
];
