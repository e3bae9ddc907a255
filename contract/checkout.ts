// What a till sends: sales, quotes, returns, voids, claims, and many of them at once.

import { z } from 'zod';
import {
  attributeBag,
  cardNumberText,
  clientReference,
  idText,
  instantText,
  pageQuery,
  phoneText,
  reasonSchema,
} from './common.ts';
import { inertGiftCardSchema, shownGiftCardSchema } from './giftcards.ts';
import { codeSchema } from './programs.ts';

export const LINES_MAX = 500;
const LINE_NUMBER_MAX = 100_000;
const TENDERS_MAX = 20;
const LABELS_MAX = 20;
const COUPONS_MAX = 20;
const OPERATIONS_PER_BATCH_MAX = 1_000;

/**
 * A quantity of a receipt. Its form is looked at once, by the kernel that reads it (`kernel.quantity.malformed`): a receipt has
 * dozens, and looking twice would cost a tenth of the sale.
 */
const decimalText = z.string().meta({
  id: 'DecimalText',
  description: 'A plain decimal such as 12.50, never negative.',
  pattern: String.raw`^(0|[1-9]\d*)(\.\d+)?$`,
  maxLength: 20,
  example: '12.50',
});

const shortText = z.string().min(1).max(64);
const pinText = z.string().regex(/^[0-9A-Za-z]{4,16}$/, 'Not a PIN');
const operationId = idText('op');
const lineNumber = z.int().min(1).max(LINE_NUMBER_MAX);
const quantityOfPieces = decimalText.describe('Pieces, kilograms, metres: up to 3 decimals');
const amount = decimalText.describe("In the receipt's currency");

export const identitySchema = z
  .strictObject({
    phone: phoneText.optional(),
    card: cardNumberText.optional(),
    member: idText('mem').optional(),
    externalId: z.string().min(1).max(128).optional().describe("The member's id in your own system"),
  })
  .refine(
    (shown) => Object.values(shown).filter((one) => one !== undefined).length === 1,
    'Exactly one of phone, card, member, externalId',
  )
  .meta({
    id: 'Identity',
    description: 'How the buyer shows who it is: exactly one of these.',
    minProperties: 1,
    maxProperties: 1,
    example: { phone: '+34600123456' },
  });

export const soldLineSchema = z
  .strictObject({
    line: lineNumber
      .optional()
      .describe('Its number on the receipt, by which it is returned; its place from 1 when left out'),
    sku: shortText,
    category: z.string().max(200).default('').describe('A path in the tree of your goods, such as `food/dairy`'),
    brand: z.string().max(64).default(''),
    labels: z.array(shortText).max(LABELS_MAX).default([]),
    kind: z
      .enum(['product', 'service', 'delivery', 'voucher', 'fee', 'gift_card'])
      .default('product')
      .describe('Vouchers, fees and gift cards earn nothing unless a promotion names their kind'),
    quantity: quantityOfPieces.default('1'),
    amount: amount.describe("Gross amount of the line with tax, before the till's own discount"),
    discount: amount
      .default('0')
      .describe('What was taken off, part of `amount`: by the till itself and by promotions'),
    promotionDiscount: amount
      .optional()
      .describe('The part of `discount` that promotions gave, as the quote told it for this line'),
    giftOf: z
      .string()
      .max(63)
      .optional()
      .describe('Code of the promotion that gives this line away; no promotion looks at it'),
    tax: amount.default('0').describe('Tax that `amount` contains'),
    attributes: attributeBag.optional(),
    giftCard: z
      .strictObject({
        card: inertGiftCardSchema,
        terms: codeSchema.optional(),
        newPin: pinText.optional().describe('Only for a number that the till brings along'),
        amount: decimalText.optional().describe("In the card's currency; the line's amount when left out"),
        promotional: decimalText.optional().describe('What a promotion adds'),
      })
      .optional()
      .describe(
        'The gift card that this line sells: it is activated in the same moment, and a void of the sale undoes that',
      ),
  })
  .refine(
    (sold) => sold.giftCard === undefined || (sold.kind === 'gift_card' && sold.quantity === '1'),
    'One gift card on a line of its kind',
  )
  .meta({ id: 'SoldLine', description: 'One line of a receipt.' });

