import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import { PROGRAM_ITSELF } from '../../platform/audit.ts';
import type { Actor } from '../../platform/audit.ts';
import type { Tx } from '../../platform/database/database.ts';
import { dropCursors } from '../../platform/followers/index.ts';
import { refusedFilter, refusedUrl, type EndpointInput, type EventRefusal } from './add-endpoint.ts';
import type { UrlRefusal } from './destination.ts';
import { followerOf, type Endpoint } from './endpoint.ts';
import { deleteEndpoint, findEndpointLocked, updateEndpoint, type SealedEndpoint } from './store/endpoint.ts';
import { traceEndpoint, type Trace } from './trace-endpoint.ts';
import type { WebhookDeps } from './webhook-deps.ts';

export type NotFound = Refusal<'webhooks.endpoint.not_found'>;
export type EndpointOutcome = Ok<{ readonly endpoint: Endpoint }> | NotFound;

/** Locks the tenant's endpoint and runs `work` with it; refuses one that the tenant does not have. */
export const withEndpoint = <T extends { readonly ok: boolean; readonly endpoint?: Endpoint }>(
  deps: WebhookDeps,
  tenant: number,
  endpoint: number,
  work: (tx: Tx, found: SealedEndpoint) => Promise<T>,
  trace: Trace,
): Promise<T | NotFound> =>
  deps.database.transaction(async (tx) => {
    const found = await findEndpointLocked(tx, tenant, endpoint);
    if (found === undefined) return refuse('webhooks.endpoint.not_found');
    const outcome = await work(tx, found);
    if ('refusal' in outcome) return outcome;
    await traceEndpoint(deps, tx, tenant, endpoint, trace, { before: found, after: outcome.endpoint });
    return outcome;
  });

/** Changes address, description or filters; what is left out stays. What is under way goes to the old address. */
export const changeEndpoint = async (
  deps: WebhookDeps,
  tenant: number,
  endpoint: number,
  change: Partial<EndpointInput>,
  by: Actor = PROGRAM_ITSELF,
): Promise<EndpointOutcome | UrlRefusal | EventRefusal> => {
  const refused =
    (change.events && refusedFilter(change.events)) ??
    (change.url === undefined ? undefined : await refusedUrl(deps, change.url));
  if (refused) return refused;
  return withEndpoint(
    deps,
    tenant,
    endpoint,
    async (tx, found) => {
      const { url = found.url, description = found.description, events = found.events } = change;
      return { ok: true as const, endpoint: await updateEndpoint(tx, { ...found, url, description, events }) };
    },
    { act: 'changed', by },
  );
};

/** Stops telling it; its cursors stay, so that nothing is lost. Pausing again changes nothing. Refuses a disabled one. */
export const pauseEndpoint = (
  deps: WebhookDeps,
  tenant: number,
  endpoint: number,
  by: Actor = PROGRAM_ITSELF,
): Promise<EndpointOutcome | Refusal<'webhooks.endpoint.disabled'>> =>
  withEndpoint(
    deps,
    tenant,
    endpoint,
    async (tx, found) => {
      if (found.state === 'disabled') return refuse('webhooks.endpoint.disabled');
      if (found.state === 'paused') return { ok: true as const, endpoint: found };
      const stateSince = deps.clock.now();
      const paused = { ...found, state: 'paused', reason: 'asked', stateSince } as const;
      return { ok: true as const, endpoint: await updateEndpoint(tx, paused) };
    },
    { act: 'paused', by },
  );

/** Goes on from where it stopped, with a clean record. Resuming an active one changes nothing. */
export const resumeEndpoint = (
  deps: WebhookDeps,
  tenant: number,
  endpoint: number,
  by: Actor = PROGRAM_ITSELF,
): Promise<EndpointOutcome> =>
  withEndpoint(
    deps,
    tenant,
    endpoint,
    async (tx, found) => {
      if (found.state === 'active') return { ok: true as const, endpoint: found };
      const fresh = { state: 'active', reason: '', consecutiveFailures: 0, failingSince: undefined } as const;
      const resumed = { ...found, ...fresh, stateSince: deps.clock.now() };
      return { ok: true as const, endpoint: await updateEndpoint(tx, resumed) };
    },
    { act: 'resumed', by },
  );

/** Forgets it, its cursors and its failed events. */
export const removeEndpoint = (
  deps: WebhookDeps,
  tenant: number,
  endpoint: number,
  by: Actor = PROGRAM_ITSELF,
): Promise<Ok<object> | NotFound> =>
  withEndpoint(
    deps,
    tenant,
    endpoint,
    async (tx) => {
      await dropCursors(tx, followerOf(endpoint));
      await deleteEndpoint(tx, endpoint);
      return { ok: true as const };
    },
    { act: 'removed', by },
  );
