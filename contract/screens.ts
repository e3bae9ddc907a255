// What the screens of the portal ask for in one piece: a search over everything, a member's history, the day, the state of the house.

import { z } from 'zod';
import { operationLineSchema } from './checkout-answers.ts';
import { idText, instantText, localDateText, page, pageQuery, quantityText } from './common.ts';
import { memberId } from './members.ts';

export const SEARCH_CHARACTERS_MAX = 100;

export const searchSchema = z
  .strictObject({
    text: z
      .string()
      .trim()
      .min(2)
      .max(SEARCH_CHARACTERS_MAX)
      .describe(
        'A phone, a card number, the number or the reference of a receipt, an id of this API, an external id, or a name',
      ),
  })
  .meta({ id: 'Search', example: { text: '+34600123456' } });

const foundMember = z.strictObject({
  is: z.literal('member'),
  member: memberId,
  name: z.string(),
  phone: z.string().optional(),
  by: z.enum(['phone', 'card', 'name', 'externalId', 'id']).describe('What led there'),
});

const foundGiftCard = z.strictObject({
  is: z.literal('giftCard'),
  card: idText('card'),
  masked: z.string(),
});

const foundOperation = z.strictObject({
  is: z.literal('operation'),
  operation: idText('op'),
  kind: z.string(),
  occurredAt: instantText,
  outlet: z.string().optional(),
});

export const searchAnswerSchema = z
  .strictObject({ items: z.array(z.discriminatedUnion('is', [foundMember, foundGiftCard, foundOperation])) })
  .meta({ id: 'Found', description: 'Whatever has that name, the surest first.' });

const unit = z.string().describe('Code of the unit that the quantities count');

const walletChange = z
  .strictObject({
    walletType: z.string(),
    unit,
    booked: quantityText.describe('What it did to the points that are there'),
    pending: quantityText,
    owed: quantityText.describe('Plus: more is owed'),
  })
  .meta({ id: 'WalletChange' });

export const timelineEntrySchema = operationLineSchema
  .extend({
    changes: z.array(walletChange).describe("What it did to the member's wallets"),
    total: z.strictObject({ amount: quantityText, unit }).optional().describe('Of a sale'),
    receiptNumber: z.string().optional(),
    reason: z.string().optional().describe('Of an act by hand'),
  })
  .meta({ id: 'TimelineEntry' });

export const timelinePageSchema = page(timelineEntrySchema).meta({ id: 'Timeline' });
export const timelinePathSchema = z.strictObject({ member: memberId });
export const timelineQuerySchema = pageQuery;

const posting = z.strictObject({
  account: z
    .string()
    .describe('`booked`, `pending`, `owed` of a wallet, or a kind of the program: `issuance`, `redemption`'),
  walletType: z.string().optional(),
  member: memberId.optional().describe("Whose wallet; absent for the program's accounts and for cards"),
  amount: quantityText.describe('Plus is what the program owes the holder'),
  unit,
});

const lotMoved = z.strictObject({
  effect: z.enum(['made', 'take', 'restore', 'activate', 'expire', 'cancel', 'freeze', 'unfreeze', 'move']),
  walletType: z.string(),
  unit,
  change: quantityText.describe('What the remainder of the lot changed by'),
  amount: quantityText.describe('What the lot held when it was made'),
  remaining: quantityText.describe('What is left of it now'),
  grantedBy: idText('op').describe('The operation that granted it'),
  activeAt: instantText,
  expiresAt: instantText.optional().describe('Absent: does not end'),
});

export const bookingsSchema = z
  .strictObject({
    operation: idText('op'),
    rulebook: z.int(),
    postings: z.array(posting).describe('In its home lane; they sum to zero in each unit'),
    lots: z.array(lotMoved).describe('Lots that it made, and what it did to lots that were there'),
    lotsCut: z.boolean().describe('There are more lots than are told here: the first of them are'),
  })
  .meta({ id: 'Bookings', description: 'What an operation wrote into the books.' });

const points = z.strictObject({ unit, earned: quantityText, spent: quantityText });

export const todaySchema = z
  .strictObject({
    date: localDateText,
    zone: z.string(),
    since: instantText,
    asOf: instantText,
    sales: z.int(),
    returns: z.int().describe('Returns and voids'),
    members: z.int().describe('Members who were seen at a till'),
    points: z.array(points).describe('Earned less what returns took back; spent less what they gave back'),
  })
  .meta({ id: 'Today', description: 'What has been recorded since midnight.' });

export const healthSchema = z
  .strictObject({
    versions: z.strictObject({ tallystick: z.string(), node: z.string(), postgres: z.string(), schema: z.int() }),
    upSince: instantText,
    memoryBytes: z.int(),
    database: z.strictObject({ bytes: z.int() }),
    disk: z.strictObject({ freeBytes: z.int(), bytes: z.int() }).optional(),
    lanes: z.strictObject({
      waiting: z.int(),
      inFlight: z.int(),
      batches: z.int(),
      operations: z.int(),
      reruns: z.int(),
      halved: z.int(),
      open: z.array(z.strictObject({ lane: z.int(), rows: z.int(), lastAt: instantText.optional() })),
    }),
    followers: z.array(
      z.strictObject({
        name: z.string(),
        rowsBehind: z.int(),
        secondsBehind: z.number(),
        undelivered: z.int(),
        dead: z.int(),
      }),
    ),
    queues: z.array(z.strictObject({ name: z.string(), waiting: z.int() })),
  })
  .meta({ id: 'Health', description: 'How the house is: lanes, followers, queues, versions, room on disk.' });
