import type { z } from 'zod';
import { newWalletStateSchema, walletStateSchema } from '../../../../../contract/points.ts';
import { FAMILY } from '../../../platform/lanes/index.ts';
import type { EndpointRequest } from '../../../platform/http/endpoint.ts';
import type { Principal } from '../../partners/index.ts';
import { effectOfOpening, RELEASE } from './effects.ts';
import { findProgram, readHandMessage, type Sender } from './read-message.ts';
import { bookedAnswer, BY_HAND_REFUSALS, IDENTITY_REFUSALS, roomEndpoint, type PointsRoom } from './room-endpoint.ts';

type Body = z.output<typeof newWalletStateSchema>;
type Asked = EndpointRequest<Principal, undefined, undefined, Body>;

/** Reads whose wallet is meant. Refuses what readHandMessage refuses, and a program that is not there. */
function readState(room: PointsRoom, act: 'freeze' | 'open', sender: Sender, body: Body) {
  const read = readHandMessage(room, sender, body);
  if (!read.ok) return read;
  const found = findProgram(room, sender.principal, body.program);
  if (!found.ok) return found;
  const { member, walletType, reason } = body;
  const state = act === 'freeze' ? ('frozen' as const) : ('open' as const);
  const { by } = read.message;
  const input = {
    receivedAt: room.clock.now(),
    program: found.program,
    identity: member,
    walletType,
    state,
    reason,
    by,
  };
  const content = { is: 'wallet_state', state, ...body, reference: undefined };
  return { ok: true as const, arrival: read.message.arrivalOf(FAMILY.adjust, content, input) };
}

const setState = (room: PointsRoom, act: 'freeze' | 'open', summary: string, description: string) =>
  roomEndpoint({
    method: 'POST',
    path: `/v1/wallets/${act}`,
    summary,
    description,
    scope: 'points:adjust',
    tags: ['points'],
    body: newWalletStateSchema,
    answers: { 200: walletStateSchema, 201: walletStateSchema },
    refusals: [
      ...BY_HAND_REFUSALS,
      ...IDENTITY_REFUSALS,
      'points.wallet.unknown',
      'points.wallet.not_named',
      'points.wallet.same_state',
    ],
    // Freezing keeps value where it is, and cannot wait; releasing it can.
    ...(act === 'open' && {
      secondPerson: {
        kind: RELEASE,
        effect: async ({ principal, body, clientReference }: Asked) => {
          const read = readState(room, act, { principal, clientReference }, body);
          return read.ok ? effectOfOpening(room, read.arrival) : read;
        },
      },
    }),
    handler: async ({ principal, body, clientReference }) => {
      const read = readState(room, act, { principal, clientReference }, body);
      if (!read.ok) return read;
      return bookedAnswer<z.input<typeof walletStateSchema>>(
        await room.machine.submit(room.points.setWalletState, read.arrival),
      );
    },
  });

/** `POST /v1/wallets/freeze` */
export const freezeWalletEndpoint = (room: PointsRoom) =>
  setState(room, 'freeze', "Freeze a member's wallet", 'It earns and cannot be spent; what is held can be captured.');

/** `POST /v1/wallets/open` */
export const openWalletEndpoint = (room: PointsRoom) =>
  setState(room, 'open', 'Open a frozen wallet again', 'From its commit on it can be spent.');
