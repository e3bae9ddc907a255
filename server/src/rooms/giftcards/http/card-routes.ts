import {
  giftBalanceAnswerSchema,
  giftBalanceQuestionSchema,
  newGiftPinSchema,
  newGiftReplacementSchema,
  newGiftStateSchema,
} from '../../../../../contract/giftcards.ts';
import { FAMILY } from '../../../platform/lanes/index.ts';
import type { Endpoint } from '../../../platform/http/endpoint.ts';
import type { Principal } from '../../partners/index.ts';
import { askAsTill } from '../ask-as-till.ts';
import type { CardStateAct } from '../operations/set-card-state.ts';
import { SHOWN_REFUSALS } from '../may-refuse.ts';
import { actEndpoint, RELEASE } from './act-endpoint.ts';
import { findTill, nameOf } from './read-message.ts';
import { ACT_REFUSALS, asRefusal, roomEndpoint, type GiftRouteDeps } from './room-endpoint.ts';

const CARD = { number: '6012000000000017' };

/** `POST /v1/gift-cards/balance`: the number stands in the body, so that no log of addresses has it. */
const balanceEndpoint = (room: GiftRouteDeps): Endpoint<Principal> =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/gift-cards/balance',
    repeats: 'reads',
    summary: 'Show what stands on a gift card',
    description: 'As it stands at this moment, whether or not it is booked yet. A wrong PIN is counted.',
    scope: 'sales:write',
    tags: ['gift cards'],
    body: giftBalanceQuestionSchema,
    answers: { 200: giftBalanceAnswerSchema },
    refusals: [...ACT_REFUSALS, ...SHOWN_REFUSALS],
    examples: { body: { card: CARD } },
    handler: async ({ principal, body }) => {
      const found = findTill(room, principal, body);
      if (!found.ok) return found;
      const { till } = found;
      const input = { till, receivedAt: room.clock.now(), gift: nameOf(body.card), pin: body.card.pin };
      const arrival = { tenant: principal.tenant, input };
      // Only what may write can count a wrong PIN.
      const ask = () =>
        input.pin === undefined
          ? room.machine.rehearse(room.giftcards.balance, arrival)
          : room.machine.submit(room.giftcards.balance, arrival);
      const outcome = await (body.card.number === undefined ? ask() : askAsTill(room, till, ask));
      if (!outcome.ok) return asRefusal(outcome);
      const { card, balance } = outcome.answer;
      return { status: 200 as const, body: { card, balance } };
    },
  });

/** Endpoints about the card itself. */
export function cardRoutes(room: GiftRouteDeps): readonly Endpoint<Principal>[] {
  const { giftcards } = room;
  const state = (act: CardStateAct, summary: string, description: string, refusals: readonly string[]) =>
    actEndpoint(room, {
      path: act,
      ...((act === 'unblock' || act === 'unlock') && { byHand: { kind: RELEASE, worth: 'balance' as const } }),
      summary,
      description,
      scope: 'cards:write',
      body: newGiftStateSchema,
      family: FAMILY.card,
      operation: giftcards[act],
      refusals: [...ACT_REFUSALS, ...SHOWN_REFUSALS, ...refusals],
      example: { reference: 'case-12', card: CARD, reason: 'lost' },
      input: ({ card, reason }, { till }) => ({
        ...{ till, receivedAt: room.clock.now(), gift: nameOf(card), pin: card.pin, reason },
      }),
    });
  return [
    balanceEndpoint(room),
    actEndpoint(room, {
      path: 'replace',
      byHand: { kind: RELEASE, worth: 'balance' },
      summary: 'Put a new card in the place of an old one',
      description:
        'The value stays where it is; the old card is over for good. A card that is blocked for fraud, or whose range, batch or serial is, is ' +
        'not replaced before that is lifted; a lost or stolen one is.',
      scope: 'cards:write',
      body: newGiftReplacementSchema,
      family: FAMILY.card,
      operation: giftcards.replace,
      refusals: [
        ...ACT_REFUSALS,
        ...SHOWN_REFUSALS,
        'giftcards.activation.twice',
        'cards.card.gave_way',
        'cards.card.value_blocked',
        'cards.card.exists',
        'cards.card.unknown',
        'cards.range.not_stock',
        'cards.range.other_type',
        'cards.stock.activated',
        'cards.stock.destroyed',
        'cards.stock.expired',
      ],
      example: { reference: 'case-13', card: CARD, newCard: { number: '6012000000000033' }, reason: 'damaged' },
      input: ({ card, newCard, newPin, reason }, { till }) => ({
        ...{ till, receivedAt: room.clock.now(), gift: nameOf(card), pin: card.pin },
        ...{ number: newCard.number, newPin, reason },
      }),
    }),
    actEndpoint(room, {
      path: 'change-pin',
      summary: 'Give a gift card another PIN',
      description: 'With the one it has; a wrong one is counted, and three in a row lock the card.',
      body: newGiftPinSchema,
      family: FAMILY.card,
      operation: giftcards.changePin,
      refusals: [...ACT_REFUSALS, ...SHOWN_REFUSALS, 'giftcards.pin.none', 'cards.pin.malformed'],
      example: { reference: 'case-14', card: { ...CARD, pin: '4711' }, newPin: '0815' },
      input: ({ card, newPin }, { till }) => ({
        ...{ till, receivedAt: room.clock.now(), gift: nameOf(card), pin: card.pin, newPin },
      }),
    }),
    state(
      'block',
      'Block a gift card',
      'From its commit on no till takes it. Of a card that was given on or replaced, a block for `fraud` or `other` blocks the one in its ' +
        'place and names it; for any other reason it is refused and says which card took over. So is the block of a card that was merged. ' +
        '`movedTo` names cards to which value was transferred before: they are not blocked by it.',
      ['cards.card.unfit_state', 'cards.card.gave_way', 'giftcards.card.merged'],
    ),
    state('unblock', 'Make a blocked gift card usable again', 'Its value was never touched.', [
      'cards.card.unfit_state',
      'cards.card.gave_way',
    ]),
    state('unlock', 'Forget the wrong PINs of a gift card', 'After three it is locked.', ['giftcards.pin.not_locked']),
    state('close', 'Close an empty gift card for good', 'A card with value is spent, moved or paid out before.', [
      'giftcards.card.not_empty',
    ]),
  ];
}
