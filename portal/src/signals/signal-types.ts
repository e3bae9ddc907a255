import type { z } from 'zod';
import type { signalCountsSchema, signalReceiptPageSchema, signalSchema } from '../../../contract/signals.ts';

export type Signal = z.output<typeof signalSchema>;
export type SignalReceipt = z.output<typeof signalReceiptPageSchema>['items'][number];
export type SignalCounts = z.output<typeof signalCountsSchema>;
export const SIGNALS = '/v1/signals';
