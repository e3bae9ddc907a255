// Gift cards: what they are sold on, and everything that is done with the value behind them.

import { z } from 'zod';
import { cardNumberText, clientReference, idText, instantText, page, quantityText } from './common.ts';
import { codeSchema } from './programs.ts';

const SECONDS_PER_DAY = 24 * 60 * 60;
const HOLD_DAYS_MAX = 30;
const HOLD_DAYS = 7;
const VOID_HOURS_MAX = 24 * 400;

const operationId = idText('op');
const cardId = idText('card');
const currencyText = z.string().regex(/^[A-Z]{3}$/, 'Not a currency such as EUR');
const amount = quantityText.describe("In the card's currency");
const pin = z.string().regex(/^[0-9A-Za-z]{4,16}$/, 'Not a PIN');
const span = z.union([
  z.strictObject({ days: z.int().min(0).max(36_525) }),
  z.strictObject({ months: z.int().min(0).max(1_200) }),
  z.strictObject({ years: z.int().min(0).max(100) }),
]);
const expiry = z
  .union([
    z.literal('never'),
    z.strictObject({ fixedOn: z.iso.date().describe('The last day on which value is valid, whenever it was loaded') }),
    z.strictObject({
      after: span.optional(),
      roundTo: z.enum(['day', 'month', 'quarter', 'half_year', 'year']).optional(),
    }),
  ])
  .describe('From each load on');
const reason = z.enum(['lost', 'stolen', 'damaged', 'fraud', 'member_request', 'other']);

const message = {
  reference: clientReference.optional().describe('Your name of this operation; the Idempotency-Key header serves too'),
  outlet: codeSchema.optional().describe("Code of the outlet; the credential's own when left out"),
  terminal: codeSchema.optional().describe("Code of the terminal; the credential's own when left out"),
  occurredAt: instantText
    .optional()
    .describe("The till's clock; now when left out. Dates the entry; what the card may and has is asked now"),
};

const oneOf = (named: Record<string, unknown>, ...names: string[]): boolean =>
  names.filter((name) => named[name] !== undefined).length === 1;

export const shownGiftCardSchema = z
  .strictObject({
    number: cardNumberText.optional(),
    id: cardId.optional().describe('The card as this API has named it; needs no PIN'),
    pin: pin.optional(),
  })
  .refine((shown) => oneOf(shown, 'number', 'id'), 'Exactly one of number and id')
  .refine((shown) => shown.pin === undefined || shown.number !== undefined, 'A PIN proves a number')
  .meta({ id: 'ShownGiftCard', description: 'How a gift card is shown.', example: { number: '6012000000000017' } });

/** A card that has no id yet and nothing that a PIN could guard. */
export const inertGiftCardSchema = z.strictObject({ number: cardNumberText }).meta({
  id: 'InertGiftCard',
  description: 'A gift card that is to be sold: from stock, or brought along.',
  example: { number: '6012000000000033' },
});

export const newGiftActivationSchema = z
  .strictObject({
    ...message,
    card: inertGiftCardSchema,
    terms: codeSchema.optional().describe('Only where the number alone does not say which'),
    newPin: pin.optional().describe('Only for a number that the till brings along: the PIN that the card shall have'),
    amount: amount.optional().describe('The first load; left out where the card itself says what it is worth'),
    promotional: amount.optional().describe('What a promotion adds: never paid out, spent first'),
  })
  .meta({ id: 'NewGiftActivation', description: 'A sold, inert card becomes stored value.' });

export const newGiftLoadSchema = z
  .strictObject({
    ...message,
    card: shownGiftCardSchema,
    amount,
    promotional: amount.optional(),
    awaitsConfirmation: z
      .boolean()
      .default(false)
      .describe('It stands in the books at once and can be spent when it is confirmed'),
  })
  .meta({ id: 'NewGiftLoad', description: 'Value is added to a card.' });

const spend = {
  ...message,
  card: shownGiftCardSchema,
  amount: quantityText.describe("In `currency`, or the card's"),
  currency: currencyText
    .optional()
    .describe("Turned into the card's by the rate in force, which stays with the operation"),
  short: z
    .enum(['decline', 'partial'])
    .default('decline')
    .describe('Where there is less: refuse, or take what is there. The terms may decide otherwise'),
};

export const newGiftRedemptionSchema = z
  .strictObject(spend)
  .meta({ id: 'NewGiftRedemption', description: 'A card pays, without a receipt.' });

export const newGiftHoldSchema = z
  .strictObject({
    ...spend,
    seconds: z
      .int()
      .min(1)
      .max(HOLD_DAYS_MAX * SECONDS_PER_DAY)
      .default(HOLD_DAYS * SECONDS_PER_DAY)
      .describe('After so long it lapses by itself'),
  })
  .meta({ id: 'NewGiftHold', description: 'Value is reserved for a redemption that may follow.' });

