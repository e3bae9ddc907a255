import { giftCardCases } from './cases/gift-cards.ts';
import { codeCases, giftHoldCases } from './cases/gift-holds.ts';
import { lineCases } from './cases/line.ts';
import { saleCases } from './cases/sales.ts';
import { voidCases } from './cases/voids.ts';
import type { ConformanceCase } from './stage.ts';

/** All cases in the order in which they are played: a code of a minute first, then sales, then one gift card from its load to its last cent. */
export const conformanceCases: readonly ConformanceCase[] = [
  ...codeCases,
  ...saleCases,
  ...voidCases,
  ...lineCases,
  ...giftCardCases,
  ...giftHoldCases,
];
