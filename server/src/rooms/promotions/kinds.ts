import { attributeBetween } from './conditions/attribute-between.ts';
import { attributeIs } from './conditions/attribute-is.ts';
import { birthdayWindow } from './conditions/birthday-window.ts';
import { cardIn } from './conditions/card-in.ts';
import { channelIn } from './conditions/channel-in.ts';
import { couponShown } from './conditions/coupon-shown.ts';
import { dateWindow } from './conditions/date-window.ts';
import { daysSinceVisit } from './conditions/days-since-visit.ts';
import { enrolledFor } from './conditions/enrolled-for.ts';
import { expression } from './conditions/expression.ts';
import { firstPurchase } from './conditions/first-purchase.ts';
import { linesExclude } from './conditions/lines-exclude.ts';
import { linesInclude } from './conditions/lines-include.ts';
import { maxBasket } from './conditions/max-basket.ts';
import { minBasket } from './conditions/min-basket.ts';
import { nthPurchase } from './conditions/nth-purchase.ts';
import { occasionAttributeBetween } from './conditions/occasion-attribute-between.ts';
import { occasionAttributeIs } from './conditions/occasion-attribute-is.ts';
import { outletGroupIn } from './conditions/outlet-group-in.ts';
import { outletIn } from './conditions/outlet-in.ts';
import { partnerIn } from './conditions/partner-in.ts';
import { segmentIn } from './conditions/segment-in.ts';
import { streak } from './conditions/streak.ts';
import { tenderIn } from './conditions/tender-in.ts';
import { terminalIn } from './conditions/terminal-in.ts';
import { tierIn } from './conditions/tier-in.ts';
import { timeWindow } from './conditions/time-window.ts';
import { weekdayIn } from './conditions/weekday-in.ts';
import { bundle } from './effects/bundle.ts';
import { couponIssue } from './effects/coupon-issue.ts';
import { fixedBonus } from './effects/fixed-bonus.ts';
import { fixedDiscount } from './effects/fixed-discount.ts';
import { giftLine } from './effects/gift-line.ts';
import { multiplier } from './effects/multiplier.ts';
import { nForM } from './effects/n-for-m.ts';
import { percentDiscount } from './effects/percent-discount.ts';
import { pointsPerAmount } from './effects/points-per-amount.ts';
import { pointsPerItem } from './effects/points-per-item.ts';
import { pointsPerUnit } from './effects/points-per-unit.ts';
import { priceList } from './effects/price-list.ts';
import { spendingRate } from './effects/spending-rate.ts';
import { spentPointsBack } from './effects/spent-points-back.ts';
import { stampCard } from './effects/stamp-card.ts';
import { tieredRates } from './effects/tiered-rates.ts';
import { walletCredit } from './effects/wallet-credit.ts';
import type { ConditionKind, EffectKind } from './kind.ts';

// Every kind in every version that a rulebook may name. A version is added, never changed or taken away: receipts of
// years ago are decided again by it.

export const conditionKinds: readonly ConditionKind[] = [
  attributeBetween,
  attributeIs,
  birthdayWindow,
  cardIn,
  channelIn,
  couponShown,
  dateWindow,
  daysSinceVisit,
  enrolledFor,
  expression,
  firstPurchase,
  linesExclude,
  linesInclude,
  maxBasket,
  minBasket,
  nthPurchase,
  occasionAttributeBetween,
  occasionAttributeIs,
  outletGroupIn,
  outletIn,
  partnerIn,
  segmentIn,
  streak,
  tenderIn,
  terminalIn,
  tierIn,
  timeWindow,
  weekdayIn,
];

export const effectKinds: readonly EffectKind[] = [
  bundle,
  couponIssue,
  fixedBonus,
  fixedDiscount,
  giftLine,
  multiplier,
  nForM,
  percentDiscount,
  pointsPerAmount,
  pointsPerItem,
  pointsPerUnit,
  priceList,
  spendingRate,
  spentPointsBack,
  stampCard,
  tieredRates,
  walletCredit,
];

const byName = <Kind extends { readonly code: string; readonly version: number }>(
  kinds: readonly Kind[],
): ((code: string, version: number) => Kind | undefined) => {
  const known = new Map(kinds.map((kind) => [`${kind.code} ${kind.version}`, kind]));
  return (code, version) => known.get(`${code} ${version}`);
};

/** The condition of that code and version, or undefined. */
export const conditionKind = byName(conditionKinds);

/** The effect of that code and version, or undefined. */
export const effectKind = byName(effectKinds);

/** The newest version of the kind of that code: what somebody gets who names none. 1 where there is no such kind. */
export const newestVersion = (code: string): number => newest.get(code) ?? 1;

const newest = new Map<string, number>();
for (const { code, version } of [...conditionKinds, ...effectKinds])
  newest.set(code, Math.max(version, newest.get(code) ?? 1));
