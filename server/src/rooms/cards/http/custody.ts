import {
  cardBatchDetailSchema,
  cardBatchPathSchema,
  cardCustodyInputSchema,
  cardDestroyedSchema,
  cardDestructionSchema,
} from '../../../../../contract/card-stock.ts';
import { batchDetail } from './batches.ts';
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
import { roomEndpoint, type CardRouteDeps } from './room-endpoint.ts';

type Deps = Pick<CardRouteDeps, 'cards' | 'tokens'>;

/** `POST /v1/card-batches/:batch/custody` */
export const recordCardCustody = (deps: Deps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/card-batches/:batch/custody',
    summary: 'Write down who has a card batch',
    description:
      'With person and time. A batch that is lost is blocked for activation at once; lift the block when it is found.',
    scope: MAKE,
    tags: TAGS,
    params: cardBatchPathSchema,
    body: cardCustodyInputSchema,
    answers: { 201: cardBatchDetailSchema },
    refusals: [...ASKED_REFUSALS, ...BATCH_REFUSALS, 'cards.batch.no_such_serial', 'cards.range.unknown'] as string[],
    examples: { body: { reference: 'w-1', stage: 'handed_over', holder: 'Carrier Norte, van 7' } },
    handler: async ({ principal, params, body: { reference, stage, holder }, clientReference }) => {
      const named = askedBy(principal, reference, clientReference);
      if (!named.ok) return named;
      const batch = batchOfToken(deps, params.batch);
      const outcome = await deps.cards.recordCustody({ ...named.asked, batch, stage, holder });
      if (!outcome.ok) return outcome;
      return { status: 201 as const, body: await batchDetail(deps, principal.tenant, outcome.batch) };
    },
  });

/** `POST /v1/card-batches/:batch/destroy` */
export const destroyCards = (deps: Deps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/card-batches/:batch/destroy',
    summary: 'Destroy the cards of a batch that are in nobody’s hands',
    description:
      'For good: all that is left of it, or an interval of serials. Cards in use stay. Again finds nothing left.',
    scope: MAKE,
    tags: TAGS,
    params: cardBatchPathSchema,
    body: cardDestructionSchema,
    answers: { 200: cardDestroyedSchema },
    refusals: [...BATCH_REFUSALS, 'cards.batch.no_such_serial'] as string[],
    handler: async ({ principal, params, body: { serials } }) => {
      const bound = refuseBound(principal);
      if (bound) return bound;
      const who = doneBy(principal);
      const id = batchOfToken(deps, params.batch);
      if (serials === undefined) {
        const outcome = await deps.cards.destroyBatch(who, id);
        return outcome.ok ? { status: 200 as const, body: batchBody(deps, outcome.batch) } : outcome;
      }
      const outcome = await deps.cards.destroyStock(who, id, serials);
      if (!outcome.ok) return outcome;
      return { status: 200 as const, body: { ...batchBody(deps, outcome.batch), destroyed: outcome.destroyed } };
    },
  });
