import type { BoundCondition } from './kind.ts';

/** The words of coupons that a promotion asks for, in capitals; `any` where a free condition reads what was shown. */
export type CouponsAsked = 'any' | ReadonlySet<string>;

const NONE: CouponsAsked = new Set();

// As the text says it, for ever: what a receipt of years ago has used up is asked again when its goods come back.
const READS_COUPONS = /\bcoupons\b/;

/** What a promotion asks of coupons. Told once, when it is made ready, and not at each sale. */
export const couponsAsked = (conditions: readonly BoundCondition[]): CouponsAsked => {
  if (conditions.some(({ kind, params }) => kind.code === 'expression' && READS_COUPONS.test(whenOf(params))))
    return 'any';
  const words = conditions.flatMap(({ trigger = [] }) =>
    trigger.flatMap(({ dimension, names }) => (dimension === 'coupon' ? names : [])),
  );
  return words.length === 0 ? NONE : new Set(words);
};

const whenOf = (params: unknown): string => (params as { readonly when: string }).when;
