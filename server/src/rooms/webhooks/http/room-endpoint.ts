import { refuse } from '../../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../../kernel/refusal.ts';
import type { Tokens } from '../../../kernel/token.ts';
import { endpointsFor } from '../../../platform/http/endpoint.ts';
import { speaksForTenant, type Principal } from '../../partners/index.ts';
import type { Webhooks } from '../create-webhooks.ts';

/** What the endpoints of this room stand on. */
export type WebhookRouteDeps = { readonly webhooks: Webhooks; readonly tokens: Tokens };

/** An endpoint whose principal is one of a credential. */
export const roomEndpoint = endpointsFor<Principal>();

export const SCOPE = 'webhooks:write';
export const TAGS = ['webhooks'];

const PREFIX = 'whk';
// Webhook endpoints stand in no lane.
const NO_LANE = 0;

/** The endpoint's name outside. */
export const endpointToken = (tokens: Tokens, endpoint: number): string =>
  tokens.encode(PREFIX, NO_LANE, BigInt(endpoint));

type NamedRefusal = Refusal<'webhooks.endpoint.not_for_bound' | 'webhooks.endpoint.not_found'>;

/** Refuses a credential that is bound: what a webhook tells is the whole tenant's. */
export const refuseBound = (principal: Principal): Refusal<'webhooks.endpoint.not_for_bound'> | undefined =>
  speaksForTenant(principal) ? undefined : refuse('webhooks.endpoint.not_for_bound');

/** The number behind a name, for who may ask. Whether the tenant has it is for the verb to say. */
export const endpointNamed = (
  { tokens }: WebhookRouteDeps,
  principal: Principal,
  name: string,
): Ok<{ readonly endpoint: number }> | NamedRefusal => {
  const place = tokens.decode(PREFIX, name);
  const bound = refuseBound(principal);
  if (bound) return bound;
  return place === undefined ? refuse('webhooks.endpoint.not_found') : { ok: true, endpoint: Number(place.id) };
};

/** What every endpoint that names one may refuse. */
export const NAMED_REFUSALS = ['webhooks.endpoint.not_for_bound', 'webhooks.endpoint.not_found'] as const;

/** What whoever gives an address or filters may be refused. */
export const INPUT_REFUSALS = [
  'webhooks.event.malformed',
  'webhooks.url.malformed',
  'webhooks.url.not_https',
  'webhooks.url.with_credentials',
  'webhooks.url.port_refused',
  'webhooks.url.inside',
] as const;
