// What a draft of a rulebook would have given on a receipt that was really there.

import { z } from 'zod';
import { idText, quantityText } from './common.ts';

export const draftPreviewInputSchema = z
  .strictObject({
    operation: idText('op').describe('A sale of the program'),
    language: z.enum(['en', 'es']).optional(),
    content: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('What is being typed, in place of what was saved last'),
  })
  .meta({ id: 'DraftPreviewQuestion' });

export const draftPreviewSchema = z
  .strictObject({
    operation: idText('op'),
    wallets: z.array(z.strictObject({ walletType: z.string(), before: quantityText, after: quantityText })),
    fired: z.array(
      z.strictObject({ promotion: z.string(), walletType: z.string(), points: quantityText, text: z.string() }),
    ),
    notFired: z.array(z.strictObject({ promotion: z.string(), reason: z.string(), text: z.string() })),
  })
  .meta({ id: 'DraftPreview', description: 'Decided in memory on the facts that were kept; nothing is booked.' });
