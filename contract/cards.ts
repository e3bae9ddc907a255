import { z } from 'zod';
import { cardEffectSchema, cardLimitsSchema } from './card-stock.ts';
import { cardNumberText, clientReference, instantText, phoneText } from './common.ts';
import { cardId, cardLineSchema, memberId } from './members.ts';
import { codeSchema } from './programs.ts';

const reference = clientReference
  .optional()
  .describe('Your name of the operation; the Idempotency-Key header serves too');
const reason = z.enum(['lost', 'stolen', 'damaged', 'fraud', 'member_request', 'other']);

export const cardInputSchema = z
  .strictObject({
    reference,
    number: cardNumberText,
    type: z.enum(['discount', 'bonus', 'multi']).default('bonus'),
    member: memberId.optional(),
    phone: phoneText.optional(),
    externalId: z.string().min(1).max(100).optional(),
    account: z
      .enum(['shared', 'own'])
      .optional()
      .describe("`own`: in the member's profile, with an account of its own; else on the member's account"),
    mayEarn: z.boolean().optional().describe('Absent: as its range says, else yes'),
    maySpend: z.boolean().optional().describe('Absent: as its range says, else yes'),
    mayView: z.boolean().optional(),
    limits: cardLimitsSchema.optional(),
    priceList: codeSchema.optional(),
    programs: z.array(codeSchema).max(20).default([]).describe('Programs in which it counts; empty for all'),
    occurredAt: instantText.optional(),
  })
  .refine(
    ({ member, phone, externalId }) => [member, phone, externalId].filter((one) => one !== undefined).length <= 1,
    'At most one of member, phone, externalId',
  )
  .meta({
    id: 'NewCard',
    description: 'Without a member the card gets an account of its own, until somebody enrols with it.',
  });

export const cardBlockSchema = z
  .strictObject({
    reference,
    reason,
    effects: z
      .array(cardEffectSchema)
      .min(1)
      .max(5)
      .optional()
      .describe(
        "What it takes; absent: all but viewing, capturing what was held before, and earning as the program's policy says",
      ),
  })
  .meta({ id: 'CardBlock' });
export const cardUnblockSchema = z.strictObject({ reference }).meta({ id: 'CardUnblock' });
export const cardReplacementSchema = z
  .strictObject({ reference, number: cardNumberText.describe('Number of the new card'), reason })
  .meta({ id: 'CardReplacement' });

export const cardChangedSchema = z
  .strictObject({
    card: cardId,
    member: memberId,
    state: cardLineSchema.shape.state,
    reason: z.string().optional(),
    replacedBy: cardId.optional().describe('The card that stands in its place from now on'),
    insteadOf: cardId
      .optional()
      .describe('The card that was named: it gave way to `card`, which was changed in its place'),
    recordedAt: instantText,
    repeated: z.boolean(),
  })
  .meta({ id: 'CardChanged' });

export const cardSchema = z
  .strictObject({
    ...cardLineSchema.shape,
    member: memberId,
    reason: z.string().optional().describe('Why it is blocked or was replaced'),
    replacedBy: cardId.optional().describe('The card that stands in its place now'),
    programs: z.array(codeSchema).describe('Programs in which it counts; empty for all'),
    range: codeSchema.optional(),
    mayView: z.boolean(),
    blockEffects: z.array(cardEffectSchema).optional(),
    suspended: z.array(cardEffectSchema).describe('What blocks of its range, batch or serial take from it now'),
    priceList: codeSchema.optional(),
    limits: cardLimitsSchema.optional(),
    issuedAt: instantText,
  })
  .meta({ id: 'Card', description: 'A medium that shows who is buying. Its number is never shown in full.' });

export const cardPathSchema = z.strictObject({ card: cardId });
