import {
  messagePageSchema,
  messagePathSchema,
  messageQuerySchema,
  messageQueuedSchema,
  messageSchema,
  outboxPageSchema,
  resendInputSchema,
} from '../../../../../contract/notifications.ts';
import { pageQuery } from '../../../../../contract/common.ts';
import { isoFromInstant } from '../../../kernel/instant.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { actorOf } from '../../../platform/audit.ts';
import { pageOfRows } from '../../../platform/http/cursor.ts';
import { endpoint } from '../../../platform/http/endpoint.ts';
import { oneReference } from '../../../platform/lanes/index.ts';
import { messageBody } from './message-body.ts';
import { beforeOf, READ, refuseBound, TAGS, WRITE, type NotificationRouteDeps } from './room-endpoint.ts';

/** `GET /v1/messages` */
export const listMessages = (deps: NotificationRouteDeps) =>
  endpoint({
    method: 'GET',
    path: '/v1/messages',
    summary: 'List messages to people, newest first',
    description: 'What they said is not shown, and whom they went to only masked.',
    scope: READ,
    tags: TAGS,
    query: messageQuerySchema,
    answers: { 200: messagePageSchema },
    refusals: ['notifications.channel.not_for_bound', 'http.cursor.malformed'],
    handler: async ({ principal, query }) => {
      const from = refuseBound(principal) ?? beforeOf(query.cursor);
      if (!from.ok) return from;
      const { kind, state, limit } = query;
      const page = { before: from.before, limit: limit + 1, kind, state };
      const rows = await deps.notifications.listMessages(principal.tenant, page);
      return { status: 200 as const, body: pageOfRows(rows, limit, messageBody(deps), (row) => [String(row.message)]) };
    },
  });

/** `GET /v1/messages/:message` */
export const getMessage = (deps: NotificationRouteDeps) =>
  endpoint({
    method: 'GET',
    path: '/v1/messages/:message',
    summary: 'Show what became of a message',
    scope: READ,
    tags: TAGS,
    params: messagePathSchema,
    answers: { 200: messageSchema },
    refusals: ['notifications.channel.not_for_bound', 'notifications.message.not_found'],
    handler: async ({ principal, params }) => {
      const found = refuseBound(principal) ?? (await deps.notifications.findMessage(principal.tenant, params.message));
      return found.ok ? { status: 200 as const, body: messageBody(deps)(found.message) } : found;
    },
  });

/** `POST /v1/messages/:message/resend` */
export const resendMessage = ({ notifications }: NotificationRouteDeps) =>
  endpoint({
    method: 'POST',
    path: '/v1/messages/:message/resend',
    summary: 'Send a message again',
    description: 'As a new message. Codes are not sent again: ask for another one.',
    scope: WRITE,
    tags: TAGS,
    params: messagePathSchema,
    body: resendInputSchema,
    answers: { 202: messageQueuedSchema },
    refusals: [
      'notifications.channel.not_for_bound',
      'notifications.message.not_found',
      'notifications.message.not_kept',
      'notifications.message.reference_missing',
      'operation.reference_differs',
      'notifications.message.reference_reused',
    ],
    handler: async ({ principal, params, body, clientReference }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const named = oneReference(body.reference, clientReference);
      if (!named.ok) return named;
      const { reference } = named;
      if (reference === undefined) return refuse('notifications.message.reference_missing');
      const name = `notifications.resend.${reference}`;
      const said = await notifications.resend(principal.tenant, params.message, name, actorOf(principal));
      if (!said.ok) return said;
      const { message, state, isRepeat } = said;
      return { status: 202 as const, body: { id: notifications.messageToken(message), state, repeated: isRepeat } };
    },
  });

/** `GET /v1/outbox` */
export const listOutbox = ({ notifications }: NotificationRouteDeps) =>
  endpoint({
    method: 'GET',
    path: '/v1/outbox',
    summary: 'List the messages that would have gone out, newest first',
    description:
      'Messages of kinds that have no sender, for development: codes stand here in the clear, so only a credential of the whole ' +
      'tenant sees any.',
    scope: 'settings:read',
    tags: ['development'],
    query: pageQuery,
    answers: { 200: outboxPageSchema },
    refusals: ['notifications.channel.not_for_bound', 'http.cursor.malformed'],
    handler: async ({ principal, query }) => {
      const from = refuseBound(principal) ?? beforeOf(query.cursor);
      if (!from.ok) return from;
      const rows = await notifications.outbox(principal.tenant, { before: from.before, limit: query.limit + 1 });
      const body = pageOfRows(
        rows,
        query.limit,
        ({ message, kind, to, subject, text, state, madeAt }) => ({
          ...{ id: notifications.messageToken(message), kind, to, subject, text, state },
          madeAt: isoFromInstant(madeAt),
        }),
        ({ message }) => [String(message)],
      );
      return { status: 200 as const, body };
    },
  });
