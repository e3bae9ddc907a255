import { attributeIs } from './conditions/attribute-is.ts';
import { channelIn } from './conditions/channel-in.ts';
import { dateWindow } from './conditions/date-window.ts';
import { firstPurchase } from './conditions/first-purchase.ts';
import { linesInclude } from './conditions/lines-include.ts';
import { minBasket } from './conditions/min-basket.ts';
import { nthPurchase } from './conditions/nth-purchase.ts';
import { outletGroupIn } from './conditions/outlet-group-in.ts';
import { outletIn } from './conditions/outlet-in.ts';
import { partnerIn } from './conditions/partner-in.ts';
import { tierIn } from './conditions/tier-in.ts';
import { timeWindow } from './conditions/time-window.ts';
import { weekdayIn } from './conditions/weekday-in.ts';
import { fixedBonus } from './effects/fixed-bonus.ts';
import { multiplier } from './effects/multiplier.ts';
import { pointsPerAmount } from './effects/points-per-amount.ts';
import { pointsPerItem } from './effects/points-per-item.ts';
import type { ConditionKind, EffectKind } from './kind.ts';

// Every kind in every version that a rulebook may name. A version is added, never changed or taken away: receipts of
// years ago are decided again by it.

export const conditionKinds: readonly ConditionKind[] = [
  attributeIs,
  channelIn,
  dateWindow,
  firstPurchase,
  linesInclude,
  minBasket,
  nthPurchase,
  outletGroupIn,
  outletIn,
  partnerIn,
  tierIn,
  timeWindow,
  weekdayIn,
];

export const effectKinds: readonly EffectKind[] = [fixedBonus, multiplier, pointsPerAmount, pointsPerItem];

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
