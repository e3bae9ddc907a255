import type { Endpoint } from '../../../platform/http/endpoint.ts';
import type { Principal } from '../../partners/index.ts';
import { explainOccasionEndpoint } from './explain-occasion.ts';
import { listOccasionsEndpoint } from './list-occasions.ts';
import { reverseOccasionEndpoint } from './reverse-occasion.ts';
import type { OccasionRouteDeps } from './room-endpoint.ts';
import { quoteOccasionEndpoint, tellOccasionEndpoint } from './tell-occasion.ts';

/** The endpoints of this room. */
export const occasionRoutes = (deps: OccasionRouteDeps): readonly Endpoint<Principal>[] => [
  quoteOccasionEndpoint(deps),
  tellOccasionEndpoint(deps),
  reverseOccasionEndpoint(deps),
  explainOccasionEndpoint(deps),
  listOccasionsEndpoint(deps),
];
