import type { z } from 'zod';
import { newRedemptionSchema, redemptionSchema } from '../../../../../contract/points.ts';
import { FAMILY } from '../../../platform/lanes/index.ts';
import { provePhone, readTillMessage } from './read-message.ts';
import { bookedAnswer, roomEndpoint, SPEND_REFUSALS, type PointsRoom } from './room-endpoint.ts';

/** `POST /v1/redemptions` */
export const redeemPointsEndpoint = (room: PointsRoom) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/redemptions',
    summary: 'Spend points without a receipt',
    description: 'What expires first is spent first. A wallet that pays only for certain goods needs the sale instead.',
    scope: 'sales:write',
    tags: ['points'],
    body: newRedemptionSchema,
    answers: { 200: redemptionSchema, 201: redemptionSchema },
    refusals: SPEND_REFUSALS,
    examples: {
      body: { reference: 'T4-gift-0007', member: { card: '299000000017' }, walletType: 'points', points: '250' },
    },
    handler: async ({ principal, body, clientReference }) => {
      const read = readTillMessage(room, { principal, clientReference }, body);
      if (!read.ok) return read;
      const { message } = read;
      const { code, member, channel, walletType, points } = body;
      const proof = await provePhone(room, message, member.phone, code);
      if (!proof.ok) return proof;
      const { isPhoneProved } = proof;
      const { till } = message;
      const input = {
        till,
        receivedAt: room.clock.now(),
        identity: member,
        isPhoneProved,
        channel,
        walletType,
        points,
      };
      const content = { is: 'redemption', member, channel, walletType, points };
      const arrival = message.arrivalOf(FAMILY.redeem, content, input);
      return bookedAnswer<z.input<typeof redemptionSchema>>(await room.machine.submit(room.points.redeem, arrival));
    },
  });
