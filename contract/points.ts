// Points without a receipt: redemptions, holds, what people do by hand, balances, and the kinds of wallet.

import { z } from 'zod';
import { identitySchema } from './checkout.ts';
import {
  cardNumberText,
  clientReference,
  idText,
  instantText,
  page,
  pageQuery,
  phoneText,
  quantityText,
  reasonSchema,
} from './common.ts';
import { codeSchema } from './programs.ts';

const HOLD_SECONDS_MAX = 7 * 24 * 60 * 60;
const HOLD_SECONDS = 15 * 60;

const operationId = idText('op');
const holdId = idText('hold');
const memberId = idText('mem');
const unit = z.string().describe('Code of the unit that the quantities count');
const points = quantityText.describe("In the wallet's unit");

const reference = clientReference
  .optional()
  .describe('Your name of this operation; the Idempotency-Key header serves too');
const walletType = codeSchema
  .optional()
  .describe('Code of the wallet type; may be left out where the program has one only');

const till = {
  outlet: codeSchema.optional().describe("Code of the outlet; the credential's own when left out"),
  terminal: codeSchema.optional().describe("Code of the terminal; the credential's own when left out"),
};

const spend = {
  reference,
  ...till,
  channel: codeSchema.default('till'),
  member: identitySchema,
  code: z
    .string()
    .min(4)
    .max(12)
    .optional()
    .describe('The one-time code that was sent to the phone; only with `member.phone`'),
  walletType,
  points: points.describe("How many, in the wallet's unit; more than zero"),
};

const hasPhoneForCode = (body: { code?: string | undefined; member: { phone?: string | undefined } }): boolean =>
  body.code === undefined || body.member.phone !== undefined;
const CODE_NEEDS_PHONE = { error: 'A code proves a phone: name the member by phone', path: ['code'] };

export const newRedemptionSchema = z
  .strictObject(spend)
  .refine(hasPhoneForCode, CODE_NEEDS_PHONE)
  .meta({ id: 'NewRedemption', description: 'Points spent without a receipt.' });

export const newHoldSchema = z
  .strictObject({
    ...spend,
    seconds: z
      .int()
      .min(1)
      .max(HOLD_SECONDS_MAX)
      .default(HOLD_SECONDS)
      .describe('After so long it lapses by itself; seven days at most'),
  })
  .refine(hasPhoneForCode, CODE_NEEDS_PHONE)
  .meta({ id: 'NewHold', description: 'Points reserved for a redemption that may follow.' });

const oneOf = (named: Record<string, unknown>, ...names: string[]): boolean =>
  names.filter((name) => named[name] !== undefined).length === 1;

const holdNamed = {
  reference,
  ...till,
  hold: holdId.optional().describe('The hold, as it was answered'),
  holdReference: clientReference
    .optional()
    .describe('The hold by the reference that it was sent under, instead of `hold`'),
};
const ONE_HOLD = 'Exactly one of hold and holdReference';

export const newCaptureSchema = z
  .strictObject({
    ...holdNamed,
    points: points.optional().describe('How many are captured; all that is held when left out'),
  })
  .refine((body) => oneOf(body, 'hold', 'holdReference'), ONE_HOLD)
  .meta({ id: 'NewCapture', description: 'A hold becomes a redemption; what is not captured is released.' });

export const newReleaseSchema = z
  .strictObject(holdNamed)
  .refine((body) => oneOf(body, 'hold', 'holdReference'), ONE_HOLD)
  .meta({ id: 'NewRelease', description: 'A hold is given back.' });

export const newReversalSchema = z
  .strictObject({
    reference,
    ...till,
    operation: operationId.optional().describe('The redemption or capture, as it was answered'),
    originalReference: clientReference
      .optional()
      .describe('The reference that it was sent under, instead of `operation`'),
    points: points.optional().describe('How many are given back; all that is left of it when left out'),
  })
  .refine((body) => oneOf(body, 'operation', 'originalReference'), 'Exactly one of operation and originalReference')
  .meta({ id: 'NewReversal', description: 'Points of a redemption go back to the lots that they came from.' });

