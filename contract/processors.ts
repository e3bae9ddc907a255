// Cards whose money another company's processor keeps.

import { z } from 'zod';
import { cardNumberText, clientReference, idText, instantText, page, pageQuery, quantityText } from './common.ts';

const processorCode = z.string().min(1).max(40).describe('Code of the processor, as card ranges name it');
const unitCode = z.string().min(1).max(40);
const pathText = z.string().max(200);
const fieldPath = z
  .string()
  .min(1)
  .max(200)
  .describe('Where it stands in the answer: `result.balance`, `Envelope.Body.Balance`, `items.0.@id`');

const headersSchema = z.record(z.string().max(100), z.string().max(2_000));

const verdictSchema = z
  .strictObject({
    path: fieldPath,
    yes: z.array(z.string().max(100)).min(1).max(50),
    no: z.array(z.string().max(100)).max(50).default([]),
  })
  .describe('Where the answer says yes or no, and in which words. Any other word: the outcome is unknown');

const callFields = {
  method: z.enum(['GET', 'POST', 'PUT']).default('POST'),
  path: pathText.describe('Behind the address of the service. No card number may stand in it'),
  headers: headersSchema.optional(),
  body: z.unknown().optional().describe('JSON, or XML as text, with placeholders such as `{card}` and `{amount}`'),
  verdict: verdictSchema.optional(),
  noStatuses: z
    .array(z.number().int().min(400).max(599))
    .max(50)
    .optional()
    .describe('HTTP statuses that mean no. Every other one outside of 200 to 299: the outcome is unknown'),
  reason: fieldPath.optional().describe('Where the answer says why not'),
};

const paymentCallSchema = z.strictObject({
  ...callFields,
  fields: z
    .strictObject({
      id: fieldPath.optional(),
      balance: fieldPath.optional(),
      amount: fieldPath
        .optional()
        .describe('How much was paid. Any other amount than was asked for is no payment that is known'),
    })
    .optional(),
});
const redeemCallSchema = z.strictObject({
  ...paymentCallSchema.shape,
  partial: z
    .strictObject({
      yes: z.string().max(100),
      no: z.string().max(100),
      policy: z
        .enum(['by_caller', 'always'])
        .default('by_caller')
        .describe('Whether a part is taken: where the till says `short: partial`, or always'),
    })
    .optional()
    .describe(
      'It pays what is there, where that is less: what `{partial}` stands for. `fields.amount` has to say how much',
    ),
});

export const processorServiceSchema = z
  .strictObject({
    url: z.string().max(2_000).describe('https, a public address, no user or password in it'),
    format: z.enum(['json', 'xml']),
    headers: headersSchema.default({}),
    amounts: z.enum(['decimal', 'minor']).default('decimal').describe('`decimal`: 12.50. `minor`: 1250'),
    times: z.enum(['iso', 'epoch_seconds', 'epoch_milliseconds']).default('iso'),
    balance: z.strictObject({ ...callFields, fields: z.strictObject({ balance: fieldPath }) }),
    transactions: z.strictObject({
      ...callFields,
      items: fieldPath,
      next: fieldPath.optional().describe('Where the answer names the next page, which fills `{cursor}`'),
      fields: z.strictObject({
        id: fieldPath,
        amount: fieldPath,
        at: fieldPath,
        kind: fieldPath.optional(),
        balanceAfter: fieldPath.optional(),
        reference: fieldPath.optional().describe('Our name of a payment; its reversal must carry it too'),
      }),
      leaving: z
        .array(z.string().max(100))
        .max(50)
        .optional()
        .describe('Kinds whose amount is told without sign and leaves the card'),
    }),
    redeem: redeemCallSchema.optional(),
    reverse: paymentCallSchema.optional(),
    find: paymentCallSchema.optional(),
    refund: paymentCallSchema
      .optional()
      .describe('Brings a part of a payment back: `{reference}` names the refund, `{payment}` what had been paid'),
    onUnknown: z
      .enum(['reverse', 'query'])
      .default('query')
      .describe('What is done about a payment of unknown outcome: it is undone, or asked for until it is known'),
  })
  .meta({ id: 'ProcessorService', description: 'A web service over HTTP, described as data.' });

export const processorInputSchema = z
  .strictObject({
    unit: unitCode.describe('Code of the money unit in which its cards are'),
    service: processorServiceSchema,
    secretHeaders: headersSchema
      .optional()
      .describe('Headers whose values are kept encrypted and shown to nobody. Left out: those of before stay'),
    perMinute: z
      .number()
      .int()
      .min(1)
      .max(60_000)
      .default(600)
      .describe('The most questions a minute, all tills together'),
    pollHours: z.number().int().min(1).max(168).default(24),
    timeoutMs: z.number().int().min(100).max(60_000).default(5_000),
    state: z.enum(['active', 'paused']).default('active'),
  })
  .meta({ id: 'ProcessorInput' });

