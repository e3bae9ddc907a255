import {
  cardBlockSchema,
  cardChangedSchema,
  cardPathSchema,
  cardReplacementSchema,
  cardUnblockSchema,
} from '../../../../../contract/cards.ts';
import { FAMILY } from '../../../platform/lanes/index.ts';
import { memberArrival, nameOperation } from '../../members/index.ts';
import { CHANGE_REFUSALS, roomEndpoint, type CardRouteDeps } from './room-endpoint.ts';

const shared = {
  method: 'POST',
  scope: 'cards:write',
  tags: ['cards'],
  params: cardPathSchema,
  answers: { 200: cardChangedSchema },
} as const;

/** `POST /v1/cards/:card/block` */
export const blockCard = ({ machine, cards, keys }: CardRouteDeps) =>
  roomEndpoint({
    ...shared,
    path: '/v1/cards/:card/block',
    summary: 'Block a card',
    description:
      'It may not spend from the moment of the answer on; whether it earns is for the policy of the program. Of a card that gave way to ' +
      'another, a block for `fraud` or `other` blocks that one and names it; for any other reason it is refused and says which card took over. ' +
      'So is the block of a gift card that was merged: its value is on the card that is named. A card that is blocked as lost, stolen or damaged ' +
      'may be blocked for `fraud` or `other`: what either block takes stays taken, and it is not free in between.',
    body: cardBlockSchema,
    refusals: [...CHANGE_REFUSALS, 'giftcards.card.merged', 'giftcards.card.closed'],
    handler: async ({ principal, params, body: { reference, reason, effects }, clientReference }) => {
      const named = nameOperation(principal, FAMILY.card, reference, clientReference);
      if (!named.ok) return named;
      const content = { blocks: params.card, reason, ...(effects && { effects }) };
      const input = { tenant: principal.tenant, card: params.card, reason, effects, by: String(principal.credential) };
      const outcome = await machine.submit(cards.block, memberArrival(keys, named.name, content, input));
      return outcome.ok ? { status: 200 as const, body: { ...outcome.answer, repeated: outcome.repeated } } : outcome;
    },
  });

/** `POST /v1/cards/:card/unblock` */
export const unblockCard = ({ machine, cards, keys }: CardRouteDeps) =>
  roomEndpoint({
    ...shared,
    path: '/v1/cards/:card/unblock',
    summary: 'Make a blocked card active again',
    description:
      'A gift card is unblocked under `/v1/gift-cards/unblock`, which asks a second person where much is on it.',
    body: cardUnblockSchema,
    refusals: [...CHANGE_REFUSALS, 'cards.card.is_gift'],
    handler: async ({ principal, params, body: { reference }, clientReference }) => {
      const named = nameOperation(principal, FAMILY.card, reference, clientReference);
      if (!named.ok) return named;
      const content = { unblocks: params.card };
      const input = { tenant: principal.tenant, card: params.card, by: String(principal.credential) };
      const outcome = await machine.submit(cards.unblock, memberArrival(keys, named.name, content, input));
      return outcome.ok ? { status: 200 as const, body: { ...outcome.answer, repeated: outcome.repeated } } : outcome;
    },
  });

/** `POST /v1/cards/:card/replace` */
export const replaceCard = ({ machine, cards, keys }: CardRouteDeps) =>
  roomEndpoint({
    ...shared,
    path: '/v1/cards/:card/replace',
    summary: 'Put a new card in the place of one',
    description:
      'The new card has the same account, type and rights. The old one is replaced for good; receipts on their way still accrue. ' +
      'A gift card is replaced under `/v1/gift-cards/replace`, which has its value, and the phone that holds it, follow.',
    body: cardReplacementSchema,
    refusals: [
      ...CHANGE_REFUSALS,
      'cards.card.exists',
      'cards.card.is_gift',
      'cards.card.suspended',
      'cards.card.value_blocked',
      'cards.range.not_stock',
      'cards.range.other_type',
      'cards.stock.activated',
      'cards.stock.destroyed',
      'cards.stock.expired',
      'kernel.card_number.malformed',
    ],
    handler: async ({ principal, params, body: { reference, number, reason }, clientReference }) => {
      const named = nameOperation(principal, FAMILY.card, reference, clientReference);
      if (!named.ok) return named;
      const content = { replaces: params.card, number, reason };
      const input = { tenant: principal.tenant, card: params.card, number, reason, by: String(principal.credential) };
      const outcome = await machine.submit(cards.replacement, memberArrival(keys, named.name, content, input));
      return outcome.ok ? { status: 200 as const, body: { ...outcome.answer, repeated: outcome.repeated } } : outcome;
    },
  });
