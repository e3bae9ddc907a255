import { debtPageSchema, memberPointsPathSchema, pointsPageQuerySchema } from '../../../../../contract/points.ts';
import { isoFromInstant } from '../../../kernel/instant.ts';
import { pageOfRows } from '../../../platform/http/cursor.ts';
import { textOf } from '../operations/amount.ts';
import { listDebts, type ListedDebt } from '../read/debts.ts';
import { findOwner, readPlace } from './find-owner.ts';
import { roomEndpoint, type PointsRoom } from './room-endpoint.ts';

/** `GET /v1/members/:member/debts` */
export const listDebtsEndpoint = (room: PointsRoom) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/members/:member/debts',
    summary: 'List what a member owes',
    scope: 'points:read',
    tags: ['points'],
    params: memberPointsPathSchema,
    query: pointsPageQuerySchema,
    answers: { 200: debtPageSchema },
    refusals: ['members.member.unknown', 'http.cursor.malformed'],
    handler: async ({ principal, params, query }) => {
      const found = await findOwner(room, principal, params.member);
      if (!found.ok) return found;
      const place = readPlace(query.cursor);
      if (!place.ok) return place;
      const rows = await listDebts(room.database, found.owner, place.after, query.limit + 1);
      const body = pageOfRows(rows, query.limit, debtBody(room), ({ wallet, seq, n }) => [
        String(wallet),
        String(seq),
        n,
      ]);
      return { status: 200 as const, body };
    },
  });

const debtBody = (room: PointsRoom) => (debt: ListedDebt) => {
  const type = room.walletTypes.of(debt.walletType);
  return {
    causedBy: room.tokens.encode('op', debt.lane, debt.seq),
    walletType: type.code,
    unit: room.programs.settings().unit(type.unit).code,
    amount: textOf(room, type, debt.amount),
    remaining: textOf(room, type, debt.remaining),
    owedSince: isoFromInstant(debt.owedSince),
  };
};
