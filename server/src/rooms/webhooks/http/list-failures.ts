import {
  webhookFailurePageSchema,
  webhookFailureQuerySchema,
  webhookPathSchema,
} from '../../../../../contract/webhooks.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { decodeCursor, pageOfRows } from '../../../platform/http/cursor.ts';
import { endpointNamed, NAMED_REFUSALS, roomEndpoint, SCOPE, TAGS, type WebhookRouteDeps } from './room-endpoint.ts';
import { failureBody } from './webhook-body.ts';

/** `GET /v1/webhooks/:id/failures` */
export const listFailures = (deps: WebhookRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/webhooks/:id/failures',
    summary: 'List what a webhook endpoint has not got',
    description:
      'Events that are tried again, those that wait behind one of the same owner, and those that were given up.',
    scope: SCOPE,
    tags: TAGS,
    params: webhookPathSchema,
    query: webhookFailureQuerySchema,
    answers: { 200: webhookFailurePageSchema },
    refusals: [...NAMED_REFUSALS, 'http.cursor.malformed'],
    handler: async ({ principal, params, query }) => {
      const named = endpointNamed(deps, principal, params.id);
      if (!named.ok) return named;
      const after = placeOf(query.cursor);
      if (after === undefined) return refuse('http.cursor.malformed');
      const page = { state: query.state, after, limit: query.limit + 1 };
      const outcome = await deps.webhooks.failures(principal.tenant, named.endpoint, page);
      if (!outcome.ok) return outcome;
      const body = pageOfRows(outcome.events, query.limit, failureBody(named.endpoint), ({ lane, seq }) => [
        lane,
        String(seq),
      ]);
      return { status: 200 as const, body };
    },
  });

const SEQ = /^\d{1,18}$/;
const LANE_MAX = 2 ** 31 - 1;

const placeOf = (cursor: string | undefined): { lane: number; seq: bigint } | undefined => {
  if (cursor === undefined) return { lane: 0, seq: 0n };
  const decoded = decodeCursor(cursor, ['number', 'string']);
  if (!decoded.ok) return undefined;
  const [lane, seq] = decoded.key;
  return Number.isInteger(lane) && lane >= 0 && lane <= LANE_MAX && SEQ.test(seq)
    ? { lane, seq: BigInt(seq) }
    : undefined;
};
