export { isCouponCode, planCoupons, wantsOfCoupons } from './plan-coupons.ts';
export type { CouponPlanned } from './plan-coupons.ts';
export { maskCoupon } from './coupon-code.ts';
export type { CouponKey } from './coupon.ts';
export { createCoupons } from './create-coupons.ts';
export type { Coupons } from './create-coupons.ts';
export { couponsRefusals } from './refusals.ts';
export type { CouponSettings, Series } from './series.ts';
export { couponSheet } from './store/coupon.ts';
export {
  couponsUsed,
  giveCouponsBack,
  holdCoupons,
  issueCoupons,
  issuedTexts,
  meetCoupons,
  readsCoupon,
  releaseCoupons,
  useCoupons,
  withdrawIssued,
} from './use-coupons.ts';
export type { CouponMet, CouponsMet, IssuedCodes } from './use-coupons.ts';
