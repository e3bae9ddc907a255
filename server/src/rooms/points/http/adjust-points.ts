import type { z } from 'zod';
import { adjustmentSchema, newAdjustmentSchema } from '../../../../../contract/points.ts';
import { FAMILY } from '../../../platform/lanes/index.ts';
import { findProgram, readHandMessage } from './read-message.ts';
import {
  AMOUNT_REFUSALS,
  bookedAnswer,
  BY_HAND_REFUSALS,
  IDENTITY_REFUSALS,
  roomEndpoint,
  type PointsRoom,
} from './room-endpoint.ts';

/** `POST /v1/adjustments` */
export const adjustPointsEndpoint = (room: PointsRoom) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/adjustments',
    summary: 'Give or take points by hand',
    description:
      'Given points can be spent at once and live as their wallet type says. Not more is taken than is available.',
    scope: 'points:adjust',
    tags: ['points'],
    body: newAdjustmentSchema,
    answers: { 200: adjustmentSchema, 201: adjustmentSchema },
    refusals: [
      ...BY_HAND_REFUSALS,
      ...IDENTITY_REFUSALS,
      ...AMOUNT_REFUSALS,
      'points.wallet.unknown',
      'points.wallet.not_named',
      'points.wallet_type.ended',
      'points.wallet.insufficient',
    ],
    examples: {
      body: {
        reference: 'case-1881',
        program: 'club',
        member: { phone: '+34600123456' },
        walletType: 'points',
        points: '500',
        reason: 'goodwill',
      },
    },
    handler: async ({ principal, body, clientReference }) => {
      const read = readHandMessage(room, { principal, clientReference }, body);
      if (!read.ok) return read;
      const found = findProgram(room, principal, body.program);
      if (!found.ok) return found;
      const { program: _program, member, walletType, points, reason } = body;
      const { by } = read.message;
      const input = {
        receivedAt: room.clock.now(),
        program: found.program,
        identity: member,
        walletType,
        points,
        reason,
        by,
      };
      const arrival = read.message.arrivalOf(FAMILY.adjust, { is: 'adjustment', ...body, reference: undefined }, input);
      return bookedAnswer<z.input<typeof adjustmentSchema>>(await room.machine.submit(room.points.adjust, arrival));
    },
  });
