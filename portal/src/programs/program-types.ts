import type { z } from 'zod';
import type { giftTermsSchema } from '../../../contract/giftcards.ts';
import type { walletTypeSchema } from '../../../contract/points.ts';
import type { policySchema, programSchema, unitSchema } from '../../../contract/programs.ts';

export type Program = z.output<typeof programSchema>;
export type Policy = z.output<typeof policySchema>;
export type Unit = z.output<typeof unitSchema>;
export type WalletType = z.output<typeof walletTypeSchema>;
export type GiftTerms = z.output<typeof giftTermsSchema>;
