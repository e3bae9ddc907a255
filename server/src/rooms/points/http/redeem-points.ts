import type { z } from 'zod';
import { newRedemptionSchema, redemptionSchema } from '../../../../../contract/points.ts';
import { FAMILY } from '../../../platform/lanes/index.ts';
import { effectOfRedemption, REDEMPTION } from './effects.ts';
import { provePhone, readTillMessage, type Sender } from './read-message.ts';
import { bookedAnswer, roomEndpoint, SPEND_REFUSALS, type PointsRoom } from './room-endpoint.ts';

/** Reads whose points are spent, for whoever knows whether the phone is proved. Refuses what readTillMessage does. */
function readRedemption(room: PointsRoom, sender: Sender, body: z.output<typeof newRedemptionSchema>) {
  const read = readTillMessage(room, sender, body);
  if (!read.ok) return read;
  const { message } = read;
  const { member, channel, walletType, points } = body;
  const told = { channel, walletType, points };
  const input = { till: message.till, receivedAt: room.clock.now(), identity: member, ...told };
  const content = { is: 'redemption', member, ...told };
  const arrivalOf = (isPhoneProved: boolean) => message.arrivalOf(FAMILY.redeem, content, { ...input, isPhoneProved });
  return { ok: true as const, message, arrivalOf };
}

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
    secondPerson: {
      kind: REDEMPTION,
      ofPersons: true,
      effect: async ({ principal, body, clientReference }) => {
        // By his code the member himself says yes; a wrong one the act refuses.
        if (body.code !== undefined) return { ok: true };
        const read = readRedemption(room, { principal, clientReference }, body);
        return read.ok ? effectOfRedemption(room, read.arrivalOf(false)) : read;
      },
    },
    handler: async ({ principal, body, clientReference }) => {
      const read = readRedemption(room, { principal, clientReference }, body);
      if (!read.ok) return read;
      const proof = await provePhone(room, read.message, body.member.phone, body.code);
      if (!proof.ok) return proof;
      const arrival = read.arrivalOf(proof.isPhoneProved);
      return bookedAnswer<z.input<typeof redemptionSchema>>(await room.machine.submit(room.points.redeem, arrival));
    },
  });
