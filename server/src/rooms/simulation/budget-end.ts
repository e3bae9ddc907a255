import { parseQuantity } from '../../kernel/quantity.ts';
import { addDays, epochDayOfDate, weekdayOf } from '../../kernel/local-date.ts';
import type { LocalDate } from '../../kernel/local-date.ts';
import type { PromotionTally } from './tally.ts';

/** A limit of a promotion that all share, as its rulebook says it. */
export type SharedLimit = {
  readonly per: string;
  readonly of: 'uses' | 'points' | 'money';
  readonly max: string;
  readonly period?: string | { readonly days: number } | undefined;
};

/** When a budget of a promotion would have been used up. */
export type BudgetEnd = {
  readonly promotion: string;
  readonly of: SharedLimit['of'];
  readonly max: string;
  /** First day of the period in which it was. */
  readonly period: string;
  readonly endsOn: string;
};

// The period of a day, by its first day; of rolling days each day has a period of its own, that ends with it.
const periodOf = (date: LocalDate, period: SharedLimit['period']): string => {
  switch (period) {
    case 'day':
      return date;
    case 'week':
      return addDays(date, 1 - weekdayOf(date));
    case 'month':
      return `${date.slice(0, 7)}-01`;
    case 'quarter': {
      const first = Math.floor((Number(date.slice(5, 7)) - 1) / 3) * 3 + 1;
      return `${date.slice(0, 4)}-${String(first).padStart(2, '0')}-01`;
    }
    case 'year':
      return `${date.slice(0, 4)}-01-01`;
    default:
      return '';
  }
};

/** The first day of each period on which the limit was reached, if nothing had held the promotion back. */
export const budgetEnds = (
  promotion: string,
  { days }: PromotionTally,
  limit: SharedLimit,
  decimals: { readonly money: number; readonly points: number },
): readonly BudgetEnd[] => {
  const scale = limit.of === 'money' ? decimals.money : limit.of === 'points' ? decimals.points : 0;
  const max = parseQuantity(limit.max, scale);
  if (!max.ok) return [];
  const inOrder = [...days].sort(([a], [b]) => (a < b ? -1 : 1));
  const usedOn = ([uses, points, money]: readonly [number, bigint, bigint]): bigint =>
    limit.of === 'uses' ? BigInt(uses) : limit.of === 'points' ? points : money;
  const rolling = typeof limit.period === 'object' ? limit.period.days : undefined;
  const ends: BudgetEnd[] = [];
  let period: string | undefined;
  let sum = 0n;
  let isOver = false;
  for (const [at, [day, used]] of inOrder.entries()) {
    const date = day as LocalDate;
    if (rolling !== undefined) {
      sum = 0n;
      for (let back = at; back >= 0; back--) {
        const [other, amounts] = inOrder[back] as (typeof inOrder)[number];
        if (epochDayOfDate(date) - epochDayOfDate(other as LocalDate) >= rolling) break;
        sum += usedOn(amounts);
      }
    } else {
      const now = periodOf(date, limit.period);
      if (now !== period) {
        period = now;
        sum = 0n;
        isOver = false;
      }
      sum += usedOn(used);
    }
    const reached = sum >= max.value;
    if (reached && !isOver) ends.push({ promotion, of: limit.of, max: limit.max, period: period ?? '', endsOn: date });
    isOver = reached;
  }
  return ends;
};
