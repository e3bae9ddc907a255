import { addMonths, endOfQuarter, localDate, type LocalDate } from '../../kernel/local-date.ts';

export const TERMS = ['prepaid', 'postpaid', 'own'] as const;
export type Terms = (typeof TERMS)[number];

/** How points of members are counted on a block. */
export type Rate = { readonly points: bigint; readonly block: bigint };

/** Decimals of a block that is counted at a rate (semantics 3.11): members get whole points, the block may be left with a part of one. */
export const RATED_BLOCK_DECIMALS = 4;

/** The most points that a contract pays in a period of the program's calendar: an own budget's amount, a partner's limit. */
export const LIMIT_PERIODS = ['month', 'quarter', 'year', 'ever'] as const;
export type ContractLimit = { readonly points: bigint; readonly per: (typeof LIMIT_PERIODS)[number] };

/** What becomes of a sale when nothing is left to pay its points: it goes on without them, or it is refused (semantics 3.11). */
export const WHEN_EMPTY = ['no_points', 'refuse_sale'] as const;
export type WhenEmpty = (typeof WHEN_EMPTY)[number];

/** Points that were bought ahead, in the block's smallest steps; both days belong to it. */
export type Block = {
  readonly block: number;
  readonly contract: number;
  readonly reference: string;
  readonly points: bigint;
  readonly isReserve: boolean;
  readonly from: LocalDate;
  readonly until: LocalDate;
};

/** Who pays for points, and how. `partner` 0 is the program itself. */
export type Contract = {
  readonly contract: number;
  readonly tenant: number;
  readonly program: number;
  readonly partner: number;
  readonly code: string;
  readonly terms: Terms;
  readonly unit: number;
  readonly pricePoints: bigint;
  readonly priceMoney: bigint;
  /** So many points of members, in smallest steps, take so much of a block, in its smallest steps; point by point where absent. */
  readonly rate?: Rate | undefined;
  /** Of one that is not prepaid. */
  readonly limit?: ContractLimit | undefined;
  readonly whenEmpty: WhenEmpty;
  readonly from: LocalDate;
  readonly until: LocalDate;
  /** In the order in which they are used: the earliest start first, reserves behind all others. */
  readonly blocks: readonly Block[];
};

/** The order of use (semantics 3.11). */
export const inOrderOfUse = (a: Block, b: Block): number =>
  Number(a.isReserve) - Number(b.isReserve) || (a.from < b.from ? -1 : a.from > b.from ? 1 : a.block - b.block);

const holdsOn = ({ from, until }: { readonly from: LocalDate; readonly until: LocalDate }, day: LocalDate): boolean =>
  from <= day && day <= until;

/** True while the contract pays. */
export const paysOn = holdsOn;

/** The blocks that may pay on a day, in the order in which they are asked. */
export const blocksOn = ({ blocks }: Contract, day: LocalDate): readonly Block[] =>
  blocks.filter((block) => holdsOn(block, day));

/** What points of members take of a block; what is below its smallest step is for the partner, so that no block gives more than it has. */
export const onBlock = (rate: Rate | undefined, points: bigint): bigint =>
  rate === undefined ? points : (points * rate.block + rate.points - 1n) / rate.points;

/** The points that members may get of so much of a block, whole ones. */
export const pointsOf = (rate: Rate | undefined, block: bigint): bigint =>
  rate === undefined ? block : (block * rate.points) / rate.block;

/** The name of a block's pot. */
export const potOfBlock = ({ program }: Pick<Contract, 'program'>, block: number): string =>
  `block/${program}/${block}`;

/** The first day of the period that a day falls in; of `ever` the first day that there is. */
export function firstOfPeriod(per: ContractLimit['per'], day: LocalDate): LocalDate {
  switch (per) {
    case 'month':
      return firstOfMonth(day);
    case 'quarter':
      return addMonths(firstOfMonth(endOfQuarter(day)), -2);
    case 'year':
      return localDate(Number(day.slice(0, 4)), 1, 1);
    case 'ever':
      return localDate(1, 1, 1);
  }
}

const firstOfMonth = (day: LocalDate): LocalDate => `${day.slice(0, 8)}01` as LocalDate;

/** How the names of pots of a program's contracts with a limit begin. */
export const potsOfLimits = (program: number): string => `contract/${program}/`;

/** The pot of a contract's limit, in the period that begins on this day. */
export const potOfLimit = ({ program, contract }: Pick<Contract, 'program' | 'contract'>, from: LocalDate): string =>
  `${potsOfLimits(program)}${contract}/${from}`;
