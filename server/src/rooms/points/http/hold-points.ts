import type { z } from 'zod';
import { holdSchema, newHoldSchema } from '../../../../../contract/points.ts';
import { FAMILY } from '../../../platform/lanes/index.ts';
import { provePhone, readTillMessage } from './read-message.ts';
import { bookedAnswer, roomEndpoint, SPEND_REFUSALS, type PointsRoom } from './room-endpoint.ts';

/** `POST /v1/holds` */
export const holdPointsEndpoint = (room: PointsRoom) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/holds',
    summary: 'Reserve points',
    description: 'Held points stay even when their lots end meanwhile. Capture or release the hold; by time it lapses.',
    scope: 'sales:write',
    tags: ['points'],
    body: newHoldSchema,
    answers: { 200: holdSchema, 201: holdSchema },
    refusals: [...SPEND_REFUSALS, 'points.hold.too_long'],
    examples: {
      body: {
        reference: 'web-order-551',
        member: { card: '299000000017' },
        walletType: 'points',
        points: '250',
        seconds: 900,
      },
    },
    handler: async ({ principal, body, clientReference }) => {
      const read = readTillMessage(room, { principal, clientReference }, body);
      if (!read.ok) return read;
      const { message } = read;
      const { code, member, channel, walletType, points, seconds } = body;
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
        seconds,
      };
      const content = { is: 'hold', member, channel, walletType, points, seconds };
      const arrival = message.arrivalOf(FAMILY.redeem, content, input);
      return bookedAnswer<z.input<typeof holdSchema>>(await room.machine.submit(room.points.hold, arrival));
    },
  });
