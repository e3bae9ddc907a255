import type { Endpoint } from '../../../platform/http/endpoint.ts';
import type { Principal } from '../../partners/index.ts';
import { addEndpoint } from './add-endpoint.ts';
import { pauseEndpoint, resumeEndpoint } from './change-endpoint-state.ts';
import { changeEndpoint } from './change-endpoint.ts';
import { getEndpoint } from './get-endpoint.ts';
import { listEndpoints } from './list-endpoints.ts';
import { listFailures } from './list-failures.ts';
import { removeEndpoint } from './remove-endpoint.ts';
import { replayEndpoint } from './replay-endpoint.ts';
import type { WebhookRouteDeps } from './room-endpoint.ts';
import { rotateKey } from './rotate-key.ts';
import { testEndpoint } from './test-endpoint.ts';

/** The endpoints of this room. */
export const webhookRoutes = (deps: WebhookRouteDeps): readonly Endpoint<Principal>[] => [
  listEndpoints(deps),
  addEndpoint(deps),
  getEndpoint(deps),
  changeEndpoint(deps),
  removeEndpoint(deps),
  rotateKey(deps),
  pauseEndpoint(deps),
  resumeEndpoint(deps),
  replayEndpoint(deps),
  listFailures(deps),
  testEndpoint(deps),
];
