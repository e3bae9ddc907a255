import { formatQuantity } from '../../kernel/quantity.ts';
import type { Booked } from '../../platform/lanes/index.ts';
import { presentBooked, presentMember, type OperationAnswer } from '../points/index.ts';
import type { MergingDeps } from './deps.ts';
import type { KeptMove, KeptTierChange, MergeRecord, UnmergeRecord } from './record.ts';

type Deps = Pick<MergingDeps, 'tokens' | 'programs' | 'walletTypes'>;

/** What went from a wallet to the other's, and what could be spent there before and after. Quantities in the wallet's unit. */
export type MovedWallet = {
  readonly program: string;
  readonly walletType: string;
  readonly unit: string;
  readonly points: string;
  readonly pending: string;
  readonly frozen: string;
  readonly owed: string;
  readonly before: string;
  readonly after: string;
};

type TierChanged = { readonly program: string; readonly before?: string; readonly after?: string };

/** What a merge did: `member` goes on for `other`. */
export type MergeAnswer = OperationAnswer & {
  readonly member: string;
  readonly other: string;
  readonly wallets: readonly MovedWallet[];
  readonly cards: readonly string[];
  readonly programs: readonly string[];
  readonly tiers: readonly TierChanged[];
  readonly segments: readonly string[];
  readonly purchases: number;
  readonly consentsWithdrawn: number;
  readonly phone?: 'moved' | 'shared';
  readonly undoWithinDays: number;
};

/** What an unmerge did: `other` is a member of his own again. */
export type UnmergeAnswer = OperationAnswer & {
  readonly merge: string;
  readonly member: string;
  readonly other: string;
  readonly wallets: readonly MovedWallet[];
  /** What had come with the merge and does not go back: it was spent, has ended, or repaid what was owed. */
  readonly stays: readonly {
    readonly walletType: string;
    readonly unit: string;
    readonly points: string;
    readonly owed: string;
  }[];
  readonly cards: readonly string[];
  readonly tiers: readonly TierChanged[];
  readonly segments: readonly string[];
  readonly phone?: 'back' | 'stays';
};

/** The answer to a merge, from its record alone. */
export function presentMerge(deps: Deps, record: MergeRecord, booked: Booked): MergeAnswer {
  const { joined } = record;
  const { programs } = deps;
  return {
    ...presentBooked(deps, booked),
    member: presentMember(deps, record.member),
    other: presentMember(deps, record.other),
    wallets: record.wallets.map((one) => movedWallet(deps, one)),
    // A card is named where it stands now: with the member who goes on.
    cards: record.cards.map((card) => deps.tokens.encode('card', record.member.lane, BigInt(card))),
    programs: joined.programs.map((program) => programs.settings().program(program).code),
    tiers: record.tiers.map((one) => tierChanged(deps, one)),
    segments: record.segments,
    purchases: joined.purchases,
    consentsWithdrawn: joined.withdrawn,
    ...(joined.phone !== undefined && { phone: joined.phone }),
    undoWithinDays: record.days,
  };
}

/** The answer to an unmerge, from its record alone. */
export function presentUnmerge(deps: Deps, record: UnmergeRecord, booked: Booked): UnmergeAnswer {
  const { parted } = record;
  return {
    ...presentBooked(deps, booked),
    merge: deps.tokens.encode('op', record.merge.lane, BigInt(record.merge.seq)),
    member: presentMember(deps, record.member),
    other: presentMember(deps, record.other),
    wallets: record.wallets.map((one) => movedWallet(deps, one)),
    stays: record.stays.map(({ walletType, points, owed }) => {
      const { code, unit, text } = wordsOf(deps, walletType);
      return { walletType: code, unit, points: text(points), owed: text(owed) };
    }),
    cards: record.cards.map((card) => deps.tokens.encode('card', record.other.lane, BigInt(card))),
    tiers: record.tiers.map((one) => tierChanged(deps, one)),
    segments: record.segments,
    ...(parted.phone !== undefined && { phone: parted.phone }),
  };
}

function wordsOf({ programs, walletTypes }: Deps, walletType: number) {
  const type = walletTypes.of(walletType);
  const unit = programs.settings().unit(type.unit);
  return {
    code: type.code,
    unit: unit.code,
    program: programs.settings().program(type.program).code,
    text: (amount: number | string): string => formatQuantity(BigInt(amount), unit.decimals),
  };
}

function movedWallet(deps: Deps, moved: KeptMove): MovedWallet {
  const { code, unit, program, text } = wordsOf(deps, moved.walletType);
  return {
    ...{ program, walletType: code, unit },
    points: text(moved.active),
    pending: text(moved.pending),
    frozen: text(moved.frozen),
    owed: text(moved.owed),
    before: text(moved.before),
    after: text(moved.after),
  };
}

const tierChanged = ({ programs }: Deps, { program, before, after }: KeptTierChange): TierChanged => ({
  program: programs.settings().program(program).code,
  ...(before === '' ? {} : { before }),
  ...(after === '' ? {} : { after }),
});
