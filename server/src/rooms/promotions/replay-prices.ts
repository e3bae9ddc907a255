import { Course, onlyPlaces } from './act.ts';
import type { Basket, BasketLine, PricedEffect } from './basket.ts';
import { Facts } from './facts.ts';
import { linesUnpriced } from './price-basket.ts';
import type { CompiledRulebook, Promotion, PromotionEffect } from './rulebook.ts';
import { sharePoints } from './share-points.ts';

/** Recorded prices once more: which promotions would still hold at their turn, and what ends because it is not earned any more. */
export type ReplayedPrices = {
  readonly held: ReadonlySet<string>;
  /** The recorded prices at their places, each less what ended of it; undefined for a gift that is none any more. */
  readonly stays: readonly (PricedEffect | undefined)[];
  /** What ended, of those of which anything did. */
  readonly lapsed: readonly PricedEffect[];
};

type PerLine = PricedEffect['perLine'];

/**
 * Takes the recorded prices as they are, in their order, and says which of those promotions would still hold at their
 * turn: the discount was given, but points of the same promotion stand or fall with its conditions. What asks for it
 * (`onReturn`) falls with them too, and what was given for several goods together is given for those that are there, never more than
 * was recorded: later conditions and points see the price without what ended.
 */
export const replayPrices = (
  course: Course,
  rulebook: CompiledRulebook,
  priced: readonly PricedEffect[],
): ReplayedPrices => {
  const held = new Set<string>();
  const stays: (PricedEffect | undefined)[] = [];
  const lapsed: PricedEffect[] = [];
  const places = new Map(course.facts.lines.map(({ line }, place) => [line, place]));
  const asked = new Set<string>();
  // A gift earns nothing, neither itself.
  const isBought = course.facts.lines.some(({ gift }) => gift === undefined);
  for (const one of priced) {
    const { promotion: code, effect: number } = one;
    const promotion = rulebook.byCode(code);
    const effect = promotion?.effects.find(({ rule }) => rule.effect === number);
    if (promotion === undefined || effect === undefined) {
      stays.push(one);
      continue;
    }
    if (!asked.has(code) && isBought && promotion.open.every(({ holds }) => holds(course.facts))) held.add(code);
    asked.add(code);
    const perLine = one.perLine.filter(([line]) => places.has(line));
    const { left, ended } = isRechecked(effect)
      ? askAgain(course, promotion, effect, perLine, held.has(code) && rivalLines(rulebook, promotion, priced))
      : { left: perLine, ended: NOTHING };
    if (ended.length > 0) lapsed.push({ ...one, perLine: ended });
    const isOver = ended.length > 0 && left.length === 0;
    stays.push(isOver && one.perLine.length === 0 ? undefined : { ...one, perLine: left });
    if (isOver) continue;
    const at = left.map(([line]) => places.get(line) as number);
    const parts = left.map(([, amount]) => amount);
    const points = parts.reduce((sum, part) => sum + part, 0n);
    const award = { points: points === 0n ? 1n : points, at, parts };
    const since = course.acts.length;
    course.take({ promotion, effect, award, full: award });
    course.note(promotion, since);
  }
  return { held, stays, lapsed };
};

const isRechecked = ({ bound }: PromotionEffect): boolean =>
  (bound.params as { readonly onReturn?: string }).onReturn === 'recheck';

const NOTHING: PerLine = [];

/** What of an effect is earned still, and what is not. `rivals`: lines that others have won; false where its conditions do not hold. */
const askAgain = (
  course: Course,
  promotion: Promotion,
  effect: PromotionEffect,
  perLine: PerLine,
  rivals: ReadonlySet<number> | false,
): { readonly left: PerLine; readonly ended: PerLine } => {
  if (effect.bound.kind.gives === 'gift')
    return { left: NOTHING, ended: rivals === false ? giftsOf(course, promotion.code) : NOTHING };
  const left = rivals === false ? NOTHING : asEarned(course, promotion, effect, perLine, rivals);
  return { left, ended: less(perLine, left) };
};

/** What a gift would have cost: its price was taken off by the till. */
const giftsOf = ({ facts }: Course, code: string): PerLine =>
  facts.lines.flatMap(({ line, gift, discount }) =>
    gift === code && discount > 0n ? [[line, discount] as const] : [],
  );

const sumOf = (perLine: PerLine): bigint => perLine.reduce((sum, [, money]) => sum + money, 0n);

