import { pageQuery } from '../../../../../contract/common.ts';
import {
  segmentInputSchema,
  segmentPageSchema,
  segmentPathSchema,
  segmentSchema,
} from '../../../../../contract/segments.ts';
import { actorOf } from '../../../platform/audit.ts';
import { decodeCursor, pageOfRows } from '../../../platform/http/cursor.ts';
import { boundAgainst, roomEndpoint, segmentBody, TAGS, type SegmentRouteDeps } from './room-endpoint.ts';

/** `GET /v1/segments` */
export const listSegments = ({ segments }: SegmentRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/segments',
    summary: 'List segments by code',
    scope: 'segments:read',
    tags: TAGS,
    query: pageQuery,
    answers: { 200: segmentPageSchema },
    refusals: ['segments.segment.not_for_bound', 'http.cursor.malformed'],
    handler: async ({ principal, query }) => {
      const bound = boundAgainst(principal);
      if (bound) return bound;
      const cursor = query.cursor === undefined ? undefined : decodeCursor(query.cursor, ['string']);
      if (cursor && !cursor.ok) return cursor;
      const rows = await segments.list(principal.tenant, cursor?.key[0] ?? '', query.limit);
      return { status: 200 as const, body: pageOfRows(rows, query.limit, segmentBody, ({ code }) => [code]) };
    },
  });

/** `PUT /v1/segments/:segment` */
export const saveSegment = ({ segments }: SegmentRouteDeps) =>
  roomEndpoint({
    method: 'PUT',
    path: '/v1/segments/:segment',
    summary: 'Make a segment, or give it another name',
    description:
      'Its code is what promotions name, by the condition `segment-in`. The same again changes nothing (200).',
    scope: 'segments:write',
    tags: TAGS,
    params: segmentPathSchema,
    body: segmentInputSchema,
    answers: { 200: segmentSchema, 201: segmentSchema },
    refusals: ['segments.segment.not_for_bound', 'segments.segment.too_many'],
    examples: { body: { name: 'Coffee lovers' } },
    handler: async ({ principal, params, body }) => {
      const bound = boundAgainst(principal);
      if (bound) return bound;
      const asked = { tenant: principal.tenant, code: params.segment, name: body.name, by: actorOf(principal) };
      const outcome = await segments.save(asked);
      if (!outcome.ok) return outcome;
      const shown = segmentBody(outcome.segment);
      return outcome.isNew ? { status: 201 as const, body: shown } : { status: 200 as const, body: shown };
    },
  });
