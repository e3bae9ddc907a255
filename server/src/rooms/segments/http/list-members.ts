import { memberPathSchema } from '../../../../../contract/members.ts';
import {
  memberSegmentsSchema,
  segmentMemberPageSchema,
  segmentMembersQuerySchema,
  segmentPathSchema,
} from '../../../../../contract/segments.ts';
import { isoFromInstant } from '../../../kernel/instant.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { decodeCursor, pageOfRows } from '../../../platform/http/cursor.ts';
import { findMember } from '../../members/index.ts';
import { FIND_REFUSALS, roomEndpoint, segmentOf, TAGS, type SegmentRouteDeps } from './room-endpoint.ts';

/** `GET /v1/segments/:segment/members` */
export const listSegmentMembers = (deps: SegmentRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/segments/:segment/members',
    summary: 'List who belongs to a segment',
    scope: 'segments:read',
    tags: TAGS,
    params: segmentPathSchema,
    query: segmentMembersQuerySchema,
    answers: { 200: segmentMemberPageSchema },
    refusals: [...FIND_REFUSALS, 'http.cursor.malformed'],
    handler: async ({ principal, params, query }) => {
      const found = await segmentOf(deps, principal, params.segment);
      if (!found.ok) return found;
      let after = 0n;
      if (query.cursor !== undefined) {
        const cursor = decodeCursor(query.cursor, ['string']);
        if (!cursor.ok) return cursor;
        if (!/^\d{1,18}$/.test(cursor.key[0])) return refuse('http.cursor.malformed');
        after = BigInt(cursor.key[0]);
      }
      const rows = await deps.segments.members(found.segment, after, query.limit);
      const body = pageOfRows(
        rows,
        query.limit,
        ({ lane, owner, since }) => ({
          member: deps.tokens.encode('mem', lane, owner),
          since: isoFromInstant(since),
        }),
        ({ owner }) => [String(owner)],
      );
      return { status: 200 as const, body };
    },
  });

/** `GET /v1/members/:member/segments` */
export const getMemberSegments = (deps: SegmentRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/members/:member/segments',
    summary: 'Show the segments that a member belongs to',
    scope: 'segments:read',
    tags: TAGS,
    params: memberPathSchema,
    answers: { 200: memberSegmentsSchema },
    refusals: ['members.member.unknown'],
    handler: async ({ principal, params }) => {
      const found = await findMember(deps.tokens, deps.machine.look, principal.tenant, params.member);
      if (!found.ok) return found;
      return { status: 200 as const, body: { segments: [...(await deps.segments.segmentsOf(found))] } };
    },
  });
