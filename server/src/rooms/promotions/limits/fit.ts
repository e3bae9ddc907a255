import type { Gives } from '../award.ts';
import type { BoundLimit } from './bound-limit.ts';
import type { Rooms } from './rooms.ts';

/** What a promotion has given in one decision so far, by what limits count. */
export type Given = { points: bigint; money: bigint };

const measureOf = (gives: Gives): 'points' | 'money' | undefined =>
  gives === 'points' ? 'points' : gives === 'discount' ? 'money' : undefined;

/** What a limit leaves of `wanted`. A receipt's own is a number, unless several promotions share it; without rooms nothing else is counted. */
const roomOf = (promotion: string, limit: BoundLimit, wanted: bigint, rooms: Rooms | undefined): bigint => {
  if (limit.per === 'receipt' && limit.budget === undefined) return wanted < limit.max ? wanted : limit.max;
  return rooms === undefined ? wanted : rooms.room(promotion, limit, wanted);
};

/** How much of an award its limits let through, and the first limit that rejects the promotion instead. */
export const fit = (
  { code, limits }: { readonly code: string; readonly limits: readonly BoundLimit[] },
  gives: Gives,
  amount: bigint,
  given: Given,
  rooms: Rooms | undefined,
): { readonly amount: bigint } | { readonly rejectedBy: string } => {
  const measure = measureOf(gives);
  if (measure === undefined) return { amount };
  let fits = amount;
  for (const limit of limits) {
    if (limit.of !== measure) continue;
    const wanted = given[measure] + fits;
    const room = roomOf(code, limit, wanted, rooms);
    if (room >= wanted) continue;
    if (limit.isRejected) return { rejectedBy: limit.key };
    fits = room > given[measure] ? room - given[measure] : 0n;
  }
  given[measure] += fits;
  return { amount: fits };
};

/** The limit that leaves no use of the promotion; undefined when there is one left. */
export const usesAgainst = (
  { code, limits }: { readonly code: string; readonly limits: readonly BoundLimit[] },
  rooms: Rooms | undefined,
): string | undefined => limits.find((limit) => limit.of === 'uses' && roomOf(code, limit, 1n, rooms) < 1n)?.key;
