import type { z } from 'zod';
import { freezeSchema, newFreezeSchema } from '../../../../../contract/points.ts';
import { FAMILY } from '../../../platform/lanes/index.ts';
import type { EndpointRequest } from '../../../platform/http/endpoint.ts';
import type { Principal } from '../../partners/index.ts';
import { effectOfUnfreezing, RELEASE } from './effects.ts';
import { readHandMessage, type Sender } from './read-message.ts';
import { bookedAnswer, BY_HAND_REFUSALS, roomEndpoint, type PointsRoom } from './room-endpoint.ts';

type Body = z.output<typeof newFreezeSchema>;
type Asked = EndpointRequest<Principal, undefined, undefined, Body>;

/** Reads which grant is meant. Refuses what readHandMessage refuses. */
function readMarking(room: PointsRoom, act: 'freeze' | 'unfreeze', sender: Sender, body: Body) {
  const read = readHandMessage(room, sender, body);
  if (!read.ok) return read;
  const { operation, reason } = body;
  const place = room.tokens.decode('op', operation);
  const granted = { lane: place?.lane ?? 0, seq: place?.id ?? 0n };
  const { tenant } = sender.principal;
  const input = { receivedAt: room.clock.now(), tenant, granted, reason, by: read.message.by };
  return { ok: true as const, arrival: read.message.arrivalOf(FAMILY.adjust, { is: act, operation, reason }, input) };
}

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
    // Freezing keeps value where it is, and cannot wait; releasing it can.
    ...(act === 'unfreeze' && {
      secondPerson: {
        kind: RELEASE,
        effect: async ({ principal, body, clientReference }: Asked) => {
          const read = readMarking(room, act, { principal, clientReference }, body);
          return read.ok ? effectOfUnfreezing(room, read.arrival) : read;
        },
      },
    }),
    handler: async ({ principal, body, clientReference }) => {
      const read = readMarking(room, act, { principal, clientReference }, body);
      if (!read.ok) return read;
      return bookedAnswer<z.input<typeof freezeSchema>>(await room.machine.submit(room.points[act], read.arrival));
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
