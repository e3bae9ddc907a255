import {
  webhookEndpointChangeSchema,
  webhookEndpointSchema,
  webhookPathSchema,
} from '../../../../../contract/webhooks.ts';
import { actorOf } from '../../../platform/audit.ts';
import {
  endpointNamed,
  INPUT_REFUSALS,
  NAMED_REFUSALS,
  roomEndpoint,
  SCOPE,
  TAGS,
  type WebhookRouteDeps,
} from './room-endpoint.ts';
import { endpointBody } from './webhook-body.ts';

/** `PATCH /v1/webhooks/:id` */
export const changeEndpoint = (deps: WebhookRouteDeps) =>
  roomEndpoint({
    method: 'PATCH',
    path: '/v1/webhooks/:id',
    summary: 'Change the address, the note or the events of a webhook endpoint',
    description: 'What is left out stays. It holds within a second.',
    scope: SCOPE,
    tags: TAGS,
    params: webhookPathSchema,
    body: webhookEndpointChangeSchema,
    answers: { 200: webhookEndpointSchema },
    refusals: [...NAMED_REFUSALS, ...INPUT_REFUSALS],
    examples: { body: { events: ['checkout.sale.confirmed'] } },
    handler: async ({ principal, params, body }) => {
      const named = endpointNamed(deps, principal, params.id);
      const outcome = named.ok
        ? await deps.webhooks.change(principal.tenant, named.endpoint, body, actorOf(principal))
        : named;
      return outcome.ok ? { status: 200 as const, body: endpointBody(deps.tokens)(outcome.endpoint) } : outcome;
    },
  });
