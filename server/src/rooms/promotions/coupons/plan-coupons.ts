import { refuse, type Refusal } from '../../../kernel/refusal.ts';
import type { Keys } from '../../../platform/keys.ts';
import { survivorOf, want, type LookUp, type OwnerKey, type Want } from '../../../platform/lanes/index.ts';
import { couponKeys, readCouponCode } from './coupon-code.ts';
import type { CouponKey } from './coupon.ts';
import type { CouponSettings, Series } from './series.ts';
import { couponSheet } from './store/coupon.ts';

/** A coupon that a buyer shows: a plain word, a code with its series, or why it is neither. */
export type CouponPlanned = {
  /** What promotions see, in capitals. */
  readonly word: string;
  readonly code?: { readonly key: CouponKey; readonly series: Series; readonly member: OwnerKey | undefined };
  readonly against?: Refusal<'promotions.coupon.unknown'>;
};

type Deps = { readonly keys: Keys; readonly coupons: CouponSettings };

/** Whether a text has the form of a code: what may be guessed at. */
export const isCouponCode = (text: string): boolean => readCouponCode(text) !== undefined;

/**
 * Finds the codes that a buyer shows. A word is a word as long as no series has it; a word that a series has is nothing without a code of
 * its own, or anybody could show it. Of an inert series nobody learns that it is there.
 */
export async function planCoupons(
  deps: Deps,
  look: LookUp,
  tenant: number,
  program: number,
  shown: readonly string[],
): Promise<CouponPlanned[]> {
  const unknown = (word: string): CouponPlanned => ({ word, against: refuse('promotions.coupon.unknown') });
  const planOne = async (text: string): Promise<CouponPlanned> => {
    const word = text.toUpperCase();
    const code = readCouponCode(text);
    const series = code && deps.coupons.seriesOf(program, code.series);
    if (!code || !series) return deps.coupons.seriesOf(program, word.trim()) ? unknown(word) : { word };
    if (series.state === 'inert') return unknown(series.code);
    for (const key of couponKeys(deps.keys, series, code.secret)) {
      const found = await look.row(couponSheet, { tenant, key });
      if (!found) continue;
      // A member who was merged goes on in somebody else, and so do his coupons.
      const member = found.member && (await survivorOf(look, found.member));
      return { word: series.code, code: { key: { tenant, key }, series, member } };
    }
    return unknown(series.code);
  };
  return Promise.all(shown.map(planOne));
}

export const wantsOfCoupons = (planned: readonly CouponPlanned[]): Want[] =>
  planned.flatMap(({ code }) => (code ? [want(couponSheet, code.key)] : []));
