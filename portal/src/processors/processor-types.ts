import type { z } from 'zod';
import type {
  processorBalanceSchema,
  processorDiscrepancySchema,
  processorSchema,
} from '../../../contract/processors.ts';

export type Processor = z.output<typeof processorSchema>;
export type Balance = z.output<typeof processorBalanceSchema>;
export type Discrepancy = z.output<typeof processorDiscrepancySchema>;
