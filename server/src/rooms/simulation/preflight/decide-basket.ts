import { spendAtRates } from '../../checkout/index.ts';
import type { PayableLine, PayingPlace, PayingWallet, SpendingPlan } from '../../points/index.ts';
import { adjudicate, noteRooms, priceBasket, usagesOf } from '../../promotions/index.ts';
import type { Basket, CouponGrant, Grant, Pricing, PricedEffect, StampGrant, Usage } from '../../promotions/index.ts';
import type { CountedPlace, LimitBook } from '../limit-book.ts';
import { walletTypesOf, worthOf } from './rules.ts';
import type { Points, Rules } from './rules.ts';

/** Who buys: limits and stamps are counted for him. */
export type Shopper = { readonly book: LimitBook; readonly place: CountedPlace };

/** What a wallet of the shopper has to pay with, in its smallest step. */
export type Payer = (wallet: string) => bigint;

const PLENTY = 1_000_000_000_000n;

/** Points enough for every basket of the search: of the named wallet, or of all. */
export const ampleOf =
  (wallet?: string): Payer =>
  (code) =>
    wallet === undefined || code === wallet ? PLENTY : 0n;
/** Nobody's points. */
export const PENNILESS: Payer = () => 0n;

/** What a basket costs and gives. */
export type BasketDecided = {
  /** As it was decided, with what paid and what limits left. */
  readonly basket: Basket;
  /** Money that is paid otherwise than with points, and money that points pay. */
  readonly due: bigint;
  readonly byPoints: bigint;
  readonly payments: SpendingPlan['parts'];
  /** What all points paid are worth where no promotion makes them worth more. */
  readonly spentWorth: bigint;
  readonly off: ReadonlyMap<string, bigint>;
  readonly points: Points;
  readonly by: ReadonlyMap<string, bigint>;
  readonly grants: readonly Grant[];
  readonly coupons: readonly CouponGrant[];
  readonly stamps: readonly StampGrant[];
  readonly priced: readonly PricedEffect[];
  readonly usages: ReadonlyMap<string, Usage>;
};

type Of = Pick<Rules, 'rulebook' | 'worth'>;

/** True for a basket that is to be paid with points, as far as there are any. */
export const wantsPoints = ({ tenders }: Basket): boolean => tenders?.includes('points') === true;

const NO_PLAN: Pick<SpendingPlan, 'parts'> = { parts: [] };
const sumOf = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, one) => sum + one, 0n);

/** Which wallets pay for what: the plan of the till, at the rates of the promotions. */
const planPoints = (
  rules: Of,
  basket: Basket,
  { lines, rates }: Pricing,
  payer: Payer,
): Pick<SpendingPlan, 'parts'> => {
  const wallets = [...walletTypesOf(rules).values()].flatMap((type): PayingWallet[] => {
    const available = type.paysMoney === 0n ? 0n : payer(type.code);
    if (available === 0n) return [];
    const decimals = rules.worth.get(type.code)?.decimals ?? 0;
    return [{ type, decimals, available, nextExpiry: Number.MAX_SAFE_INTEGER }];
  });
  if (wallets.length === 0) return NO_PLAN;
  const payable = lines.map((line): PayableLine => ({ ...line, due: line.gross - line.discount }));
  const { partner, outlet, channel, local, currency } = basket;
  const place: PayingPlace = {
    ...{ partner, outlet: outlet.code, outletGroups: outlet.groups, channel },
    ...{ weekday: local.weekday, minuteOfDay: local.minuteOfDay, currencyDecimals: currency.decimals },
    receiptTotal: sumOf(payable.map(({ due }) => due)),
  };
  return spendAtRates(payable, place, wallets, 'most', rates);
};

const withoutPoints = (basket: Basket): Basket => {
  const { tenders = [], ...rest } = basket;
  const others = tenders.filter((kind) => kind !== 'points');
  return others.length > 0 ? { ...rest, tenders: others } : rest;
};

const noteOff = (priced: readonly PricedEffect[]): Map<string, bigint> => {
  const off = new Map<string, bigint>();
  for (const { promotion, perLine } of priced)
    for (const [, money] of perLine) off.set(promotion, (off.get(promotion) ?? 0n) + money);
  return off;
};

/**
 * What a basket costs and gives, by the same course as at the till: prices, then what points pay, then what is earned (semantics 3.10); on
 * what limits leave, where somebody's are counted. Where nothing is there to pay with, it is a basket that points do not pay.
 */
export const decideBasket = (
  rules: Of,
  basket: Basket,
  { shopper, payer = PENNILESS }: { readonly shopper?: Shopper | undefined; readonly payer?: Payer } = {},
): BasketDecided => {
  const { rulebook } = rules;
  const rooms = shopper && rulebook.hasLimits ? noteRooms(shopper.book.rooms(shopper.place)) : undefined;
  const pricing = priceBasket(rulebook, basket, rooms);
  const { parts } = wantsPoints(basket) ? planPoints(rules, basket, pricing, payer) : NO_PLAN;
  if (parts.length === 0 && wantsPoints(basket)) return decideBasket(rules, withoutPoints(basket), { shopper });
  const paid = new Map<number, bigint>();
  for (const { perLine } of parts) for (const [line, money] of perLine) paid.set(line, (paid.get(line) ?? 0n) + money);
  const seen: Basket = {
    ...basket,
    lines:
      paid.size === 0 ? pricing.lines : pricing.lines.map((line) => ({ ...line, byPoints: paid.get(line.line) ?? 0n })),
    ...(pricing.priced.length > 0 && { priced: pricing.priced }),
    ...(parts.length > 0 && {
      spent: parts.map(({ walletType, points, perLine }) => ({ wallet: walletType, points, perLine })),
    }),
  };
  const points = new Map<string, bigint>();
  const by = new Map<string, bigint>();
  const { grants, coupons, stamps } = adjudicate(rulebook, seen, rooms ? { rooms } : {});
  for (const grant of grants) {
    points.set(grant.walletType, (points.get(grant.walletType) ?? 0n) + grant.points);
    by.set(grant.promotion, (by.get(grant.promotion) ?? 0n) + grant.points);
  }
  const byPoints = sumOf([...paid.values()]);
  const { priced } = pricing;
  return {
    basket: rooms ? { ...seen, rooms: rooms.facts() } : seen,
    due: sumOf(pricing.lines.map(({ gross, discount }) => gross - discount)) - byPoints,
    ...{ byPoints, payments: parts, off: noteOff(priced), points, by, grants, coupons, stamps, priced },
    spentWorth: sumOf(parts.map((part) => worthOf(rules, new Map([[part.walletType, part.points]])))),
    usages: usagesOf({ grants, coupons, stamps, priced }),
  };
};
