import { operationPageSchema } from '../../../../../contract/checkout-answers.ts';
import { operationsQuerySchema } from '../../../../../contract/checkout.ts';
import { instantFromIso, isoFromInstant } from '../../../kernel/instant.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { decodeCursor, pageOfRows } from '../../../platform/http/cursor.ts';
import { listOperationsOfOwner } from '../read/operation.ts';
import { operationBody, outletsSeen } from './operation-body.ts';
import { roomEndpoint, type CheckoutRouteDeps } from './room-endpoint.ts';

const NO_END = 9_223_372_036_854_775_807n;

/** `GET /v1/operations?member=…` */
export const listOperationsEndpoint = ({ checkout }: CheckoutRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/operations',
    summary: 'List the operations of a member',
    description:
      'Newest first, with what time alone has done (`settled`). A bound credential sees those of its own outlets.',
    scope: 'journal:read',
    tags: ['checkout'],
    query: operationsQuerySchema,
    answers: { 200: operationPageSchema },
    refusals: ['http.input.invalid', 'http.cursor.malformed', 'members.member.unknown'],
    handler: async ({ principal, query }) => {
      const from = query.from === undefined ? undefined : instantFromIso(query.from);
      if (from === undefined && query.from !== undefined) return refuse('http.input.invalid');
      const before = query.cursor === undefined ? NO_END : readCursor(query.cursor);
      if (typeof before !== 'bigint') return before;
      const { tenant } = principal;
      const place = checkout.tokens.decode('mem', query.member);
      const owner = place && (await checkout.machine.look.owner({ lane: place.lane, owner: place.id }));
      if (!owner || owner.tenant !== tenant || owner.kind !== 'member') return refuse('members.member.unknown');
      const rows = await listOperationsOfOwner(checkout.database, {
        ...{ lane: owner.lane, owner: owner.owner, before, tenant },
        from: from === undefined ? '-infinity' : isoFromInstant(from),
        outlets: outletsSeen(checkout, principal),
        limit: query.limit + 1,
      });
      const body = pageOfRows(
        rows,
        query.limit,
        (row) => ({
          ...operationBody(checkout, row),
          ...(row.home_lane === null || row.home_seq === null
            ? {}
            : { home: checkout.tokens.encode('op', row.home_lane, row.home_seq) }),
        }),
        (row) => [String(row.seq)],
      );
      return { status: 200 as const, body };
    },
  });

function readCursor(cursor: string) {
  const read = decodeCursor(cursor, ['string']);
  if (!read.ok) return read;
  return /^\d{1,18}$/.test(read.key[0]) ? BigInt(read.key[0]) : refuse('http.cursor.malformed');
}
