import { shareOut } from './arithmetic.ts';
import { goodsHold } from './goods-conditions.ts';
import type { GoodsHold } from './goods-conditions.ts';
import type { PlainPromotion, PlainVersion } from './limits.ts';
import { contendsForLines } from './limits.ts';
import type { PlainLine } from './lines.ts';
import type { PlainReceipt, PlainRule } from './receipt.ts';
import { takeOff } from './take-off.ts';

/** What of each line has come back, in thousandths. */
export type Back = ReadonlyMap<number, bigint>;

type PerLine = readonly (readonly [line: number, money: bigint])[];

/** What a promotion had done to the price, with its rule. */
export type PlainPriced = { readonly promotion: string; readonly rule: PlainRule; readonly perLine: PerLine };

/** A receipt as it was decided, with all that acted on its prices. */
export type SoldReceipt = Omit<PlainReceipt, 'priced'> & { readonly priced?: readonly PlainPriced[] | undefined };

export const NOTHING_BACK: Back = new Map();

const sumOf = (perLine: PerLine): bigint => perLine.reduce((all, [, one]) => all + one, 0n);

/** The part of an amount that goes with what came back: all of it with the last piece, and what division cuts off stays until then. */
export const partBack = (amount: bigint, back: bigint | undefined, sold: bigint): bigint => {
  if (back === undefined) return 0n;
  return back >= sold ? amount : (amount * back) / sold;
};

/** The receipt without what came back: lines of which nothing is left are gone, of the others each amount is less by its part. */
export const withoutBack = (receipt: SoldReceipt, back: Back): SoldReceipt => {
  const sold = new Map(receipt.lines.map((line) => [line.line, line.quantity]));
  const left = (amount: bigint, line: number): bigint =>
    amount - partBack(amount, back.get(line), sold.get(line) ?? 0n);
  const leftOf = (perLine: PerLine): PerLine =>
    perLine.map(([line, one]) => [line, left(one, line)] as const).filter(([, one]) => one !== 0n);
  const lines = receipt.lines
    .filter(({ line, quantity }) => (back.get(line) ?? -1n) < quantity)
    .map((line): PlainLine => {
      const came = back.get(line.line);
      if (came === undefined) return line;
      const of = (amount: bigint): bigint => left(amount, line.line);
      return {
        ...line,
        quantity: line.quantity - came,
        ...{ gross: of(line.gross), discount: of(line.discount), tax: of(line.tax), byPoints: of(line.byPoints) },
        ...(line.byGifts !== undefined && { byGifts: of(line.byGifts) }),
      };
    });
  return {
    ...receipt,
    lines,
    spent: receipt.spent?.map(({ wallet, points, perLine }) => {
      const [stays, whole] = [leftOf(perLine), sumOf(perLine)];
      return { wallet, points: whole === 0n ? 0n : (points * sumOf(stays)) / whole, perLine: stays };
    }),
    priced: receipt.priced?.map((one) => ({ ...one, perLine: leftOf(one.perLine) })),
  };
};

/** Prices of what stays, once discounts that ask for it have ended; and how much money ended. */
export type PricesThatStay = { readonly receipt: SoldReceipt; readonly ended: bigint };

/**
 * Lets discounts with `onReturn: recheck` end as far as what stays does not earn them: all of one whose conditions on the goods hold no more; of
 * one for several goods together what they are too few for now, never more than was recorded. What keeps it stays as it is. Undefined where
 * a condition is one that only the engine reads.
 */
export const pricesThatStay = (rest: SoldReceipt, version: PlainVersion): PricesThatStay | undefined => {
  const priced = rest.priced ?? [];
  if (priced.length === 0) return { receipt: rest, ended: 0n };
  const off = new Map<number, bigint>();
  for (const { perLine } of priced) for (const [line, one] of perLine) off.set(line, (off.get(line) ?? 0n) + one);
  const initial = rest.lines.map((line) => ({ ...line, discount: line.discount - (off.get(line.line) ?? 0n) }));
  const isBought = rest.lines.some(({ gift }) => gift === undefined);
  const held = new Map<string, GoodsHold>();
  let now = initial;
  let ended = 0n;
  for (const { promotion: code, rule, perLine } of priced) {
    const promotion = version.promotions.find((one) => one.code === code);
    const isAsked = promotion?.effects[rule.effect] !== undefined && isRechecked(rule);
    // Asked once, when its turn comes: its second effect finds the prices that the first one left.
    if (promotion !== undefined && !held.has(code))
      held.set(code, isBought ? goodsHold(promotion, now, rule.decimals.money) : 'fails');
    if (isAsked && held.get(code) === 'unknown') return undefined;
    const stays =
      isAsked && promotion !== undefined
        ? held.get(code) === 'holds'
          ? earnedStill(rule, perLine, { now, initial }, rivalsOf(version, promotion, priced))
          : []
        : perLine;
    ended += sumOf(perLine) - sumOf(stays);
    if (isAsked && held.get(code) === 'fails' && rule.kind === 'gift-line') ended += giftsOf(now, code);
    const less = new Map(stays);
    now = now.map((line) => ({ ...line, discount: line.discount + (less.get(line.line) ?? 0n) }));
  }
  return { receipt: { ...rest, lines: now }, ended };
};

const isRechecked = ({ params }: PlainRule): boolean =>
  (params as { readonly onReturn?: string }).onReturn === 'recheck';

/** What gifts of a promotion would have cost. */
const giftsOf = (lines: readonly PlainLine[], code: string): bigint =>
  lines.reduce((sum, { gift, discount }) => (gift === code ? sum + discount : sum), 0n);

const OF_SETS: readonly string[] = ['n-for-m', 'bundle'];

const earnedStill = (
  rule: PlainRule,
  perLine: PerLine,
  { now, initial }: { readonly now: readonly PlainLine[]; readonly initial: readonly PlainLine[] },
  rivals: ReadonlySet<number>,
): PerLine => {
  if (!OF_SETS.includes(rule.kind)) return perLine;
  const full = takeOff({ now, initial }, rule) ?? [];
  const earned = sumOf(full.filter(([line]) => !rivals.has(line)));
  const recorded = sumOf(perLine);
  if (earned >= recorded) return perLine;
  const parts = shareOut(
    earned,
    perLine.map(([, one]) => one),
  );
  return perLine.map(([line], i) => [line, parts[i] as bigint] as const).filter(([, one]) => one !== 0n);
};

/** Lines that other promotions of its group have won on the price. */
const rivalsOf = (
  version: PlainVersion,
  promotion: PlainPromotion,
  priced: readonly PlainPriced[],
): ReadonlySet<number> => {
  if (!contendsForLines(version, promotion)) return new Set();
  const groupOf = (code: string) => version.promotions.find((one) => one.code === code)?.group;
  return new Set(
    priced
      .filter(({ promotion: code }) => code !== promotion.code && groupOf(code) === promotion.group)
      .flatMap(({ perLine }) => perLine.map(([line]) => line)),
  );
};
