import { cardOrderAnswerSchema, cardOrderSchema } from '../../../../../../contract/card-making.ts';
import { isoFromInstant } from '../../../../kernel/instant.ts';
import { refuse } from '../../../../kernel/refusal.ts';
import { FAMILY } from '../../../../platform/lanes/index.ts';
import { NAME_REFUSALS, nameOperation } from '../../../members/index.ts';
import { handsOut } from './hand-out.ts';
import {
  batchToken,
  linksBody,
  NOT_KEPT,
  rangeFor,
  roomEndpoint,
  SCOPE,
  TAGS,
  toHandOut,
  userOf,
  type MakingRouteDeps,
} from './room-endpoint.ts';

/** `POST /v1/card-orders` */
export const orderCards = (deps: MakingRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/card-orders',
    summary: 'Make one card, or a few, and get their numbers',
    description:
      'By hand with a reason, or by another program. The cards can be activated or handed out from the moment of the answer. ' +
      'Sent again with the same reference and content, the answer is the same, number for number. With `links` each card has a link ' +
      'to hand out, and passes where the program has certificates: those of a gift card show nothing before it is activated.',
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
      'delivery.link.unfit_state',
      'delivery.setting.missing',
    ],
    examples: {
      body: { reference: 'order-17', range: 'gift-2026', cards: [{ faceValue: '25.00', phone: '+34600123456' }] },
    },
    handler: async ({ principal, body, clientReference, language }) => {
      const named = nameOperation(principal, FAMILY.card, body.reference, clientReference);
      if (!named.ok) return named;
      const range = rangeFor(deps, principal, body.range);
      if (!range) return refuse('cards.range.unknown', { code: body.range });
      const { tenant } = principal;
      // Before a card is made that could not be handed out as was asked.
      const { program } = range;
      const against = body.links ? await deps.distribution.against({ tenant, program }) : undefined;
      if (against) return against as never;
      const outcome = await deps.making.makeFew(
        {
          ...{
            tenant: principal.tenant,
            by: principal.credential,
            actor: userOf(principal),
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
      const handedOut = toHandOut(range, { tenant, batch: outcome.batch });
      const opened = body.links
        ? await deps.distribution.open(handedOut, { by: handsOut(principal), hours: undefined })
        : undefined;
      if (opened?.ok === false) return opened as never;
      const links = opened?.links;
      const body201 = {
        batch: batchToken(deps.tokens, outcome.batch),
        cards: outcome.cards.map(({ serial, number, pin }) => ({
          ...{ serial, number },
          ...(pin !== undefined && { pin }),
          ...(links && linksBody(links.of(serial))),
        })),
        ...(links && { linksUntil: isoFromInstant(links.expiresAt) }),
        madeAt: isoFromInstant(outcome.madeAt),
        repeated: outcome.repeated,
      };
      return { status: 201 as const, body: body201, headers: NOT_KEPT };
    },
  });
