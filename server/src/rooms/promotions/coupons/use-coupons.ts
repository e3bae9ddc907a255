import { addSeconds, INSTANT_NEVER, isoFromInstant, SECONDS_PER_DAY, type Instant } from '../../../kernel/instant.ts';
import { assert } from '../../../kernel/assert.ts';
import { placeText } from '../../../kernel/journal-place.ts';
import { refuse, type Refusal } from '../../../kernel/refusal.ts';
import type { Keys } from '../../../platform/keys.ts';
import type { Desk, OwnerKey } from '../../../platform/lanes/index.ts';
import type { CompiledRulebook, Promotion } from '../rulebook.ts';
import { couponKeys, couponText, secretOfPlace } from './coupon-code.ts';
import type { Coupon, CouponKey } from './coupon.ts';
import { newCoupon } from './create-coupons.ts';
import type { CouponPlanned } from './plan-coupons.ts';
import type { Series } from './series.ts';
import { couponSheet } from './store/coupon.ts';

type Place = { readonly lane: number; readonly seq: bigint | string };

/** A code that is good for this receipt. */
export type CouponMet = {
  readonly word: string;
  readonly key: CouponKey;
  readonly lastFour: string;
  /** Used up although nothing was given for it, because the till asked for that. */
  readonly isForced?: true;
};

/** What the coupons of a receipt come to: the words that promotions see, the codes behind them, and what stands against the others. */
export type CouponsMet = {
  readonly words: readonly string[];
  readonly met: readonly CouponMet[];
  readonly against: readonly Refusal[];
};

const liveHolds = ({ holds }: Coupon, now: Instant): Coupon['holds'] => holds.filter(([, until]) => until > now);

/** What stands against a code, in this order: another member's, withdrawn, used, not yet valid, expired, kept by another quote. */
function couponAgainst(
  coupon: Coupon,
  { series, member }: NonNullable<CouponPlanned['code']>,
  buyer: OwnerKey | undefined,
  { at, now }: { readonly at: Instant; readonly now: Instant },
): Refusal | undefined {
  // First, so that whoever holds another one's coupon learns nothing else of it.
  if (member && member.owner !== buyer?.owner) return refuse('promotions.coupon.not_yours');
  if (series.state === 'withdrawn' || coupon.isWithdrawn) return refuse('promotions.coupon.withdrawn');
  if (coupon.usedBy.length >= coupon.usesMax) return refuse('promotions.coupon.used');
  if (at < coupon.validFrom)
    return refuse('promotions.coupon.not_yet_valid', { validFrom: isoFromInstant(coupon.validFrom) });
  if (at >= coupon.validUntil)
    return refuse('promotions.coupon.expired', { validUntil: isoFromInstant(coupon.validUntil) });
  const holds = liveHolds(coupon, now);
  if (coupon.usedBy.length + holds.length < coupon.usesMax) return undefined;
  const until = Math.min(...holds.map(([, one]) => one)) as Instant;
  return refuse('promotions.coupon.reserved', { until: isoFromInstant(until) });
}

/**
 * Looks at the coupons of a receipt under the lock. Of several codes of one series the first good one counts; the others are left as they are.
 * What the receipt's own quote kept has been released by then.
 */
export function meetCoupons(
  desk: Desk,
  planned: readonly CouponPlanned[],
  buyer: OwnerKey | undefined,
  at: Instant,
): CouponsMet {
  const words = new Set<string>();
  const met: CouponMet[] = [];
  const against: Refusal[] = [];
  // Of several the cashier has to know which: by its place in what was shown, since a code is told to nobody.
  const refuseNth = (refusal: Refusal, nth: number): void => {
    against.push(planned.length === 1 ? refusal : { ...refusal, facts: { ...refusal.facts, coupon: `${nth + 1}` } });
  };
  for (const [nth, { word, code, against: unknown }] of planned.entries()) {
    if (unknown) refuseNth(unknown, nth);
    else if (!code) words.add(word);
    else {
      const coupon = desk.read(couponSheet, code.key);
      assert(coupon, 'a coupon that was found is there');
      const refused = couponAgainst(coupon, code, buyer, { at, now: desk.recordedAt });
      if (refused) refuseNth(refused, nth);
      else if (!words.has(word)) {
        words.add(word);
        met.push({ word, key: code.key, lastFour: coupon.lastFour });
      }
    }
  }
  return { words: [...words], met, against };
}

/** Whether a promotion acts only because of a coupon: it names the word, or has a free condition that reads coupons. */
export const readsCoupon = ({ coupons }: Pick<Promotion, 'coupons'>, word: string): boolean =>
  coupons === 'any' || coupons.has(word);

