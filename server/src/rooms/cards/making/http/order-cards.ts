import { cardOrderAnswerSchema, cardOrderSchema } from '../../../../../../contract/card-making.ts';
import { isoFromInstant } from '../../../../kernel/instant.ts';
import { refuse } from '../../../../kernel/refusal.ts';
import { FAMILY } from '../../../../platform/lanes/index.ts';
import { NAME_REFUSALS, nameOperation } from '../../../members/index.ts';
import { batchToken, rangeFor, roomEndpoint, SCOPE, TAGS, type MakingRouteDeps } from './room-endpoint.ts';

/** `POST /v1/card-orders` */
export const orderCards = (deps: MakingRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/card-orders',
    summary: 'Make one card, or a few, and get their numbers',
    description:
      'By hand with a reason, or by another program. The cards can be activated or handed out from the moment of the answer. ' +
      'Sent again with the same reference and content, the answer is the same, number for number.',
    scope: SCOPE,
    tags: TAGS,
    body: cardOrderSchema,
    answers: { 201: cardOrderAnswerSchema },
    refusals: [
      ...NAME_REFUSALS,
      'operation.reference_reused',
      'http.input.invalid',
      'cards.range.unknown',
      'cards.range.closed',
      'cards.range.exhausted',
      'cards.stock.number_taken',
    ],
    examples: {
      body: { reference: 'order-17', range: 'gift-2026', cards: [{ faceValue: '25.00', phone: '+34600123456' }] },
    },
    handler: async ({ principal, body, clientReference, language }) => {
      const named = nameOperation(principal, FAMILY.card, body.reference, clientReference);
      if (!named.ok) return named;
      if (!rangeFor(deps, principal, body.range)) return refuse('cards.range.unknown', { code: body.range });
      const outcome = await deps.making.makeFew(
        {
          ...{
            tenant: principal.tenant,
            by: principal.credential,
            space: named.name.space,
            reference: named.name.reference,
          },
          ...{ range: body.range, source: body.source, reason: body.reason },
          cards: body.cards.map(({ memberExternalId, faceValue, validUntil, ...card }) => ({
            ...card,
            member_external_id: memberExternalId,
            face_value: faceValue,
            valid_until: validUntil,
          })),
        },
        language,
      );
      if (!outcome.ok) return outcome as never;
      const body201 = {
        batch: batchToken(deps.tokens, outcome.batch),
        cards: outcome.cards.map(({ serial, number, pin }) => ({ serial, number, ...(pin !== undefined && { pin }) })),
        madeAt: isoFromInstant(outcome.madeAt),
        repeated: outcome.repeated,
      };
      return { status: 201 as const, body: body201 };
    },
  });
