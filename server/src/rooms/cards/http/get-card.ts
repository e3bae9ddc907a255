import { cardPathSchema, cardSchema } from '../../../../../contract/cards.ts';
import { isoFromInstant } from '../../../kernel/instant.ts';
import { findCard } from '../find-card.ts';
import { successorOf } from '../successor.ts';
import { limitsBody } from './stock-endpoint.ts';
import { roomEndpoint, type CardRouteDeps } from './room-endpoint.ts';

/** `GET /v1/cards/:card` */
export const getCard = ({ machine, tokens, programs, cards }: CardRouteDeps) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/cards/:card',
    summary: 'Show a card',
    scope: 'members:read',
    tags: ['cards'],
    params: cardPathSchema,
    answers: { 200: cardSchema },
    refusals: ['cards.card.unknown'],
    handler: async ({ principal, params }) => {
      const found = await findCard(tokens, machine.look, principal.tenant, params.card);
      if (!found.ok) return found;
      const now = await successorOf(machine.look, found.card);
      const { lane, card, owner, lastFour, type, state, reason, mayEarn, maySpend, issuedAt } = found.card;
      return {
        status: 200 as const,
        body: {
          card: tokens.encode('card', lane, card),
          member: tokens.encode('mem', lane, owner),
          masked: `••••${lastFour}`,
          ...{ type, state, mayEarn, maySpend },
          ...(reason !== undefined && { reason }),
          ...(now && { replacedBy: tokens.encode('card', now.lane, now.card) }),
          programs: found.card.programs.map((program) => programs.settings().program(program).code),
          ...(found.card.range !== undefined && { range: cards.settings().range(found.card.range).code }),
          mayView: found.card.mayView,
          ...(found.card.blockEffects.length > 0 && { blockEffects: [...found.card.blockEffects] }),
          suspended: [...found.card.suspended],
          ...(found.card.priceList !== undefined && { priceList: found.card.priceList }),
          ...limitsBody(found.card.limits),
          issuedAt: isoFromInstant(issuedAt),
        },
      };
    },
  });
