import type { z } from 'zod';
import { adjustmentQuoteSchema, adjustmentSchema, newAdjustmentSchema } from '../../../../../contract/points.ts';
import type { Refusal } from '../../../kernel/refusal.ts';
import { actorOf } from '../../../platform/audit.ts';
import { FAMILY } from '../../../platform/lanes/index.ts';
import { ADJUSTMENT, effectOfAdjustment, waitsForSecond } from './effects.ts';
import { findProgram, readHandMessage, type Sender } from './read-message.ts';
import {
  AMOUNT_REFUSALS,
  bookedAnswer,
  BY_HAND_REFUSALS,
  IDENTITY_REFUSALS,
  roomEndpoint,
  type PointsRoom,
} from './room-endpoint.ts';

const REFUSALS = [
  ...BY_HAND_REFUSALS,
  ...IDENTITY_REFUSALS,
  ...AMOUNT_REFUSALS,
  'points.wallet.unknown',
  'points.wallet.not_named',
  'points.wallet_type.ended',
  'points.wallet.insufficient',
] as const;

type Body = z.output<typeof newAdjustmentSchema>;

/** Reads an adjustment. Refuses what readHandMessage refuses, and a program that is not there. */
function readAdjustment(room: PointsRoom, sender: Sender, body: Body) {
  const read = readHandMessage(room, sender, body);
  if (!read.ok) return read;
  const found = findProgram(room, sender.principal, body.program);
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
  const content = { is: 'adjustment', ...body, reference: undefined };
  return {
    ok: true as const,
    arrival: read.message.arrivalOf(FAMILY.adjust, content, input),
  };
}

/** `POST /v1/adjustments` */
export const adjustPointsEndpoint = (room: PointsRoom) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/adjustments',
    summary: 'Give or take points by hand',
    description:
      'Given points can be spent at once and live as their wallet type says. Not more is taken than is available. More than the asker ' +
      'may alone (`bounds` of the staff policy, `alone` of his roles) waits for a second person.',
    scope: 'points:adjust',
    tags: ['points'],
    body: newAdjustmentSchema,
    answers: { 200: adjustmentSchema, 201: adjustmentSchema },
    refusals: REFUSALS,
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
    secondPerson: {
      kind: ADJUSTMENT,
      effect: async ({ principal, body, clientReference }) => {
        const read = readAdjustment(room, { principal, clientReference }, body);
        return read.ok ? effectOfAdjustment(room, read.arrival) : read;
      },
    },
    handler: async ({ principal, body, clientReference }) => {
      const read = readAdjustment(room, { principal, clientReference }, body);
      if (!read.ok) return read;
      return bookedAnswer<z.input<typeof adjustmentSchema>>(
        await room.machine.submit(room.points.adjust, read.arrival),
      );
    },
  });

/** `POST /v1/adjustments/quote` */
export const quoteAdjustmentEndpoint = (room: PointsRoom) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/adjustments/quote',
    summary: 'Quote points given or taken by hand',
    description:
      'How the wallets would stand, or why it would be refused. Nothing is booked, and the reference is not taken.',
    scope: 'points:adjust',
    tags: ['points'],
    body: newAdjustmentSchema,
    answers: { 200: adjustmentQuoteSchema },
    refusals: REFUSALS,
    handler: async ({ principal, body, clientReference }) => {
      const read = readAdjustment(room, { principal, clientReference }, body);
      if (!read.ok) return read;
      const outcome = await room.machine.rehearse(room.points.adjust, read.arrival);
      if (!outcome.ok) return outcome as Refusal<never>;
      const { member, walletType, points, unit, wallets } = outcome.answer;
      const by = { place: principal.place, by: actorOf(principal) };
      const isOfTwo = await waitsForSecond(room, by, read.arrival.input.program, { walletType, unit, points });
      const told = { member, walletType, points, unit, wallets: [...wallets], needsSecondPerson: isOfTwo };
      return { status: 200 as const, body: told };
    },
  });