const original = {
  ...message,
  operation: operationId.optional().describe('The operation that is meant, as it was answered'),
  originalReference: clientReference.optional().describe('Or the reference that it was sent under'),
};
const ONE_ORIGINAL = 'Exactly one of operation and originalReference';
const hasOriginal = (body: Record<string, unknown>): boolean => oneOf(body, 'operation', 'originalReference');

export const giftOriginalSchema = z
  .strictObject(original)
  .refine(hasOriginal, ONE_ORIGINAL)
  .meta({ id: 'GiftOriginal', description: 'What is to be done about an operation that was booked before.' });

export const newGiftCaptureSchema = z
  .strictObject({
    ...original,
    amount: quantityText.optional().describe('In the currency of the hold; all when left out'),
  })
  .refine(hasOriginal, ONE_ORIGINAL)
  .meta({ id: 'NewGiftCapture', description: 'A hold becomes a redemption; what is not captured is released.' });

export const newGiftRefundSchema = z
  .strictObject({
    ...original,
    of: z.enum(['redemption', 'capture']).default('redemption'),
    amount: quantityText.optional().describe('In the currency of the redemption; all that is left of it when left out'),
  })
  .refine(hasOriginal, ONE_ORIGINAL)
  .meta({ id: 'NewGiftRefund', description: 'A redemption goes back to its card, wholly or in parts.' });

export const newGiftVoidSchema = z
  .strictObject({
    ...original,
    of: z
      .enum(['activation', 'load', 'redemption', 'hold', 'capture', 'cash_out', 'transfer', 'merge', 'replacement'])
      .describe('What the reference was sent for; a replacement is stopped only before it arrives'),
  })
  .refine(hasOriginal, ONE_ORIGINAL)
  .meta({ id: 'NewGiftVoid', description: 'An operation that must not count, whether it has arrived or not.' });

export const newGiftCashOutSchema = z
  .strictObject({ ...message, card: shownGiftCardSchema })
  .meta({ id: 'NewGiftCashOut', description: 'The rest of a card is paid out in money.' });

export const newGiftTransferSchema = z
  .strictObject({ ...message, card: shownGiftCardSchema, to: shownGiftCardSchema, amount })
  .meta({ id: 'NewGiftTransfer', description: 'Value moves from one card to another.' });

export const newGiftMergeSchema = z
  .strictObject({ ...message, card: shownGiftCardSchema, to: shownGiftCardSchema })
  .meta({ id: 'NewGiftMerge', description: 'All value moves to another card, and this one is closed.' });

export const newGiftReplacementSchema = z
  .strictObject({
    ...message,
    card: shownGiftCardSchema,
    newCard: inertGiftCardSchema,
    newPin: pin.optional(),
    reason,
  })
  .meta({ id: 'NewGiftReplacement', description: 'A new card stands for the same value.' });

export const newGiftPinSchema = z
  .strictObject({ ...message, card: shownGiftCardSchema, newPin: pin })
  .refine(({ card }) => card.number !== undefined && card.pin !== undefined, 'Number and PIN prove each other')
  .meta({ id: 'NewGiftPin', description: 'A card gets another PIN, with the one it has.' });

export const newGiftStateSchema = z
  .strictObject({ ...message, card: shownGiftCardSchema, reason })
  .meta({ id: 'NewGiftState', description: 'What a card may do is changed by a person.' });

const { reference: _reference, ...place } = message;
export const giftBalanceQuestionSchema = z
  .strictObject({ ...place, card: shownGiftCardSchema })
  .meta({ id: 'GiftBalanceQuestion', description: 'The number stands in the body, and never in a URL.' });

export const giftBalanceSchema = z
  .strictObject({
    state: z.enum(['active', 'inactive', 'closed']),
    currency: currencyText,
    booked: amount.describe('What stands on it, held and awaiting value included'),
    available: amount.describe('What it can pay now'),
    promotional: amount.describe('What of `booked` a promotion gave'),
    held: amount,
    awaiting: amount.describe('Loads that await their confirmation'),
    owed: amount.describe('What it paid in a notice without having it; the next load repays it'),
    expiresNext: z.strictObject({ amount, at: instantText }).optional(),
  })
  .meta({ id: 'GiftBalance' });

const answered = { operation: operationId, repeated: z.boolean(), recordedAt: instantText };

const operationFields = {
  ...answered,
  act: z.string().describe('What was done'),
  card: cardId,
  amount,
  currency: currencyText,
  promotional: amount.optional(),
  asked: amount.optional().describe('What was asked, where less was taken'),
  foreign: z
    .strictObject({
      amount: quantityText,
      currency: currencyText,
      rate: z
        .strictObject({ of: z.string(), per: z.string() })
        .describe('So much of the card’s money for so much of it'),
    })
    .optional(),
  original: operationId.optional(),
  expired: amount.optional().describe('What had ended since, and so ended again at once'),
  undoneInAll: amount.optional(),
  hold: idText('hold').optional(),
  expiresAt: instantText.optional(),
  awaitsConfirmation: z.literal(true).optional(),
  to: cardId.optional(),
  insteadOf: cardId
    .optional()
    .describe('The card that was named: it gave way to `card`, which was changed in its place'),
  movedTo: z
    .array(cardId)
    .optional()
    .describe(
      'Of a block: cards to which value of this one was transferred before, newest first. They are not blocked by it',
    ),
  balance: giftBalanceSchema,
};

