import { adjudicate } from '../../promotions/index.ts';
import type { AttributeValue, Basket, CompiledRulebook } from '../../promotions/index.ts';
import type { Params, PromotionContent } from './asked.ts';
import { changeFor, onSomeDay } from './pool.ts';

/** A promotion that answers an occasion. */
export type OccasionPromotion = PromotionContent & { readonly on: string };

export const answersOccasion = (promotion: PromotionContent): promotion is OccasionPromotion =>
  promotion.on !== undefined;

// Of what is counted by the unit so many are told: enough for a step of most rates.
const UNITS_TOLD = 1_000;

const first = (value: unknown): AttributeValue => (Array.isArray(value) ? (value[0] as AttributeValue) : '');

/** What is told of an occasion, so that what a promotion asks of it holds. */
const attributesFor = ({ conditions, effects }: PromotionContent): Record<string, AttributeValue> => {
  const told: Record<string, AttributeValue> = {};
  for (const { kind, params } of effects) {
    const { attribute } = (params ?? {}) as Params;
    if (kind === 'points-per-unit') told[String(attribute)] = UNITS_TOLD;
  }
  for (const { kind, params } of conditions) {
    const { attribute, values, from, to } = (params ?? {}) as Params;
    if (kind === 'occasion-attribute-is') told[String(attribute)] = first(values);
    if (kind === 'occasion-attribute-between') told[String(attribute)] = (to ?? from) as AttributeValue;
  }
  return told;
};

/** An occasion on which the promotion gives something, as a basket without lines; undefined where none was found. */
export const occasionFor = (
  rulebook: CompiledRulebook,
  promotion: OccasionPromotion,
  currency: { readonly code: string; readonly decimals: number },
): Basket | undefined => {
  const answering = rulebook.occasions.get(promotion.on);
  if (answering === undefined) return undefined;
  const change = changeFor(promotion);
  change.basket['occasion'] = { name: promotion.on, attributes: attributesFor(promotion) };
  return onSomeDay(promotion, change, currency, (basket) => {
    const { grants, coupons, stamps } = adjudicate(answering, basket);
    return [...grants, ...coupons, ...stamps].some((given) => given.promotion === promotion.code);
  });
};
