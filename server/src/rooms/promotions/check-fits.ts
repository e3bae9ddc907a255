import { formatQuantity, parseQuantity } from '../../kernel/quantity.ts';
import type { Bench } from './bench.ts';
import { isWider } from './filter-relations.ts';
import type { Texts } from './language.ts';
import { limitKey } from './limits/bound-limit.ts';
import type { LineFilter } from './line-filter.ts';
import type { Promotion, PromotionContent, PromotionEffect } from './rulebook.ts';

/** The least that an effect gives whenever it gives anything, in smallest steps; undefined where that depends on what is bought. */
const leastOf = ({ conditions, group }: Promotion, { bound, rule }: PromotionEffect): bigint | undefined => {
  // Of a group by lines another promotion may have taken some of its lines, and with them a part of what it gives.
  if (group?.scope === 'line') return undefined;
  const { points, amount, off, lines } = bound.params as {
    readonly points?: string;
    readonly amount?: string;
    readonly off?: string;
    readonly lines?: LineFilter;
  };
  const read = (text: string | undefined, decimals: number): bigint | undefined => {
    const parsed = text === undefined ? undefined : parseQuantity(text, decimals);
    return parsed?.ok ? parsed.value : undefined;
  };
  if (bound.kind.code === 'fixed-bonus') return read(points, rule.decimals.points);
  if (bound.kind.code !== 'fixed-discount' || off !== 'lines') return undefined;
  const full = read(amount, rule.decimals.money);
  // Never more than the goods cost: how much that is at least, a condition on the basket says.
  const asked = conditions.flatMap(({ kind, params }) => {
    const { min, base, lines: counted = {} } = params as { min?: string; base?: string; lines?: LineFilter };
    const least = kind.code === 'min-basket' && base !== 'gross' ? read(min, rule.decimals.money) : undefined;
    return least !== undefined && isWider(lines ?? {}, counted) ? [least] : [];
  });
  const cost = asked.length === 0 ? undefined : asked.reduce((one, other) => (one > other ? one : other));
  return full === undefined || cost === undefined ? undefined : full < cost ? full : cost;
};

/** The effects that give whenever any of them does, with what they give at least once their own caps have cut it. */
const sureOf = (promotion: Promotion): readonly { readonly effect: PromotionEffect; readonly least: bigint }[] =>
  promotion.effects.flatMap((effect) => {
    const least = leastOf(promotion, effect);
    if (least === undefined) return [];
    return [{ effect, least: effect.cap !== undefined && effect.cap < least ? effect.cap : least }];
  });

type Sure = ReturnType<typeof sureOf>;

const countedOf = (sure: Sure, of: 'points' | 'money'): Sure =>
  sure.filter(({ effect }) => effect.bound.kind.gives === (of === 'points' ? 'points' : 'discount'));

const leastTogether = (counted: Sure): bigint => {
  // Bonuses for the whole receipt come together; of others one may give where the next does not.
  const together = counted.filter(({ effect }) => effect.bound.kind.code === 'fixed-bonus' && !hasLines(effect));
  const sum = together.reduce((all, { least }) => all + least, 0n);
  const alone = counted.reduce((most, { least }) => (least > most ? least : most), 0n);
  return sum > alone ? sum : alone;
};

/** The least that a promotion takes of such a limit whenever it takes anything, in uses or smallest steps: 1 where that depends on what is bought. */
export const leastTaken = (promotion: Promotion, of: 'uses' | 'points' | 'money'): bigint => {
  if (of === 'uses') return 1n;
  // What another limit cuts comes to this one as what is left of it.
  const cuts = promotion.limits.flatMap((limit) => (!limit.isRejected && limit.of === of ? [limit.max] : []));
  const least = [leastTogether(countedOf(sureOf(promotion), of)), ...cuts].reduce((a, b) => (a < b ? a : b));
  return least > 1n ? least : 1n;
};

const rejected = (least: string, most: string, by = ''): Texts => ({
  en: `it gives ${least} or more at a time, and is rejected above ${most}${by && ` by the cap ${by}`}`,
  es: `da ${least} o más cada vez, y se rechaza por encima de ${most}${by && ` por el tope ${by}`}`,
});

/**
 * Notes effects that always give more than what the promotion is rejected for: a bonus of 50 under a cap of 10 that rejects, or under
 * a limit of 10 points that does. Such an effect can never give anything, and keeps the others from giving too.
 */
export const checkFits = (given: PromotionContent, promotion: Promotion, bench: Bench): void => {
  const decimalsOf = ({ bound, rule }: PromotionEffect): number =>
    bound.kind.gives === 'points' ? rule.decimals.points : rule.decimals.money;
  for (const effect of promotion.effects) {
    const { rule, cap, isRejectedOverCap } = effect;
    const least = leastOf(promotion, effect);
    if (cap === undefined || !isRejectedOverCap || least === undefined || least <= cap) continue;
    const [more, most] = [least, cap].map((amount) => formatQuantity(amount, decimalsOf(effect))) as [string, string];
    bench.problem('promotions.rulebook.never_fires', rejected(more, most), 'effects', rule.effect, 'cap');
  }
  const sure = sureOf(promotion);
  // What a limit before has cut does not come to the next.
  const cut = new Map<string, bigint>();
  for (const limit of promotion.limits) {
    if (limit.per === 'contract' || limit.of === 'uses') continue;
    const before = cut.get(limit.of);
    if (!limit.isRejected) {
      cut.set(limit.of, before === undefined || limit.max < before ? limit.max : before);
      continue;
    }
    const counted = countedOf(sure, limit.of);
    const uncut = leastTogether(counted);
    const least = before === undefined || uncut < before ? uncut : before;
    const [first] = counted;
    if (first === undefined || least <= limit.max) continue;
    const [more, most] = [least, limit.max].map((amount) => formatQuantity(amount, decimalsOf(first.effect))) as [
      string,
      string,
    ];
    const at = (given.limits ?? []).findIndex((one) => limitKey(one) === limit.key);
    if (at >= 0) bench.problem('promotions.rulebook.never_fires', rejected(more, most), 'limits', at, 'max');
    else bench.problem('promotions.rulebook.never_fires', rejected(more, most, limit.budget), 'effects');
  }
};

const hasLines = ({ bound: { params } }: PromotionEffect): boolean =>
  (params as { readonly lines?: LineFilter }).lines !== undefined;
