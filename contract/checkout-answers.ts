// What a till is told. Every quantity is decimal text with its unit beside it.

import { z } from 'zod';
import { attributeBag, idText, instantText, page, quantityText, reasonSchema } from './common.ts';

const operationId = idText('op');
const memberId = idText('mem');
const unit = z.string().describe('Code of the unit that the quantities count');
const quantity = quantityText;
const line = z.int();

const money = z
  .strictObject({ amount: quantity, unit })
  .meta({ id: 'Amount', example: { amount: '31.40', unit: 'EUR' } });

const walletSchema = z
  .strictObject({
    walletType: z.string(),
    unit,
    available: quantity.describe('What can be spent now: booked less held, frozen and owed'),
    booked: quantity,
    pending: quantity.describe('Earned and not spendable yet'),
    held: quantity.describe('Reserved by quotes'),
    frozen: quantity,
    owed: quantity.describe('Debt, which the next points repay'),
    expiresNext: z.strictObject({ points: quantity, at: instantText }).optional().describe('What ends next, and when'),
  })
  .meta({ id: 'Wallet', description: 'A wallet as the operation left it.' });

const exceptionSchema = z.strictObject({ code: z.string(), facts: z.record(z.string(), z.string()).optional() }).meta({
  id: 'BookedException',
  description: 'What would have refused a request; this was a notice, so it was booked.',
});

const operation = {
  operation: operationId,
  repeated: z.boolean().describe('It was booked before; this is the answer of then'),
  recordedAt: instantText,
};

const notPaying = z.array(
  z.strictObject({
    walletType: z.string(),
    code: z
      .enum([
        'pays_nothing',
        'outlet',
        'outlet_group',
        'channel',
        'weekday',
        'hour',
        'no_line',
        'empty',
        'too_small',
        'share',
        'cash',
        'receipt_max',
        'day_max',
        'member_day_max',
        'partner',
      ])
      .describe('Which rule of the wallet, or what else, keeps it from paying'),
    reason: z.string(),
  }),
);

