import { exceptionPageSchema } from '../../../../../contract/checkout-answers.ts';
import { exceptionsQuerySchema } from '../../../../../contract/checkout.ts';
import { isoFromInstant } from '../../../kernel/instant.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { decodeCursor, pageOfRows } from '../../../platform/http/cursor.ts';
import { problemOf } from '../../../platform/http/problem.ts';
import { listExceptions } from '../read/exceptions.ts';
import { operationBody, outletsSeen } from './operation-body.ts';
import { roomEndpoint, type CheckoutRouteDeps } from './room-endpoint.ts';

const BEGINNING = { notedAt: 'infinity', lane: 0, seq: 0n, n: 0 };

/** `GET /v1/exceptions` */
export const listExceptionsEndpoint = ({ checkout, catalogue }: CheckoutRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/exceptions',
    summary: 'List the exceptions',
    description: 'What notices were booked with although value, state or limit did not cover it; newest first.',
    scope: 'journal:read',
    tags: ['checkout'],
    query: exceptionsQuerySchema,
    answers: { 200: exceptionPageSchema },
    refusals: ['http.cursor.malformed'],
    handler: async ({ principal, query, language }) => {
      const before = query.cursor === undefined ? BEGINNING : readCursor(query.cursor);
      if ('refusal' in before) return before;
      const rows = await listExceptions(
        checkout.database,
        principal.tenant,
        before,
        outletsSeen(checkout, principal),
        query.limit + 1,
      );
      const body = pageOfRows(
        rows,
        query.limit,
        (row) => ({
          ...operationBody(checkout, row),
          code: row.code,
          facts: row.facts,
          text: problemOf(refuse(row.code, row.facts), catalogue, { language }).detail,
          notedAt: isoFromInstant(row.noted_at),
        }),
        (row) => [isoFromInstant(row.noted_at), row.lane, String(row.seq), row.n],
      );
      return { status: 200 as const, body };
    },
  });

function readCursor(cursor: string) {
  const read = decodeCursor(cursor, ['string', 'number', 'string', 'number']);
  if (!read.ok) return read;
  const [notedAt, lane, seq, n] = read.key;
  if (!/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(notedAt) || !/^\d{1,18}$/.test(seq)) return refuse('http.cursor.malformed');
  return { notedAt, lane, seq: BigInt(seq), n };
}