/** `whole` less `left`, line by line. */
const less = (whole: PerLine, left: PerLine): PerLine => {
  if (whole === left) return NOTHING;
  const stays = new Map(left);
  return whole.flatMap(([line, money]) => {
    const ended = money - (stays.get(line) ?? 0n);
    return ended === 0n ? [] : [[line, ended] as const];
  });
};

/** What a discount of several goods together would take off now, shared over the lines as it was recorded; all of it where that is no less. */
const asEarned = (
  course: Course,
  { group }: Promotion,
  { bound }: PromotionEffect,
  perLine: PerLine,
  rivals: ReadonlySet<number>,
): PerLine => {
  if (!bound.kind.isOfSet) return perLine;
  const { lines } = course.facts;
  // Prices came before anything was paid: what points have paid since lessens no discount.
  const unpaid = course.facts.seenAs(lines.map((line) => (line.byPoints === 0n ? line : { ...line, byPoints: 0n })));
  const full = bound.apply(unpaid, course.granted);
  const award =
    full && group?.scope === 'line'
      ? onlyPlaces(full, (place) => !rivals.has((lines[place] as BasketLine).line))
      : full;
  const recorded = sumOf(perLine);
  const earned = award?.points ?? 0n;
  if (earned >= recorded) return perLine;
  if (earned === 0n) return NOTHING;
  const parts = sharePoints(
    earned,
    perLine.map(([, money]) => money),
    recorded,
  );
  return perLine.flatMap(([line], i) => (parts[i] === 0n ? [] : [[line, parts[i] as bigint] as const]));
};

const NO_LINES: ReadonlySet<number> = new Set();

/** Lines that other promotions of a group have won: what is decided again does not contend for them. */
const rivalLines = (
  rulebook: CompiledRulebook,
  { code, group }: Promotion,
  priced: readonly PricedEffect[],
): ReadonlySet<number> =>
  group?.scope !== 'line' || group.evaluate === 'stack'
    ? NO_LINES
    : new Set(
        priced
          .filter(({ promotion }) => promotion !== code && rulebook.byCode(promotion)?.group?.code === group.code)
          .flatMap(({ perLine }) => perLine.map(([line]) => line)),
      );

/** What goods that came back leave of the recorded prices of a basket, and what ends of those for what stays. */
export type PricesLeft = { readonly stays: readonly PricedEffect[]; readonly lapsed: readonly PricedEffect[] };

/**
 * What stays of the recorded prices on the rest of a basket. A discount ends as far as its promotion asks for that (`onReturn: recheck`)
 * and what stays does not earn it any more; none does without a rulebook. What is left of nothing is not told. `rest` is what goods that came
 * back left of `whole`. Pure.
 */
export const pricesLeft = (rulebook: CompiledRulebook | undefined, whole: Basket, rest: Basket): PricesLeft =>
  createPricesLeft(rulebook, whole)(rest);

/** The same for many rests of one basket. */
export const createPricesLeft = (
  rulebook: CompiledRulebook | undefined,
  whole: Basket,
): ((rest: Basket) => PricesLeft) => {
  // A till that took less off may have sold where they were not earned either: that is not the doing of a return.
  let never: ReadonlySet<string> | undefined;
  return (rest) => {
    const { priced = [] } = rest;
    if (rulebook === undefined || rest.lines.length === 0 || priced.length === 0)
      return { stays: given(whole, priced), lapsed: [] };
    const { stays, lapsed } = replayOf(rulebook, rest);
    if (lapsed.length === 0) return { stays: given(whole, priced), lapsed };
    never ??= new Set(replayOf(rulebook, whole).lapsed.map(({ promotion }) => promotion));
    const isNever = ({ promotion }: PricedEffect): boolean => never?.has(promotion) === true;
    return {
      stays: given(
        whole,
        stays.map((one, at) => (isNever(priced[at] as PricedEffect) ? priced[at] : one)),
      ),
      lapsed: lapsed.filter((one) => !isNever(one)),
    };
  };
};

const replayOf = (rulebook: CompiledRulebook, basket: Basket): ReplayedPrices => {
  const facts = new Facts({ ...basket, lines: linesUnpriced(basket) }, rulebook.selections, rulebook.countings);
  return replayPrices(new Course(facts), rulebook, basket.priced ?? []);
};

/** A discount of which no line is left was not given; gifts and better rates have no lines from the start. */
const given = ({ priced: whole = [] }: Basket, left: readonly (PricedEffect | undefined)[]): readonly PricedEffect[] =>
  left.filter(
    (one, at) => one !== undefined && (one.perLine.length > 0 || whole[at]?.perLine.length === 0),
  ) as PricedEffect[];
