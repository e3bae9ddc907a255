import {
  deliveryPageSchema,
  deliveryPathSchema,
  deliveryQuerySchema,
  deliveryTraceSchema,
} from '../../../../../contract/delivery.ts';
import { isoFromInstant } from '../../../kernel/instant.ts';
import { refuse } from '../../../kernel/refusal.ts';
import type { Tokens } from '../../../kernel/token.ts';
import { decodeCursor, pageOfRows } from '../../../platform/http/cursor.ts';
import { idOf } from '../names.ts';
import { deliveryBody } from './delivery-body.ts';
import { roomEndpoint, TAGS, type DeliveryRouteDeps } from './room-endpoint.ts';
import { seenBy } from './seen.ts';

const NO_END = 9_223_372_036_854_775_807n;

/** What a name stands for. One that was made up is no card's and no member's, who so have no deliveries. */
const placeNamed = (tokens: Tokens, prefix: string, name: string | undefined) =>
  name === undefined ? undefined : (tokens.decode(prefix, name) ?? { lane: 0, id: 0n });

/** `GET /v1/gift-card-deliveries/:delivery` */
export const getDelivery = ({ delivery, tokens, partners }: DeliveryRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/gift-card-deliveries/:delivery',
    summary: 'Show a delivery and what became of it',
    scope: 'deliveries:write',
    tags: TAGS,
    params: deliveryPathSchema,
    answers: { 200: deliveryTraceSchema },
    refusals: ['delivery.delivery.not_found'],
    handler: async ({ principal, params }) => {
      const id = idOf(tokens, 'delivery', params.delivery);
      const found =
        id === undefined ? undefined : await delivery.find(principal.tenant, id, seenBy(partners, principal));
      if (!found) return refuse('delivery.delivery.not_found');
      const steps = found.steps.map(({ at, state, reason }) => ({
        at: isoFromInstant(at),
        state,
        ...(reason !== '' && { reason }),
      }));
      return { status: 200 as const, body: { ...deliveryBody(tokens)(found.shown), steps } };
    },
  });

/** `GET /v1/gift-card-deliveries` */
export const listDeliveries = ({ delivery, tokens, partners }: DeliveryRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/gift-card-deliveries',
    summary: 'List deliveries of gift cards',
    description: 'Newest first.',
    scope: 'deliveries:manage',
    tags: TAGS,
    query: deliveryQuerySchema,
    answers: { 200: deliveryPageSchema },
    refusals: ['http.cursor.malformed'],
    handler: async ({ principal, query }) => {
      const before = query.cursor === undefined ? NO_END : readCursor(query.cursor);
      if (before === undefined) return refuse('http.cursor.malformed');
      const card = placeNamed(tokens, 'card', query.card);
      const member = placeNamed(tokens, 'mem', query.member);
      const { state, limit } = query;
      const question = { state, before, limit: limit + 1, card, member, seen: seenBy(partners, principal) };
      const rows = await delivery.list(principal.tenant, question);
      const body = pageOfRows(rows, limit, deliveryBody(tokens), (row) => [String(row.delivery)]);
      return { status: 200 as const, body };
    },
  });

function readCursor(cursor: string): bigint | undefined {
  const read = decodeCursor(cursor, ['string']);
  return read.ok && /^\d{1,18}$/.test(read.key[0]) ? BigInt(read.key[0]) : undefined;
}
