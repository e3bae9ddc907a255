import { formatQuantity, parseQuantity } from '../../kernel/quantity.ts';
import type { Bench } from './bench.ts';
import { isWider } from './filter-relations.ts';
import type { BoundLimit } from './limits/bound-limit.ts';
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

/**
 * Notes effects that always give more than what the promotion is rejected for: a bonus of 50 under a cap of 10 that rejects, or under
 * a limit of 10 points that does. Such an effect can never give anything, and keeps the others from giving too.
 */
export const checkFits = (given: PromotionContent, promotion: Promotion, bench: Bench): void => {
  for (const effect of promotion.effects) {
    const least = leastOf(promotion, effect);
    if (least === undefined) continue;
    const { rule, cap, isRejectedOverCap, bound } = effect;
    const isPoints = bound.kind.gives === 'points';
    const text = (amount: bigint): string =>
      formatQuantity(amount, isPoints ? rule.decimals.points : rule.decimals.money);
    if (cap !== undefined && isRejectedOverCap && least > cap)
      bench.problem(
        'promotions.rulebook.never_fires',
        {
          en: `it gives ${text(least)} or more at a time, and is rejected above ${text(cap)}`,
          es: `da ${text(least)} o más cada vez, y se rechaza por encima de ${text(cap)}`,
        },
        ...(['effects', rule.effect, 'cap'] as const),
      );
    const isOver = (limit: BoundLimit): boolean =>
      limit.isRejected &&
      limit.per !== 'contract' &&
      limit.of === (isPoints ? 'points' : bound.kind.gives === 'discount' ? 'money' : undefined) &&
      least > limit.max;
    for (const limit of promotion.limits) {
      if (!isOver(limit)) continue;
      const at = (given.limits ?? []).findIndex((one) => limitKey(one) === limit.key);
      const place = at === -1 ? (['effects', rule.effect, 'params'] as const) : (['limits', at, 'max'] as const);
      const [of, de] = at === -1 ? [` by the cap ${limit.budget}`, ` por el tope ${limit.budget}`] : ['', ''];
      bench.problem(
        'promotions.rulebook.never_fires',
        {
          en: `it gives ${text(least)} or more at a time, and is rejected above ${text(limit.max)}${of}`,
          es: `da ${text(least)} o más cada vez, y se rechaza por encima de ${text(limit.max)}${de}`,
        },
        ...place,
      );
    }
  }
};