/**
 * The codes that a decision uses up: those without which one of the promotions that gave something would not have acted, and the others
 * too where the till forces it, because it has taken them from the buyer.
 */
export const couponsUsed = (
  rulebook: CompiledRulebook,
  met: readonly CouponMet[],
  gave: Iterable<string>,
  isForced = false,
): CouponMet[] => {
  if (met.length === 0) return [];
  const promotions = [...gave].flatMap((code) => rulebook.byCode(code) ?? []);
  return met.flatMap((one): CouponMet[] => {
    if (promotions.some((promotion) => readsCoupon(promotion, one.word))) return [one];
    return isForced ? [{ ...one, isForced }] : [];
  });
};

const change = (desk: Desk, key: CouponKey, to: (coupon: Coupon) => Partial<Coupon>): void => {
  const coupon = desk.read(couponSheet, key);
  assert(coupon, 'a coupon of a sale is there');
  desk.put(couponSheet, key, { ...coupon, ...to(coupon) });
};

/** Uses codes up for the sale that stands at `place`. */
export function useCoupons(desk: Desk, used: readonly CouponMet[], place: Place): void {
  for (const { key } of used)
    change(desk, key, (coupon) => ({
      usedBy: [...coupon.usedBy, placeText(place)],
      holds: liveHolds(coupon, desk.recordedAt),
    }));
}

/** Keeps codes for the quote that stands at `place`, until it lapses. */
export function holdCoupons(desk: Desk, used: readonly CouponMet[], place: Place, until: Instant): void {
  for (const { key } of used)
    change(desk, key, (coupon) => ({
      holds: [...liveHolds(coupon, desk.recordedAt), [placeText(place), until]],
    }));
}

/** Frees codes that the quote at `place` keeps. Gives whether it kept one still; a second time changes nothing. */
export function releaseCoupons(desk: Desk, keys: readonly CouponKey[], place: Place): boolean {
  const own = placeText(place);
  const kept = keys.filter((key) =>
    desk.read(couponSheet, key)?.holds.some(([by, until]) => by === own && until > desk.recordedAt),
  );
  for (const key of kept) change(desk, key, ({ holds }) => ({ holds: holds.filter(([by]) => by !== own) }));
  return kept.length > 0;
}

/** Gives codes back that the sale at `place` no longer uses. A second time changes nothing. */
export function giveCouponsBack(desk: Desk, keys: readonly CouponKey[], place: Place): void {
  const own = placeText(place);
  for (const key of keys) {
    if (desk.read(couponSheet, key)?.usedBy.includes(own) !== true) continue;
    change(desk, key, ({ usedBy }) => ({ usedBy: usedBy.filter((one) => one !== own) }));
  }
}

/** Codes that a sale issues: from its `first`th on, for the buyer or whoever bears them. Gives the moment at which they end. */
export function issueCoupons(
  keys: Keys,
  desk: Desk,
  series: Series,
  {
    place,
    first,
    count,
    at,
    member,
  }: {
    readonly place: { readonly lane: number; readonly seq: bigint };
    readonly first: number;
    readonly count: number;
    readonly at: Instant;
    readonly member: OwnerKey | undefined;
  },
): Instant {
  const ends = series.days === undefined ? INSTANT_NEVER : addSeconds(at, series.days * SECONDS_PER_DAY);
  const validUntil = ends < series.validUntil ? ends : series.validUntil;
  for (let n = first; n < first + count; n++) {
    const secret = secretOfPlace(keys, place, n);
    const coupon = newCoupon(keys, series, secret, series.holder === 'member' ? member : undefined);
    desk.put(couponSheet, coupon, { ...coupon, validUntil });
  }
  return validUntil;
}

/** The texts of codes that a sale issued. */
export const issuedTexts = (keys: Keys, { word, place, first, count }: IssuedCodes): string[] =>
  Array.from({ length: count }, (_, at) =>
    couponText({ series: word, secret: secretOfPlace(keys, place, first + at) }),
  );

/** Codes that stand in a sale's record as where they began and how many they are. */
export type IssuedCodes = {
  readonly word: string;
  readonly place: { readonly lane: number; readonly seq: bigint };
  readonly first: number;
  readonly count: number;
};

/** Withdraws codes that a sale issued and should not have: its goods came back. What was used by then stays used. */
export function withdrawIssued(keys: Keys, desk: Desk, series: Series, { place, first, count }: IssuedCodes): void {
  for (let n = first; n < first + count; n++) {
    for (const key of couponKeys(keys, series, secretOfPlace(keys, place, n))) {
      const coupon = desk.read(couponSheet, { tenant: series.tenant, key });
      if (coupon && coupon.usedBy.length === 0 && !coupon.isWithdrawn)
        change(desk, coupon, () => ({ isWithdrawn: true }));
    }
  }
}
