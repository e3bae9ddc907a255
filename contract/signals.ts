// What is looked at after the sale, by cashier, till and outlet.

import { z } from 'zod';
import { idText, instantText, localDateText, page, pageQuery, quantityText } from './common.ts';

const signalId = idText('sig');
const operationId = idText('op');
const action = z.enum(['flag', 'review', 'hold']);
const state = z.enum(['open', 'confirmed', 'released']);
const per = z.enum(['cashier', 'terminal', 'outlet']);
const counts = z.enum(['uses', 'points', 'money']);
const code = z.string().min(1).max(64);

export const signalQuerySchema = z.strictObject({
  ...pageQuery.shape,
  state: state.optional(),
  action: z
    .string()
    .regex(/^(flag|review|hold)(,(flag|review|hold)){0,2}$/, 'is no list of flag, review and hold')
    .optional()
    .describe('One or more of `flag`, `review`, `hold`, with commas'),
  program: code.optional(),
  promotion: code.optional(),
  per: per.optional(),
  outlet: code.optional(),
  from: localDateText.optional(),
  to: localDateText.optional().describe('Signals whose window has a day from `from` to `to`'),
});

const reviewSchema = z.strictObject({
  decision: z.enum(['confirmed', 'released']),
  note: z.string(),
  at: instantText,
  name: z.string().optional().describe('Of the person'),
  person: idText('person').optional(),
  credential: idText('cred').optional(),
});

export const signalSchema = z
  .strictObject({
    id: signalId,
    state: state.describe(
      '`confirmed`: it was what it looked like; `released`: it was not, and what it held is spendable',
    ),
    action: action.describe(
      'It was told; somebody has to look at it; or besides, the points of its receipts are frozen',
    ),
    program: z.string(),
    promotion: z.string(),
    per,
    outlet: z.string(),
    terminal: z.string().optional(),
    cashier: z.string().optional().describe('As the till of the outlet calls him'),
    member: idText('mem').optional().describe('Who bought, where each member is counted by himself'),
    each: z.literal('member').optional(),
    counts,
    period: z.string().describe('`day`, `week`, `month`, `quarter`, `year`, `30days`, or `30minutes`'),
    time: z.enum(['purchase', 'arrival']),
    max: quantityText.describe('More than this raised it'),
    count: quantityText.describe('What was counted when it was raised'),
    countNow: quantityText.describe('What is counted now: more came, or was voided'),
    from: localDateText,
    until: localDateText.describe('First and last day of its window'),
    fromAt: instantText.optional().describe('First and last moment of a window of minutes'),
    untilAt: instantText.optional(),
    raisedAt: instantText,
    held: z
      .strictObject({
        freezing: z.int().describe('To be frozen yet'),
        frozen: z.int(),
        thawing: z.int().describe('To be let go yet'),
      })
      .describe('Operations whose points it holds; all zero but for `hold`'),
    reviews: z.array(reviewSchema),
  })
  .meta({
    id: 'Signal',
    description: 'A count at the hands of one cashier, till or outlet that went over what a promotion says.',
  });

export const signalPageSchema = page(signalSchema).meta({ id: 'SignalPage' });
export const signalPathSchema = z.strictObject({ signal: signalId });

export const signalReviewSchema = z
  .strictObject({
    decision: z.enum(['confirmed', 'released']),
    note: z.string().trim().min(1).max(1_000).describe('What was seen; for those who review later'),
  })
  .meta({ id: 'SignalReview' });

export const signalReceiptPageSchema = page(
  z.strictObject({
    receipt: operationId.describe('The sale'),
    operation: operationId.describe('What gave the points: the sale, or the claim of it'),
    on: localDateText.describe('The day on which it counts'),
    points: quantityText,
    money: quantityText,
    isVoided: z.boolean().describe('It was voided since, and does not count any more'),
    held: z
      .enum(['freezing', 'frozen', 'nothing', 'thawing', 'free'])
      .optional()
      .describe('`nothing`: there was nothing left to freeze, or somebody had frozen it before'),
  }),
).meta({ id: 'SignalReceiptPage', description: 'Receipts of its window, by day.' });

export const signalCountsSchema = z
  .strictObject({ flag: z.int(), review: z.int(), hold: z.int() })
  .meta({ id: 'SignalCounts', description: 'Signals that nobody has looked at, by what they do.' });
