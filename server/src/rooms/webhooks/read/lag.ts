import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { EndpointState } from '../endpoint.ts';

const selectStates = statement<{ endpoint: number; tenant: number; state: EndpointState }>(
  'webhooks.selectEndpointStates',
  `select endpoint, tenant_id as tenant, state from webhooks.endpoint order by endpoint`,
);

/** All endpoints there are, with their states. */
export const listStates = (
  queries: Queries,
): Promise<{ readonly endpoint: number; readonly tenant: number; readonly state: EndpointState }[]> =>
  queries.run(selectStates);