export const tenderSchema = z
  .strictObject({
    kind: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,31}$/, 'Not a kind such as cash or card')
      .describe('`points`, `gift_card` with its `card`, or your own word: `cash`, `card`'),
    amount: amount
      .optional()
      .describe(
        'What it pays. For points: so much money is paid with them. Of a gift card: all that is due and there when left out',
      ),
    points: decimalText
      .optional()
      .describe('Only for points: so many of them, in their unit. With neither: as many as may pay'),
    walletType: codeSchema.optional().describe('Only for points: the one wallet that pays'),
    payer: identitySchema.optional().describe('Only for points: who pays, when it is not the member of the receipt'),
    card: shownGiftCardSchema
      .optional()
      .describe(
        'Only for gift_card: a card of this house, or one that another processor keeps: that one needs an `amount`. ' +
          'Without it a gift card is money of yours',
      ),
    short: z
      .enum(['decline', 'partial'])
      .optional()
      .describe(
        'Only for gift_card: whether it pays what is there, where that is less than `amount`. Of a card that another processor keeps, where that ' +
          'one pays parts. How the rest is paid need not be named',
      ),
  })
  .refine(
    (tender) => tender.kind === 'points' || tender.card !== undefined || tender.amount !== undefined,
    'A tender needs an amount',
  )
  .refine(
    (tender) => tender.kind === 'gift_card' || (tender.card === undefined && tender.short === undefined),
    'Only a tender of kind gift_card has card and short',
  )
  .refine((tender) => tender.points === undefined || tender.amount === undefined, 'Either points or an amount')
  .refine(
    (tender) =>
      tender.kind === 'points' ||
      (tender.points === undefined && tender.walletType === undefined && tender.payer === undefined),
    'Only a tender of kind points has points, walletType and payer',
  )
  .meta({
    id: 'Tender',
    description: 'How a part of the receipt is paid.',
    example: { kind: 'points', amount: '5.00' },
  });

const place = {
  outlet: codeSchema.optional().describe("Code of the outlet; the credential's own when left out"),
  terminal: codeSchema.optional().describe("Code of the terminal; the credential's own when left out"),
};

const message = {
  reference: clientReference.optional().describe('Your name of this operation; the Idempotency-Key header serves too'),
  manner: z
    .enum(['request', 'notice'])
    .default('request')
    .describe(
      '`request`: it may be refused. `notice`: it has happened; what does not fit is booked, marked and listed',
    ),
  ...place,
  occurredAt: instantText.describe("The till's clock"),
  offline: z.boolean().default(false).describe('It was taken without connection'),
};

/** A quote only asks, so it says nothing of its manner. */
const { manner: _manner, ...question } = message;

const receiptFields = {
  channel: codeSchema.default('till'),
  member: identitySchema.optional(),
  code: z
    .string()
    .min(4)
    .max(12)
    .optional()
    .describe('The one-time code that was sent to the phone; only with `member.phone`'),
  receiptNumber: shortText.optional(),
  cashier: shortText.optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'Not a currency such as EUR')
    .describe("ISO 4217; must be the program's"),
  lines: z.array(soldLineSchema).min(1).max(LINES_MAX),
  tenders: z
    .array(tenderSchema)
    .max(TENDERS_MAX)
    .default([])
    .describe('Where one that is not points is named, all together pay exactly what is due'),
  coupons: z.array(shortText).max(COUPONS_MAX).optional().describe('Codes of coupons that the buyer shows'),
  forceCoupons: z
    .boolean()
    .optional()
    .describe(
      'The cashier has taken the coupons: their codes are used up also where they give nothing on this receipt. They come back with the whole receipt',
    ),
  attributes: attributeBag.optional(),
};

const hasPhoneForCode = (sale: {
  code?: string | undefined;
  member?: { phone?: string | undefined } | undefined;
}): boolean => sale.code === undefined || sale.member?.phone !== undefined;
const CODE_NEEDS_PHONE = { error: 'A code proves a phone: name the member by phone', path: ['code'] };

export const newSaleSchema = z
  .strictObject({
    ...message,
    ...receiptFields,
    quote: z
      .string()
      .min(1)
      .max(4_000)
      .optional()
      .describe('What a quote of this receipt gave; the sale fails as stale where it would be worse'),
  })
  .refine(hasPhoneForCode, CODE_NEEDS_PHONE)
  .meta({ id: 'NewSale', description: 'A receipt that is final.' });

export const newQuoteSchema = z
  .strictObject({
    ...question,
    ...receiptFields,
    hold: z
      .boolean()
      .default(false)
      .describe('Reserve the points and gift card value that would be spent, until the quote ends; needs a reference'),
  })
  .refine(hasPhoneForCode, CODE_NEEDS_PHONE)
  .meta({
    id: 'NewQuote',
    description: 'A receipt as it stands at the till, to learn what it would earn and how points can pay.',
  });

const originalSchema = z
  .strictObject({
    reference: clientReference.optional().describe('The reference of the sale'),
    ...place,
    operation: operationId.optional().describe('Or its id, as the answer to the sale gave it'),
  })
  .refine(
    (original) => (original.reference === undefined) !== (original.operation === undefined),
    'Either reference or operation',
  )
  .refine(
    (original) =>
      original.operation === undefined || (original.outlet === undefined && original.terminal === undefined),
    'Outlet and terminal only help to find a reference',
  )
  .meta({
    id: 'Original',
    description:
      'The sale that is meant. Outlet and terminal say which till gave the reference, where that till numbers its receipts by ' +
      'itself; else they are left out.',
    example: { reference: 'T4-2026-11-22-000187' },
  });

const returnedLinesSchema = z
  .union([
    z.literal('all'),
    z
      .array(z.strictObject({ line: lineNumber, quantity: quantityOfPieces }))
      .min(1)
      .max(LINES_MAX),
  ])
  .meta({
    id: 'ReturnedLines',
    description: '`all`, for everything that has not come back yet, or lines and how much of each.',
  });