const saleFields = {
  member: memberId.optional(),
  priceList: z.string().optional().describe('The price list of the card that was shown: for the till to apply'),
  total: money.describe('Gross less discounts of the till'),
  earned: z.array(
    z.strictObject({
      walletType: z.string(),
      points: quantity,
      unit,
      isPending: z.boolean(),
      activeAt: instantText.optional(),
      expiresAt: instantText.optional().describe('Absent: does not end'),
    }),
  ),
  spent: z.array(
    z.strictObject({
      walletType: z.string(),
      points: quantity,
      unit,
      paid: quantity.describe("Money that the points paid, in the receipt's currency"),
      lines: z.array(z.strictObject({ line, paid: quantity })),
      uncovered: quantity.optional().describe('Of a notice: points that were not there, owed or written off'),
      payer: memberId.optional(),
    }),
  ),
  giftCards: z
    .array(
      z.strictObject({
        card: idText('card'),
        paid: quantity.describe('Money of the receipt'),
        amount: quantity.describe("What it took of the card, in the card's currency"),
        unit,
        available: quantity.describe('What the card can pay after it'),
        uncovered: quantity.optional().describe('Of a notice: what was not there, owed or written off'),
      }),
    )
    .optional()
    .describe('Gift cards that paid; one card may stand twice, with its promotional value and its money'),
  outsideCards: z
    .array(
      z.strictObject({
        payment: idText('prd').describe('At `GET /v1/processor-payments/{payment}`'),
        processor: z.string(),
        paid: quantity.describe('Money of the receipt'),
      }),
    )
    .optional()
    .describe("Cards that another company's processor keeps, and that paid"),
  cardsSold: z
    .array(z.strictObject({ line, card: idText('card'), amount: quantity, promotional: quantity, unit }))
    .optional()
    .describe('Gift cards that were activated with the sale'),
  discounts: z
    .array(
      z.strictObject({
        promotion: z.string(),
        amount: quantity,
        lines: z.array(z.strictObject({ line, amount: quantity })),
      }),
    )
    .optional()
    .describe(
      'What promotions take off, line by line. The till takes it off, and confirms with it in `discount` and `promotionDiscount`',
    ),
  gifts: z
    .array(z.strictObject({ promotion: z.string(), sku: z.string(), quantity }))
    .optional()
    .describe('Goods that a promotion gives: the till adds a line for nothing with `giftOf`'),
  coupons: z
    .array(
      z.strictObject({
        promotion: z.string(),
        coupon: z.string(),
        count: z.number().int(),
        codes: z
          .array(z.string())
          .optional()
          .describe(
            'The codes to be printed, where the coupon is a published series; told to whoever sold, and at no later look',
          ),
        validUntil: instantText.optional().describe('When the codes end; absent: never'),
      }),
    )
    .optional()
    .describe('Coupons that the buyer is to get'),
  couponsUsed: z
    .array(
      z.strictObject({
        coupon: z.string(),
        lastFour: z.string(),
        forced: z.literal(true).optional().describe('It gave nothing, and is used up because the till asked for that'),
      }),
    )
    .optional()
    .describe('Codes that the buyer showed and this receipt uses up; in a quote: would use up'),
  stamps: z
    .array(z.strictObject({ promotion: z.string(), card: z.string(), count: z.number().int() }))
    .optional()
    .describe('Stamps that the purchase puts on cards'),
  promotions: z
    .array(
      z.strictObject({
        code: z.string(),
        version: z.int(),
        walletType: z.string(),
        points: quantity,
        lines: z.array(z.strictObject({ line, points: quantity })),
      }),
    )
    .describe('What fired; why, and why others did not: `/v1/operations/{operation}/explanation`'),
  wallets: z.array(walletSchema),
  notPaying: notPaying.optional().describe('Why wallets could not pay, or no more; where points were asked for'),
  rulebook: z.int().describe('The version of the program’s rulebook that decided; 0 where nothing was published'),
  exceptions: z.array(exceptionSchema).optional(),
};

export const saleAnswerSchema = z
  .strictObject({ ...operation, ...saleFields })
  .meta({ id: 'Sale', description: 'What a sale earned and spent, and how the wallets stand.' });

const quoteFields = {
  ...saleFields,
  quote: z.string().describe('Send it with the sale'),
  expiresAt: instantText,
  isHeld: z.boolean(),
  giftHolds: z
    .array(idText('op'))
    .optional()
    .describe('Holds on gift cards that would pay: the sale takes them, and each may be released by itself'),
  toPay: money.describe('What is left to pay otherwise'),
  notPaying: notPaying.describe('Why wallets cannot pay, or no more'),
};

export const quoteAnswerSchema = z
  .strictObject(quoteFields)
  .meta({ id: 'Quote', description: 'What the sale would earn and spend. Binds nothing but its hold.' });

