import type { Basket, Rulebook } from '../promotions/index.ts';
import type { CheckoutDeps } from './deps.ts';
import { basketOf, withBuyer } from './keep-points.ts';
import type { FoundSale } from './plan-return.ts';
import type { KeptCredit, KeptGrant } from './record.ts';
import type { Returned } from './store/returned.ts';

/** How the points of a receipt were decided, and what that gave: by its sale, by its claim, or since then again on request. */
export type PointsDecided = {
  readonly rulebook: Rulebook | undefined;
  readonly basket: Basket;
  readonly grants: readonly KeptGrant[];
  readonly credits: readonly KeptCredit[];
  /** What had come back by then: it was not granted for. In thousandths by line. */
  readonly before: ReadonlyMap<number, bigint>;
  /** The operation whose lots they are. */
  readonly origin: { readonly lane: number; readonly seq: bigint };
};

/** Quantities by line, as they are kept and as they are counted: thousandths. */
export const quantitiesOf = (lines: Readonly<Record<string, number>> = {}): ReadonlyMap<number, bigint> =>
  new Map(Object.entries(lines).map(([line, quantity]) => [Number(line), BigInt(quantity)]));

/** The basket as it was decided: a claimed one had its member added. */
export const buyersBasket = (found: Pick<FoundSale, 'record' | 'claim'>): Basket => {
  const basket = basketOf(found.record);
  return found.claim ? withBuyer(basket, found.claim.record) : basket;
};

/** The decision of the sale, which its claim has made where it was claimed. */
export const decidedFirst = ({ rulebooks }: Pick<CheckoutDeps, 'rulebooks'>, found: FoundSale): PointsDecided => {
  const { rulebook, grants, credits } = found.claim?.record ?? found.record;
  return {
    ...{ rulebook: rulebooks.rulebook(rulebook), basket: buyersBasket(found), grants, credits },
    before: quantitiesOf(found.claim?.record.returned),
    origin: found.claim ?? found,
  };
};

/**
 * The facts of a receipt for deciding its points by a version of the rulebook. By its own they are those of then. By another: with prices
 * as they were paid, so that what was taken off is a fact of the lines, whoever took it off; and a limit leaves no more than the receipt
 * has taken of it, because somebody else may have had the rest since.
 */
export const basketFor = (found: Pick<FoundSale, 'record' | 'claim'>, rulebook: number): Basket => {
  const own = buyersBasket(found);
  if (rulebook === (found.claim?.record ?? found.record).rulebook) return own;
  const { priced: _priced, rooms = [], ...basket } = own;
  const taken = new Map(
    [...(found.record.limited ?? []), ...(found.claim?.record.limited ?? [])].map(
      ({ promotion, limit, amount }) => [`${promotion} ${limit}`, BigInt(amount)] as const,
    ),
  );
  return {
    ...basket,
    rooms: rooms.map(([promotion, limit]) => [promotion, limit, taken.get(`${promotion} ${limit}`) ?? 0n] as const),
  };
};

/** The decision that stands: the latest. */
export const decidedLast = (
  deps: Pick<CheckoutDeps, 'rulebooks'>,
  found: FoundSale,
  { rescored }: Pick<Returned, 'rescored'>,
): PointsDecided => {
  const first = decidedFirst(deps, found);
  if (!rescored) return first;
  const { rulebook, grants, credits, returned } = rescored;
  return {
    ...{ rulebook: deps.rulebooks.rulebook(rulebook), basket: basketFor(found, rulebook), grants },
    credits: [...credits, ...first.credits],
    before: quantitiesOf(returned),
    origin: first.origin,
  };
};
