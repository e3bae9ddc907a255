import { lotPageSchema, memberPointsPathSchema, pointsPageQuerySchema } from '../../../../../contract/points.ts';
import { INSTANT_NEVER, isoFromInstant, type Instant } from '../../../kernel/instant.ts';
import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import { decodeCursor, pageOfRows } from '../../../platform/http/cursor.ts';
import { endText } from '../present.ts';
import { textOf } from '../operations/amount.ts';
import { listLots, stateOfLot, type ListedLot, type LotPlace } from '../read/lots.ts';
import { findOwner, isSmall, wholeOf } from './find-owner.ts';
import { roomEndpoint, type PointsRoom } from './room-endpoint.ts';

/** `GET /v1/members/:member/lots` */
export const listLotsEndpoint = (room: PointsRoom) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/members/:member/lots',
    summary: 'List the lots of a member of which something is left',
    description:
      'Wallet by wallet, in the order in which they are spent. `expired`: its time is over, and that is not booked yet.',
    scope: 'points:read',
    tags: ['points'],
    params: memberPointsPathSchema,
    query: pointsPageQuerySchema,
    answers: { 200: lotPageSchema },
    refusals: ['members.member.unknown', 'http.cursor.malformed'],
    handler: async ({ principal, params, query }) => {
      const found = await findOwner(room, principal, params.member);
      if (!found.ok) return found;
      const place = readLotPlace(query.cursor);
      if (!place.ok) return place;
      const rows = await listLots(room.database, found.owner, place.after, query.limit + 1);
      const body = pageOfRows(rows, query.limit, lotBody(room, room.clock.now()), (lot) => [
        String(lot.wallet),
        lot.expiresAt,
        lot.activeAt,
        lot.earnedAt,
        String(lot.seq),
        lot.n,
      ]);
      return { status: 200 as const, body };
    },
  });

const lotBody = (room: PointsRoom, at: Instant) => (lot: ListedLot) => {
  const type = room.walletTypes.of(lot.walletType);
  return {
    walletType: type.code,
    unit: room.programs.settings().unit(type.unit).code,
    grantedBy: room.tokens.encode('op', lot.originLane, lot.originSeq),
    amount: textOf(room, type, lot.amount),
    remaining: textOf(room, type, lot.remaining),
    held: textOf(room, type, lot.held),
    state: stateOfLot(lot, at),
    earnedAt: isoFromInstant(lot.earnedAt),
    activeAt: isoFromInstant(lot.activeAt),
    ...endText(lot.expiresAt),
    ...(lot.issuer === 0 ? {} : { issuer: room.partners.settings().partner(lot.issuer).code }),
  };
};

function readLotPlace(
  cursor: string | undefined,
): Ok<{ after: LotPlace | undefined }> | Refusal<'http.cursor.malformed'> {
  if (cursor === undefined) return { ok: true, after: undefined };
  const read = decodeCursor(cursor, ['string', 'number', 'number', 'number', 'string', 'number']);
  if (!read.ok) return read;
  const [walletText, expiresAt, activeAt, earnedAt, seqText, n] = read.key;
  const [wallet, seq] = [wholeOf(walletText), wholeOf(seqText)];
  if (wallet === undefined || seq === undefined || !isSmall(n) || ![expiresAt, activeAt, earnedAt].every(isInstant)) {
    return refuse('http.cursor.malformed');
  }
  return {
    ok: true,
    after: {
      wallet,
      seq,
      n,
      expiresAt: expiresAt as Instant,
      activeAt: activeAt as Instant,
      earnedAt: earnedAt as Instant,
    },
  };
}

const isInstant = (at: number): boolean => Number.isSafeInteger(at) && at >= 0 && at <= INSTANT_NEVER;
