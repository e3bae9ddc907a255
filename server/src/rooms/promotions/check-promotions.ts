import type { Bench } from './bench.ts';
import { checkExclusives } from './check-exclusives.ts';
import { checkNever } from './check-never.ts';
import { checkGroupsMeet, checkNamesMeet, checkOccasion } from './check-occasions.ts';
import { checkNames, type Names } from './names.ts';
import type { Promotion, RulebookContent } from './rulebook.ts';

/**
 * Notes what only the whole of a promotion, or several together, show: names that the program does not have, conditions that cannot
 * hold together, groups that compare what cannot be compared, and promotions that exclude each other with nothing but their codes to
 * say which goes first. Without `names` nothing is known of the program's.
 */
export const checkPromotions = (
  content: RulebookContent,
  promotions: readonly Promotion[],
  bench: Bench,
  names?: Names,
): void => {
  const byCode = new Map(promotions.map((promotion) => [promotion.code, promotion]));
  for (const [i, given] of content.promotions.entries()) {
    const promotion = byCode.get(given.code);
    // What could not be read is told already, and would move the places of the rest.
    if (promotion === undefined || promotion.conditions.length < given.conditions.length) continue;
    bench.at(['promotions', i], () => {
      if (names !== undefined) checkNames(promotion, names, bench);
      checkNever(promotion, names, bench);
      checkOccasion(promotion, bench);
    });
  }
  checkGroups(content, byCode, bench);
  checkGroupsMeet(content, bench);
  checkNamesMeet(content, byCode, bench);
  checkExclusives(content, byCode, names, bench);
  checkBudgets(content, bench);
  for (const [i, { except = [] }] of (content.caps ?? []).entries())
    for (const [n, code] of except.entries())
      if (!byCode.has(code)) bench.problem('promotions.rulebook.unknown_promotion', code, 'caps', i, 'except', n);
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
