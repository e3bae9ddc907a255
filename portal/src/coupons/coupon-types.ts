import type { z } from 'zod';
import type { couponSeriesDetailSchema, couponSeriesSchema } from '../../../contract/coupons.ts';

export type CouponSeries = z.output<typeof couponSeriesSchema>;
export type CouponSeriesDetail = z.output<typeof couponSeriesDetailSchema>;
export type CouponFile = CouponSeriesDetail['files'][number];
