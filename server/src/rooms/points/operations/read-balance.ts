import type { Refusal } from '../../../kernel/refusal.ts';
import { formatQuantity } from '../../../kernel/quantity.ts';
import type { LookUp, Operation } from '../../../platform/lanes/index.ts';
import type { Identity } from '../../cards/index.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import { walletsOf } from '../booking.ts';
import { keptAvailableOf, keepWallet, type KeptAmount, type KeptOwner, type KeptWallet } from '../kept-wallet.ts';
import { presentMember, presentWallet, type WalletAnswer } from '../present.ts';
import { foreseeWallets, settleOwner } from '../settle-owner.ts';
import type { Wallet } from '../wallet.ts';
import { planHolder, programsOf, viewingAgainst, type HolderPlan, type PointsDeps, type Received } from './holder.ts';
import { isoOf, keepOwner } from './move.ts';

export type BalanceQuestion = Received & {
  readonly tenant: number;
  readonly identity: Identity;
  /** Only wallets of this program; absent for all of the tenant. */
  readonly program: number | undefined;
};

/** The balances as they stand; never kept. */
export type BalanceRecord = {
  readonly member: KeptOwner;
  readonly wallets: readonly { readonly kept: KeptWallet; readonly program: number; readonly state: Wallet['state'] }[];
};

type Sum = {
  readonly available: string;
  readonly booked: string;
  readonly pending: string;
  readonly held: string;
  readonly frozen: string;
  readonly owed: string;
};

export type BalanceAnswer = {
  readonly member: string;
  readonly asOf: string;
  readonly wallets: readonly (WalletAnswer & { readonly program: string; readonly state: Wallet['state'] })[];
  /** The master account: sums over wallets of one unit, and never over two units. */
  readonly totals: readonly (Sum & { readonly unit: string })[];
};

/**
 * Says how a member's wallets stand. To be rehearsed: what time has done shows in the answer although nobody has booked it yet
 * (S1.9), and nothing is written. A card shows the wallets of its programs, all in one
 * answer. Refuses a card that may not be viewed by its rights or by a block. A wallet nobody has used yet is told with zeros where a program is named.
 */
export const readBalance = (
  deps: PointsDeps,
): Operation<BalanceQuestion, HolderPlan, BalanceRecord, BalanceAnswer, JournalEntry> => ({
  kind: 'points.balance',
  resolve: (input, look: LookUp): Promise<HolderPlan | Refusal> => planHolder(deps, input.tenant, input.identity, look),
  foresee: (input, { holder }, { peek }) => foreseeWallets([holder], peek, input.receivedAt, false),
  decide({ program }, { holder }, desk) {
    const against = viewingAgainst(desk, holder);
    if (against) return against;
    const counts = programsOf(desk, holder);
    settleOwner(deps, holder, desk, desk.recordedAt);
    const wallets = walletsOf(desk, holder)
      .filter((one) => program === undefined || one.program === program)
      .filter((one) => counts === undefined || counts.includes(one.program))
      .map((one) => ({ kept: keepWallet(one), program: one.program, state: one.state }));
    const unused = (program === undefined ? [] : deps.walletTypes.ofProgram(program))
      .filter((type) => !wallets.some(({ kept: [walletType] }) => walletType === type.walletType))
      .map((type) => ({
        kept: [type.walletType, 0, 0, 0, 0, 0, 0, 0] as const,
        program: type.program,
        state: 'open' as const,
      }));
    return {
      ok: true,
      lane: holder.lane,
      seq: 0n,
      record: { member: keepOwner(holder), wallets: [...wallets, ...unused] },
    };
  },
  present(record, booked) {
    const settings = deps.programs.settings();
    const wallets = record.wallets.map(({ kept, program, state }) => ({
      ...presentWallet(deps, kept),
      program: settings.program(program).code,
      state,
    }));
    return {
      member: presentMember(deps, record.member),
      asOf: isoOf(booked.recordedAt),
      wallets,
      totals: totalsOf(deps, record),
    };
  },
});

function totalsOf(deps: PointsDeps, record: BalanceRecord): BalanceAnswer['totals'] {
  const settings = deps.programs.settings();
  const byUnit = Map.groupBy(record.wallets, ({ kept: [walletType] }) => deps.walletTypes.of(walletType).unit);
  return [...byUnit].map(([number, wallets]) => {
    const unit = settings.unit(number);
    const sum = (of: (kept: KeptWallet) => KeptAmount): string =>
      formatQuantity(
        wallets.reduce((total, { kept }) => total + BigInt(of(kept)), 0n),
        unit.decimals,
      );
    const available = wallets.reduce((total, { kept }) => total + keptAvailableOf(kept), 0n);
    return {
      unit: unit.code,
      available: formatQuantity(available, unit.decimals),
      booked: sum(([, booked]) => booked),
      pending: sum(([, , pending]) => pending),
      held: sum(([, , , held]) => held),
      frozen: sum(([, , , , frozen]) => frozen),
      owed: sum(([, , , , , owed]) => owed),
    };
  });
}
