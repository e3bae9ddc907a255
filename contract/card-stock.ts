import { z } from 'zod';
import { clientReference, idText, instantText, page, quantityText } from './common.ts';
import { cardId } from './members.ts';
import { codeSchema } from './programs.ts';

const reference = clientReference
  .optional()
  .describe('Your name of the operation; the Idempotency-Key header serves too');
export const cardEffectSchema = z.enum(['earn', 'spend', 'view', 'activate', 'capture']);
const cardType = z.enum(['discount', 'bonus', 'multi', 'gift']);

export const sharingSchema = z
  .union([z.enum(['unlimited', 'owner_only']), z.strictObject({ holders: z.int().min(1).max(200) })])
  .describe('How many cards of the range one account may have');

export const cardLimitsSchema = z
  .strictObject({
    usesPerDay: z.int().min(1).max(1_000_000).optional(),
    spendPerDay: quantityText.optional().describe('Points, whatever wallets they come from'),
  })
  .meta({ id: 'CardLimits', description: 'What a card may do in one local day of the outlet.' });

const rangeFields = {
  code: codeSchema,
  program: codeSchema.optional(),
  type: cardType,
  prefix: z.string().regex(/^[0-9A-Z]{1,31}$/, 'Digits and capitals'),
  length: z.int().min(8).max(32),
  charset: z.enum(['digits', 'alphanumeric']).default('digits').describe('Letters are capitals without I and O'),
  checkDigit: z.enum(['none', 'luhn', 'ean13']).default('none'),
  pin: z
    .strictObject({
      kind: z.enum(['pin', 'scratch']),
      length: z.int().min(4).max(16),
      isRequired: z.boolean().default(false),
    })
    .optional(),
  unit: codeSchema.optional().describe('Of gift cards: their currency'),
  face: quantityText.optional().describe('Of gift cards: what each is worth; absent: the till says'),
  priceList: codeSchema.optional().describe('Of discount cards: what the till applies when one is shown'),
  track: z
    .strictObject({ track1: z.string().max(76).optional(), track2: z.string().max(37).optional() })
    .default({})
    .describe('Templates with {number}, {serial}, {pin}, {batch}'),
  processor: codeSchema.optional().describe('Who keeps these cards, when it is not we'),
  sharing: sharingSchema.optional(),
  mayEarn: z.boolean().optional(),
  maySpend: z.boolean().optional(),
  limits: cardLimitsSchema.optional(),
};

export const cardRangeInputSchema = z.strictObject(rangeFields).meta({ id: 'NewCardRange' });
export const cardRangeSchema = z
  .strictObject({ ...rangeFields, state: z.enum(['open', 'closed']), capacity: z.string() })
  .meta({ id: 'CardRange', description: 'Numbers of one length with one prefix.' });
export const cardRangeListSchema = z.strictObject({ items: z.array(cardRangeSchema) }).meta({ id: 'CardRangeList' });
export const cardRangePathSchema = z.strictObject({ range: codeSchema });

const batchId = idText('cbat');
export const cardBatchPathSchema = z.strictObject({ batch: batchId });
export const cardBatchInputSchema = z
  .strictObject({ reference, range: codeSchema, quantity: z.int().min(1).max(10_000_000) })
  .meta({ id: 'NewCardBatch' });

const custodyStage = z.enum(['print_sent', 'handed_over', 'received', 'lost']);
export const cardBatchSchema = z
  .strictObject({
    batch: batchId,
    range: codeSchema,
    quantity: z.int(),
    made: z.int(),
    source: z.enum(['generator', 'csv', 'api', 'form', 'migration']),
    state: z.enum(['making', 'made', 'released', 'abandoned', 'destroyed']),
    givenUpBecause: z
      .enum(['range_full'])
      .optional()
      .describe('Why it was abandoned by itself: the range has no numbers left'),
    stage: z.enum(['generated', ...custodyStage.options]).describe('Where the plastic is'),
    print: z.enum(['none', 'ready', 'downloaded']).describe('`ready`: a second person has released the file'),
    printChecksum: z.string().optional().describe('sha256 of the file that went out'),
    requestedAt: instantText,
    releasedAt: instantText.optional(),
  })
  .meta({ id: 'CardBatch', description: 'Cards made together. Until it is released they are there for nobody.' });
export const cardBatchChangedSchema = cardBatchSchema
  .extend({ repeated: z.boolean() })
  .meta({ id: 'CardBatchChanged' });
export const cardBatchPageSchema = page(cardBatchSchema).meta({ id: 'CardBatchPage' });

export const cardCustodyInputSchema = z
  .strictObject({ reference, stage: custodyStage, holder: z.string().min(1).max(200) })
  .meta({ id: 'NewCustody' });
