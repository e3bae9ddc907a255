import {
  suppressionInputSchema,
  suppressionPageSchema,
  suppressionPathSchema,
  suppressionSchema,
} from '../../../../../contract/notifications.ts';
import { pageQuery } from '../../../../../contract/common.ts';
import { actorOf } from '../../../platform/audit.ts';
import { pageOfRows } from '../../../platform/http/cursor.ts';
import { endpoint } from '../../../platform/http/endpoint.ts';
import { suppressionBody } from './message-body.ts';
import { beforeOf, idOf, READ, refuseBound, TAGS, WRITE, type NotificationRouteDeps } from './room-endpoint.ts';

/** `GET /v1/suppressions` */
export const listSuppressions = ({ notifications, tokens }: NotificationRouteDeps) =>
  endpoint({
    method: 'GET',
    path: '/v1/suppressions',
    summary: 'List the addresses that are sent nothing',
    scope: READ,
    tags: TAGS,
    query: pageQuery,
    answers: { 200: suppressionPageSchema },
    refusals: ['notifications.channel.not_for_bound', 'http.cursor.malformed'],
    handler: async ({ principal, query }) => {
      const from = refuseBound(principal) ?? beforeOf(query.cursor);
      if (!from.ok) return from;
      const rows = await notifications.suppressions(principal.tenant, { before: from.before, limit: query.limit + 1 });
      const body = pageOfRows(rows, query.limit, suppressionBody(tokens), ({ suppression }) => [String(suppression)]);
      return { status: 200 as const, body };
    },
  });

/** `POST /v1/suppressions` */
export const addSuppression = ({ notifications, tokens }: NotificationRouteDeps) =>
  endpoint({
    method: 'POST',
    path: '/v1/suppressions',
    summary: 'Send an address nothing, or no advertising, any more',
    description: 'The same address again is the same entry.',
    scope: WRITE,
    tags: TAGS,
    body: suppressionInputSchema,
    answers: { 200: suppressionSchema },
    refusals: ['notifications.channel.not_for_bound', 'kernel.phone.malformed', 'kernel.email.malformed'],
    handler: async ({ principal, body }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const made = await notifications.suppress(principal.tenant, { ...body, reason: 'asked' }, actorOf(principal));
      return made.ok ? { status: 200 as const, body: suppressionBody(tokens)(made.suppression) } : made;
    },
  });

/** `DELETE /v1/suppressions/:suppression` */
export const removeSuppression = ({ notifications, tokens }: NotificationRouteDeps) =>
  endpoint({
    method: 'DELETE',
    path: '/v1/suppressions/:suppression',
    summary: 'Send an address messages again',
    description: 'For who asked for it: an opt-out is a person’s word.',
    scope: WRITE,
    tags: TAGS,
    params: suppressionPathSchema,
    answers: { 204: null },
    refusals: ['notifications.channel.not_for_bound', 'notifications.suppression.not_found'],
    handler: async ({ principal, params }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const gone = await notifications.unsuppress(
        principal.tenant,
        idOf(tokens, 'sup', params.suppression),
        actorOf(principal),
      );
      return gone.ok ? { status: 204 as const, body: undefined } : gone;
    },
  });
