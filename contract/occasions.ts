// Points without a receipt by rule: something happened that promotions answer.

import { z } from 'zod';
import { explanationSchema } from './checkout-answers.ts';
import { identitySchema } from './checkout.ts';
import { attributeBag, clientReference, idText, instantText, quantityText, reasonSchema } from './common.ts';
import { earnedSchema } from './earned.ts';
import { standingSchema } from './points.ts';
import { codeSchema } from './programs.ts';

const operationId = idText('op');

/** Small letters, digits and hyphens. */
const occasionName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'Small letters, digits and hyphens')
  .describe('What happened, by the name that promotions answer');

export const newOccasionSchema = z
  .strictObject({
    reference: clientReference
      .optional()
      .describe('Your name of what happened; the Idempotency-Key header serves too. Told again it brings nothing more'),
    program: codeSchema.describe('Code of the program'),
    member: identitySchema,
    name: occasionName,
    attributes: attributeBag
      .optional()
      .describe('What conditions and effects may read of it. Nothing personal: it stays'),
    occurredAt: instantText.optional().describe('When it happened; now where left out'),
    outlet: codeSchema.optional().describe('Where it happened: its partner issues the points'),
    channel: codeSchema.default('app'),
  })
  .meta({ id: 'NewOccasion', description: 'Something that a member did, other than a purchase.' });

export const occasionSchema = z
  .strictObject({
    operation: operationId,
    repeated: z.boolean().describe('It was booked before; this is the answer of then'),
    recordedAt: instantText,
    name: z.string(),
    member: idText('mem'),
    earned: z.array(earnedSchema).describe('Empty where its promotions gave nothing'),
    promotions: z.array(
      z.strictObject({ code: z.string(), version: z.int(), walletType: z.string(), points: quantityText }),
    ),
    coupons: z
      .array(
        z.strictObject({
          promotion: z.string(),
          coupon: z.string(),
          count: z.int(),
          codes: z.array(z.string()).optional().describe('Told to whoever told of the occasion, and to nobody else'),
          validUntil: instantText.optional(),
        }),
      )
      .optional(),
    stamps: z.array(z.strictObject({ promotion: z.string(), card: z.string(), count: z.int() })).optional(),
    wallets: z.array(standingSchema).describe('Wallets of the member in the program, as the operation left them'),
    rulebook: z.int().describe('The version of the program’s rulebook that decided'),
  })
  .meta({ id: 'Occasion', description: 'What an occasion brought, and how the wallets stand.' });

export const occasionQuoteSchema = occasionSchema
  .omit({ operation: true, repeated: true, recordedAt: true })
  .meta({ id: 'OccasionQuote', description: 'What an occasion would bring; nothing is booked.' });

export const newOccasionReversalSchema = z
  .strictObject({
    reference: clientReference
      .optional()
      .describe('Your name of this operation; the Idempotency-Key header serves too'),
    reason: reasonSchema,
  })
  .meta({ id: 'NewOccasionReversal', description: 'What an occasion brought is taken back.' });

export const occasionReversalSchema = z
  .strictObject({
    operation: operationId,
    repeated: z.boolean().describe('It was booked before; this is the answer of then'),
    recordedAt: instantText,
    original: operationId,
    name: z.string(),
    member: idText('mem'),
    reason: z.string(),
    takenBack: z.array(
      z.strictObject({
        walletType: z.string(),
        unit: z.string(),
        points: quantityText.describe('All that it had brought: the others sum to it'),
        fromPending: quantityText,
        fromBalance: quantityText,
        owed: quantityText,
        writtenOff: quantityText,
        leftWithMember: quantityText,
      }),
    ),
    wallets: z.array(standingSchema).describe('Wallets of the member in the program, as the operation left them'),
  })
  .meta({ id: 'OccasionReversal', description: 'How what an occasion brought was got back.' });

export const occasionExplanationSchema = explanationSchema
  .omit({ of: true, earns: true, discounts: true })
  .extend({ name: z.string() })
  .meta({ id: 'OccasionExplanation', description: 'Why an occasion brought what it did, decided again.' });

export const occasionListSchema = z
  .strictObject({
    items: z.array(
      z.strictObject({
        name: z.string(),
        told: z.boolean().describe('False: the program sees it by itself'),
        promotions: z.array(
          z.strictObject({
            code: z.string(),
            firstOn: z.string(),
            lastOn: z.string().optional(),
            text: z.string(),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'OccasionList' });