const byHand = { reference, program: codeSchema.describe('Code of the program'), reason: reasonSchema };

export const newAdjustmentSchema = z
  .strictObject({
    ...byHand,
    member: identitySchema,
    walletType,
    points: points.describe('With a minus they are taken'),
  })
  .meta({ id: 'NewAdjustment', description: 'Points given or taken by a person.' });

export const newTransferSchema = z
  .strictObject({ ...byHand, from: identitySchema, to: identitySchema, walletType, points })
  .meta({ id: 'NewTransfer', description: 'Points moved from one member to another.' });

export const newFreezeSchema = z
  .strictObject({
    reference,
    operation: operationId.describe('The operation that granted the points'),
    reason: reasonSchema,
  })
  .meta({ id: 'NewFreeze', description: 'Lots of one grant are made unspendable, or spendable again.' });

export const newWalletStateSchema = z
  .strictObject({ ...byHand, member: identitySchema, walletType })
  .meta({ id: 'NewWalletState', description: 'A wallet is frozen or opened again.' });

const standing = {
  walletType: z.string(),
  unit,
  available: quantityText.describe('What can be spent now: booked less held, frozen and owed'),
  booked: quantityText,
  pending: quantityText.describe('Earned and not spendable yet'),
  held: quantityText.describe('Reserved until captured, released or lapsed'),
  frozen: quantityText,
  owed: quantityText.describe('Debt, which the next points repay'),
  expiresNext: z
    .strictObject({ points: quantityText, at: instantText })
    .optional()
    .describe('What ends next, and when'),
};

export const standingSchema = z.strictObject(standing);

const moveFields = {
  operation: operationId,
  repeated: z.boolean().describe('It was booked before; this is the answer of then'),
  recordedAt: instantText,
  member: memberId,
  walletType: z.string(),
  points: quantityText,
  unit,
  wallets: z
    .array(z.strictObject(standing))
    .describe('Wallets of the member in the program, as the operation left them'),
};

export const redemptionSchema = z.strictObject(moveFields).meta({ id: 'Redemption' });
export const holdSchema = z.strictObject({ ...moveFields, hold: holdId, expiresAt: instantText }).meta({ id: 'Hold' });
export const holdEndSchema = z.strictObject({ ...moveFields, hold: holdId }).meta({ id: 'HoldEnd' });
export const quoteReleaseSchema = z
  .strictObject({
    ...{ operation: operationId, repeated: z.boolean(), recordedAt: instantText },
    member: memberId.optional().describe('Missing where the quote was nobody’s: of gift cards or coupons alone'),
    hold: holdId,
  })
  .meta({
    id: 'QuoteRelease',
    description: 'A quote that held no points gives back what it kept of budgets, coupons and gift cards.',
  });
export const holdReleaseSchema = z.union([holdEndSchema, quoteReleaseSchema]).meta({ id: 'HoldRelease' });
export const reversalSchema = z
  .discriminatedUnion('is', [
    z.strictObject({
      ...moveFields,
      is: z.literal('reversal'),
      original: operationId,
      expired: quantityText.describe('What had ended since, and so ended again at once'),
      reversedInAll: quantityText.describe('What was given back of it so far'),
    }),
    z.strictObject({
      operation: operationId,
      repeated: z.boolean(),
      recordedAt: instantText,
      is: z.literal('closed').describe('The reference was not used yet and will book nothing when it comes'),
    }),
  ])
  .meta({ id: 'Reversal' });
export const adjustmentSchema = z.strictObject({ ...moveFields, reason: reasonSchema }).meta({ id: 'Adjustment' });
export const adjustmentQuoteSchema = z
  .strictObject({
    member: memberId,
    walletType: z.string(),
    points: quantityText,
    unit,
    wallets: moveFields.wallets,
    needsSecondPerson: z.boolean(),
  })
  .meta({ id: 'AdjustmentQuote', description: 'How the wallets would stand after it. Nothing is booked.' });
