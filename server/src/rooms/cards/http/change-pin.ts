import { cardPinChangedSchema, cardPinChangeSchema } from '../../../../../contract/card-stock.ts';
import { cardPathSchema } from '../../../../../contract/cards.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { FAMILY } from '../../../platform/lanes/index.ts';
import { memberArrival, nameOperation } from '../../members/index.ts';
import { CHANGE_REFUSALS, roomEndpoint, type CardRouteDeps } from './room-endpoint.ts';

/** `POST /v1/cards/:card/pin` */
export const changePin = ({ machine, cards, keys }: CardRouteDeps) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/cards/:card/pin',
    summary: 'Change the PIN of a card',
    description: 'With the one it has. Three wrong ones in a row lock it.',
    scope: 'cards:write',
    tags: ['cards'],
    params: cardPathSchema,
    body: cardPinChangeSchema,
    answers: { 200: cardPinChangedSchema },
    refusals: [
      ...CHANGE_REFUSALS,
      'cards.pin.wrong',
      'cards.pin.locked',
      'cards.pin.malformed',
      'cards.card.suspended',
    ],
    handler: async ({ principal, params, body: { reference, pin, newPin }, clientReference }) => {
      const named = nameOperation(principal, FAMILY.card, reference, clientReference);
      if (!named.ok) return named;
      const { tenant, credential } = principal;
      const input = { tenant, card: params.card, pin, newPin, by: String(credential) };
      // PINs are no part of what is compared with a repeat: a digest of four digits would tell them.
      const arrival = memberArrival(keys, named.name, { changesPin: params.card }, input);
      const repeat = arrival.reference && (await machine.look.reference(arrival.reference));
      if (!repeat) {
        const attempt = await machine.submit(cards.pinAttempt, { tenant, input });
        if (!attempt.ok) return attempt;
        if (attempt.answer.outcome !== 'right')
          return refuse(attempt.answer.outcome === 'locked' ? 'cards.pin.locked' : 'cards.pin.wrong');
      }
      const outcome = await machine.submit(cards.pinChange, arrival);
      if (!outcome.ok) return outcome;
      const { card, recordedAt } = outcome.answer;
      return { status: 200 as const, body: { card, recordedAt, repeated: outcome.repeated } };
    },
  });
