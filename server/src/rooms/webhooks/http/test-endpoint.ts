import { webhookPathSchema, webhookTestSchema } from '../../../../../contract/webhooks.ts';
import { actorOf } from '../../../platform/audit.ts';
import { endpointNamed, NAMED_REFUSALS, roomEndpoint, SCOPE, TAGS, type WebhookRouteDeps } from './room-endpoint.ts';

/** `POST /v1/webhooks/:id/test` */
export const testEndpoint = (deps: WebhookRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/webhooks/:id/test',
    summary: 'Send a webhook endpoint one test message',
    description: 'Of type `webhooks.endpoint.tested`, now and once. The answer says what came of it.',
    scope: SCOPE,
    tags: TAGS,
    params: webhookPathSchema,
    answers: { 200: webhookTestSchema },
    refusals: [...NAMED_REFUSALS],
    handler: async ({ principal, params }) => {
      const named = endpointNamed(deps, principal, params.id);
      const outcome = named.ok ? await deps.webhooks.test(principal.tenant, named.endpoint, actorOf(principal)) : named;
      if (!outcome.ok) return outcome;
      const { id, isDelivered, status, error, milliseconds } = outcome;
      const body = { id, delivered: isDelivered, milliseconds, ...(status && { status }), ...(error && { error }) };
      return { status: 200 as const, body };
    },
  });