export const processorSchema = z
  .strictObject({
    code: processorCode,
    unit: unitCode,
    service: processorServiceSchema,
    secretHeaders: z.array(z.string()).describe('Their names'),
    perMinute: z.number().int(),
    pollHours: z.number().int(),
    timeoutMs: z.number().int(),
    state: z.enum(['active', 'paused']),
    changedAt: instantText,
    answeredAt: instantText.optional().describe('When it answered last; absent when it never did'),
    failures: z.number().int().describe('Questions without answer since then'),
    lastError: z.string().optional(),
    passesPayments: z.boolean(),
    cards: z.number().int(),
    overdue: z.number().int().describe('Cards whose daily poll is an hour late or more'),
    uncertain: z.number().int().describe('Payments of which nobody knows yet whether they are paid'),
    oldestUncertainAt: instantText.optional(),
    openDiscrepancies: z.number().int(),
  })
  .meta({ id: 'Processor', description: "Another company's processor, and how it is doing." });

export const processorListSchema = z.strictObject({ items: z.array(processorSchema) }).meta({ id: 'ProcessorList' });
export const processorPathSchema = z.strictObject({ processor: processorCode });

export const processorEnquirySchema = z.strictObject({ card: cardNumberText }).meta({ id: 'ProcessorEnquiry' });

export const processorBalanceSchema = z
  .strictObject({
    processor: processorCode,
    masked: z.string(),
    balance: quantityText,
    unit: unitCode,
    asOf: instantText,
    ageSeconds: z.number().int().min(0),
    fresh: z
      .boolean()
      .describe('False: the processor did not answer now, and this is what it said last. Decide nothing by it'),
    reason: z.string().optional().describe('Why it is not fresh'),
  })
  .meta({ id: 'ProcessorBalance' });

const pin = z.string().regex(/^[0-9A-Za-z]{3,16}$/, 'Not a PIN');

export const processorPaymentInputSchema = z
  .strictObject({
    reference: clientReference.optional(),
    card: cardNumberText,
    amount: quantityText,
    currency: unitCode,
    pin: pin.optional().describe('Passed on and not kept'),
    short: z
      .enum(['decline', 'partial'])
      .optional()
      .describe('Whether less is taken where the card has no more, if the processor does so; `decline` when left out'),
  })
  .meta({ id: 'ProcessorPaymentInput' });

const paymentState = z
  .enum(['asking', 'approved', 'unknown', 'reversing', 'reversed', 'not_done', 'voided', 'declined', 'not_sent'])
  .describe(
    '`approved`: paid. `asking`, `unknown`, `reversing`: nobody knows yet; it is found out. `reversed`, `not_done`, `declined`, ' +
      '`not_sent`: not paid. `voided`: undone before it came',
  );

export const processorPaymentSchema = z
  .strictObject({
    id: idText('prd'),
    state: paymentState,
    certain: z.boolean().describe('False: ask again later; do not take it as paid, nor as declined'),
    repeated: z.boolean(),
    processor: processorCode.optional(),
    masked: z.string().optional(),
    amount: quantityText.optional().describe('What is asked for; once it is `approved`, what was paid'),
    asked: quantityText.optional().describe('What was asked for, where less was paid'),
    unit: unitCode.optional(),
    balance: quantityText.optional().describe('As the processor told it with its answer'),
    refunds: z
      .array(
        z.strictObject({
          amount: quantityText,
          state: z.enum(['due', 'refunded', 'refused']),
          reason: z.string().optional(),
          at: instantText,
        }),
      )
      .optional()
      .describe('What returns have given back to the card, or will'),
    reason: z.string().optional(),
    askedAt: instantText,
    stateAt: instantText,
  })
  .meta({ id: 'ProcessorPayment', description: 'A payment that is passed through to a processor.' });

export const processorReversalInputSchema = z
  .strictObject({ original: clientReference.describe('The `reference` of the payment') })
  .meta({ id: 'ProcessorReversalInput' });
export const processorPaymentPathSchema = z.strictObject({ payment: idText('prd') });

export const processorDiscrepancySchema = z
  .strictObject({
    id: idText('pdi'),
    processor: processorCode,
    masked: z.string(),
    kind: z
      .enum([
        'gap',
        'restated',
        'vanished',
        'inserted',
        'balance_differs',
        'payment_missing',
        'payment_unexpected',
        'not_undone',
        'refund_refused',
      ])
      .describe(
        '`gap`: the balance jumps between two lines. `restated`: a line is told otherwise than before. `vanished`: it is told no ' +
          'more. `inserted`: it appears before what had been read. `balance_differs`: balance and history do not fit. ' +
          '`payment_missing`, `payment_unexpected`: history has not what we passed through, or has what is undone. ' +
          '`not_undone`, `refund_refused`: the processor would not undo a payment, or give back what a return owes the card',
      ),
    facts: z.record(z.string(), z.string()),
    state: z.enum(['open', 'closed']),
    note: z.string().optional(),
    foundAt: instantText,
    seenAt: instantText.describe('When it was found last'),
    closedAt: instantText.optional(),
  })
  .meta({ id: 'ProcessorDiscrepancy', description: 'Where what a processor says does not fit.' });

export const processorDiscrepancyPageSchema = page(processorDiscrepancySchema).meta({ id: 'ProcessorDiscrepancyPage' });
export const processorDiscrepancyQuerySchema = z.strictObject({
  ...pageQuery.shape,
  state: z.enum(['open', 'closed']).optional().describe('Only those; all when left out'),
  processor: processorCode.optional(),
});
export const processorDiscrepancyPathSchema = z.strictObject({ discrepancy: idText('pdi') });
export const processorDiscrepancyCloseSchema = z
  .strictObject({ note: z.string().trim().min(1).max(500).describe('What a person found out about it') })
  .meta({ id: 'ProcessorDiscrepancyClose' });
