import type { z } from 'zod';
import {
  balanceAskedSchema,
  balanceQuerySchema,
  balanceSchema,
  memberPointsPathSchema,
} from '../../../../../contract/points.ts';
import type { Refusal } from '../../../kernel/refusal.ts';
import type { Identity } from '../../cards/index.ts';
import type { Principal } from '../../partners/index.ts';
import { findProgram } from './read-message.ts';
import { IDENTITY_REFUSALS, roomEndpoint, type PointsRoom } from './room-endpoint.ts';

const REFUSALS = [
  ...IDENTITY_REFUSALS,
  'programs.program.not_found',
  'operation.owner_moving',
  'cards.card.blocked',
  'cards.card.suspended',
  'cards.card.may_not_view',
] as const;
const DESCRIPTION =
  'As it stands at this moment: what has become spendable, lapsed or expired by now counts, whether or not it is booked yet. Nothing is written.';

async function balanceOf(
  room: PointsRoom,
  principal: Principal,
  identity: Identity,
  code: string | undefined,
): Promise<{ status: 200; body: z.input<typeof balanceSchema> } | Refusal<never>> {
  const { tenant } = principal;
  const found = code === undefined ? undefined : findProgram(room, principal, code);
  if (found && !found.ok) return found;
  const input = { receivedAt: room.clock.now(), tenant, identity, program: found?.program.program };
  const outcome = await room.machine.rehearse(room.points.balance, { tenant, input });
  if (!outcome.ok) return outcome as Refusal<never>;
  const { wallets, totals, ...rest } = outcome.answer;
  return { status: 200 as const, body: { ...rest, wallets: [...wallets], totals: [...totals] } };
}

/** `GET /v1/members/:member/balance` */
export const getBalance = (room: PointsRoom) =>
  roomEndpoint({
    method: 'GET',
    path: '/v1/members/:member/balance',
    summary: "Show a member's wallets",
    description: DESCRIPTION,
    scope: 'points:read',
    tags: ['points'],
    params: memberPointsPathSchema,
    query: balanceQuerySchema,
    answers: { 200: balanceSchema },
    refusals: REFUSALS,
    handler: ({ principal, params, query }) => balanceOf(room, principal, { member: params.member }, query.program),
  });

/** `POST /v1/balance`: numbers of cards and phones stand in no address, since addresses are logged on the way. */
export const getBalanceBy = (room: PointsRoom) =>
  roomEndpoint({
    method: 'POST',
    path: '/v1/balance',
    repeats: 'reads',
    summary: 'Show the wallets of whoever has a phone or card',
    description: DESCRIPTION,
    scope: 'points:read',
    tags: ['points'],
    body: balanceAskedSchema,
    answers: { 200: balanceSchema },
    refusals: REFUSALS,
    handler: ({ principal, body: { phone, card, program } }) => balanceOf(room, principal, { phone, card }, program),
  });
