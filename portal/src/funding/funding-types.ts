import type { z } from 'zod';
import type { attributionSchema, fundingContractSchema } from '../../../contract/funding.ts';

export type Contract = z.output<typeof fundingContractSchema>;
export type Block = Contract['blocks'][number];
export type Attribution = z.output<typeof attributionSchema>;
