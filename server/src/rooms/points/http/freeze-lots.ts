import type { z } from 'zod';
import { freezeSchema, newFreezeSchema } from '../../../../../contract/points.ts';
import { FAMILY } from '../../../platform/lanes/index.ts';
import { readHandMessage } from './read-message.ts';
import { bookedAnswer, BY_HAND_REFUSALS, roomEndpoint, type PointsRoom } from './room-endpoint.ts';

const markLots = (room: PointsRoom, act: 'freeze' | 'unfreeze', summary: string, description: string) =>
  roomEndpoint({
    method: 'POST',
    path: `/v1/lots/${act}`,
    summary,
    description,
    scope: 'points:adjust',
    tags: ['points'],
    body: newFreezeSchema,
    answers: { 200: freezeSchema, 201: freezeSchema },
    refusals: [...BY_HAND_REFUSALS, 'points.operation.unknown', 'points.lots.nothing_to_change'],
    handler: async ({ principal, body, clientReference }) => {
      const read = readHandMessage(room, { principal, clientReference }, body);
      if (!read.ok) return read;
      const { operation, reason } = body;
      const place = room.tokens.decode('op', operation);
      const granted = { lane: place?.lane ?? 0, seq: place?.id ?? 0n };
      const input = { receivedAt: room.clock.now(), tenant: principal.tenant, granted, reason, by: read.message.by };
      const arrival = read.message.arrivalOf(FAMILY.adjust, { is: act, operation, reason }, input);
      return bookedAnswer<z.input<typeof freezeSchema>>(await room.machine.submit(room.points[act], arrival));
    },
  });

/** `POST /v1/lots/freeze` */
export const freezeLotsEndpoint = (room: PointsRoom) =>
  markLots(
    room,
    'freeze',
    'Freeze what an operation granted',
    'Also what was transferred since. The members are not blocked, and what is held stays held.',
  );

/** `POST /v1/lots/unfreeze` */
export const unfreezeLotsEndpoint = (room: PointsRoom) =>
  markLots(room, 'unfreeze', 'Make frozen points spendable again', 'All that is left of what the operation granted.');