const returnFields = {
  state: z
    .enum(['booked', 'parked', 'closed'])
    .describe('`parked`: waits for its sale. `closed`: the void came before the sale'),
  original: operationId.optional(),
  member: memberId.optional(),
  isWhole: z.boolean().optional().describe('Nothing of the sale is left'),
  lines: z.array(z.strictObject({ line, quantity })).optional(),
  takenBack: z
    .array(
      z.strictObject({
        walletType: z.string(),
        unit,
        points: quantity.describe('All that the sale earned less what its rest earns'),
        fromPending: quantity,
        fromBalance: quantity,
        owed: quantity,
        writtenOff: quantity,
        fromRefund: quantity.describe('Points whose worth is deducted from the money paid back'),
        leftWithMember: quantity,
      }),
    )
    .optional(),
  grantedAgain: z.array(z.strictObject({ walletType: z.string(), unit, points: quantity })).optional(),
  givenBack: z
    .array(z.strictObject({ walletType: z.string(), unit, points: quantity, expired: quantity }))
    .optional()
    .describe('Points that had paid'),
  giftCards: z
    .array(z.strictObject({ card: idText('card'), unit, amount: quantity, expired: quantity }))
    .optional()
    .describe('Value that went back to the gift cards that had paid'),
  refund: z
    .array(
      z.strictObject({
        kind: z.string(),
        amount: quantity,
        unit,
        payment: idText('prd').optional().describe('Its processor gives it back on the card: pay nothing out'),
        processor: z.string().optional(),
      }),
    )
    .optional()
    .describe('What each tender gets back, before `deducted`'),
  toGiftCard: z
    .strictObject({
      card: idText('card')
        .optional()
        .describe('Absent in the quote of a card that is new: it gets its id when it is activated'),
      isNew: z.boolean().describe('It was activated with this'),
      amount: quantity.describe('What was loaded: all of `instead` less `deducted`'),
      unit,
      available: quantity.describe('What the card can pay now'),
      instead: z
        .array(z.strictObject({ kind: z.string(), amount: quantity, unit }))
        .describe('What the tenders would have got back'),
    })
    .optional()
    .describe('The money went onto this card, and none is paid out'),
  deducted: quantity.optional().describe("Money to keep for points that were already spent, in the receipt's currency"),
  withheld: quantity
    .optional()
    .describe(
      'Money kept, by all returns so far, for discounts that what stays does not earn any more; `refund` is less by it',
    ),
  withheldFor: z
    .array(z.string())
    .optional()
    .describe('Codes of the promotions whose discounts those are, in the order in which they acted'),
  hasDrifted: z
    .literal(true)
    .optional()
    .describe('The rules of then decide otherwise now; the recorded points were shared instead'),
  wallets: z.array(walletSchema).optional(),
  exceptions: z.array(exceptionSchema).optional(),
};

const rescoreFields = {
  original: z.string().describe('The receipt'),
  member: z.string(),
  rulebook: z.int().describe('The version that decides its points from now on, returns included'),
  reason: reasonSchema,
  points: z.array(
    z.strictObject({
      walletType: z.string(),
      unit,
      before: quantity.describe('What the receipt had given, less what came back'),
      after: quantity,
      owed: quantity.describe('What of a smaller sum was spent already and is owed now'),
      writtenOff: quantity,
    }),
  ),
  wallets: z.array(walletSchema),
};

export const rescoreQuoteAnswerSchema = z.strictObject(rescoreFields).meta({
  id: 'RescoreQuote',
  description: 'What deciding the points of a receipt again would change.',
});

export const rescoreAnswerSchema = z.strictObject({ ...operation, ...rescoreFields }).meta({
  id: 'Rescore',
  description: 'A receipt whose points were decided again, and the difference that was booked.',
});

export const returnAnswerSchema = z
  .strictObject({ ...operation, ...returnFields })
  .meta({ id: 'Return', description: 'What goods that came back, or a sale that was voided, undid.' });

export const returnQuoteAnswerSchema = z.strictObject(returnFields).meta({
  id: 'ReturnQuote',
  description: 'What the return would undo: what to pay back, and what to deduct from it.',
});

const batchAnswer = z
  .strictObject({
    status: z.int().describe('As the operation alone would have been answered'),
    body: z.record(z.string(), z.unknown()).describe('The answer, or the problem'),
  })
  .meta({ id: 'BatchAnswer' });

export const batchAnswerSchema = z
  .strictObject({ answers: z.array(batchAnswer) })
  .meta({ id: 'Batch', description: 'One answer for each operation, in their order.' });

const operationFields = {
  operation: operationId,
  kind: z.string().describe('`checkout.sale`, `checkout.return`, `points.settle`, …'),
  occurredAt: instantText.describe("The till's clock"),
  recordedAt: instantText.describe("The server's clock"),
  bookedOn: z.string().describe('The business day, by the outlet'),
  outlet: z.string().optional(),
  terminal: z.string().optional(),
  flags: z
    .array(z.enum(['notice', 'offline', 'late', 'exception', 'unidentified', 'settled']))
    .describe('`settled`: caused by time alone'),
};