export const giftOperationSchema = z.strictObject(operationFields).meta({ id: 'GiftOperation' });

export const giftVoidSchema = z
  .discriminatedUnion('state', [
    z.strictObject({ ...operationFields, state: z.literal('voided') }),
    z.strictObject({
      ...answered,
      state: z.literal('closed').describe('The reference was not used yet and will book nothing when it comes'),
    }),
  ])
  .meta({ id: 'GiftVoid' });

export const giftBalanceAnswerSchema = z
  .strictObject({ card: cardId, balance: giftBalanceSchema })
  .meta({ id: 'GiftBalanceAnswer' });

const termsFields = {
  code: codeSchema,
  currency: currencyText,
  numbers: z
    .strictObject({
      prefix: z.string().regex(/^[0-9A-Z]{1,20}$/),
      length: z.int().min(8).max(32),
      checkDigit: z.enum(['none', 'luhn', 'ean13']).default('luhn'),
    })
    .optional()
    .describe('Numbers that a till may bring along; without it only cards of the range are sold'),
  range: codeSchema.optional().describe('The card range whose stock is sold on these terms'),
  pin: z.enum(['none', 'needed']).default('none').describe('`needed`: a number with a PIN does nothing without it'),
  partial: z.enum(['by_caller', 'never', 'always']).default('by_caller'),
  reload: z.boolean().default(true),
  transfer: z.boolean().default(true),
  loadMin: amount
    .optional()
    .describe('What is sold or loaded is at least so much; what a return puts on a card may be less'),
  loadMax: amount.optional(),
  balanceMax: amount.optional(),
  voidHours: z.int().min(0).max(VOID_HOURS_MAX).default(24),
  expiry: expiry.default('never'),
  promotionalExpiry: expiry.default('never'),
  fee: z
    .strictObject({ afterMonths: z.int().min(1).max(120), everyMonths: z.int().min(1).max(120), amount })
    .optional()
    .describe('For not being used: after so long, then every so often'),
  jurisdiction: codeSchema.optional().describe('Whose cash-out thresholds apply where the outlet’s groups name none'),
  checkedAs: z
    .enum(['us_federal'])
    .optional()
    .describe('A law that the terms are held to: no end before five years, no fee within a year'),
};

export const newGiftTermsSchema = z
  .strictObject({ ...termsFields, inForceFrom: instantText.optional().describe('Now when left out') })
  .meta({ id: 'NewGiftTerms', description: 'What gift cards of one kind are sold on, from a moment on.' });

export const giftTermsSchema = z.strictObject({ ...termsFields, inForceFrom: instantText }).meta({ id: 'GiftTerms' });

export const giftTermsListSchema = z.strictObject({ items: z.array(giftTermsSchema) }).meta({ id: 'GiftTermsList' });

export const newGiftRateSchema = z
  .strictObject({
    from: currencyText,
    to: currencyText.describe("The card's currency"),
    rate: z
      .string()
      .regex(/^(0|[1-9]\d{0,8})(\.\d{1,10})?$/, 'Not a rate such as 1.0837')
      .describe('So much of `to` for one of `from`'),
    inForceFrom: instantText,
  })
  .meta({ id: 'GiftRate' });

export const newCashOutThresholdSchema = z
  .strictObject({
    jurisdiction: codeSchema.describe('A code of yours, as outlets have it among their groups'),
    currency: currencyText,
    below: amount.describe('A balance below this may be paid out'),
    leftPercent: z
      .int()
      .min(1)
      .max(99)
      .optional()
      .describe('So may one of at most so many percent of what was put on the card'),
    inForceFrom: instantText,
  })
  .meta({ id: 'CashOutThreshold' });

export const giftRatePageSchema = page(newGiftRateSchema).meta({ id: 'GiftRatePage' });
export const cashOutThresholdPageSchema = page(newCashOutThresholdSchema).meta({ id: 'CashOutThresholdPage' });
export const programGiftPathSchema = z.strictObject({ program: codeSchema });

export const giftCardPathSchema = z.strictObject({ card: cardId });
export const giftHistorySchema = page(
  z
    .strictObject({
      operation: operationId,
      kind: z.string().describe('What was done, as events name it'),
      occurredAt: instantText,
      recordedAt: instantText,
      outlet: codeSchema.optional().describe('Absent for what time alone has done'),
      change: quantityText.describe('What it did to the money that stands on the card'),
      currency: currencyText,
    })
    .meta({ id: 'GiftHistoryEntry' }),
).meta({ id: 'GiftHistory' });