export const cardBatchDetailSchema = cardBatchSchema
  .extend({
    stock: z.record(z.string(), z.int()).describe('How many cards are inert, activated, destroyed'),
    custody: z.array(z.strictObject({ stage: custodyStage, holder: z.string(), by: z.string(), at: instantText })),
    file: z
      .strictObject({ file: idText('cfile'), reference: clientReference })
      .optional()
      .describe('The card file that it was made of'),
    links: z
      .strictObject({
        state: z.enum(['open', 'over', 'revoked']),
        openedAt: instantText,
        until: instantText,
        openedBy: z.strictObject({
          credential: idText('cred'),
          person: idText('person').optional(),
          name: z.string().optional(),
        }),
        revokedAt: instantText.optional(),
        ended: z
          .strictObject({ claimed: z.int(), declined: z.int(), revoked: z.int() })
          .describe('How many ended by themselves, and how'),
        list: z.string().describe('Address of the list of them'),
        listName: z.string().describe('What that file is called'),
      })
      .optional()
      .describe('Absent while the cards have no links to hand out'),
  })
  .meta({ id: 'CardBatchDetail' });

const serial = z.int().min(1).max(10_000_000);
const serials = z
  .strictObject({ first: serial, last: serial })
  .refine(({ first, last }) => first <= last, 'first is behind last');
export const cardDestructionSchema = z
  .strictObject({ serials: serials.optional().describe('Absent: all that is left of the batch') })
  .meta({ id: 'CardDestruction' });
export const cardDestroyedSchema = cardBatchSchema
  .extend({ destroyed: z.int().optional().describe('How many this request destroyed; absent for a whole batch') })
  .meta({ id: 'CardsDestroyed' });

export const cardPrintRequestSchema = z.strictObject({ reference }).meta({ id: 'CardPrintRequest' });
export const cardPrintRequestedSchema = z
  .strictObject({
    approval: idText('appr'),
    state: z.enum(['pending', 'approved', 'declined', 'expired', 'withdrawn']),
  })
  .meta({ id: 'CardPrintRequested' });
export const cardPrintOrderSchema = z
  .strictObject({
    passphrase: z.string().min(1).max(200).describe('12 characters or more; the printer needs it to open the file'),
    layout: z.strictObject({
      format: z.enum(['csv', 'fixed']),
      columns: z
        .array(
          z.strictObject({
            field: z.enum(['serial', 'number', 'number_grouped', 'pin', 'track1', 'track2', 'last_four', 'batch']),
            header: z.string().max(60).optional(),
            width: z.int().min(1).max(200).optional(),
            align: z.enum(['left', 'right']).optional(),
            fill: z.string().max(2).optional(),
          }),
        )
        .min(1)
        .max(20),
      separator: z.enum([',', ';', '\t']).optional(),
      hasHeader: z.boolean().optional(),
      lineEnd: z.enum(['lf', 'crlf']).optional(),
    }),
  })
  .meta({ id: 'CardPrintOrder' });

const suspensionId = idText('csus');
export const cardSuspensionPathSchema = z.strictObject({ suspension: suspensionId });
const suspended = {
  range: codeSchema.optional(),
  batch: batchId.optional(),
  serials: serials.optional(),
  reason: z.enum(['lost', 'stolen', 'fraud', 'recall', 'other']),
  effects: z.array(cardEffectSchema).min(1).max(5),
};
export const cardSuspensionInputSchema = z
  .strictObject({ reference, ...suspended, from: instantText.optional(), until: instantText.optional() })
  .refine(({ range, batch }) => (range === undefined) !== (batch === undefined), 'Either range or batch')
  .refine(({ batch, serials: of }) => of === undefined || batch !== undefined, 'Serials are of a batch')
  .meta({ id: 'NewCardSuspension' });
export const cardSuspensionSchema = z
  .strictObject({
    suspension: suspensionId,
    ...suspended,
    from: instantText,
    until: instantText.optional(),
    setAt: instantText,
    liftedAt: instantText.optional(),
  })
  .meta({ id: 'CardSuspension', description: 'A block of a range, a batch, or serials of a batch.' });
export const cardSuspensionChangedSchema = cardSuspensionSchema
  .extend({ repeated: z.boolean() })
  .meta({ id: 'CardSuspensionChanged' });
export const cardSuspensionPageSchema = page(cardSuspensionSchema).meta({ id: 'CardSuspensionPage' });

const pin = z.string().regex(/^\d{4,16}$/, '4 to 16 digits');
export const cardPinChangeSchema = z.strictObject({ reference, pin, newPin: pin }).meta({ id: 'CardPinChange' });
export const cardPinChangedSchema = z
  .strictObject({ card: cardId, recordedAt: instantText, repeated: z.boolean() })
  .meta({ id: 'CardPinChanged' });
