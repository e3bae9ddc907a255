import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import { openCursorsAtHead } from '../../platform/followers/index.ts';
import { ENDPOINTS_PER_TENANT_MAX, followerOf, isEventFilter, type Endpoint } from './endpoint.ts';
import { findDestination, readUrl, type UrlRefusal } from './destination.ts';
import { createSecret, sealSecret, secretText } from './signing-keys.ts';
import { countEndpointsLocked, insertEndpoint, nextEndpoint } from './store/endpoint.ts';
import { PROGRAM_ITSELF, type Actor } from '../../platform/audit.ts';
import { traceEndpoint } from './trace-endpoint.ts';
import type { WebhookDeps } from './webhook-deps.ts';

export type EndpointInput = {
  readonly url: string;
  readonly description?: string | undefined;
  /** Event filters; everything when left out. */
  readonly events?: readonly string[] | undefined;
};

export type EventRefusal = Refusal<'webhooks.event.malformed'>;

export type AddEndpointOutcome =
  /** The secret is shown here and never again. */
  | Ok<{ readonly endpoint: Endpoint; readonly secret: string }>
  | UrlRefusal
  | EventRefusal
  | Refusal<'webhooks.endpoint.too_many'>;

/** The first filter that is none. */
export const refusedFilter = (events: readonly string[]): EventRefusal | undefined => {
  const wrong = events.find((event) => !isEventFilter(event));
  return wrong === undefined ? undefined : refuse('webhooks.event.malformed', { event: wrong.slice(0, 100) });
};

/** Refuses an address that is malformed or inside. One that cannot be resolved today passes: each attempt checks again. */
export const refusedUrl = async (deps: WebhookDeps, text: string): Promise<UrlRefusal | undefined> => {
  const read = readUrl(text, deps.guard);
  if (!read.ok) return read;
  const found = await findDestination(text, deps.guard);
  return found.ok || found.refusal === 'webhooks.url.unresolved' ? undefined : (found as UrlRefusal);
};

/**
 * Adds an endpoint that is told what happens from now on. Refuses, in this order: a filter that is none, an address that is not
 * allowed, one more than a tenant may have.
 */
export const addEndpoint = async (
  deps: WebhookDeps,
  tenant: number,
  input: EndpointInput,
  by: Actor = PROGRAM_ITSELF,
): Promise<AddEndpointOutcome> => {
  const { url, description = '', events = ['*'] } = input;
  const refused = refusedFilter(events) ?? (await refusedUrl(deps, url));
  if (refused) return refused;
  return deps.database.transaction(async (tx) => {
    if ((await countEndpointsLocked(tx, tenant)) >= ENDPOINTS_PER_TENANT_MAX) {
      return refuse('webhooks.endpoint.too_many', { max: String(ENDPOINTS_PER_TENANT_MAX) });
    }
    const endpoint = await nextEndpoint(tx);
    const secret = createSecret();
    const sealed = sealSecret(deps.keys, endpoint, secret);
    const madeAt = deps.clock.now();
    const added = await insertEndpoint(tx, { endpoint, tenant, url, description, events, secret: sealed, madeAt });
    await openCursorsAtHead(tx, followerOf(endpoint), tenant);
    await traceEndpoint(deps, tx, tenant, endpoint, { act: 'added', by }, { after: added });
    return { ok: true, endpoint: added, secret: secretText(secret) };
  });
};
