import type { z } from 'zod';
import type { cardSchema } from '../../../contract/cards.ts';
import type { deliverySchema } from '../../../contract/delivery.ts';
import type { giftBalanceSchema, giftOperationSchema } from '../../../contract/giftcards.ts';

export type GiftBalance = z.output<typeof giftBalanceSchema>;
export type GiftOperation = z.output<typeof giftOperationSchema>;
export type GiftCard = z.output<typeof cardSchema>;
export type Delivery = z.output<typeof deliverySchema>;