export const transferSchema = z
  .strictObject({ ...moveFields, to: memberId })
  .meta({ id: 'Transfer', description: 'The wallets are those of the giver.' });

const booked = { operation: operationId, repeated: z.boolean(), recordedAt: instantText };
export const freezeSchema = z
  .strictObject({
    ...booked,
    granted: operationId,
    changed: z.array(z.strictObject({ member: memberId, walletType: z.string(), points: quantityText, unit })),
  })
  .meta({ id: 'Freeze' });
const walletState = z.enum(['open', 'frozen', 'closed']);
export const walletStateSchema = z
  .strictObject({ ...booked, member: memberId, walletType: z.string(), state: walletState })
  .meta({ id: 'WalletState' });

const { walletType: _walletType, expiresNext: _expiresNext, ...sums } = standing;
export const balanceSchema = z
  .strictObject({
    member: memberId,
    asOf: instantText,
    wallets: z.array(z.strictObject({ ...standing, program: z.string(), state: walletState })),
    totals: z
      .array(z.strictObject(sums))
      .describe('The master account: sums over wallets of one unit, never over two units'),
  })
  .meta({ id: 'Balance' });

export const memberPointsPathSchema = z.strictObject({ member: memberId });
const ofProgram = { program: codeSchema.optional().describe('Only wallets of this program, used ones or not') };
export const balanceQuerySchema = z.strictObject(ofProgram);
export const balanceAskedSchema = z
  .strictObject({ ...ofProgram, phone: phoneText.optional(), card: cardNumberText.optional() })
  .refine((asked) => oneOf(asked, 'phone', 'card'), 'Exactly one of phone and card')
  .meta({ id: 'BalanceAsked', description: 'Whose wallets are to be shown. No number stands in an address.' });
export const pointsPageQuerySchema = pageQuery;

export const lotPageSchema = page(
  z
    .strictObject({
      walletType: z.string(),
      unit,
      grantedBy: operationId.describe('The operation that granted it, wherever it has moved since'),
      amount: quantityText,
      remaining: quantityText,
      held: quantityText,
      state: z.enum(['pending', 'active', 'frozen', 'expired']),
      earnedAt: instantText,
      activeAt: instantText,
      expiresAt: instantText.optional().describe('Absent: does not end'),
      issuer: codeSchema.optional().describe('Code of the partner that issued it; absent for the program itself'),
    })
    .meta({ id: 'Lot', description: 'Points of one grant that begin and end together.' }),
);

export const holdPageSchema = page(
  z
    .strictObject({ hold: holdId, walletType: z.string(), unit, points: quantityText, expiresAt: instantText })
    .meta({ id: 'OpenHold' }),
);

export const debtPageSchema = page(
  z
    .strictObject({
      causedBy: operationId,
      walletType: z.string(),
      unit,
      amount: quantityText,
      remaining: quantityText,
      owedSince: instantText,
    })
    .meta({
      id: 'Debt',
      description: 'Points that a return took back although they were spent; the next points repay it.',
    }),
);

const codes = z.array(z.string().min(1).max(64)).max(500);
const minuteOfDay = z.int().min(0).max(1_440);
const span = z.union([
  z.strictObject({ days: z.int().min(0).max(36_525) }),
  z.strictObject({ months: z.int().min(0).max(1_200) }),
  z.strictObject({ years: z.int().min(0).max(100) }),
]);

