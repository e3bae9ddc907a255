import { webhookEndpointSchema, webhookPathSchema } from '../../../../../contract/webhooks.ts';
import { endpointNamed, NAMED_REFUSALS, roomEndpoint, SCOPE, TAGS, type WebhookRouteDeps } from './room-endpoint.ts';
import { endpointBody } from './webhook-body.ts';

/** `GET /v1/webhooks/:id` */
export const getEndpoint = (deps: WebhookRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/webhooks/:id',
    summary: 'Show a webhook endpoint',
    scope: SCOPE,
    tags: TAGS,
    params: webhookPathSchema,
    answers: { 200: webhookEndpointSchema },
    refusals: [...NAMED_REFUSALS],
    handler: async ({ principal, params }) => {
      const named = endpointNamed(deps, principal, params.id);
      const outcome = named.ok ? await deps.webhooks.find(principal.tenant, named.endpoint) : named;
      return outcome.ok ? { status: 200 as const, body: endpointBody(deps.tokens)(outcome.endpoint) } : outcome;
    },
  });
