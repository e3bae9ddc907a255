import { z } from 'zod';
import { defineCondition } from '../kind.ts';
import { codeList, namesText } from '../parameter.ts';

/** The buyer showed one of the codes. Capital and small letters are the same to a cashier, so they are here. */
export const couponShown = defineCondition({
  code: 'coupon-shown',
  version: 1,
  isStanding: false,
  asks: 'receipt',
  reads: ['coupons'],
  params: z.strictObject({ codes: codeList }),
  trigger: ({ codes }) => [{ dimension: 'coupon', names: codes.map((code) => code.toUpperCase()) }],
  text: { en: 'with the coupon {codes}', es: 'con el cupón {codes}' },
  missed: { en: 'the coupons shown are {codes}', es: 'los cupones presentados son {codes}' },
  example: {
    params: { codes: ['spring25'] },
    holds: { coupons: ['SPRING25'] },
    fails: { coupons: ['SUMMER25'] },
  },
  words: ({ codes }) => ({ codes: namesText(codes) }),
  prepare: ({ codes }) => new Set(codes.map((code) => code.toUpperCase())),
  holds: (codes, { basket }) => basket.coupons?.some((code) => codes.has(code)) ?? false,
  miss: (_, { basket }) => ({ codes: namesText(basket.coupons ?? ['–']) }),
});
