import type { Booked } from '../../platform/lanes/index.ts';
import {
  pointsText,
  presentBooked,
  presentMember,
  presentWallet,
  type OperationAnswer,
  type WalletAnswer,
} from '../points/index.ts';
import type { OccasionDeps } from './occasion-deps.ts';
import type { ReversalRecord } from './reverse-occasion.ts';

/** What was got back of what an occasion had brought, and how. The parts of each sum to its points. */
export type ReversalAnswer = OperationAnswer & {
  readonly original: string;
  readonly name: string;
  readonly member: string;
  readonly reason: string;
  readonly takenBack: readonly {
    readonly walletType: string;
    readonly unit: string;
    readonly points: string;
    readonly fromPending: string;
    readonly fromBalance: string;
    readonly owed: string;
    readonly writtenOff: string;
    readonly leftWithMember: string;
  }[];
  readonly wallets: readonly WalletAnswer[];
};

/** The answer to a reversal, from its record alone. */
export function presentReversal(
  deps: Pick<OccasionDeps, 'tokens' | 'programs' | 'walletTypes'>,
  { original, name, member, reason, back, wallets }: ReversalRecord,
  booked: Booked,
): ReversalAnswer {
  return {
    ...presentBooked(deps, booked),
    original: deps.tokens.encode('op', original.lane, BigInt(original.seq)),
    ...{ name, member: presentMember(deps, member), reason },
    takenBack: back.map(({ walletType, points, fromPending, fromBalance, owed, writtenOff, leftWithMember }) => {
      const text = (amount: number): string => pointsText(deps, walletType, amount).amount;
      return {
        ...{ walletType: deps.walletTypes.of(walletType).code, unit: pointsText(deps, walletType, 0).unit },
        ...{ points: text(points), fromPending: text(fromPending), fromBalance: text(fromBalance) },
        ...{ owed: text(owed), writtenOff: text(writtenOff), leftWithMember: text(leftWithMember) },
      };
    }),
    wallets: wallets.map((wallet) => presentWallet(deps, wallet)),
  };
}
