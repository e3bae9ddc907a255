import type { z } from 'zod';
import {
  memberTierPathSchema,
  memberTierSchema,
  tierChangePageSchema,
  tierChangesQuerySchema,
} from '../../../../../contract/tiers.ts';
import { isoFromInstant } from '../../../kernel/instant.ts';
import { refuse, type Refusal } from '../../../kernel/refusal.ts';
import { decodeCursor, pageOfRows } from '../../../platform/http/cursor.ts';
import { listChanges, type ListedChange } from '../read/changes.ts';
import { findMember, findProgram, roomEndpoint, type TierRouteDeps } from './room-endpoint.ts';

const TAGS = ['tiers'];
const WHOLE = /^\d{1,18}$/;

/** `GET /v1/members/:member/tiers/:program` */
export const getMemberTier = (room: TierRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/members/:member/tiers/:program',
    summary: "Show a member's tier, what keeps it and what is missing to the next",
    description:
      'As it stands at this moment: what has begun or ended by now counts, whether or not it is booked yet. Nothing is written.',
    scope: 'members:read',
    tags: TAGS,
    params: memberTierPathSchema,
    answers: { 200: memberTierSchema },
    refusals: [
      'members.member.unknown',
      'programs.program.not_found',
      'tiers.definition.missing',
      'operation.owner_moving',
    ],
    handler: async ({ principal, params }) => {
      const found = findProgram(room, principal, params.program);
      if (!found.ok) return found;
      const member = await findMember(room, principal, params.member);
      if (!member.ok) return member;
      const { lane, owner } = member.owner;
      const { tenant } = principal;
      const input = { lane, owner, tenant, program: found.program };
      const outcome = await room.machine.rehearse(room.tiers.read, { tenant, input });
      if (!outcome.ok) return outcome as Refusal<never>;
      return { status: 200 as const, body: outcome.answer as z.input<typeof memberTierSchema> };
    },
  });

/** `GET /v1/members/:member/tiers/:program/changes` */
export const listTierChanges = (room: TierRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/members/:member/tiers/:program/changes',
    summary: "List the changes of a member's tier, the newest first",
    scope: 'members:read',
    tags: TAGS,
    params: memberTierPathSchema,
    query: tierChangesQuerySchema,
    answers: { 200: tierChangePageSchema },
    refusals: ['members.member.unknown', 'programs.program.not_found', 'http.cursor.malformed'],
    handler: async ({ principal, params, query }) => {
      const found = findProgram(room, principal, params.program);
      if (!found.ok) return found;
      const member = await findMember(room, principal, params.member);
      if (!member.ok) return member;
      const place = query.cursor === undefined ? undefined : decodeCursor(query.cursor, ['string']);
      if (place && !place.ok) return place;
      if (place && !WHOLE.test(place.key[0])) return refuse('http.cursor.malformed');
      const key = { ...member.owner, program: found.program.program };
      const before = place && BigInt(place.key[0]);
      const rows = await listChanges(room.database, key, before, query.limit + 1);
      return {
        status: 200 as const,
        body: pageOfRows(rows, query.limit, changeBody(room), ({ seq }) => [String(seq)]),
      };
    },
  });

const changeBody =
  ({ tokens }: TierRouteDeps) =>
  (change: ListedChange) =>
    ({
      operation: tokens.encode('op', change.lane, change.seq),
      ...(change.from === '' ? {} : { from: change.from }),
      ...(change.to === '' ? {} : { to: change.to }),
      since: isoFromInstant(change.at),
      toldAt: isoFromInstant(change.toldAt),
      because: change.because,
      ...(change.reason === null ? {} : { reason: change.reason }),
    }) as z.input<typeof tierChangePageSchema>['items'][number];
