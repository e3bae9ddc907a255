import type { z } from 'zod';
import type { cardFileErrorsSchema, cardFileSchema, cardOrderAnswerSchema } from '../../../contract/card-making.ts';
import type {
  cardBatchDetailSchema,
  cardBatchSchema,
  cardRangeSchema,
  cardSuspensionSchema,
} from '../../../contract/card-stock.ts';

export type CardRange = z.output<typeof cardRangeSchema>;
export type CardBatch = z.output<typeof cardBatchSchema>;
export type CardBatchDetail = z.output<typeof cardBatchDetailSchema>;
export type CardSuspension = z.output<typeof cardSuspensionSchema>;
export type CardFile = z.output<typeof cardFileSchema>;
export type CardFlaw = z.output<typeof cardFileErrorsSchema>['items'][number];
export type CardOrderAnswer = z.output<typeof cardOrderAnswerSchema>;

export const CARD_TYPES = ['discount', 'bonus', 'multi', 'gift'] as const;
export const CARD_EFFECTS = ['earn', 'spend', 'view', 'activate', 'capture'] as const;

/** Small answers change by themselves while something is being made. */
export const WHILE_MAKING_MS = 1_000;
