import type { Ok, Refusal } from '../../../kernel/refusal.ts';
import type { Effect } from '../../../platform/http/endpoint.ts';
import type { Arrival } from '../../../platform/lanes/index.ts';
import { foreseeAct, worthOfAll } from '../../staff/index.ts';
import type { Program } from '../../programs/index.ts';
import type { Adjustment } from '../operations/adjust-points.ts';
import type { HoldEnd } from '../operations/find-hold.ts';
import type { FreezeInput } from '../operations/freeze-granted.ts';
import type { MoveAnswer } from '../operations/move.ts';
import type { Spend } from '../operations/plan-spend.ts';
import type { ReversalInput } from '../operations/reverse-redemption.ts';
import type { WalletStateInput } from '../operations/set-wallet-state.ts';
import type { Transfer } from '../operations/transfer-points.ts';
import { paysOf } from '../pays.ts';
import type { WalletAnswer } from '../present.ts';
import type { PointsRoom } from './room-endpoint.ts';

/** What acts by hand would do, in numbers: by it is decided whether a second person has to say yes, and it is what that person sees. */

type Foreseen = Promise<Ok<{ readonly effect?: Effect | undefined }> | Refusal>;

const decimalsIn =
  ({ programs }: PointsRoom, tenant: number) =>
  (unit: string): number | undefined =>
    programs.settings().unitByCode(tenant, unit)?.decimals;

type Told = { readonly walletType: string; readonly unit: string; readonly points: string };

/** By what bounds go: how many points, and what they would pay. */
const worthIn = (room: PointsRoom, program: Program, told: readonly Told[]) => ({
  ...worthOfAll(decimalsIn(room, program.tenant), told),
  pays: paysOf(room, program, told),
});

/** How the wallet would stand, for whoever decides. */
const standing = (wallets: readonly WalletAnswer[], walletType: string): Effect['after'] => {
  const found = wallets.find((one) => one.walletType === walletType);
  return found && { wallets: [{ walletType, unit: found.unit, available: found.available, booked: found.booked }] };
};

/** Points given or taken. */
export const effectOfAdjustment = (room: PointsRoom, arrival: Arrival<Adjustment>): Foreseen =>
  foreseeAct(room.machine, room.points.adjust, arrival, ({ member, walletType, points, unit, wallets }) => ({
    subject: member,
    facts: { member, program: arrival.input.program.code, walletType, points, unit, reason: arrival.input.reason },
    ...worthIn(room, arrival.input.program, [{ walletType, unit, points }]),
    after: standing(wallets, walletType),
  }));

/** Points of one member given to another. */
export const effectOfTransfer = (room: PointsRoom, arrival: Arrival<Transfer>): Foreseen =>
  foreseeAct(room.machine, room.points.transfer, arrival, ({ member, to, walletType, points, unit, wallets }) => ({
    subject: member,
    facts: { member, to, program: arrival.input.program.code, walletType, points, unit, reason: arrival.input.reason },
    ...worthIn(room, arrival.input.program, [{ walletType, unit, points }]),
    after: standing(wallets, walletType),
  }));

/** Frozen points of one grant that can be spent again. */
export const effectOfUnfreezing = (room: PointsRoom, arrival: Arrival<FreezeInput>): Foreseen =>
  foreseeAct(room.machine, room.points.unfreeze, arrival, ({ granted, changed }) => ({
    subject: granted,
    facts: { operation: granted, released: changed, reason: arrival.input.reason },
    ...worthOfAll(decimalsIn(room, arrival.input.tenant), changed),
  }));

/** A frozen wallet of which all can be spent again. */
export const effectOfOpening = (room: PointsRoom, arrival: Arrival<WalletStateInput>): Foreseen =>
  foreseeAct(room.machine, room.points.setWalletState, arrival, async ({ member, walletType }) => {
    const { program, identity, reason } = arrival.input;
    const asked = { receivedAt: room.clock.now(), tenant: program.tenant, identity, program: program.program };
    const told = await room.machine.rehearse(room.points.balance, { tenant: program.tenant, input: asked });
    const wallet = told.ok ? told.answer.wallets.find((one) => one.walletType === walletType) : undefined;
    const released = wallet ? [{ walletType, unit: wallet.unit, points: wallet.booked }] : [];
    return {
      subject: member,
      facts: { member, program: program.code, walletType, reason },
      ...worthIn(room, program, released),
      after: { released },
    };
  });

/** Points that somebody spends or has held before, with the sale or reward missing that a till has. */
export const effectOfRedemption = (room: PointsRoom, arrival: Arrival<Spend>): Foreseen =>
  foreseeAct(room.machine, room.points.redeem, arrival, (answer) => taken(room, arrival.input.till.program, answer));

/** Points of a hold that are taken for good. */
export const effectOfCapture = (room: PointsRoom, arrival: Arrival<HoldEnd>): Foreseen =>
  foreseeAct(room.machine, room.points.capture, arrival, (answer) => taken(room, arrival.input.till.program, answer));

const taken = (room: PointsRoom, program: Program, answer: MoveAnswer): Effect => {
  const { member, walletType, points, unit, wallets } = answer;
  return {
    subject: member,
    facts: { member, program: program.code, walletType, points, unit },
    ...worthIn(room, program, [{ walletType, unit, points }]),
    after: standing(wallets, walletType),
  };
};

/** Points that were spent and come back. A reference that nobody has used moves nothing: it is closed at once. */
export const effectOfReversal = (room: PointsRoom, arrival: Arrival<ReversalInput>): Foreseen =>
  foreseeAct(room.machine, room.points.reverse, arrival, (answer) =>
    'points' in answer ? taken(room, arrival.input.till.program, answer) : undefined,
  );

/** Whether the asker of an adjustment would be told to wait, for a form that says so before anything is sent. */
export async function waitsForSecond(
  room: PointsRoom,
  by: Pick<Parameters<PointsRoom['staff']['approvals']['wouldAsk']>[0], 'by' | 'place'>,
  program: Program,
  told: Told,
): Promise<boolean> {
  const { worth, pays } = worthIn(room, program, [told]);
  const { tenant } = program;
  return worth !== undefined && room.staff.approvals.wouldAsk({ ...by, tenant, kind: ADJUSTMENT, worth, pays });
}

/** The kinds of request by which points wait. */
export const ADJUSTMENT = 'points.adjustment';
export const TRANSFER = 'points.transfer';
export const RELEASE = 'points.release';

export const REDEMPTION = 'points.redemption';
export const REVERSAL = 'points.redemption_void';
