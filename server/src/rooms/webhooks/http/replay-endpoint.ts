import { webhookEndpointSchema, webhookPathSchema, webhookReplaySchema } from '../../../../../contract/webhooks.ts';
import { instantFromIso } from '../../../kernel/instant.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { actorOf } from '../../../platform/audit.ts';
import { endpointNamed, NAMED_REFUSALS, roomEndpoint, SCOPE, TAGS, type WebhookRouteDeps } from './room-endpoint.ts';
import { endpointBody } from './webhook-body.ts';

/** `POST /v1/webhooks/:id/replay` */
export const replayEndpoint = (deps: WebhookRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/webhooks/:id/replay',
    summary: 'Tell a webhook endpoint again',
    description:
      'From a point in time, or only what was given up. Messages have the ids that they had the first time, by which the receiver ' +
      'drops what it has. A paused endpoint stays paused.',
    scope: SCOPE,
    tags: TAGS,
    params: webhookPathSchema,
    body: webhookReplaySchema,
    answers: { 200: webhookEndpointSchema },
    refusals: [...NAMED_REFUSALS, 'http.input.invalid'],
    examples: { body: { from: '2026-11-22T00:00:00Z' } },
    handler: async ({ principal, params, body }) => {
      const named = endpointNamed(deps, principal, params.id);
      if (!named.ok) return named;
      const from = 'from' in body ? instantFromIso(body.from) : undefined;
      if ('from' in body && from === undefined) return refuse('http.input.invalid');
      const { webhooks, tokens } = deps;
      const outcome = await (from === undefined
        ? webhooks.replayDead(principal.tenant, named.endpoint, actorOf(principal))
        : webhooks.replayFrom(principal.tenant, named.endpoint, from, actorOf(principal)));
      return outcome.ok ? { status: 200 as const, body: endpointBody(tokens)(outcome.endpoint) } : outcome;
    },
  });
