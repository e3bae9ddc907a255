import { pageQuery } from '../../../../../contract/common.ts';
import { webhookEndpointPageSchema } from '../../../../../contract/webhooks.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { decodeCursor, pageOfRows } from '../../../platform/http/cursor.ts';
import { refuseBound, roomEndpoint, SCOPE, TAGS, type WebhookRouteDeps } from './room-endpoint.ts';
import { endpointBody } from './webhook-body.ts';

const ENDPOINT_MAX = 2 ** 31 - 1;

/** `GET /v1/webhooks` */
export const listEndpoints = ({ webhooks, tokens }: WebhookRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/webhooks',
    summary: 'List the webhook endpoints',
    description: 'In the order in which they were made.',
    scope: SCOPE,
    tags: TAGS,
    query: pageQuery,
    answers: { 200: webhookEndpointPageSchema },
    refusals: ['http.cursor.malformed', 'webhooks.endpoint.not_for_bound'],
    handler: async ({ principal, query }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const cursor = query.cursor === undefined ? undefined : decodeCursor(query.cursor, ['number']);
      if (cursor && !cursor.ok) return cursor;
      const after = cursor?.key[0] ?? 0;
      if (!Number.isInteger(after) || after < 0 || after > ENDPOINT_MAX) return refuse('http.cursor.malformed');
      const rows = await webhooks.list(principal.tenant, { after, limit: query.limit + 1 });
      const body = pageOfRows(rows, query.limit, endpointBody(tokens), ({ endpoint }) => [endpoint]);
      return { status: 200 as const, body };
    },
  });
