import type { z } from 'zod';
import {
  holdEndSchema,
  holdReleaseSchema,
  newCaptureSchema,
  newReleaseSchema,
} from '../../../../../contract/points.ts';
import { FAMILY } from '../../../platform/lanes/index.ts';
import { TILL_REFUSALS } from '../../partners/index.ts';
import { effectOfCapture, REDEMPTION } from './effects.ts';
import { readOriginal, readTillMessage, type Sender } from './read-message.ts';
import { AMOUNT_REFUSALS, bookedAnswer, roomEndpoint, type PointsRoom } from './room-endpoint.ts';

const HOLD_REFUSALS = [...TILL_REFUSALS, 'points.hold.unknown', 'points.hold.closed'] as const;

/** Reads which hold is taken, and how much of it. Refuses what readTillMessage does. */
function readCapture(room: PointsRoom, sender: Sender, body: z.output<typeof newCaptureSchema>) {
  const read = readTillMessage(room, sender, body);
  if (!read.ok) return read;
  const { message } = read;
  const { hold, holdReference, points } = body;
  const original = readOriginal(room, message, 'hold', hold, holdReference, FAMILY.redeem);
  const input = { till: message.till, receivedAt: room.clock.now(), original, points };
  const arrival = message.arrivalOf(FAMILY.redeem, { is: 'capture', hold, holdReference, points }, input);
  return { ok: true as const, arrival };
}

/** `POST /v1/holds/capture` */
export const captureHoldEndpoint = (room: PointsRoom) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/holds/capture',
    summary: 'Turn a hold into a redemption, wholly or partly',
    description: 'Not more than is held; the rest is released. It is undone like a redemption.',
    scope: 'sales:write',
    tags: ['points'],
    body: newCaptureSchema,
    answers: { 200: holdEndSchema, 201: holdEndSchema },
    refusals: [...HOLD_REFUSALS, ...AMOUNT_REFUSALS, 'points.hold.of_quote', 'points.hold.exceeded'],
    examples: { body: { reference: 'web-order-551-paid', holdReference: 'web-order-551', points: '200' } },
    secondPerson: {
      kind: REDEMPTION,
      ofPersons: true,
      effect: async ({ principal, body, clientReference }) => {
        const read = readCapture(room, { principal, clientReference }, body);
        return read.ok ? effectOfCapture(room, read.arrival) : read;
      },
    },
    handler: async ({ principal, body, clientReference }) => {
      const read = readCapture(room, { principal, clientReference }, body);
      if (!read.ok) return read;
      return bookedAnswer<z.input<typeof holdEndSchema>>(await room.machine.submit(room.points.capture, read.arrival));
    },
  });

/** `POST /v1/holds/release` */
export const releaseHoldEndpoint = (room: PointsRoom) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/holds/release',
    summary: 'Give a hold back',
    description:
      'What of it has ended meanwhile expires now, at the moment at which it would have. A quote that holds is named by the reference that it was ' +
      'asked under: with its points it gives back what it kept of budgets, coupons and gift cards.',
    scope: 'sales:write',
    tags: ['points'],
    body: newReleaseSchema,
    answers: { 200: holdReleaseSchema, 201: holdReleaseSchema },
    refusals: HOLD_REFUSALS,
    examples: { body: { reference: 'web-order-551-cancelled', holdReference: 'web-order-551' } },
    handler: async ({ principal, body, clientReference }) => {
      const read = readTillMessage(room, { principal, clientReference }, body);
      if (!read.ok) return read;
      const { message } = read;
      const { hold, holdReference } = body;
      const original = readOriginal(room, message, 'hold', hold, holdReference, FAMILY.redeem);
      const input = { till: message.till, receivedAt: room.clock.now(), original };
      const arrival = message.arrivalOf(FAMILY.redeem, { is: 'release', hold, holdReference }, input);
      return bookedAnswer<z.input<typeof holdReleaseSchema>>(await room.machine.submit(room.points.release, arrival));
    },
  });
