import type { Bench } from './bench.ts';
import { EXPRESSIONS_COST_MAX } from './cel/cost.ts';
import { checkExclusives } from './check-exclusives.ts';
import { checkFits } from './check-fits.ts';
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
      for (const [n, { check }] of promotion.conditions.entries())
        if (check !== undefined) bench.at(['conditions', n], () => check(bench));
      checkNever(promotion, names, bench);
      checkFits(given, promotion, bench);
      checkOccasion(promotion, bench);
    });
  }
  checkGroups(content, byCode, bench);
  checkGroupsMeet(content, bench);
  checkNamesMeet(content, byCode, bench);
  checkExclusives(content, byCode, names, bench);
  checkBudgets(content, bench);
  checkCost(content, byCode, bench);
  for (const [i, { except = [] }] of (content.caps ?? []).entries())
    for (const [n, code] of except.entries())
      if (!byCode.has(code)) bench.problem('promotions.rulebook.unknown_promotion', code, 'caps', i, 'except', n);
};

const GIVEN: Readonly<Record<string, string>> = {
  ...{
    points: 'puntos',
    discount: 'descuentos',
    gift: 'regalos',
    rate: 'cambios',
    coupon: 'cupones',
    stamps: 'sellos',
  },
};
const inSpanish = (measure: string): string => {
  const [gives = '', wallet = ''] = measure.split(' ');
  return `${GIVEN[gives] ?? gives} ${wallet}`.trim();
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
      const what = {
        en: `the group ${group} compares ${known.trim()} with ${measure.trim()}`,
        es: `el grupo ${group} compara ${inSpanish(known)} con ${inSpanish(measure)}`,
      };
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
          {
            en: `the budget ${budget} is said otherwise by another promotion`,
            es: `otra promoción describe el presupuesto ${budget} de otro modo`,
          },
          ...(['promotions', i, 'limits', n, 'budget'] as const),
        );
      known.set(budget, known.get(budget) ?? said);
    }
  }
};

// Each expression is cheap, and ten thousand are not: a sale may have to ask them all.
const checkCost = ({ promotions }: RulebookContent, byCode: ReadonlyMap<string, Promotion>, bench: Bench): void => {
  let steps = 0;
  for (const [i, { code }] of promotions.entries())
    for (const [n, { cost }] of (byCode.get(code)?.conditions ?? []).entries()) {
      const isFirstOver = steps <= EXPRESSIONS_COST_MAX && steps + cost > EXPRESSIONS_COST_MAX;
      steps += cost;
      if (!isFirstOver) continue;
      const what = {
        en: `with those before it the rulebook's expressions take up to ${steps} steps, and ${EXPRESSIONS_COST_MAX} are allowed`,
        es: `con las anteriores, las expresiones del reglamento cuestan hasta ${steps} pasos, y se permiten ${EXPRESSIONS_COST_MAX}`,
      };
      bench.problem(
        'promotions.rulebook.expression_too_dear',
        what,
        ...(['promotions', i, 'conditions', n, 'params', 'when'] as const),
      );
    }
};