const ontoGiftCardSchema = z
  .strictObject({
    card: shownGiftCardSchema.optional().describe('One that is in use: the money is loaded onto it'),
    newCard: inertGiftCardSchema.optional().describe('Or one that is activated with the money'),
    terms: codeSchema.optional().describe('Only for a new card whose number alone does not say which'),
    newPin: pinText.optional().describe('Only for a new card that the till brings along'),
  })
  .refine((named) => (named.card === undefined) !== (named.newCard === undefined), 'Either card or newCard')
  .refine(
    (named) => named.newCard !== undefined || (named.terms === undefined && named.newPin === undefined),
    'Only a new card has terms and newPin',
  )
  .meta({ id: 'OntoGiftCard', description: 'The gift card that takes what would be paid back in money.' });

const returnFields = {
  original: originalSchema,
  lines: returnedLinesSchema,
  toGiftCard: ontoGiftCardSchema
    .optional()
    .describe(
      'Whatever the return would pay back in money goes onto this card in the same moment; points and gift cards that had paid ' +
        'get theirs all the same. The policy `refundOntoGiftCard` may forbid it, or ask for it',
    ),
};

export const newReturnSchema = z
  .strictObject({ ...message, ...returnFields })
  .meta({ id: 'NewReturn', description: 'Goods of a sale come back.' });

export const newReturnQuoteSchema = z.strictObject({ ...question, ...returnFields }).meta({
  id: 'NewReturnQuote',
  description: 'Goods that would come back: nothing is booked, and no reference is taken.',
});

const targetSchema = z
  .strictObject({
    family: z
      .enum(['sale', 'return', 'void'])
      .describe('A return is stopped only before it arrives, a void never: a reversal is not reversed'),
    reference: clientReference,
    ...place,
  })
  .meta({ id: 'VoidTarget', description: 'The message that must not count, named by its own reference.' });

export const newVoidSchema = z
  .strictObject({ ...message, target: targetSchema })
  .meta({ id: 'NewVoid', description: 'A sale that must not count, whether it has arrived or not.' });

export const newClaimSchema = z
  .strictObject({
    reference: message.reference,
    ...place,
    occurredAt: instantText,
    original: originalSchema,
    member: identitySchema,
  })
  .meta({ id: 'NewClaim', description: 'The buyer of a receipt that was sold without showing who.' });

const rescoreFields = {
  ...place,
  occurredAt: instantText,
  original: originalSchema,
  rulebook: z
    .int()
    .min(1)
    .optional()
    .describe('The version of the program’s rulebook that decides; the one in force now when left out'),
  reason: reasonSchema,
};

export const newRescoreQuoteSchema = z.strictObject(rescoreFields).meta({
  id: 'NewRescoreQuote',
  description: 'A receipt whose points would be decided again: nothing is booked, and no reference is taken.',
});

export const newRescoreSchema = z.strictObject({ reference: message.reference, ...rescoreFields }).meta({
  id: 'NewRescore',
  description: 'A receipt whose points are to be decided again, by another version of the rules.',
});

/** Each operation is measured by the schema of its own kind, so that one that is wrong does not stop the others. */
const batchOperationSchema = z.record(z.string(), z.unknown()).meta({
  id: 'BatchOperation',
  description:
    '`op`, and beside it the fields of NewSale, NewReturn, NewVoid or NewClaim. One of the wrong form is refused alone.',
  required: ['op'],
  properties: { op: { enum: ['sale', 'return', 'void', 'claim'] } },
});

export const newBatchSchema = z
  .strictObject({ operations: z.array(batchOperationSchema).min(1).max(OPERATIONS_PER_BATCH_MAX) })
  .meta({
    id: 'NewBatch',
    description: 'Many operations in one request. Those of one member are decided in the order in which they stand.',
  });

export const operationPathSchema = z.strictObject({ operation: operationId });
export const explanationQuerySchema = z.strictObject({ language: z.enum(['en', 'es']).optional() });
export const exceptionsQuerySchema = pageQuery;
export const operationsQuerySchema = z.strictObject({
  ...pageQuery.shape,
  member: idText('mem'),
  from: instantText.optional().describe('Only what was recorded at or after this instant'),
});

export type NewSale = z.output<typeof newSaleSchema>;
export type NewQuote = z.output<typeof newQuoteSchema>;
export type NewReturnQuote = z.output<typeof newReturnQuoteSchema>;
export type NewReturn = z.output<typeof newReturnSchema>;
export type NewVoid = z.output<typeof newVoidSchema>;
export type NewClaim = z.output<typeof newClaimSchema>;
export type NewRescore = z.output<typeof newRescoreSchema>;
export type NewRescoreQuote = z.output<typeof newRescoreQuoteSchema>;
export type IdentityShown = z.output<typeof identitySchema>;
export type OriginalNamed = z.output<typeof originalSchema>;