/** Where, for what, when and how far a wallet may pay. What is absent does not restrict. */
export const walletRulesBody = z
  .strictObject({
    categories: codes.optional().describe('Only lines in these categories; a category means all below it'),
    exceptCategories: codes.optional(),
    skus: codes.optional(),
    exceptSkus: codes.optional(),
    brands: codes.optional(),
    exceptBrands: codes.optional(),
    labels: codes.optional().describe('Only lines with one of these labels'),
    exceptLabels: codes.optional().describe('No line with one of these labels'),
    partners: codes.optional().describe('Only at outlets of these partners'),
    exceptPartners: codes.optional(),
    outlets: codes.optional(),
    exceptOutlets: codes.optional(),
    outletGroups: codes.optional().describe('Only at outlets of one of these groups; a banner is a group of outlets'),
    exceptOutletGroups: codes.optional(),
    channels: codes.optional(),
    exceptChannels: codes.optional(),
    weekdays: z.array(z.int().min(1).max(7)).optional().describe('1 is Monday; the local day of the outlet'),
    fromMinute: minuteOfDay.max(1_439).optional().describe('From this minute of the local day'),
    toMinute: minuteOfDay
      .min(1)
      .optional()
      .describe('Before this minute; earlier than `fromMinute` means past midnight'),
    sharePercentMax: z.int().min(1).max(100).optional().describe('At most this share of the receipt, in percent'),
    cashMinimum: quantityText
      .optional()
      .describe('At least this much of the receipt must be paid otherwise than with points, where this wallet pays'),
    perReceiptMax: quantityText.optional().describe('At most so many points on one receipt'),
    perDayMax: quantityText
      .optional()
      .describe('At most so many points of one owner in a business day of the outlet; open holds count'),
    perDayMoneyMax: quantityText
      .optional()
      .describe("At most so much money, in the program's currency, that they pay in that day"),
    partnerFunded: z
      .enum(['first', 'last'])
      .optional()
      .describe('Partners pay for these points: spent before or after what else stands equal; no restriction'),
  })
  .refine(
    (rules) => (rules.fromMinute === undefined) === (rules.toMinute === undefined),
    'fromMinute and toMinute come together',
  )
  .meta({ id: 'WalletRules' });

const walletName = z.string().trim().min(1).max(60).optional();
export const walletNameSchema = z
  .strictObject({ en: walletName, es: walletName })
  .meta({ id: 'WalletName', description: 'What members read, by language; the code where nothing is said.' });

const walletTypeFields = {
  code: codeSchema,
  unit: codeSchema.describe('Code of the unit that it counts'),
  spendOrder: z.int().min(0).max(10_000).describe('Lower is spent first; wallets of one order by what ends first'),
  name: walletNameSchema.optional(),
  pays: z
    .strictObject({ points: quantityText, money: quantityText })
    .describe("So many points pay so much money in the program's currency; money 0 pays nothing"),
  rules: walletRulesBody,
  activation: z
    .union([z.literal('none'), z.strictObject({ hours: z.int().min(0).max(876_600) }), span])
    .describe('How long points are pending'),
  expiry: z
    .union([
      z.literal('never'),
      z.strictObject({ fixedOn: z.iso.date() }),
      z.strictObject({
        after: span.optional(),
        roundTo: z.enum(['day', 'month', 'quarter', 'half_year', 'year']).optional(),
      }),
      z.strictObject({
        idle: span,
        roundTo: z.enum(['day', 'month', 'quarter', 'half_year', 'year']).optional(),
      }),
    ])
    .describe(
      'How long they live, counted from their activation; through the end of the last day. `idle`: all of them end together, so long after ' +
        'the member last bought, spent or did something else that earns',
    ),
};

export const programWalletTypesPathSchema = z.strictObject({ program: codeSchema });
export const walletTypePathSchema = z.strictObject({ program: codeSchema, walletType: codeSchema });
export const walletTypeSchema = z.strictObject(walletTypeFields).meta({ id: 'WalletType' });
export const walletTypePageSchema = page(walletTypeSchema);
export const walletTypeInputSchema = z
  .strictObject({
    ...walletTypeFields,
    spendOrder: walletTypeFields.spendOrder.default(100),
    rules: walletRulesBody.default({}),
    activation: walletTypeFields.activation.default('none'),
    expiry: walletTypeFields.expiry.default('never'),
  })
  .meta({ id: 'NewWalletType' });
