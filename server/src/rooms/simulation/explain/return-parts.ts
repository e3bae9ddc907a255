import { basketWithout, usagesLeft } from '../../checkout/index.ts';
import type { KeptGrant, PastEvent, PastUndoing } from '../../checkout/index.ts';
import { adjudicate, pricesLeft, stillUsed } from '../../promotions/index.ts';
import type { Basket, Grant, KeptTaken, NotFired, PricedEffect, Rulebook } from '../../promotions/index.ts';
import { decimalsOf } from './words.ts';

type Back = ReadonlyMap<number, bigint>;
type Lines = readonly (readonly [line: number, amount: bigint])[];

/** What became of one grant of a receipt: what it gave, what of it stood before the return, and what stays. Smallest steps. */
export type GrantShare = {
  readonly promotion: string;
  readonly version: number;
  readonly effect: number;
  readonly walletType: string;
  readonly decimals: number;
  readonly granted: bigint;
  readonly before: bigint;
  readonly stays: bigint;
  readonly perLine: readonly (readonly [line: number, granted: bigint, before: bigint, stays: bigint])[];
};

/** What became of what a promotion had taken off: `gone` went with the goods, `ended` is not earned any more. */
export type DiscountShare = {
  readonly promotion: string;
  readonly effect: number;
  readonly sold: bigint;
  readonly gone: bigint;
  readonly ended: bigint;
  readonly stays: bigint;
};

/** What of a limit or budget is free again. */
export type LimitFreed = {
  readonly promotion: string;
  readonly limit: string;
  readonly of: KeptTaken['of'];
  readonly amount: bigint;
};

/** A return, decided again: by which version, on which goods. */
export type ReturnParts = {
  readonly rulebook: Rulebook;
  readonly basket: Basket;
  readonly stays: readonly Grant[];
  readonly notFired: readonly NotFired[];
  readonly shares: readonly GrantShare[];
  readonly discounts: readonly DiscountShare[];
  readonly limits: readonly LimitFreed[];
};

type Return = Extract<PastEvent, { is: 'return' }>;

/** The decision that stood when goods came back: that of the sale, of its claim, or of a later rescore. */
const decidedBefore = ({ record, basket, events }: PastUndoing) => {
  const last = events.slice(0, -1).findLast(({ is }) => is !== 'return') as Exclude<PastEvent, Return> | undefined;
  return last === undefined
    ? { basket, rulebook: record.rulebook, grants: record.grants }
    : { basket: last.basket, rulebook: last.record.rulebook, grants: last.record.grants };
};

/** Decides what stays before and after a return, and shares out what became of each grant, discount and limit. */
export const partsOfReturn = (rulebookOf: (rulebook: number) => Rulebook, undoing: PastUndoing): ReturnParts => {
  const { record, back } = undoing.events.at(-1) as Return;
  const { basket, rulebook: number, grants } = decidedBefore(undoing);
  const rulebook = rulebookOf(number);
  const was = new Map(back);
  for (const [line, quantity] of record.lines) was.set(line, (was.get(line) ?? 0n) - BigInt(quantity));
  for (const [line, quantity] of was) if (quantity <= 0n) was.delete(line);
  const decide = (some: Back) => {
    const rest = basketWithout(basket, some);
    const isNothing = rest.lines.length === 0 || grants.length === 0;
    return isNothing ? { grants: [], notFired: [] } : adjudicate(rulebook, rest, { explain: true });
  };
  const [before, after] = [decide(was), decide(back)];
  return {
    ...{ rulebook, basket, stays: after.grants, notFired: after.notFired },
    shares: record.hasDrifted ? [] : grants.map((grant) => shareOf(grant, before.grants, after.grants, rulebook)),
    discounts: discountShares(rulebookOf(undoing.record.rulebook), undoing.basket, back),
    limits: freedBy(rulebookOf, undoing, { was, back, hasDrifted: record.hasDrifted === true }),
  };
};

const shareOf = (
  grant: KeptGrant,
  before: readonly Grant[],
  after: readonly Grant[],
  rulebook: Rulebook,
): GrantShare => {
  const { promotion, version, effect, wallet } = grant;
  const find = (grants: readonly Grant[]): Grant | undefined =>
    grants.find(
      (one) => one.promotion === promotion && one.derivation.rule.effect === effect && one.walletType === wallet,
    );
  const [then, now] = [find(before), find(after)];
  const [thenLines, nowLines] = [new Map(then?.perLine), new Map(now?.perLine)];
  return {
    ...{ promotion, version, effect, walletType: wallet },
    decimals: decimalsOf(rulebook, wallet),
    ...{ granted: BigInt(grant.points), before: then?.points ?? 0n, stays: now?.points ?? 0n },
    perLine: grant.perLine.map(([line, points]) => [
      line,
      BigInt(points),
      thenLines.get(line) ?? 0n,
      nowLines.get(line) ?? 0n,
    ]),
  };
};

const sumOf = (perLine: Lines): bigint => perLine.reduce((sum, [, money]) => sum + money, 0n);

/** Each discount of the sale, shared out: what went with the goods, what ended, what stays with what stays. */
const discountShares = (rulebook: Rulebook, sold: Basket, back: Back): DiscountShare[] => {
  const priced = (sold.priced ?? []).filter(({ perLine }) => perLine.length > 0);
  if (priced.length === 0) return [];
  const rest = basketWithout(sold, back);
  const isOf = (one: PricedEffect) => (other: PricedEffect) =>
    other.promotion === one.promotion && other.effect === one.effect;
  const { lapsed } = pricesLeft(rulebook, sold, rest);
  return priced.map((one) => {
    const all = sumOf(one.perLine);
    const left = sumOf((rest.priced ?? []).find(isOf(one))?.perLine ?? []);
    const ended = sumOf(lapsed.find(isOf(one))?.perLine ?? []);
    return { promotion: one.promotion, effect: one.effect, sold: all, gone: all - left, ended, stays: left - ended };
  });
};

const freedBy = (
  rulebookOf: (rulebook: number) => Rulebook,
  { record, basket: sold, events }: PastUndoing,
  { was, back, hasDrifted }: { readonly was: Back; readonly back: Back; readonly hasDrifted: boolean },
): LimitFreed[] => {
  // Limits are counted by the first decision, whatever decided the points since.
  const claim = events.find((event) => event.is === 'claim');
  const limited = [...(record.limited ?? []), ...(claim?.record.limited ?? [])];
  if (limited.length === 0) return [];
  const { rulebook, grants } = claim?.record ?? record;
  const version = hasDrifted ? undefined : rulebookOf(rulebook);
  const usages = (some: Back) => usagesLeft(version, claim?.basket ?? sold, grants, some);
  const [before, after] = [was.size === 0 ? undefined : usages(was), usages(back)];
  return limited.flatMap((taken) => {
    const all = BigInt(taken.amount);
    const stood = before === undefined ? all : least(all, stillUsed(taken, before));
    const used = stillUsed(taken, after);
    return used < stood ? [{ promotion: taken.promotion, limit: taken.limit, of: taken.of, amount: stood - used }] : [];
  });
};

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
