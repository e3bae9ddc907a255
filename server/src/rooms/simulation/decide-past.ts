import { basketWithout } from '../checkout/index.ts';
import { adjudicate, linesUnpriced, noteRooms, priceBasket, pricesLeft, usagesOf } from '../promotions/index.ts';
import type {
  Basket,
  CompiledRulebook,
  CouponGrant,
  Grant,
  PricedEffect,
  StampGrant,
  Usage,
} from '../promotions/index.ts';
import type { CountedPlace, LimitBook } from './limit-book.ts';

/** What a rulebook makes of a basket: prices and points, and the basket as it was decided. */
export type Decided = {
  readonly basket: Basket;
  readonly grants: readonly Grant[];
  /** By wallet type. */
  readonly points: ReadonlyMap<string, bigint>;
  readonly coupons: readonly CouponGrant[];
  readonly stamps: readonly StampGrant[];
  readonly priced: readonly PricedEffect[];
};

const NOTHING: readonly never[] = [];
const NO_POINTS: ReadonlyMap<string, bigint> = new Map();

/** Money that was taken off. */
export const moneyOf = (priced: readonly PricedEffect[] = NOTHING): bigint => {
  let sum = 0n;
  for (const { perLine } of priced) for (const [, money] of perLine) sum += money;
  return sum;
};

/** Points by wallet type. */
export const pointsOf = (grants: readonly Pick<Grant, 'walletType' | 'points'>[]): Map<string, bigint> => {
  const points = new Map<string, bigint>();
  for (const { walletType, points: some } of grants) points.set(walletType, (points.get(walletType) ?? 0n) + some);
  return points;
};

/**
 * Decides a basket of before as if it came now: prices first, then what is earned, if anybody earns; on what limits leave, where they are
 * counted. What limits left is kept in the basket, as at the till.
 */
export const decidePast = (
  rulebook: CompiledRulebook,
  basket: Basket,
  earns: boolean,
  counted?: {
    readonly book: LimitBook;
    readonly place: CountedPlace;
    readonly onShort?: ((promotion: string) => void) | undefined;
  },
): Decided => {
  const rooms = counted && noteRooms(counted.book.rooms(counted.place, counted.onShort));
  let seen = basket;
  let priced: readonly PricedEffect[] = NOTHING;
  if (rulebook.hasPricing || basket.priced !== undefined || basket.rooms !== undefined) {
    const { priced: _then, rooms: _left, ...rest } = basket;
    const plain: Basket = { ...rest, lines: linesUnpriced(basket) };
    const pricing = priceBasket(rulebook, plain, rooms);
    priced = pricing.priced;
    seen = { ...plain, lines: pricing.lines, ...(priced.length > 0 && { priced }) };
  }
  const decidedOn = (): Basket => (rooms ? { ...seen, rooms: rooms.facts() } : seen);
  if (!earns)
    return { basket: decidedOn(), grants: NOTHING, points: NO_POINTS, coupons: NOTHING, stamps: NOTHING, priced };
  const { grants, coupons, stamps } = rooms ? adjudicate(rulebook, seen, { rooms }) : adjudicate(rulebook, seen);
  return { basket: decidedOn(), grants, points: pointsOf(grants), coupons, stamps, priced };
};

/** What is left of a decision when goods came back. */
export type Left = {
  readonly points: ReadonlyMap<string, bigint>;
  readonly grants: readonly Grant[];
  readonly money: bigint;
  readonly usages: ReadonlyMap<string, Usage>;
  readonly coupons: readonly CouponGrant[];
  readonly stamps: readonly StampGrant[];
  /** Nothing is left of the basket. */
  readonly isWhole: boolean;
};

/**
 * What stays of a decision after goods came back: the rest of the basket decided again on the same facts, never more than was granted;
 * prices stay as they were, for what is left (semantics 3.4), but for discounts that end when what stays does not earn them.
 */
export const leftAfter = (
  rulebook: CompiledRulebook,
  basket: Basket,
  granted: ReadonlyMap<string, bigint>,
  back: ReadonlyMap<number, bigint> | 'all',
): Left => {
  const rest = back === 'all' ? undefined : basketWithout(basket, back);
  if (rest === undefined || rest.lines.length === 0)
    return {
      ...{ points: new Map(), grants: NOTHING, money: 0n, usages: new Map() },
      ...{ coupons: NOTHING, stamps: NOTHING, isWhole: true },
    };
  const decided =
    rest.member === undefined ? { grants: NOTHING, coupons: NOTHING, stamps: NOTHING } : adjudicate(rulebook, rest);
  const now = pointsOf(decided.grants);
  const points = new Map<string, bigint>();
  for (const [wallet, was] of granted) {
    const is = now.get(wallet) ?? 0n;
    points.set(wallet, is < was ? is : was);
  }
  const priced = pricesLeft(rulebook, basket, rest).stays;
  return {
    points,
    grants: decided.grants,
    money: moneyOf(priced),
    usages: usagesOf({ ...decided, priced }),
    coupons: decided.coupons,
    stamps: decided.stamps,
    isWhole: false,
  };
};
