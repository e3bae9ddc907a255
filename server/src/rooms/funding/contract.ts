import type { LocalDate } from '../../kernel/local-date.ts';

export const TERMS = ['prepaid', 'postpaid', 'own'] as const;
export type Terms = (typeof TERMS)[number];

/** How points of members are counted on a block. */
export type Rate = { readonly points: bigint; readonly block: bigint };

/** Decimals of a block that is counted at a rate (semantics 3.11): members get whole points, the block may be left with a part of one. */
export const RATED_BLOCK_DECIMALS = 4;

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

/** The name of a block's pot. */
export const potOfBlock = ({ program }: Pick<Contract, 'program'>, block: number): string =>
  `block/${program}/${block}`;
