import type { BasketChange } from '../kind.ts';
import { basketConditionCases } from './basket-condition-cases.ts';
import { conditionCases } from './condition-cases.ts';
import { effectCases } from './effect-cases.ts';
import { memberConditionCases } from './member-condition-cases.ts';
import { moreEffectCases } from './more-effect-cases.ts';
import { occasionCases } from './occasion-cases.ts';
import { priceEffectCases } from './price-effect-cases.ts';
import { setEffectCases } from './set-effect-cases.ts';

/**
 * What one version of a kind gives, for ever. Cases are added, never changed: a receipt of long ago must decide as it
 * did. A condition's result is whether it holds; an effect's is its points and then those of each line; of a
 * discount money, of a gift thousandths of a piece, of coupons how many, of a better rate 1. A multiplier
 * comes after a promotion of 1 point per 10.00 and receipt.
 */
export type CaseTable = {
  readonly kind: string;
  readonly version: number;
  readonly cases: readonly {
    readonly name: string;
    readonly params: unknown;
    readonly basket: BasketChange;
    readonly result: boolean | readonly bigint[];
    /** `points` has no decimals, `fine` has two. */
    readonly wallet?: 'points' | 'fine';
  }[];
};

export const caseTables: readonly CaseTable[] = [
  ...conditionCases,
  ...basketConditionCases,
  ...memberConditionCases,
  ...effectCases,
  ...moreEffectCases,
  ...occasionCases,
  ...priceEffectCases,
  ...setEffectCases,
];
