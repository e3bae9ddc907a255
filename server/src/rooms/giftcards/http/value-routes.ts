import {
  newGiftActivationSchema,
  newGiftCashOutSchema,
  newGiftHoldSchema,
  newGiftLoadSchema,
  newGiftMergeSchema,
  newGiftRedemptionSchema,
  newGiftTransferSchema,
} from '../../../../../contract/giftcards.ts';
import { FAMILY } from '../../../platform/lanes/index.ts';
import type { Endpoint } from '../../../platform/http/endpoint.ts';
import type { Principal } from '../../partners/index.ts';
import { ACTIVATION_REFUSALS, AMOUNT_REFUSALS, LIMIT_REFUSALS, LOAD_REFUSALS, SHOWN_REFUSALS } from '../may-refuse.ts';
import { actEndpoint, LOAD, MOVE } from './act-endpoint.ts';
import { nameOf, type ShownCard, type TillMessage } from './read-message.ts';
import { ACT_REFUSALS, SPEND_REFUSALS, type GiftRouteDeps } from './room-endpoint.ts';

const CARD = { number: '6012000000000017' };
/** Endpoints that put value on cards, take it off, reserve and move it. */
export function valueRoutes(room: GiftRouteDeps): readonly Endpoint<Principal>[] {
  const { giftcards } = room;
  const shown = ({ till }: TillMessage, card: ShownCard) => ({
    till,
    receivedAt: room.clock.now(),
    gift: nameOf(card),
    pin: card.pin,
  });
  // What a desk does for a customer whose phone is not there: nobody is paid in goods by it.
  const moving = (message: TillMessage, card: ShownCard) => ({ ...shown(message, card), isDesk: message.isDesk });
  const moved = {
    description: 'Lots keep their dates, and promotional value stays promotional.',
    family: FAMILY.redeem,
    refusals: [
      ...SPEND_REFUSALS,
      'giftcards.transfer.same_card',
      'giftcards.transfer.not_allowed',
      'giftcards.transfer.other_currency',
      'giftcards.card.value_held',
      'giftcards.card.balance_too_large',
      'giftcards.load.too_large',
    ],
  };
  return [
    actEndpoint(room, {
      path: 'activate',
      byHand: { kind: LOAD, worth: 'moved' },
      summary: 'Activate a gift card, with its first load',
      description:
        'A card of released stock, or a number that the terms let a till bring along. A second activation is refused; one that was voided may be repeated.',
      scope: 'giftcards:load',
      body: newGiftActivationSchema,
      family: FAMILY.card,
      operation: giftcards.activate,
      refusals: [...ACT_REFUSALS, ...AMOUNT_REFUSALS, ...ACTIVATION_REFUSALS],
      example: { reference: 'T4-000188', card: CARD, amount: '50.00' },
      input: ({ card, terms, newPin, amount, promotional }, { till }) => ({
        ...{ till, receivedAt: room.clock.now(), number: card.number },
        ...{ terms, newPin, amount, promotional },
      }),
    }),
    actEndpoint(room, {
      path: 'load',
      byHand: { kind: LOAD, worth: 'moved' },
      summary: 'Add value to a gift card',
      description: 'With `awaitsConfirmation` it can be spent when it is confirmed; until then it may be reversed.',
      scope: 'giftcards:load',
      body: newGiftLoadSchema,
      family: FAMILY.load,
      operation: giftcards.load,
      refusals: [
        ...ACT_REFUSALS,
        ...AMOUNT_REFUSALS,
        ...SHOWN_REFUSALS,
        ...LOAD_REFUSALS,
        'giftcards.load.not_allowed',
      ],
      example: { reference: 'T4-000189', card: CARD, amount: '20.00' },
      input: ({ card, amount, promotional, awaitsConfirmation: awaits }, message) => ({
        ...shown(message, card),
        ...{ amount, promotional, awaits },
      }),
    }),
    actEndpoint(room, {
      path: 'redeem',
      summary: 'Pay with a gift card, without a receipt',
      description: 'Promotional value first, then what ends first. With a receipt, send it as a tender of the sale.',
      body: newGiftRedemptionSchema,
      family: FAMILY.redeem,
      operation: giftcards.redeem,
      refusals: SPEND_REFUSALS,
      example: { reference: 'T4-000190', card: CARD, amount: '12.50' },
      input: ({ card, amount, currency, short }, message) => ({
        ...shown(message, card),
        ...{ amount, currency, short },
      }),
    }),
    actEndpoint(room, {
      path: 'hold',
      summary: 'Reserve value of a gift card',
      description: 'It stays even when its lots end meanwhile. Capture or release it; by time it lapses.',
      body: newGiftHoldSchema,
      family: FAMILY.redeem,
      operation: giftcards.hold,
      refusals: [...SPEND_REFUSALS, 'giftcards.hold.too_long'],
      example: { reference: 'web-551', card: CARD, amount: '30.00', seconds: 900 },
      input: ({ card, amount, currency, short, seconds }, message) => ({
        ...shown(message, card),
        ...{ amount, currency, short, seconds },
      }),
    }),
    actEndpoint(room, {
      path: 'cash-out',
      byHand: { kind: MOVE, worth: 'moved' },
      summary: 'Pay the rest of a gift card out in money',
      description:
        'Where the law of the place says so, and only so little. Promotional value stays; an empty card is closed.',
      body: newGiftCashOutSchema,
      family: FAMILY.redeem,
      operation: giftcards.cashOut,
      refusals: [
        ...ACT_REFUSALS,
        ...SHOWN_REFUSALS,
        ...LIMIT_REFUSALS,
        'giftcards.card.code_needed',
        'giftcards.cash_out.not_here',
        'giftcards.cash_out.too_much',
        'giftcards.cash_out.too_much_left',
        'giftcards.cash_out.nothing',
        'giftcards.card.value_held',
      ],
      example: { reference: 'T4-000191', card: CARD },
      input: ({ card }, message) => moving(message, card),
    }),
    actEndpoint(room, {
      ...moved,
      path: 'transfer',
      byHand: { kind: MOVE, worth: 'moved' },
      summary: 'Move value from one gift card to another',
      body: newGiftTransferSchema,
      operation: giftcards.transfer,
      example: { reference: 'gift-77', card: CARD, to: { number: '6012000000000025' }, amount: '10.00' },
      input: ({ card, to, amount }, message) => ({
        ...moving(message, card),
        to: nameOf(to),
        amount: amount as string | undefined,
      }),
    }),
    actEndpoint(room, {
      ...moved,
      path: 'merge',
      byHand: { kind: MOVE, worth: 'moved' },
      summary: 'Move everything to another gift card and close this one',
      body: newGiftMergeSchema,
      operation: giftcards.merge,
      example: { reference: 'gift-78', card: CARD, to: { number: '6012000000000025' } },
      input: ({ card, to }, message) => ({
        ...moving(message, card),
        to: nameOf(to),
        amount: undefined as string | undefined,
      }),
    }),
  ];
}
