import {
  webhookEndpointWithSecretSchema,
  webhookKeyRotationSchema,
  webhookPathSchema,
} from '../../../../../contract/webhooks.ts';
import { actorOf } from '../../../platform/audit.ts';
import { endpointNamed, NAMED_REFUSALS, roomEndpoint, SCOPE, TAGS, type WebhookRouteDeps } from './room-endpoint.ts';
import { endpointBody } from './webhook-body.ts';

/** `POST /v1/webhooks/:id/rotate-key` */
export const rotateKey = (deps: WebhookRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/webhooks/:id/rotate-key',
    summary: 'Give a webhook endpoint a new signing key',
    description:
      'The answer shows it, and nothing shows it again. Until the previous key ends, messages carry both signatures.',
    scope: SCOPE,
    tags: TAGS,
    params: webhookPathSchema,
    body: webhookKeyRotationSchema,
    answers: { 200: webhookEndpointWithSecretSchema },
    refusals: [...NAMED_REFUSALS],
    examples: { body: { previousKeyHours: 24 } },
    handler: async ({ principal, params, body }) => {
      const named = endpointNamed(deps, principal, params.id);
      if (!named.ok) return named;
      const outcome = await deps.webhooks.rotateKey(
        principal.tenant,
        named.endpoint,
        body.previousKeyHours,
        actorOf(principal),
      );
      if (!outcome.ok) return outcome;
      return { status: 200 as const, body: { ...endpointBody(deps.tokens)(outcome.endpoint), secret: outcome.secret } };
    },
  });
