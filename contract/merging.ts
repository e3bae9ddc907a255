import { z } from 'zod';
import { clientReference, idText, instantText, quantityText } from './common.ts';
import { cardId, memberId } from './members.ts';
import { codeSchema } from './programs.ts';

const movedWallet = z
  .strictObject({
    program: codeSchema,
    walletType: codeSchema,
    unit: codeSchema,
    points: quantityText.describe('Active points that go, frozen ones among them'),
    pending: quantityText.describe('Points that are not active yet and go'),
    frozen: quantityText.describe('Those of them that are frozen, and stay so'),
    owed: quantityText.describe('Debt that goes'),
    before: quantityText.describe('What can be spent there before; below zero where something is owed'),
    after: quantityText.describe('What can be spent there after'),
  })
  .meta({ id: 'MergedWallet', description: 'What goes from one wallet of a member to the same one of another.' });

const tierChanged = z
  .strictObject({ program: codeSchema, before: z.string().optional(), after: z.string().optional() })
  .meta({ id: 'MergedTier', description: 'How the tier of the member who goes on changes.' });

const mergeFields = {
  member: memberId.describe('Who goes on'),
  other: memberId.describe('Who is merged; his id leads to the other from now on'),
  wallets: z.array(movedWallet),
  cards: z.array(cardId).describe('Cards that go along, with their numbers'),
  programs: z.array(codeSchema).describe('Programs that the member had not joined'),
  tiers: z.array(tierChanged),
  segments: z.array(z.string()).describe('Segments that are new to the member'),
  purchases: z.number().int().min(0),
  consentsWithdrawn: z
    .number()
    .int()
    .min(0)
    .describe('Consents that the other had withdrawn, and that are withdrawn now'),
  phone: z.enum(['moved', 'shared']).optional().describe('Whether the phone of the other leads here, or did before'),
  undoWithinDays: z.number().int().min(0),
};

const reason = z.enum(['duplicate', 'member_request', 'mistake', 'other']);
const needsSecondPerson = z.boolean().describe('Whether somebody else has to approve, because points move');
const done = { operation: idText('op'), repeated: z.boolean(), recordedAt: instantText };

export const mergeQuerySchema = z.strictObject({ other: memberId });
export const mergeInputSchema = z
  .strictObject({ reference: clientReference, other: memberId, reason })
  .meta({ id: 'MergeInput' });
export const mergeQuoteSchema = z
  .strictObject({ ...mergeFields, needsSecondPerson })
  .meta({ id: 'MergeQuote', description: 'What merging the two members now would do.' });
export const mergeSchema = z.strictObject({ ...done, ...mergeFields }).meta({ id: 'Merge' });
export const mergeWaitsSchema = z
  .strictObject({
    approval: idText('appr'),
    state: z.enum(['pending', 'approved', 'declined', 'expired', 'withdrawn']),
  })
  .meta({ id: 'MergeWaits' });

const unmergeFields = {
  merge: idText('op'),
  member: memberId,
  other: memberId.describe('Who is a member of his own again'),
  wallets: z.array(movedWallet),
  stays: z
    .array(z.strictObject({ walletType: codeSchema, unit: codeSchema, points: quantityText, owed: quantityText }))
    .describe('What had come with the merge and does not go back: it was spent, has ended, or repaid what was owed'),
  cards: z.array(cardId),
  tiers: z.array(tierChanged),
  segments: z.array(z.string()),
  phone: z.enum(['back', 'stays']).optional(),
};

export const mergePathSchema = z.strictObject({ merge: idText('op') });
export const unmergeInputSchema = z.strictObject({ reference: clientReference, reason }).meta({ id: 'UnmergeInput' });
export const unmergeQuoteSchema = z
  .strictObject({ ...unmergeFields, needsSecondPerson })
  .meta({ id: 'UnmergeQuote', description: 'What undoing the merge now would do.' });
export const unmergeSchema = z.strictObject({ ...done, ...unmergeFields }).meta({ id: 'Unmerge' });
