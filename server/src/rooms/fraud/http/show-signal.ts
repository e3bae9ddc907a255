import { pageQuery } from '../../../../../contract/common.ts';
import {
  signalCountsSchema,
  signalPathSchema,
  signalReceiptPageSchema,
  signalSchema,
} from '../../../../../contract/signals.ts';
import { parseLocalDate } from '../../../kernel/local-date.ts';
import { formatQuantity } from '../../../kernel/quantity.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { decodeCursor, pageOfRows } from '../../../platform/http/cursor.ts';
import { READ, roomEndpoint, signalNamed, sightOf, TAGS, type FraudRouteDeps } from './room-endpoint.ts';
import { signalBodies } from './signal-body.ts';

/** `GET /v1/signals/:signal` */
export const getSignalEndpoint = (deps: FraudRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/signals/:signal',
    summary: 'Show a signal',
    description: 'With what is counted in its window now, what it holds, and what was decided of it.',
    scope: READ,
    tags: TAGS,
    params: signalPathSchema,
    answers: { 200: signalSchema },
    refusals: ['fraud.signal.not_found'],
    handler: async ({ principal, params }) => {
      const asked = { signal: signalNamed(deps, params.signal) };
      const [signal] = await deps.fraud.list(sightOf(deps, principal), asked, { limit: 1 });
      if (signal === undefined) return refuse('fraud.signal.not_found');
      const [body] = await signalBodies(deps, [signal]);
      return { status: 200 as const, body: body! };
    },
  });

/** `GET /v1/signals/:signal/receipts` */
export const listSignalReceiptsEndpoint = (deps: FraudRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/signals/:signal/receipts',
    summary: 'List the receipts of a signal',
    description: 'All that counted in its window, also since it was raised, by day; voided ones too.',
    scope: READ,
    tags: TAGS,
    params: signalPathSchema,
    query: pageQuery,
    answers: { 200: signalReceiptPageSchema },
    refusals: ['fraud.signal.not_found', 'http.cursor.malformed'],
    handler: async ({ principal, params, query }) => {
      const asked = { signal: signalNamed(deps, params.signal) };
      const [signal] = await deps.fraud.list(sightOf(deps, principal), asked, { limit: 1 });
      if (signal === undefined) return refuse('fraud.signal.not_found');
      const after = readAfter(query.cursor);
      if ('refusal' in after) return after;
      const rows = await deps.fraud.receiptsOf(signal.signal, after.after, query.limit + 1);
      const money = deps.programs.settings().program(signal.subject.program).currency.decimals;
      const points = deps.fraud.pointsDecimalsOf(signal);
      const body = pageOfRows(
        rows,
        query.limit,
        (row) => ({
          receipt: deps.tokens.encode('op', row.receipt_lane, row.receipt_seq),
          operation: deps.tokens.encode('op', row.lane, row.seq),
          ...{ on: row.counted_on, isVoided: row.is_undone },
          ...{ points: formatQuantity(row.points, points), money: formatQuantity(row.money, money) },
          ...(row.state !== null && { held: row.state === 'due' ? ('freezing' as const) : row.state }),
        }),
        ({ counted_on: on, lane, seq }) => [on, lane, String(seq)],
      );
      return { status: 200 as const, body };
    },
  });

const NUMBER = /^\d{1,18}$/;

function readAfter(cursor: string | undefined) {
  if (cursor === undefined) return { after: undefined };
  const read = decodeCursor(cursor, ['string', 'number', 'string']);
  if (!read.ok) return read;
  const [day, lane, seq] = read.key;
  const on = parseLocalDate(day);
  if (on === undefined || !Number.isSafeInteger(lane) || !NUMBER.test(seq)) return refuse('http.cursor.malformed');
  return { after: { on, lane, seq: BigInt(seq) } };
}

/** `GET /v1/signals/open` */
export const countOpenSignalsEndpoint = (deps: FraudRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/signals/open',
    summary: 'Count open signals',
    description: 'Those that nobody has looked at, by what they do. Whoever is bound to places is told of his outlets.',
    scope: READ,
    tags: TAGS,
    answers: { 200: signalCountsSchema },
    refusals: [],
    handler: async ({ principal }) => ({
      status: 200 as const,
      body: { ...(await deps.fraud.countOpen(sightOf(deps, principal))) },
    }),
  });
