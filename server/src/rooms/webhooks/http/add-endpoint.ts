import { webhookEndpointInputSchema, webhookEndpointWithSecretSchema } from '../../../../../contract/webhooks.ts';
import { actorOf } from '../../../platform/audit.ts';
import { INPUT_REFUSALS, refuseBound, roomEndpoint, SCOPE, TAGS, type WebhookRouteDeps } from './room-endpoint.ts';
import { endpointBody } from './webhook-body.ts';

/** `POST /v1/webhooks` */
export const addEndpoint = ({ webhooks, tokens }: WebhookRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/webhooks',
    summary: 'Add a webhook endpoint',
    description:
      'It is told what happens from now on; replay it for what was before. The answer shows its signing key, and nothing shows ' +
      'it again.',
    scope: SCOPE,
    tags: TAGS,
    body: webhookEndpointInputSchema,
    answers: { 201: webhookEndpointWithSecretSchema },
    refusals: [...INPUT_REFUSALS, 'webhooks.endpoint.not_for_bound', 'webhooks.endpoint.too_many'],
    examples: { body: { url: 'https://example.com/hooks', events: ['checkout.*'] } },
    handler: async ({ principal, body }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const outcome = await webhooks.add(principal.tenant, body, actorOf(principal));
      if (!outcome.ok) return outcome;
      return { status: 201 as const, body: { ...endpointBody(tokens)(outcome.endpoint), secret: outcome.secret } };
    },
  });
