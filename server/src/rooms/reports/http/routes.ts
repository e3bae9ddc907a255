import type { Endpoint } from '../../../platform/http/endpoint.ts';
import type { Principal } from '../../partners/index.ts';
import { listChoicesEndpoint } from './list-choices.ts';
import { listLinesEndpoint } from './list-lines.ts';
import type { ReportRouteDeps } from './room-endpoint.ts';
import { totalLinesEndpoint } from './total-lines.ts';

/** The endpoints of this room. */
export const reportRoutes = (deps: ReportRouteDeps): readonly Endpoint<Principal>[] => [
  listLinesEndpoint(deps),
  totalLinesEndpoint(deps),
  listChoicesEndpoint(deps),
];
