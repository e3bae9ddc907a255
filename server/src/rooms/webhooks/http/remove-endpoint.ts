import { webhookPathSchema } from '../../../../../contract/webhooks.ts';
import { actorOf } from '../../../platform/audit.ts';
import { endpointNamed, NAMED_REFUSALS, roomEndpoint, SCOPE, TAGS, type WebhookRouteDeps } from './room-endpoint.ts';

/** `DELETE /v1/webhooks/:id` */
export const removeEndpoint = (deps: WebhookRouteDeps) =>
  roomEndpoint({
    method: 'DELETE',
    path: '/v1/webhooks/:id',
    summary: 'Remove a webhook endpoint',
    description: 'With its keys and the list of what failed. Pause it instead to go on later.',
    scope: SCOPE,
    tags: TAGS,
    params: webhookPathSchema,
    answers: { 204: null },
    refusals: [...NAMED_REFUSALS],
    handler: async ({ principal, params }) => {
      const named = endpointNamed(deps, principal, params.id);
      const outcome = named.ok
        ? await deps.webhooks.remove(principal.tenant, named.endpoint, actorOf(principal))
        : named;
      return outcome.ok ? { status: 204 as const, body: undefined } : outcome;
    },
  });
