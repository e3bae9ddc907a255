import type { CouponSeries } from './coupon-types.ts';

/** How a series stands at a moment, as a word of `state`: what is published and over by then is not good any more. */
export function standingOf({ state, validFrom, validUntil }: CouponSeries, nowMs: number): string {
  if (state === 'withdrawn') return 'withdrawn';
  if (validUntil !== undefined && Date.parse(validUntil) <= nowMs) return 'past';
  if (state === 'inert') return 'unpublished';
  return Date.parse(validFrom) > nowMs ? 'future' : 'published';
}
