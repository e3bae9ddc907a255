import type { Promotion } from '../rulebook.ts';

/** Why a till cannot decide a promotion by itself. `of` is the kind, the limit, the contract or the promotion that stands against it. */
export type NotOffline = {
  readonly reason: 'condition' | 'effect' | 'coupon_codes' | 'limit' | 'funding' | 'another_promotion';
  readonly of: string;
};

// What a till sees by itself: the place, the clock, the goods, the words of coupons.
const CONDITIONS: ReadonlySet<string> = new Set([
  'outlet-in 1',
  'outlet-group-in 1',
  'partner-in 1',
  'channel-in 1',
  'terminal-in 1',
  'date-window 1',
  'weekday-in 1',
  'time-window 1',
  'min-basket 1',
  'max-basket 1',
  'lines-include 1',
  'lines-exclude 1',
  'coupon-shown 1',
]);

// What is given by the goods alone: no wallet, no stamps of before, no code that only the server can issue.
const EFFECTS: ReadonlySet<string> = new Set([
  'points-per-amount 1',
  'points-per-item 1',
  'tiered-rates 1',
  'fixed-bonus 1',
  'wallet-credit 1',
  'multiplier 1',
  'percent-discount 1',
  'fixed-discount 1',
  'n-for-m 1',
  'bundle 1',
  'price-list 1',
  'gift-line 1',
]);

/** What stands against a promotion by itself. */
const ownReasons = (promotion: Promotion, isSeries: (word: string) => boolean): NotOffline[] => [
  ...promotion.conditions.flatMap(({ kind, trigger }): NotOffline[] => {
    if (!CONDITIONS.has(`${kind.code} ${kind.version}`)) return [{ reason: 'condition', of: kind.code }];
    const words = kind.code === 'coupon-shown' ? (trigger ?? []).flatMap(({ names }) => names) : [];
    return words.filter(isSeries).map((of) => ({ reason: 'coupon_codes', of }));
  }),
  ...promotion.effects.flatMap(({ rule: { kind, version } }): NotOffline[] =>
    EFFECTS.has(`${kind} ${version}`) ? [] : [{ reason: 'effect', of: kind }],
  ),
  ...promotion.limits.map(({ key }): NotOffline => ({ reason: 'limit', of: key })),
  ...(promotion.funding === undefined ? [] : [{ reason: 'funding' as const, of: promotion.funding }]),
];

type Turn = { readonly first: number; readonly last: number };

const isContest = ({ group }: Promotion): boolean => group?.evaluate === 'highest' || group?.evaluate === 'lowest';

/** When a promotion may have its turn: one of a contest at that of any member. */
const turnsOf = (promotions: readonly Promotion[]): ((promotion: Promotion) => Turn) => {
  // Not their `order`: they may be of two rulebooks, and each counts for itself.
  const orders = new Map(promotions.map((one, order) => [one, order]));
  const byGroup = new Map<string, Turn>();
  for (const one of promotions) {
    if (one.group === undefined || !isContest(one)) continue;
    const order = orders.get(one) as number;
    const { first, last } = byGroup.get(one.group.code) ?? { first: order, last: order };
    byGroup.set(one.group.code, { first: Math.min(first, order), last: Math.max(last, order) });
  }
  return (one) => {
    const order = orders.get(one) as number;
    return (one.group && isContest(one) ? byGroup.get(one.group.code) : undefined) ?? { first: order, last: order };
  };
};

/** Whether what `other` does, or does not do, can change what `promotion` gives. Rather too often than too seldom. */
const touches = (other: Promotion, promotion: Promotion, turnOf: (one: Promotion) => Turn): boolean => {
  if (other.code === promotion.code) return false;
  // Their group lets one of them win, whoever comes first.
  if (other.group !== undefined && other.group.code === promotion.group?.code && other.group.evaluate !== 'stack')
    return true;
  const comesBefore =
    turnOf(other).first < turnOf(promotion).last || (other.pricing.length > 0 && promotion.earning.length > 0);
  if (!comesBefore) return false;
  if (other.stop || promotion.excludedBy?.has(other.code) === true) return true;
  if (other.stacking === 'never' && promotion.stacking === 'common') return true;
  if (other.stacking === 'common' && promotion.stacking === 'never') return true;
  // A price that is not known: whatever counts money comes to something else.
  if (other.pricing.length > 0) return true;
  return promotion.effects.some(({ wallet, bound, rule }) => {
    if (!bound.kind.isMultiplier || !other.earning.some((one) => one.wallet === wallet)) return false;
    const { of } = rule.params as { readonly of?: readonly string[] };
    return of === undefined || of.includes(other.code);
  });
};

/**
 * What a till may not decide by itself of promotions that may be live together, told in their total order, with the reasons; those that are missing it may: by the rule
 * alone it comes to what the server comes to, for a buyer who earns and a receipt that neither points nor gift cards pay.
 * A promotion that another one can change is no more decidable than that one.
 */
export const notOffline = (
  promotions: readonly Promotion[],
  isSeries: (word: string) => boolean,
): ReadonlyMap<Promotion, readonly NotOffline[]> => {
  const turnOf = turnsOf(promotions);
  const against = new Map<Promotion, readonly NotOffline[]>();
  for (const one of promotions) {
    const reasons = ownReasons(one, isSeries);
    if (reasons.length > 0) against.set(one, reasons);
  }
  // What is found touches others in turn. Each is looked at once as the one that touches: 1,000 by 1,000 is a million comparisons.
  const open = [...against.keys()];
  for (let other = open.pop(); other !== undefined; other = open.pop()) {
    for (const one of promotions) {
      if (against.has(one) || !touches(other, one, turnOf)) continue;
      against.set(one, [{ reason: 'another_promotion', of: other.code }]);
      open.push(one);
    }
  }
  return against;
};
