import type { z } from 'zod';
import { newWalletStateSchema, walletStateSchema } from '../../../../../contract/points.ts';
import { FAMILY } from '../../../platform/lanes/index.ts';
import { findProgram, readHandMessage } from './read-message.ts';
import { bookedAnswer, BY_HAND_REFUSALS, IDENTITY_REFUSALS, roomEndpoint, type PointsRoom } from './room-endpoint.ts';

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
    handler: async ({ principal, body, clientReference }) => {
      const read = readHandMessage(room, { principal, clientReference }, body);
      if (!read.ok) return read;
      const found = findProgram(room, principal, body.program);
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
      const arrival = read.message.arrivalOf(
        FAMILY.adjust,
        { is: 'wallet_state', state, ...body, reference: undefined },
        input,
      );
      return bookedAnswer<z.input<typeof walletStateSchema>>(
        await room.machine.submit(room.points.setWalletState, arrival),
      );
    },
  });

/** `POST /v1/wallets/freeze` */
export const freezeWalletEndpoint = (room: PointsRoom) =>
  setState(room, 'freeze', "Freeze a member's wallet", 'It earns and cannot be spent; what is held can be captured.');

/** `POST /v1/wallets/open` */
export const openWalletEndpoint = (room: PointsRoom) =>
  setState(room, 'open', 'Open a frozen wallet again', 'From its commit on it can be spent.');