export const operationLineSchema = z
  .strictObject({ ...operationFields, home: operationId.optional().describe('The operation that this is a part of') })
  .meta({ id: 'OperationLine' });

const receiptSchema = z
  .strictObject({
    currency: z.string(),
    channel: z.string(),
    receiptNumber: z.string().optional(),
    cashier: z.string().optional(),
    lines: z.array(
      z.strictObject({
        line,
        sku: z.string(),
        category: z.string(),
        brand: z.string(),
        labels: z.array(z.string()),
        kind: z.string(),
        quantity,
        amount: quantity,
        discount: quantity,
        tax: quantity,
        byPoints: quantity.describe('What points paid of it'),
        back: quantity.optional().describe('How much of it has come back'),
        attributes: attributeBag.optional(),
      }),
    ),
    tenders: z.array(z.strictObject({ kind: z.string(), amount: quantity })),
    attributes: attributeBag.optional(),
  })
  .meta({ id: 'Receipt', description: 'A receipt as it was kept.' });

export const operationSchema = z
  .strictObject({
    ...operationFields,
    by: z
      .strictObject({
        person: idText('person').optional().describe('Whose the credential is'),
        credential: idText('cred').optional(),
        credentialName: z.string().optional(),
        name: z.string().optional().describe("The person's"),
      })
      .optional()
      .describe('By which credential it came; absent where time did it, or a file told of it'),
    sale: saleAnswerSchema.optional().describe('Of a sale or claim: the answer of then'),
    return: returnAnswerSchema.optional().describe('Of a return or void: the answer of then'),
    rescore: rescoreAnswerSchema.optional().describe('Of points that were decided again: the answer of then'),
    receipt: receiptSchema.optional(),
    links: z.strictObject({
      original: operationId.optional(),
      returns: z.array(operationId).optional(),
      void: operationId.optional(),
      claim: operationId.optional(),
      rescores: z.array(operationId).optional().describe('By which its points were decided again'),
    }),
    message: z
      .unknown()
      .optional()
      .describe('The message as it came, identities masked; kept as long as the program says'),
  })
  .meta({ id: 'Operation', description: 'One operation with its three dates, its answer and what belongs to it.' });

export const explanationSchema = z
  .strictObject({
    operation: operationId,
    of: z.enum(['receipt', 'what_stays']).describe('A return is explained by what it has left of its receipt'),
    rulebook: z.int().describe('The version of the program’s rulebook that decided'),
    earns: z
      .boolean()
      .describe('False where nobody earned (no member, a card that may not): then this is what the receipt would earn'),
    agrees: z.boolean().describe('Deciding again gave what was granted then'),
    fired: z.array(
      z.strictObject({
        promotion: z.string(),
        name: z.string().optional().describe('What the promotion is called, where it has a name'),
        version: z.int(),
        walletType: z.string(),
        points: quantity,
        text: z.string(),
      }),
    ),
    discounts: z.array(
      z.strictObject({
        promotion: z.string(),
        name: z.string().optional(),
        amount: quantity.optional().describe('Taken off; absent for a gift and for a better rate'),
        unit: unit.optional(),
        text: z.string(),
      }),
    ),
    notFired: z.array(
      z.strictObject({ promotion: z.string(), name: z.string().optional(), reason: z.string(), text: z.string() }),
    ),
  })
  .meta({ id: 'Explanation', description: 'Why, decided again from the frozen version and the facts that were kept.' });

const notedExceptionSchema = z
  .strictObject({
    ...operationFields,
    code: z.string(),
    facts: z.record(z.string(), z.string()),
    text: z.string().describe('The refusal in words'),
    notedAt: instantText,
  })
  .meta({ id: 'Exception', description: 'What stood against a notice that was booked all the same.' });

export const exceptionPageSchema = page(notedExceptionSchema).meta({ id: 'ExceptionPage' });
export const operationPageSchema = page(operationLineSchema).meta({ id: 'OperationPage' });
