import { Course } from './act.ts';
import type { Basket, BasketLine, PricedEffect } from './basket.ts';
import { Facts } from './facts.ts';
import type { Rate } from '../../kernel/rate.ts';
import type { Rooms } from './limits/rooms.ts';
import type { CompiledRulebook, Promotion, PromotionEffect } from './rulebook.ts';
import { runPass } from './run-pass.ts';

/** Goods that a promotion gives on top: the till adds them as a line of its own. */
export type Gift = { readonly promotion: string; readonly sku: string; readonly quantity: bigint };

/** Points pay more on some lines: money times `factor` for the same points. Without wallet type: all that pay. */
export type SpendingRate = {
  readonly promotion: string;
  readonly factor: Rate;
  readonly walletType: string | undefined;
  readonly lines: readonly number[];
};

/** What promotions do to what is to be paid. */
export type Pricing = {
  /** Every effect that acted, in the order in which it did: a fact of the basket from now on. */
  readonly priced: readonly PricedEffect[];
  /** The lines with what was taken off them. */
  readonly lines: readonly BasketLine[];
  readonly gifts: readonly Gift[];
  readonly rates: readonly SpendingRate[];
};

/**
 * Decides discounts, gifts and rates of spending, before anything is paid: discounts, then points, then the other tenders
 * (semantics 3.10). The basket comes with the till's own discounts and none of these. Pure. What it gives becomes
 * `basket.priced` and the lines of the basket that `adjudicate` is asked about.
 */
export const priceBasket = (rulebook: CompiledRulebook, basket: Basket, rooms?: Rooms): Pricing => {
  if (!rulebook.hasPricing) return { priced: [], lines: basket.lines, gifts: [], rates: [] };
  const facts = new Facts(basket, rulebook.selections, rulebook.countings);
  const course = new Course(facts, rooms);
  runPass(course, rulebook.candidates(basket), {
    effects: ({ pricing }) => pricing,
    conditions: ({ open }) => open,
    told: () => undefined,
  });
  const lineOf = (place: number): number => (facts.lines[place] as BasketLine).line;
  const gifts: Gift[] = [];
  const rates: SpendingRate[] = [];
  const priced = course.acts.map(({ promotion, effect, award }): PricedEffect => {
    if (award.gift !== undefined) gifts.push({ promotion: promotion.code, ...award.gift });
    if (award.rate !== undefined) rates.push({ promotion: promotion.code, ...award.rate, lines: award.at.map(lineOf) });
    const isDiscount = effect.bound.kind.gives === 'discount';
    const perLine = award.at.flatMap((place, i) =>
      isDiscount && award.parts[i] !== 0n ? [[lineOf(place), award.parts[i] as bigint] as const] : [],
    );
    return { promotion: promotion.code, effect: effect.rule.effect, perLine };
  });
  return { priced, lines: facts.lines, gifts, rates };
};

/** The lines as they came, before what promotions took off them. */
export const linesUnpriced = ({ lines, priced = [] }: Basket): readonly BasketLine[] => {
  if (priced.length === 0) return lines;
  const off = new Map<number, bigint>();
  for (const { perLine } of priced) for (const [line, amount] of perLine) off.set(line, (off.get(line) ?? 0n) + amount);
  return lines.map((line) => {
    const amount = off.get(line.line);
    return amount === undefined ? line : { ...line, discount: line.discount - amount };
  });
};

/** Recorded prices once more: which promotions would still hold at their turn, and what ends because theirs do not. */
export type ReplayedPrices = { readonly held: ReadonlySet<string>; readonly lapsed: readonly PricedEffect[] };

/**
 * Takes the recorded prices as they are, in their order, and says which of those promotions would still hold at their
 * turn: the discount was given, but points of the same promotion stand or fall with its conditions. What asks for it
 * (`onReturn`) falls with them too: later conditions and points see the price without it.
 */
export const replayPrices = (
  course: Course,
  rulebook: CompiledRulebook,
  priced: readonly PricedEffect[],
): ReplayedPrices => {
  const held = new Set<string>();
  const lapsed: PricedEffect[] = [];
  const places = new Map(course.facts.lines.map(({ line }, place) => [line, place]));
  const asked = new Set<string>();
  for (const one of priced) {
    const { promotion: code, effect: number, perLine } = one;
    const promotion = rulebook.byCode(code);
    const effect = promotion?.effects.find(({ rule }) => rule.effect === number);
    if (promotion === undefined || effect === undefined) continue;
    if (!asked.has(code) && promotion.open.every(({ holds }) => holds(course.facts))) held.add(code);
    asked.add(code);
    if (!held.has(code) && isRechecked(effect)) {
      lapsed.push(one);
      continue;
    }
    const at: number[] = [];
    const parts: bigint[] = [];
    for (const [line, amount] of perLine) {
      const place = places.get(line);
      if (place === undefined) continue;
      at.push(place);
      parts.push(amount);
    }
    const points = parts.reduce((sum, part) => sum + part, 0n);
    const award = { points: points === 0n ? 1n : points, at, parts };
    const since = course.acts.length;
    course.take({ promotion, effect, award, full: award });
    course.note(promotion, since);
  }
  return { held, lapsed };
};

const isRechecked = ({ bound }: PromotionEffect): boolean =>
  (bound.params as { readonly onReturn?: string }).onReturn === 'recheck';

/**
 * What was taken off the rest of a basket and ends, because the promotion asks for that and its conditions hold no more. `rest` is what goods
 * that came back left of `whole`. Pure.
 */
export const lapsedPrices = (rulebook: CompiledRulebook, whole: Basket, rest: Basket): readonly PricedEffect[] => {
  if (rest.lines.length === 0) return [];
  const lapsedOf = (basket: Basket): readonly PricedEffect[] => {
    const facts = new Facts({ ...basket, lines: linesUnpriced(basket) }, rulebook.selections, rulebook.countings);
    return replayPrices(new Course(facts), rulebook, basket.priced ?? []).lapsed;
  };
  const lapsed = lapsedOf(rest);
  if (lapsed.length === 0) return lapsed;
  // A till that took less off may have sold where they did not hold either: that is not the doing of a return.
  const never = new Set(lapsedOf(whole).map(({ promotion }) => promotion));
  return lapsed.filter(({ promotion }) => !never.has(promotion));
};

/** True when the promotion took part in the recorded prices. */
export const wasPriced = ({ code }: Promotion, priced: readonly PricedEffect[]): boolean =>
  priced.some(({ promotion }) => promotion === code);
