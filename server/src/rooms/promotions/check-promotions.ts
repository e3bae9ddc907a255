import type { LocalDate } from '../../kernel/local-date.ts';
import { addDays, weekdayOf } from '../../kernel/local-date.ts';
import type { Bench } from './bench.ts';
import { contradiction } from './limit.ts';
import type { Limit } from './limit.ts';
import type { Promotion, PromotionContent, RulebookContent } from './rulebook.ts';

/**
 * Notes what only the whole of a promotion, or several together, show: conditions that cannot hold together, groups
 * that compare what cannot be compared, and promotions that exclude each other with nothing but their codes to say
 * which goes first.
 */
export const checkPromotions = (content: RulebookContent, promotions: readonly Promotion[], bench: Bench): void => {
  const byCode = new Map(promotions.map((promotion) => [promotion.code, promotion]));
  for (const [i, given] of content.promotions.entries()) {
    const promotion = byCode.get(given.code);
    if (promotion === undefined) continue;
    bench.at(['promotions', i], () => checkContradiction(given, promotion, bench));
  }
  checkGroups(content, byCode, bench);
  checkExclusives(content, byCode, bench);
  checkBudgets(content, bench);
};

const DAYS_PER_WEEK = 7;

/** Weekdays that fall between two days, where there are not all of them. */
const weekdaysBetween = (firstOn: LocalDate, lastOn: LocalDate): number[] | undefined => {
  const days = new Set<number>();
  for (let day = firstOn; day <= lastOn; day = addDays(day, 1)) {
    days.add(weekdayOf(day));
    if (days.size === DAYS_PER_WEEK) return undefined;
  }
  return [...days];
};

const checkContradiction = (given: PromotionContent, promotion: Promotion, bench: Bench): void => {
  const { firstOn, lastOn } = given;
  // Nothing is known of the place of the promotion's own days but that they are not a condition.
  const own = (limit: Limit): { limit: Limit; condition: number } => ({ limit, condition: -1 });
  const weekdays = lastOn === undefined || lastOn < firstOn ? undefined : weekdaysBetween(firstOn, lastOn);
  const limits = [
    own({ fact: 'date', from: firstOn, to: lastOn }),
    ...(weekdays === undefined ? [] : [own({ fact: 'weekday', oneOf: weekdays })]),
    ...promotion.conditions.flatMap((bound, condition) => bound.limits.map((limit) => ({ limit, condition }))),
  ];
  if (lastOn !== undefined && lastOn < firstOn) return;
  const found = contradiction(limits);
  if (found === undefined) return;
  const what = `no ${found.fact} is left that all conditions allow`;
  bench.problem('promotions.rulebook.never_fires', what, 'conditions', found.condition);
};

const checkGroups = (content: RulebookContent, byCode: ReadonlyMap<string, Promotion>, bench: Bench): void => {
  const seen = new Set<string>();
  for (const [i, { code }] of (content.groups ?? []).entries()) {
    if (seen.has(code)) bench.problem('promotions.rulebook.code_taken', code, 'groups', i, 'code');
    seen.add(code);
  }
  const measures = new Map<string, string>();
  for (const [i, { code, group }] of content.promotions.entries()) {
    const promotion = byCode.get(code);
    if (promotion?.group === undefined || group === undefined) continue;
    const { evaluate } = promotion.group;
    if (evaluate !== 'highest' && evaluate !== 'lowest') continue;
    for (const { bound, wallet } of promotion.effects) {
      const measure = `${bound.kind.gives} ${wallet}`;
      const known = measures.get(group) ?? measure;
      measures.set(group, known);
      if (known === measure) continue;
      const what = `the group ${group} compares ${known.trim()} with ${measure.trim()}`;
      bench.problem('promotions.rulebook.malformed', what, 'promotions', i, 'group');
    }
  }
};

const overlap = (a: PromotionContent, b: PromotionContent): boolean =>
  (a.lastOn === undefined || b.firstOn <= a.lastOn) && (b.lastOn === undefined || a.firstOn <= b.lastOn);

/** False where the conditions of both leave no place, time or buyer that could have both: then no order is needed. */
const mayMeet = (a: Promotion | undefined, b: Promotion | undefined): boolean =>
  contradiction(
    [a, b]
      .flatMap((one) => one?.conditions ?? [])
      .flatMap(({ limits }) => limits.map((limit) => ({ limit, condition: 0 }))),
  ) === undefined;

const checkExclusives = (
  { promotions }: RulebookContent,
  byCode: ReadonlyMap<string, Promotion>,
  bench: Bench,
): void => {
  const placeOf = new Map(promotions.map((promotion, i) => [promotion.code, { promotion, i }]));
  const told = new Set<string>();
  for (const [i, one] of promotions.entries()) {
    for (const [n, code] of one.excludes.entries()) {
      const other = placeOf.get(code);
      if (other === undefined || code === one.code) continue;
      if (one.priority !== other.promotion.priority || one.firstOn !== other.promotion.firstOn) continue;
      if (!overlap(one, other.promotion) || !mayMeet(byCode.get(one.code), byCode.get(code))) continue;
      if (told.has([one.code, code].sort().join(' '))) continue;
      told.add([one.code, code].sort().join(' '));
      const what = `${one.code} and ${code} exclude each other on the same days with the same priority`;
      bench.problem('promotions.rulebook.exclusives_overlap', what, 'promotions', i, 'excludes', n);
    }
  }
};

// One pot has one size and one unit: whoever names it says the same of it.
const checkBudgets = ({ promotions }: RulebookContent, bench: Bench): void => {
  const known = new Map<string, string>();
  for (const [i, { limits = [], effects }] of promotions.entries()) {
    for (const [n, { budget, per, of, period = 'ever', max }] of limits.entries()) {
      if (budget === undefined) continue;
      const wallet = of === 'points' ? effects.find((effect) => effect.wallet !== undefined)?.wallet : '';
      const said = JSON.stringify([per, of, period, max, wallet]);
      if ((known.get(budget) ?? said) !== said)
        bench.problem(
          'promotions.limit.malformed',
          `the budget ${budget} is said otherwise by another promotion`,
          ...(['promotions', i, 'limits', n, 'budget'] as const),
        );
      known.set(budget, known.get(budget) ?? said);
    }
  }
};
