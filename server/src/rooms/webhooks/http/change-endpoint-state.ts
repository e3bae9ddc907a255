import { webhookEndpointSchema, webhookPathSchema } from '../../../../../contract/webhooks.ts';
import { actorOf } from '../../../platform/audit.ts';
import { endpointNamed, NAMED_REFUSALS, roomEndpoint, SCOPE, TAGS, type WebhookRouteDeps } from './room-endpoint.ts';
import { endpointBody } from './webhook-body.ts';

/** `POST /v1/webhooks/:id/pause` */
export const pauseEndpoint = (deps: WebhookRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/webhooks/:id/pause',
    summary: 'Stop telling a webhook endpoint',
    description: 'It keeps its place, so nothing is lost. Pausing it again changes nothing.',
    scope: SCOPE,
    tags: TAGS,
    params: webhookPathSchema,
    answers: { 200: webhookEndpointSchema },
    refusals: [...NAMED_REFUSALS, 'webhooks.endpoint.disabled'],
    handler: async ({ principal, params }) => {
      const named = endpointNamed(deps, principal, params.id);
      const outcome = named.ok
        ? await deps.webhooks.pause(principal.tenant, named.endpoint, actorOf(principal))
        : named;
      return outcome.ok ? { status: 200 as const, body: endpointBody(deps.tokens)(outcome.endpoint) } : outcome;
    },
  });

/** `POST /v1/webhooks/:id/resume` */
export const resumeEndpoint = (deps: WebhookRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/webhooks/:id/resume',
    summary: 'Go on telling a webhook endpoint from where it stopped',
    scope: SCOPE,
    tags: TAGS,
    params: webhookPathSchema,
    answers: { 200: webhookEndpointSchema },
    refusals: [...NAMED_REFUSALS],
    handler: async ({ principal, params }) => {
      const named = endpointNamed(deps, principal, params.id);
      const outcome = named.ok
        ? await deps.webhooks.resume(principal.tenant, named.endpoint, actorOf(principal))
        : named;
      return outcome.ok ? { status: 200 as const, body: endpointBody(deps.tokens)(outcome.endpoint) } : outcome;
    },
  });
