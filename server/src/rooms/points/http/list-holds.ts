import { holdPageSchema, memberPointsPathSchema, pointsPageQuerySchema } from '../../../../../contract/points.ts';
import { isoFromInstant } from '../../../kernel/instant.ts';
import { pageOfRows } from '../../../platform/http/cursor.ts';
import { textOf } from '../operations/amount.ts';
import { listHolds, type ListedHold } from '../read/holds.ts';
import { findOwner, readPlace } from './find-owner.ts';
import { roomEndpoint, type PointsRoom } from './room-endpoint.ts';

/** `GET /v1/members/:member/holds` */
export const listHoldsEndpoint = (room: PointsRoom) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/members/:member/holds',
    summary: 'List the open holds of a member',
    scope: 'points:read',
    tags: ['points'],
    params: memberPointsPathSchema,
    query: pointsPageQuerySchema,
    answers: { 200: holdPageSchema },
    refusals: ['members.member.unknown', 'http.cursor.malformed'],
    handler: async ({ principal, params, query }) => {
      const found = await findOwner(room, principal, params.member);
      if (!found.ok) return found;
      const place = readPlace(query.cursor);
      if (!place.ok) return place;
      const rows = await listHolds(room.database, found.owner, room.clock.now(), place.after, query.limit + 1);
      const body = pageOfRows(rows, query.limit, holdBody(room), ({ wallet, seq, n }) => [
        String(wallet),
        String(seq),
        n,
      ]);
      return { status: 200 as const, body };
    },
  });

const holdBody = (room: PointsRoom) => (hold: ListedHold) => {
  const type = room.walletTypes.of(hold.walletType);
  return {
    hold: room.tokens.encode('hold', hold.lane, hold.seq),
    walletType: type.code,
    unit: room.programs.settings().unit(type.unit).code,
    points: textOf(room, type, hold.amount),
    expiresAt: isoFromInstant(hold.expiresAt),
  };
};
