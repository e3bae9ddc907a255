import { Course } from './act.ts';
import type { Basket, BasketLine, PricedEffect } from './basket.ts';
import { Facts } from './facts.ts';
import type { Rate } from '../../kernel/rate.ts';
import type { Rooms } from './limits/rooms.ts';
import type { CompiledRulebook, Promotion } from './rulebook.ts';
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

/** True when the promotion took part in the recorded prices. */
export const wasPriced = ({ code }: Promotion, priced: readonly PricedEffect[]): boolean =>
  priced.some(({ promotion }) => promotion === code);
