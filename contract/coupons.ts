import { z } from 'zod';
import { clientReference, idText, instantText } from './common.ts';
import { codeSchema } from './programs.ts';

const CODES_MAX = 100_000;
const MEMBERS_MAX = 10_000;
const USES_MAX = 100;
const DAYS_MAX = 3_660;

export const couponSeriesCodeSchema = z
  .string()
  .regex(/^[A-Z0-9]([A-Z0-9_-]{0,38}[A-Z0-9])?$/)
  .describe('The word in front of its codes, in capitals; promotions name it as a coupon');

const terms = {
  holder: z
    .enum(['bearer', 'member'])
    .default('bearer')
    .describe('`member`: a code is good for the member that it was made for or issued to, and for nobody else'),
  usesMax: z.int().min(1).max(USES_MAX).default(1).describe('How often each code may be used'),
  validFrom: instantText,
  validUntil: instantText
    .optional()
    .describe('The first moment at which codes are no longer good; never when left out'),
  days: z
    .int()
    .min(1)
    .max(DAYS_MAX)
    .optional()
    .describe('So many days is good what a promotion issues, but not longer than the series'),
};

export const couponSeriesPathSchema = z.strictObject({ program: codeSchema, series: couponSeriesCodeSchema });
export const couponFilePathSchema = z.strictObject({
  program: codeSchema,
  series: couponSeriesCodeSchema,
  file: idText('cpnf'),
});

export const couponSeriesInputSchema = z
  .strictObject({ code: couponSeriesCodeSchema, ...terms })
  .meta({ id: 'NewCouponSeries', description: 'A series never changes: another one takes its place.' });

const couponFile = z
  .strictObject({
    file: idText('cpnf'),
    reference: z.string(),
    quantity: z.int(),
    madeAt: instantText,
    downloadedAt: instantText.optional().describe('Since then the codes are nowhere here'),
  })
  .meta({ id: 'CouponFile', description: 'Codes that were made together.' });

export const couponSeriesSchema = z
  .strictObject({
    code: couponSeriesCodeSchema,
    ...terms,
    holder: z.enum(['bearer', 'member']),
    usesMax: z.int(),
    state: z.enum(['inert', 'published', 'withdrawn']).describe('`inert`: its codes are there for nobody yet'),
  })
  .meta({ id: 'CouponSeries', description: 'Codes with one word in front, each of which is used up.' });

export const couponSeriesListSchema = z.strictObject({ items: z.array(couponSeriesSchema) });

export const couponSeriesDetailSchema = z
  .strictObject({
    ...couponSeriesSchema.shape,
    codes: z.strictObject({
      made: z.int().describe('By files'),
      issued: z.int().describe('By promotions'),
      used: z.int().describe('Codes that were used at least once, less what came back'),
      uses: z.int(),
      withdrawn: z.int().describe('Issued for goods that came back'),
    }),
    files: z.array(couponFile).describe('The latest hundred'),
  })
  .meta({ id: 'CouponSeriesDetail' });

export const couponCodesInputSchema = z
  .strictObject({
    reference: clientReference.optional(),
    count: z.int().min(1).max(CODES_MAX).optional().describe('So many codes of whoever bears them'),
    members: z.array(idText('mem')).min(1).max(MEMBERS_MAX).optional().describe('One code for each of these members'),
  })
  .refine(({ count, members }) => (count === undefined) !== (members === undefined), 'Either count or members')
  .meta({ id: 'NewCouponCodes' });

export const couponFileSchema = couponFile;
