import type { Instant } from '../../kernel/instant.ts';
import type { Desk, OwnerKey } from '../../platform/lanes/index.ts';
import {
  giveCouponsBack,
  issueCoupons,
  readsCoupon,
  withdrawIssued,
  type CouponGrant,
  type Rulebook,
  type Usage,
} from '../promotions/index.ts';
import type { CheckoutDeps } from './deps.ts';
import type { FoundSale } from './plan-return.ts';
import { couponKeysOf, type KeptIssue } from './record.ts';

type Deps = Pick<CheckoutDeps, 'keys' | 'coupons'>;

/**
 * Issues codes for the coupons that an operation gives, where the coupon is the word of a published series that has not ended; other coupons
 * stay plain words. Gives what is kept of it.
 */
export function issueCodes(
  deps: Deps,
  desk: Desk,
  program: number,
  granted: readonly CouponGrant[],
  of: {
    readonly place: { readonly lane: number; readonly seq: bigint };
    readonly member: OwnerKey | undefined;
    readonly at: Instant;
  },
): KeptIssue[] {
  const issued: KeptIssue[] = [];
  let first = 0;
  for (const { promotion, coupon, count } of granted) {
    const series = deps.coupons.seriesOf(program, coupon.toUpperCase());
    if (series?.state !== 'published' || series.validUntil <= of.at) continue;
    const validUntil = issueCoupons(deps.keys, desk, series, { ...of, first, count });
    issued.push({ promotion, coupon, first, count, validUntil });
    first += count;
  }
  return issued;
}

/**
 * What goods that came back do to coupons: a code is given back when nothing that is left would use it, and a code that was issued is withdrawn
 * when its promotion would give nothing. One that gave nothing, because the till forced its use, comes back with the whole receipt only.
 * `left` says what each promotion still gives.
 */
export function undoCoupons(
  deps: Deps,
  desk: Desk,
  found: FoundSale,
  rulebook: Rulebook | undefined,
  left: () => ReadonlyMap<string, Usage>,
  isWhole: boolean,
): void {
  const { record, claim, sale } = found;
  const { tenant, program } = sale;
  const isStillRead = (word: string): boolean =>
    [...left().keys()].some((code) => {
      const promotion = rulebook?.byCode(code);
      return promotion !== undefined && readsCoupon(promotion, word);
    });
  const unused = (record.couponsUsed ?? []).filter(({ word, isForced }) => (isForced ? isWhole : !isStillRead(word)));
  const keys = couponKeysOf(
    tenant,
    unused.map(({ key }) => key),
  );
  giveCouponsBack(desk, keys, found);
  for (const { issued = [], place } of [
    { issued: record.couponsIssued, place: found },
    ...(claim ? [{ issued: claim.record.couponsIssued, place: claim }] : []),
  ])
    for (const { promotion, coupon, first, count } of issued) {
      const series = left().has(promotion) ? undefined : deps.coupons.seriesOf(program, coupon.toUpperCase());
      if (series) withdrawIssued(deps.keys, desk, series, { word: series.code, place, first, count });
    }
}
