import type { Desk } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import {
  adjudicate,
  giveRoomBack,
  pricesLeft,
  stillUsed,
  usagesOf,
  type Basket,
  type KeptTaken,
  type LimitPlace,
  type Rulebook,
  type Usage,
} from '../promotions/index.ts';
import { basketWithout, shareGrant } from './keep-points.ts';
import type { FoundSale } from './plan-return.ts';
import type { KeptGrant } from './record.ts';
import type { Returned } from './store/returned.ts';

/** What was taken of limits by a sale and its claim. */
export const limitedOf = ({ record, claim }: FoundSale): readonly KeptTaken[] => [
  ...(record.limited ?? []),
  ...(claim?.record.limited ?? []),
];

/** What each promotion still gives after `back` has come back: decided again, or shared by lines where that cannot be done. */
export function usagesLeft(
  rulebook: Rulebook | undefined,
  basket: Basket,
  grants: readonly KeptGrant[],
  back: ReadonlyMap<number, bigint>,
): ReadonlyMap<string, Usage> {
  const rest = basketWithout(basket, back);
  if (rest.lines.length === 0) return new Map();
  const priced = pricesLeft(rulebook, basket, rest).stays;
  if (rulebook !== undefined) {
    const decided = adjudicate(rulebook, rest);
    return usagesOf({ ...decided, grants: grants.length === 0 ? [] : decided.grants, priced });
  }
  const sold = new Map(basket.lines.map((line) => [line.line, line.quantity]));
  const shared = grants.map((grant) => ({ promotion: grant.promotion, points: shareGrant(grant, back, sold) }));
  return usagesOf({ grants: shared.filter(({ points }) => points > 0n), priced, coupons: [], stamps: [] });
}

/**
 * Gives back what goods that came back leave unused, in the period of the sale. What is still used falls with each return and never rises
 * again: what was given back may be somebody else's. Gives what is still used, for the next return.
 */
export function giveLimitsBack(
  desk: Desk<JournalEntry>,
  found: FoundSale,
  place: Pick<LimitPlace, 'tenant' | 'program' | 'lane' | 'member'>,
  before: Returned,
  usages: () => ReadonlyMap<string, Usage>,
): readonly number[] | undefined {
  const limited = limitedOf(found);
  if (limited.length === 0) return undefined;
  const now = usages();
  return limited.map((taken, at) => {
    const was = BigInt(before.limited?.[at] ?? taken.amount);
    const used = stillUsed(taken, now);
    if (used >= was) return Number(was);
    giveRoomBack(desk, place, taken, was, used);
    return Number(used);
  });
}
