import { nameSheet, ownerSheet, phoneSheet, referenceSheet, type Sheet } from '../platform/lanes/index.ts';
import { potSheets } from '../platform/pots/index.ts';
import { cardsSheets } from '../rooms/cards/index.ts';
import { checkoutSheets } from '../rooms/checkout/index.ts';
import { giftcardsSheets } from '../rooms/giftcards/index.ts';
import { membersSheets } from '../rooms/members/index.ts';
import { occasionsSheets } from '../rooms/occasions/index.ts';
import { pointsSheets } from '../rooms/points/index.ts';
import { counterSheet, couponSheet } from '../rooms/promotions/index.ts';
import { membershipSheet } from '../rooms/segments/index.ts';
import { tiersSheets } from '../rooms/tiers/index.ts';

/** The order in which batches write: what others point to comes first. */
export const SHEETS = [
  ownerSheet,
  phoneSheet,
  nameSheet,
  ...membersSheets,
  ...cardsSheets,
  ...pointsSheets,
  ...giftcardsSheets,
  ...tiersSheets,
  membershipSheet,
  ...occasionsSheets,
  ...potSheets,
  counterSheet,
  couponSheet,
  referenceSheet,
  ...checkoutSheets,
] as unknown as Sheet<never, unknown>[];
