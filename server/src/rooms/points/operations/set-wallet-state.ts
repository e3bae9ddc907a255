import { refuse } from '../../../kernel/refusal.ts';
import type { Operation } from '../../../platform/lanes/index.ts';
import type { Identity } from '../../cards/index.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import type { Program } from '../../programs/index.ts';
import { openBooking, putWallet, walletOfType } from '../booking.ts';
import { appendEntry } from '../entry.ts';
import type { KeptOwner } from '../kept-wallet.ts';
import { presentBooked, presentMember, type OperationAnswer } from '../present.ts';
import { foreseeWallets, settleOwner } from '../settle-owner.ts';
import { findType } from './amount.ts';
import { planHolder, type HolderPlan, type PointsDeps, type Received } from './holder.ts';
import { keepOwner } from './move.ts';
import type { ByHand } from './reason.ts';

export type WalletStateInput = Received &
  ByHand & {
    readonly program: Program;
    readonly identity: Identity;
    readonly walletType: string | undefined;
    readonly state: 'open' | 'frozen';
  };

export type WalletStateRecord = ByHand & {
  readonly is: 'wallet_state';
  readonly member: KeptOwner;
  readonly walletType: number;
  readonly state: 'open' | 'frozen';
};

export type WalletStateAnswer = OperationAnswer & {
  readonly member: string;
  readonly walletType: string;
  readonly state: 'open' | 'frozen';
};

/**
 * Freezes a member's wallet, used or not yet: it earns and cannot be spent; or opens it again. Refuses a wallet that is in this
 * state already.
 */
export const setWalletState = (
  deps: PointsDeps,
): Operation<WalletStateInput, HolderPlan, WalletStateRecord, WalletStateAnswer, JournalEntry> => ({
  kind: 'points.wallet_state',
  resolve: (input, look) => planHolder(deps, input.program.tenant, input.identity, look),
  foresee: (input, { holder }, { peek }) => foreseeWallets([holder], peek, input.receivedAt, false),
  decide(input, { holder }, desk) {
    const { program, state, reason, by } = input;
    const found = findType(deps, program, input.walletType);
    if (!found.ok) return found;
    settleOwner(deps, holder, desk, desk.recordedAt);
    const wallet = walletOfType(desk, holder, found.type);
    if (wallet.state === state) return refuse('points.wallet.same_state', { state });
    // From here it succeeds.
    const booking = openBooking(desk, deps.accounts, holder.lane, desk.recordedAt);
    putWallet(desk, { ...wallet, state });
    const record: WalletStateRecord = {
      is: 'wallet_state',
      member: keepOwner(holder),
      walletType: wallet.walletType,
      state,
      reason,
      by,
    };
    const { lane, seq } = booking;
    appendEntry(booking, { kind: 'points.wallet_state', owner: holder.owner, till: { program }, record });
    return { ok: true, lane, seq, record };
  },
  present: (record, booked) => ({
    ...presentBooked(deps, booked),
    member: presentMember(deps, record.member),
    walletType: deps.walletTypes.of(record.walletType).code,
    state: record.state,
  }),
});
