import { pageQuery } from '../../../../../contract/common.ts';
import { outboxPageSchema } from '../../../../../contract/members.ts';
import { isoFromInstant } from '../../../kernel/instant.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { decodeCursor, pageOfRows } from '../../../platform/http/cursor.ts';
import { speaksForTenant } from '../../partners/index.ts';
import { findMessages } from '../read/outbox.ts';
import { roomEndpoint, type MemberRouteDeps } from './room-endpoint.ts';

const NEWEST = 9_223_372_036_854_775_807n;

/** `GET /v1/development/outbox` */
export const listOutbox = ({ database }: MemberRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/development/outbox',
    summary: 'List the messages that would have gone out, newest first',
    description: 'For development: codes stand here in the clear, so only a credential of the whole tenant sees any.',
    scope: 'settings:read',
    tags: ['development'],
    query: pageQuery,
    answers: { 200: outboxPageSchema },
    refusals: ['http.cursor.malformed'],
    handler: async ({ principal, query }) => {
      if (!speaksForTenant(principal)) return { status: 200 as const, body: { items: [] } };
      let before = NEWEST;
      if (query.cursor !== undefined) {
        const cursor = decodeCursor(query.cursor, ['string']);
        if (!cursor.ok) return cursor;
        if (!/^\d{1,18}$/.test(cursor.key[0])) return refuse('http.cursor.malformed');
        before = BigInt(cursor.key[0]);
      }
      const rows = await findMessages(database, principal.tenant, before, query.limit);
      const page = pageOfRows(
        rows,
        query.limit,
        ({ phone, text, made_at }) => ({ phone, text, madeAt: isoFromInstant(made_at) }),
        ({ message }) => [String(message)],
      );
      return { status: 200 as const, body: page };
    },
  });
