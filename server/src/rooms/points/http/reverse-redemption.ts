import type { z } from 'zod';
import { newReversalSchema, reversalSchema } from '../../../../../contract/points.ts';
import { FAMILY } from '../../../platform/lanes/index.ts';
import { TILL_REFUSALS } from '../../partners/index.ts';
import { effectOfReversal, REVERSAL } from './effects.ts';
import { readOriginal, readTillMessage, type Sender } from './read-message.ts';
import { AMOUNT_REFUSALS, bookedAnswer, roomEndpoint, type PointsRoom } from './room-endpoint.ts';

/** Reads what is undone, and how much of it. Refuses what readTillMessage does. */
function readReversal(room: PointsRoom, sender: Sender, body: z.output<typeof newReversalSchema>) {
  const read = readTillMessage(room, sender, body);
  if (!read.ok) return read;
  const { message } = read;
  const { operation, originalReference, points } = body;
  const original = readOriginal(room, message, 'op', operation, originalReference, FAMILY.redeem);
  const input = { till: message.till, receivedAt: room.clock.now(), original, points };
  const arrival = message.arrivalOf(FAMILY.void, { is: 'reversal', operation, originalReference, points }, input);
  return { ok: true as const, arrival };
}

/** `POST /v1/redemptions/void` */
export const reverseRedemptionEndpoint = (room: PointsRoom) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/redemptions/void',
    summary: 'Undo a redemption or capture, wholly or in parts',
    description:
      'Points go back to the lots that they came from, with their dates. A reference that nobody has used is closed at once; the ' +
      'redemption, when it comes, is answered `operation.voided_before`. A reversal is not reversed.',
    scope: 'sales:write',
    tags: ['points'],
    body: newReversalSchema,
    answers: { 200: reversalSchema, 201: reversalSchema },
    refusals: [
      ...TILL_REFUSALS,
      ...AMOUNT_REFUSALS,
      'points.redemption.unknown',
      'points.redemption.is_reversal',
      'points.redemption.reversed',
      'points.redemption.reversal_too_large',
    ],
    examples: { body: { reference: 'T4-gift-0007-undo', originalReference: 'T4-gift-0007', points: '100' } },
    secondPerson: {
      kind: REVERSAL,
      ofPersons: true,
      effect: async ({ principal, body, clientReference }) => {
        const read = readReversal(room, { principal, clientReference }, body);
        return read.ok ? effectOfReversal(room, read.arrival) : read;
      },
    },
    handler: async ({ principal, body, clientReference }) => {
      const read = readReversal(room, { principal, clientReference }, body);
      if (!read.ok) return read;
      return bookedAnswer<z.input<typeof reversalSchema>>(await room.machine.submit(room.points.reverse, read.arrival));
    },
  });
