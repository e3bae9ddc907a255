import {
  giftOriginalSchema,
  giftVoidSchema,
  newGiftCaptureSchema,
  newGiftRefundSchema,
  newGiftVoidSchema,
} from '../../../../../contract/giftcards.ts';
import { FAMILY, type Family } from '../../../platform/lanes/index.ts';
import type { Endpoint } from '../../../platform/http/endpoint.ts';
import type { Principal } from '../../partners/index.ts';
import { AMOUNT_REFUSALS } from '../may-refuse.ts';
import { actEndpoint, LOAD, MOVE } from './act-endpoint.ts';
import { readOriginal, type TillMessage } from './read-message.ts';
import { ORIGINAL_REFUSALS, type GiftRouteDeps } from './room-endpoint.ts';

/** Under which family of references each act is sent. */
const FAMILY_OF = {
  activation: FAMILY.card,
  load: FAMILY.load,
  redemption: FAMILY.redeem,
  hold: FAMILY.redeem,
  capture: FAMILY.redeem,
  cash_out: FAMILY.redeem,
  transfer: FAMILY.redeem,
  merge: FAMILY.redeem,
  replacement: FAMILY.card,
} as const satisfies Record<string, Family>;

/** Endpoints that confirm, capture, release, refund and undo what was booked before. */
export function originalRoutes(room: GiftRouteDeps): readonly Endpoint<Principal>[] {
  const { giftcards } = room;
  const of = (
    message: TillMessage,
    body: { operation?: string | undefined; originalReference?: string | undefined },
    act: keyof typeof FAMILY_OF,
  ) => ({
    till: message.till,
    receivedAt: room.clock.now(),
    original: readOriginal(room, message, body, FAMILY_OF[act]),
  });
  const ended = [...ORIGINAL_REFUSALS, 'giftcards.load.not_awaiting', 'giftcards.load.ended'];
  const held = [...ORIGINAL_REFUSALS, 'giftcards.hold.closed'];
  return [
    actEndpoint(room, {
      path: 'loads/confirm',
      byHand: { kind: LOAD, worth: 'moved' },
      summary: 'Confirm a load, so that it can be spent',
      description: 'A load that was reversed is not confirmed.',
      scope: 'giftcards:load',
      body: giftOriginalSchema,
      family: FAMILY.load,
      operation: giftcards.confirmLoad,
      refusals: ended,
      example: { reference: 'T4-000189-paid', originalReference: 'T4-000189' },
      input: (body, message) => of(message, body, 'load'),
    }),
    actEndpoint(room, {
      path: 'loads/reverse',
      summary: 'Take a load back that was never confirmed',
      description: 'A confirmed load is not reversed: that is a void, which is an operation of its own.',
      scope: 'giftcards:load',
      body: giftOriginalSchema,
      family: FAMILY.load,
      operation: giftcards.reverseLoad,
      refusals: ended,
      example: { reference: 'T4-000189-unpaid', originalReference: 'T4-000189' },
      input: (body, message) => of(message, body, 'load'),
    }),
    actEndpoint(room, {
      path: 'capture',
      summary: 'Turn a hold into a redemption, wholly or partly',
      description: 'Not more than is held; the rest is released. By the rate that the hold was made by.',
      body: newGiftCaptureSchema,
      family: FAMILY.redeem,
      operation: giftcards.capture,
      refusals: [...held, ...AMOUNT_REFUSALS, 'giftcards.hold.exceeded', 'cards.card.blocked', 'cards.card.suspended'],
      example: { reference: 'web-551-sent', originalReference: 'web-551', amount: '25.00' },
      input: (body, message) => ({ ...of(message, body, 'hold'), amount: body.amount }),
    }),
    actEndpoint(room, {
      path: 'release',
      summary: 'Give a hold back',
      description: 'What of it has ended meanwhile expires now, at the moment at which it would have.',
      body: giftOriginalSchema,
      family: FAMILY.redeem,
      operation: giftcards.release,
      refusals: held,
      example: { reference: 'web-551-cancelled', originalReference: 'web-551' },
      input: (body, message) => of(message, body, 'hold'),
    }),
    actEndpoint(room, {
      path: 'refund',
      byHand: { kind: MOVE, worth: 'moved' },
      summary: 'Give a redemption back to its card, wholly or in parts',
      description:
        'To the lots that it came from, by the rate that was stored with it. A closed card is opened again by it.',
      body: newGiftRefundSchema,
      family: FAMILY.return,
      operation: giftcards.refund,
      refusals: [...ORIGINAL_REFUSALS, ...AMOUNT_REFUSALS, 'giftcards.operation.undone', 'giftcards.refund.too_large'],
      example: { reference: 'T4-000190-back', originalReference: 'T4-000190', amount: '5.00' },
      input: (body, message) => ({ ...of(message, body, body.of), amount: body.amount }),
    }),
    actEndpoint(room, {
      path: 'void',
      byHand: { kind: MOVE, worth: 'moved' },
      summary: 'Undo an operation on a gift card by its reference',
      description:
        'A reference that nobody has used is closed at once; the operation, when it comes, is answered `operation.voided_before`. What undoes is not undone, nor is a replacement.',
      body: newGiftVoidSchema,
      answer: giftVoidSchema,
      family: FAMILY.void,
      operation: giftcards.void,
      refusals: [
        ...ORIGINAL_REFUSALS,
        'giftcards.operation.elsewhere',
        'giftcards.operation.undone',
        'giftcards.hold.closed',
        'giftcards.void.too_late',
        'giftcards.void.of_such',
        'giftcards.void.of_replacement',
        'giftcards.void.spent',
        'giftcards.void.value_left',
        'cards.card.blocked',
        'cards.card.suspended',
      ],
      example: { reference: 'T4-000190-void', of: 'redemption', originalReference: 'T4-000190' },
      input: (body, message) => of(message, body, body.of),
    }),
  ];
}
