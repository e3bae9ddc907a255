import { assert } from '../../../kernel/assert.ts';
import { INSTANT_NEVER, postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries, Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Endpoint, EndpointState, StateReason } from '../endpoint.ts';
import type { Health } from '../health.ts';

/** An endpoint with its secrets as they stand in the database. */
export type SealedEndpoint = Endpoint & { readonly secret: Buffer; readonly previousSecret: Buffer | undefined };

type EndpointRow = {
  endpoint: number;
  tenant_id: number;
  url: string;
  description: string;
  events: string[];
  state: EndpointState;
  reason: StateReason;
  state_since: Instant;
  secret: Buffer;
  previous_secret: Buffer | null;
  previous_until: Instant | null;
  consecutive_failures: number;
  failing_since: Instant;
  revision: number;
  made_at: Instant;
};

const COLUMNS = `endpoint, tenant_id, url, description, events, state, reason, state_since, secret, previous_secret, previous_until,
          consecutive_failures, failing_since, revision, made_at`;

const selectNextId = statement<{ endpoint: number }>(
  'webhooks.selectNextEndpoint',
  `select nextval('webhooks.endpoint_id')::int as endpoint`,
);

// $1 endpoint, $2 tenant, $3 url, $4 description, $5 events, $6 secret, $7 now
const insertRow = statement<EndpointRow>(
  'webhooks.insertEndpoint',
  `insert into webhooks.endpoint (endpoint, tenant_id, url, description, events, secret, state_since, made_at)
   values ($1, $2, $3, $4, $5, $6, $7, $7)
   returning ${COLUMNS}`,
);

const countOfTenant = statement<{ count: bigint }>(
  'webhooks.countEndpoints',
  `select count(*) as count from webhooks.endpoint where tenant_id = $1`,
);

// Two that add at once would both see room for the last one.
const lockTenant = statement(
  'webhooks.lockTenantEndpoints',
  `select pg_advisory_xact_lock(hashtext('webhooks.endpoint'), $1)`,
);

const selectOne = statement<EndpointRow>(
  'webhooks.selectEndpoint',
  `select ${COLUMNS} from webhooks.endpoint where tenant_id = $1 and endpoint = $2`,
);

const selectOneLocked = statement<EndpointRow>(
  'webhooks.selectEndpointLocked',
  `select ${COLUMNS} from webhooks.endpoint where tenant_id = $1 and endpoint = $2 for update`,
);

const selectPage = statement<EndpointRow>(
  'webhooks.selectEndpoints',
  `select ${COLUMNS} from webhooks.endpoint where tenant_id = $1 and endpoint > $2 order by endpoint limit $3`,
);

const selectActive = statement<EndpointRow>(
  'webhooks.selectActiveEndpoints',
  `select ${COLUMNS} from webhooks.endpoint where state = 'active' order by endpoint`,
);

// $1 endpoint, $2 url, $3 description, $4 events, $5 state, $6 reason, $7 state since, $8 secret, $9 previous secret,
// $10 previous until, $11 consecutive failures, $12 failing since
const updateRow = statement<EndpointRow>(
  'webhooks.updateEndpoint',
  `update webhooks.endpoint
      set url = $2, description = $3, events = $4, state = $5, reason = $6, state_since = $7, secret = $8, previous_secret = $9,
          previous_until = $10, consecutive_failures = $11, failing_since = $12, revision = revision + 1
    where endpoint = $1
   returning ${COLUMNS}`,
);

const updateHealthRow = statement(
  'webhooks.updateEndpointHealth',
  `update webhooks.endpoint set consecutive_failures = $2, failing_since = $3 where endpoint = $1`,
);

const stopRow = statement(
  'webhooks.stopEndpoint',
  `update webhooks.endpoint set state = $2, reason = $3, state_since = $4, revision = revision + 1
    where endpoint = $1 and state = 'active'`,
);

const deleteRow = statement('webhooks.deleteEndpoint', `delete from webhooks.endpoint where endpoint = $1`);

