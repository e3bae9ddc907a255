import type { z } from 'zod';
import { newTransferSchema, transferSchema } from '../../../../../contract/points.ts';
import { FAMILY } from '../../../platform/lanes/index.ts';
import { effectOfTransfer, TRANSFER } from './effects.ts';
import { findProgram, readHandMessage, type Sender } from './read-message.ts';
import {
  AMOUNT_REFUSALS,
  bookedAnswer,
  BY_HAND_REFUSALS,
  IDENTITY_REFUSALS,
  roomEndpoint,
  type PointsRoom,
} from './room-endpoint.ts';

/** Reads a transfer. Refuses what readHandMessage refuses, and a program that is not there. */
function readTransfer(room: PointsRoom, sender: Sender, body: z.output<typeof newTransferSchema>) {
  const read = readHandMessage(room, sender, body);
  if (!read.ok) return read;
  const found = findProgram(room, sender.principal, body.program);
  if (!found.ok) return found;
  const { program: _program, reference: _reference, ...told } = body;
  const input = {
    ...told,
    receivedAt: room.clock.now(),
    program: found.program,
    by: read.message.by,
    walletType: told.walletType,
  };
  const content = { is: 'transfer', ...body, reference: undefined };
  return { ok: true as const, arrival: read.message.arrivalOf(FAMILY.adjust, content, input) };
}

/** `POST /v1/transfers` */
export const transferPointsEndpoint = (room: PointsRoom) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/transfers',
    summary: 'Move points from one member to another',
    description:
      'They keep their issuer, their dates and their origin. More than the asker may alone waits for a second person.',
    scope: 'points:adjust',
    tags: ['points'],
    body: newTransferSchema,
    answers: { 200: transferSchema, 201: transferSchema },
    refusals: [
      ...BY_HAND_REFUSALS,
      ...IDENTITY_REFUSALS,
      ...AMOUNT_REFUSALS,
      'points.transfer.same_member',
      'points.wallet.unknown',
      'points.wallet.not_named',
      'points.wallet.frozen',
      'points.wallet.insufficient',
    ],
    examples: {
      body: {
        reference: 'case-1882',
        program: 'club',
        from: { phone: '+34600123456' },
        to: { card: '299000000017' },
        walletType: 'points',
        points: '500',
        reason: 'member_request',
      },
    },
    secondPerson: {
      kind: TRANSFER,
      effect: async ({ principal, body, clientReference }) => {
        const read = readTransfer(room, { principal, clientReference }, body);
        return read.ok ? effectOfTransfer(room, read.arrival) : read;
      },
    },
    handler: async ({ principal, body, clientReference }) => {
      const read = readTransfer(room, { principal, clientReference }, body);
      if (!read.ok) return read;
      return bookedAnswer<z.input<typeof transferSchema>>(
        await room.machine.submit(room.points.transfer, read.arrival),
      );
    },
  });
