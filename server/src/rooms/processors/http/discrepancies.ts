import {
  processorDiscrepancyCloseSchema,
  processorDiscrepancyPageSchema,
  processorDiscrepancyPathSchema,
  processorDiscrepancyQuerySchema,
  processorDiscrepancySchema,
} from '../../../../../contract/processors.ts';
import { actorOf } from '../../../platform/audit.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { decodeCursor, pageOfRows } from '../../../platform/http/cursor.ts';
import { discrepancyBody, discrepancyNamed } from './processor-body.ts';
import { refuseBound, roomEndpoint, TAGS, type ProcessorRouteDeps } from './room-endpoint.ts';

const NUMBER = /^\d{1,18}$/;

/** `GET /v1/processor-discrepancies` */
export const listDiscrepancies = (deps: ProcessorRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/processor-discrepancies',
    summary: 'List where what processors say does not fit',
    description: 'In the order in which it was found. Nothing that was told once is overwritten by what is told later.',
    scope: 'journal:read',
    tags: TAGS,
    query: processorDiscrepancyQuerySchema,
    answers: { 200: processorDiscrepancyPageSchema },
    refusals: ['http.cursor.malformed', 'processors.processor.not_for_bound', 'processors.processor.not_found'],
    handler: async ({ principal, query }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const all = await deps.processors.list(principal.tenant);
      const codes = new Map(all.map(({ processor }) => [processor.processor, processor.code]));
      const wanted = all.find(({ processor }) => processor.code === query.processor)?.processor.processor;
      if (query.processor !== undefined && wanted === undefined) {
        return refuse('processors.processor.not_found', { processor: query.processor });
      }
      const cursor = query.cursor === undefined ? undefined : decodeCursor(query.cursor, ['string']);
      if (cursor && !cursor.ok) return cursor;
      const after = cursor?.key[0] ?? '0';
      if (!NUMBER.test(after)) return refuse('http.cursor.malformed');
      const rows = await deps.processors.discrepancies(principal.tenant, {
        after: BigInt(after),
        state: query.state,
        processor: wanted,
        limit: query.limit + 1,
      });
      const body = pageOfRows(
        rows,
        query.limit,
        (row) => discrepancyBody(deps.tokens, row, codes.get(row.processor) ?? ''),
        ({ discrepancy }) => [String(discrepancy)],
      );
      return { status: 200 as const, body };
    },
  });

/** `POST /v1/processor-discrepancies/:discrepancy/close` */
export const closeDiscrepancy = (deps: ProcessorRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/processor-discrepancies/:discrepancy/close',
    summary: 'Close a discrepancy with a note',
    description: 'Found again, the very same stays closed. Closing it again changes nothing.',
    scope: 'settings:write',
    tags: TAGS,
    params: processorDiscrepancyPathSchema,
    body: processorDiscrepancyCloseSchema,
    answers: { 200: processorDiscrepancySchema },
    refusals: ['processors.processor.not_for_bound', 'processors.discrepancy.not_found'],
    examples: { body: { note: 'A fee that the processor announced on Monday.' } },
    handler: async ({ principal, params, body }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const discrepancy = discrepancyNamed(deps.tokens, params.discrepancy);
      if (discrepancy === undefined) return refuse('processors.discrepancy.not_found');
      const by = { ...actorOf(principal), credential: principal.credential };
      const closed = { note: body.note, by };
      const outcome = await deps.processors.closeDiscrepancy(principal.tenant, discrepancy, closed);
      if (!outcome.ok) return outcome;
      const code = await deps.processors.codeOf(outcome.discrepancy.processor);
      return { status: 200 as const, body: discrepancyBody(deps.tokens, outcome.discrepancy, code) };
    },
  });