const fromRow = (row: EndpointRow): SealedEndpoint => ({
  endpoint: row.endpoint,
  tenant: row.tenant_id,
  url: row.url,
  description: row.description,
  events: row.events,
  state: row.state,
  reason: row.reason,
  stateSince: row.state_since,
  secret: row.secret,
  previousSecret: row.previous_secret ?? undefined,
  previousKeyUntil: row.previous_until ?? undefined,
  consecutiveFailures: row.consecutive_failures,
  failingSince: row.failing_since === INSTANT_NEVER ? undefined : row.failing_since,
  revision: row.revision,
  madeAt: row.made_at,
});

/** The id of an endpoint to be made: its secret is sealed under it. */
export const nextEndpoint = async (tx: Tx): Promise<number> => (await tx.run(selectNextId))[0].endpoint;

/** How many the tenant has; nobody adds one until the end of the transaction. */
export const countEndpointsLocked = async (tx: Tx, tenant: number): Promise<number> => {
  await tx.run(lockTenant, [tenant]);
  return Number((await tx.run(countOfTenant, [tenant]))[0].count);
};

/** Writes a new endpoint, active. */
export const insertEndpoint = async (
  tx: Tx,
  row: Pick<SealedEndpoint, 'endpoint' | 'tenant' | 'url' | 'description' | 'events' | 'secret' | 'madeAt'>,
): Promise<SealedEndpoint> => {
  const { endpoint, tenant, url, description, events, secret, madeAt } = row;
  const values = [endpoint, tenant, url, description, events, secret, postgresFromInstant(madeAt)];
  return fromRow((await tx.run(insertRow, values))[0]);
};

/** The tenant's endpoint of that number. */
export const findEndpoint = async (
  queries: Queries,
  tenant: number,
  endpoint: number,
): Promise<SealedEndpoint | undefined> => {
  const [row] = await queries.run(selectOne, [tenant, endpoint]);
  return row && fromRow(row);
};

/** The same, locked until the end of the transaction. */
export const findEndpointLocked = async (
  tx: Tx,
  tenant: number,
  endpoint: number,
): Promise<SealedEndpoint | undefined> => {
  const [row] = await tx.run(selectOneLocked, [tenant, endpoint]);
  return row && fromRow(row);
};

/** Endpoints of a tenant behind `after`, at most `limit`. */
export const selectEndpoints = async (
  queries: Queries,
  tenant: number,
  page: { readonly after: number; readonly limit: number },
): Promise<SealedEndpoint[]> => (await queries.run(selectPage, [tenant, page.after, page.limit])).map(fromRow);

/** Whom the dispatcher serves. */
export const selectActiveEndpoints = async (queries: Queries): Promise<SealedEndpoint[]> =>
  (await queries.run(selectActive)).map(fromRow);

/** Writes a changed endpoint; whoever serves it reads its cursors again. */
export const updateEndpoint = async (tx: Tx, row: SealedEndpoint): Promise<SealedEndpoint> => {
  const [written] = await tx.run(updateRow, [
    row.endpoint,
    row.url,
    row.description,
    row.events,
    row.state,
    row.reason,
    postgresFromInstant(row.stateSince),
    row.secret,
    row.previousSecret ?? null,
    row.previousKeyUntil === undefined ? null : postgresFromInstant(row.previousKeyUntil),
    row.consecutiveFailures,
    postgresFromInstant(row.failingSince ?? INSTANT_NEVER),
  ]);
  assert(written !== undefined, `the endpoint ${row.endpoint} was locked and is gone`);
  return fromRow(written);
};

/** Keeps how it is doing. */
export const updateHealth = async (tx: Tx, endpoint: number, health: Health): Promise<void> => {
  await tx.run(updateHealthRow, [
    endpoint,
    health.consecutiveFailures,
    postgresFromInstant(health.failingSince ?? INSTANT_NEVER),
  ]);
};

/** Pauses or disables an endpoint that is active, by what came of sending. */
export const stopEndpoint = async (
  tx: Tx,
  endpoint: number,
  stopped: { readonly state: EndpointState; readonly reason: StateReason; readonly at: Instant },
): Promise<void> => {
  await tx.run(stopRow, [endpoint, stopped.state, stopped.reason, postgresFromInstant(stopped.at)]);
};

/** Forgets an endpoint and its failed events. */
export const deleteEndpoint = async (tx: Tx, endpoint: number): Promise<void> => {
  await tx.run(deleteRow, [endpoint]);
};
