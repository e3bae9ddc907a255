import type { Scenario } from '../server/src/app/scenario/index.ts';
import { claimAForgottenCard } from './claim-a-forgotten-card.ts';
import { earnAndSpend } from './earn-and-spend.ts';
import { expiryAtMonthEnd } from './expiry-at-month-end.ts';
import { holdOverTheEnd } from './hold-over-the-end.ts';
import { holdThatLapses } from './hold-that-lapses.ts';
import { offlineTill } from './offline-till.ts';
import { parkedReturn } from './parked-return.ts';
import { pendingThenReturned } from './pending-then-returned.ts';
import { restrictedWallet } from './restricted-wallet.ts';
import { returnAfterSpending } from './return-after-spending.ts';
import { thresholdBonusAndReturn } from './threshold-bonus-and-return.ts';
import { tierByLateReceipts } from './tier-by-late-receipts.ts';
import { tierMultiplier } from './tier-multiplier.ts';
import { tierThatIsEarned } from './tier-that-is-earned.ts';
import { twoZonesAndABusinessDay } from './two-zones-and-a-business-day.ts';
import { voidBeforeSale } from './void-before-sale.ts';

/** All ready stories, the easiest first. */
export const scenarios: readonly Scenario[] = [
  earnAndSpend,
  pendingThenReturned,
  expiryAtMonthEnd,
  holdThatLapses,
  holdOverTheEnd,
  returnAfterSpending,
  thresholdBonusAndReturn,
  claimAForgottenCard,
  offlineTill,
  parkedReturn,
  voidBeforeSale,
  restrictedWallet,
  tierMultiplier,
  tierThatIsEarned,
  tierByLateReceipts,
  twoZonesAndABusinessDay,
];
