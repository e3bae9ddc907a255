import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Desk } from '../../../platform/lanes/index.ts';
import { roomOfPot, type Manner } from '../../../platform/pots/index.ts';
import {
  blocksOn,
  firstOfPeriod,
  onBlock,
  paysOn,
  potOfBlock,
  potOfLimit,
  type Contract,
} from '../../funding/index.ts';
import type { BoundLimit } from './bound-limit.ts';
import type { LimitPlace } from './desk-rooms.ts';

/** What pays for a promotion's points: the contract, and the pot of the block where it is prepaid. */
export type Fund = { readonly contract: Contract; readonly pot: string | undefined; readonly points: bigint };

/** The contracts of a program by code, and what one decision has found to pay for which promotion. */
export type Funds = {
  readonly contractOf: (code: string) => Contract | undefined;
  readonly found: Map<string, Fund>;
  /** Contracts that had nothing left for a promotion, and want its sale refused then. */
  readonly empty: Map<string, Contract>;
};

/** Funds of one decision. */
export const fundsOf = (contractOf: Funds['contractOf']): Funds => ({
  contractOf,
  found: new Map(),
  empty: new Map(),
});

/**
 * What a contract pays of `wanted`: all or nothing. Prepaid: the first block with enough, the earliest start first and reserves last
 * (semantics 3.11). Another one: all, or what its limit has. Two promotions of one decision that the same pot pays are asked together.
 */
export function roomOfContract(
  desk: Desk,
  place: Pick<LimitPlace, 'tenant' | 'lane' | 'day' | 'funds'>,
  promotion: string,
  { key }: BoundLimit,
  wanted: bigint,
  manner: Manner,
): bigint {
  const { funds, tenant, lane, day } = place;
  const contract = funds?.contractOf(key.slice('contract.'.length));
  if (funds === undefined || contract === undefined || !paysOn(contract, day)) return 0n;
  if (contract.terms !== 'prepaid' && contract.limit === undefined) {
    funds.found.set(promotion, { contract, pot: undefined, points: wanted });
    return wanted;
  }
  for (const { pot, budget } of potsOf(contract, day)) {
    let others = 0n;
    for (const [other, fund] of funds.found)
      if (other !== promotion && fund.pot === pot) others += onBlock(contract.rate, fund.points);
    const all = onBlock(contract.rate, wanted) + others;
    if (roomOfPot(desk, { tenant, pot, budget }, lane, all, { manner, isWhole: true }) < all) continue;
    funds.found.set(promotion, { contract, pot, points: wanted });
    funds.empty.delete(promotion);
    return wanted;
  }
  if (contract.whenEmpty === 'refuse_sale') funds.empty.set(promotion, contract);
  return 0n;
}

/** The pots that may pay on a day, in their order: blocks, or the limit of the day's period. */
const potsOf = (contract: Contract, day: LocalDate): readonly { readonly pot: string; readonly budget: bigint }[] =>
  contract.limit === undefined
    ? blocksOn(contract, day).map(({ block, points }) => ({ pot: potOfBlock(contract, block), budget: points }))
    : [{ pot: potOfLimit(contract, firstOfPeriod(contract.limit.per, day)), budget: contract.limit.points }];
