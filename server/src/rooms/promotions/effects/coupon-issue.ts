import { z } from 'zod';
import { decideAgain } from '../keep.ts';
import { defineEffect } from '../kind.ts';
import { codeText } from '../parameter.ts';

const COUPONS_MAX = 100;

/** The buyer is to get a coupon for another time; the receipt keeps which. */
export const couponIssue = defineEffect({
  code: 'coupon-issue',
  version: 1,
  givesOn: 'either',
  gives: 'coupon',
  counts: 'pieces',
  params: z.strictObject({ coupon: codeText, count: z.int().min(1).max(COUPONS_MAX).default(1) }),
  text: { en: '{count} × the coupon {coupon}', es: '{count} × el cupón {coupon}' },
  example: { params: { coupon: 'NEXT5' }, basket: {}, points: 1n },
  undo: decideAgain,
  words: ({ params: { coupon, count } }) => ({ coupon, count: String(count) }),
  prepare: ({ coupon, count }) => ({ coupon, count: BigInt(count) }),
  apply: ({ coupon, count }) => ({ points: count, at: [], parts: [], coupon }),
});
