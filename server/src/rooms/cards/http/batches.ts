import { pageQuery } from '../../../../../contract/common.ts';
import {
  cardBatchChangedSchema,
  cardBatchDetailSchema,
  cardBatchInputSchema,
  cardBatchPageSchema,
  cardBatchPathSchema,
} from '../../../../../contract/card-stock.ts';
import { isoFromInstant } from '../../../kernel/instant.ts';
import { decodeCursor, pageOfRows } from '../../../platform/http/cursor.ts';
import type { Principal } from '../../partners/index.ts';
import type { Asking, BatchOutcome } from '../create-batch.ts';
import {
  askedBy,
  ASKED_REFUSALS,
  batchBody,
  batchOfToken,
  BATCH_REFUSALS,
  doneBy,
  MAKE,
  refuseBound,
  TAGS,
} from './stock-endpoint.ts';
import { batchSlots, type BatchSlots } from './batch-links.ts';
import { roomEndpoint, type CardRouteDeps } from './room-endpoint.ts';

type Deps = Pick<CardRouteDeps, 'cards' | 'tokens'> & BatchSlots;
const BATCH_MAX = (1n << 63n) - 1n;

const changed = (deps: Deps, outcome: BatchOutcome) =>
  outcome.ok ? { ...batchBody(deps, outcome.batch), repeated: outcome.repeated } : outcome;

/** `POST /v1/card-batches` */
export const orderCardBatch = (deps: Deps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/card-batches',
    summary: 'Order cards of a range',
    description: 'They are generated within minutes, beside the tills. Look at the batch to see how far it is.',
    scope: MAKE,
    tags: TAGS,
    body: cardBatchInputSchema,
    answers: { 202: cardBatchChangedSchema },
    refusals: [...ASKED_REFUSALS, 'cards.range.unknown', 'cards.range.closed', 'cards.range.exhausted'] as string[],
    examples: { body: { reference: 'print-2026-11', range: 'club-2026', quantity: 100_000 } },
    handler: async ({ principal, body: { reference, ...order }, clientReference }) => {
      const named = askedBy(principal, reference, clientReference);
      if (!named.ok) return named;
      const made = changed(deps, await deps.cards.createCardBatch({ ...named.asked, ...order, source: 'generator' }));
      return 'refusal' in made ? made : { status: 202 as const, body: made };
    },
  });

/** `GET /v1/card-batches` */
export const listCardBatches = (deps: Deps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/card-batches',
    summary: 'List the card batches',
    description: 'The newest first.',
    scope: MAKE,
    tags: TAGS,
    query: pageQuery,
    answers: { 200: cardBatchPageSchema },
    refusals: ['http.cursor.malformed', 'programs.tenant.not_for_bound'] as string[],
    handler: async ({ principal, query }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const cursor = query.cursor === undefined ? undefined : decodeCursor(query.cursor, ['number']);
      if (cursor && !cursor.ok) return cursor;
      const before = cursor === undefined ? BATCH_MAX : BigInt(Math.trunc(cursor.key[0]));
      const rows = await deps.cards.listBatches(principal.tenant, before, query.limit + 1);
      const body = pageOfRows(
        rows,
        query.limit,
        (one) => batchBody(deps, one),
        ({ batch }) => [Number(batch)],
      );
      return { status: 200 as const, body };
    },
  });

/** `GET /v1/card-batches/:batch` */
export const getCardBatch = (deps: Deps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/card-batches/:batch',
    summary: 'Show a card batch: how far it is, and through whose hands it went',
    scope: MAKE,
    tags: TAGS,
    params: cardBatchPathSchema,
    answers: { 200: cardBatchDetailSchema },
    refusals: [...BATCH_REFUSALS] as string[],
    handler: async ({ principal, params }) => {
      const bound = refuseBound(principal);
      const found = bound ?? (await deps.cards.findBatch(principal.tenant, batchOfToken(deps, params.batch)));
      return found.ok ? { status: 200 as const, body: await batchDetail(deps, principal.tenant, found.batch) } : found;
    },
  });

/** A batch with its stock counted, its custody, the file it came of and its links. */
export async function batchDetail(deps: Deps, tenant: number, batch: Parameters<typeof batchBody>[1]) {
  const [stock, custody, more] = await Promise.all([
    deps.cards.stockCounts(batch.batch),
    deps.cards.listCustody(tenant, batch.batch),
    batchSlots(deps, batch),
  ]);
  const lines = custody.map(({ stage, holder, by, at }) => ({ stage, holder, by: String(by), at: isoFromInstant(at) }));
  return { ...batchBody(deps, batch), stock, custody: lines, ...more };
}

const move = (
  deps: Deps,
  word: 'release' | 'abandon',
  summary: string,
  description: string,
  verb: (who: Asking, batch: bigint) => Promise<BatchOutcome>,
) =>
  roomEndpoint({
    method: 'POST',
    path: `/v1/card-batches/:batch/${word}`,
    ...{ summary, description },
    scope: MAKE,
    tags: TAGS,
    params: cardBatchPathSchema,
    answers: { 200: cardBatchChangedSchema },
    refusals: [...BATCH_REFUSALS] as string[],
    handler: async ({ principal, params }: { principal: Principal; params: { batch: string } }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const who = doneBy(principal);
      const done = changed(deps, await verb(who, batchOfToken(deps, params.batch)));
      return 'refusal' in done ? done : { status: 200 as const, body: done };
    },
  });

/** `POST /v1/card-batches/:batch/release` */
export const releaseCardBatch = (deps: Deps) =>
  move(
    deps,
    'release',
    'Release a whole card batch',
    'From the answer on its cards can be activated, all of them. A batch that is not whole is refused. Again changes nothing.',
    deps.cards.releaseBatch,
  );

/** `POST /v1/card-batches/:batch/abandon` */
export const abandonCardBatch = (deps: Deps) =>
  move(
    deps,
    'abandon',
    'Give a card batch up before it was released',
    'Its cards were there for nobody and are swept away; their numbers are free again.',
    deps.cards.abandonBatch,
  );
