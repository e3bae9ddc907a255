import { assert } from '../../kernel/assert.ts';
import type { Booked } from '../../platform/lanes/index.ts';
import type { AdjustmentReason } from '../points/index.ts';
import type { CheckoutDeps } from './deps.ts';
import {
  pointsText,
  presentBooked,
  presentMember,
  presentWallet,
  type OperationAnswer,
  type WalletAnswer,
} from './present.ts';
import type { RescoreRecord } from './rescore-record.ts';
import { versionOfRulebook } from './rulebook-version.ts';

/** What is told of a receipt whose points were decided again. */
export type RescoreAnswer = OperationAnswer & {
  readonly original: string;
  readonly member: string;
  readonly rulebook: number;
  readonly reason: AdjustmentReason;
  readonly points: readonly {
    readonly walletType: string;
    readonly unit: string;
    readonly before: string;
    readonly after: string;
    /** What of a smaller sum could not be taken back, and became debt or was written off. */
    readonly owed: string;
    readonly writtenOff: string;
  }[];
  readonly wallets: readonly WalletAnswer[];
};

/** The answer to a request to decide a receipt again, from its record alone. */
export function presentRescore(deps: CheckoutDeps, record: RescoreRecord, booked: Booked): RescoreAnswer {
  const { original, member, rulebook, reason, points, back, wallets } = record;
  return {
    ...presentBooked(deps, booked),
    original: deps.tokens.encode('op', original.lane, BigInt(original.seq)),
    member: presentMember(deps, member),
    ...{ rulebook: versionOfRulebook(deps, rulebook), reason },
    points: points.map(([code, before, after]) => {
      const type = deps.walletTypes.byCode(deps.rulebooks.rulebook(rulebook)?.program ?? 0, code);
      assert(type, `wallet type ${code} of a grant is there`);
      const text = (amount: number): string => pointsText(deps, type.walletType, amount).amount;
      const taken = back.find((one) => one.walletType === type.walletType);
      return {
        ...{
          walletType: code,
          unit: pointsText(deps, type.walletType, 0).unit,
          before: text(before),
          after: text(after),
        },
        ...{ owed: text(taken?.owed ?? 0), writtenOff: text(taken?.writtenOff ?? 0) },
      };
    }),
    wallets: wallets.map((wallet) => presentWallet(deps, wallet)),
  };
}
