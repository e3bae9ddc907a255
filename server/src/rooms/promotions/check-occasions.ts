import type { Bench } from './bench.ts';
import type { Promotion, RulebookContent } from './rulebook.ts';

/**
 * Notes what cannot be together with what a promotion answers: on an occasion nothing is bought, so that lines, tenders and prices
 * give nothing and hold nothing; and a purchase tells nothing of an occasion.
 */
export const checkOccasion = ({ on, conditions, effects, group, signals }: Promotion, bench: Bench): void => {
  const never = (what: string, ...place: readonly (string | number)[]): void =>
    bench.problem('promotions.rulebook.never_fires', what, ...place);
  const other = on === undefined ? 'occasion' : 'receipt';
  for (const [n, { kind }] of conditions.entries())
    if (kind.asks === other)
      never(
        on === undefined ? 'a purchase is no occasion' : 'an occasion has no lines and no tenders',
        'conditions',
        n,
        'kind',
      );
  for (const { bound, rule } of effects) {
    const { givesOn } = bound.kind;
    if (givesOn === other)
      never(
        on === undefined ? 'a purchase is no occasion' : 'it gives on lines, and an occasion has none',
        ...(['effects', rule.effect, 'kind'] as const),
      );
    else if (on !== undefined && 'lines' in bound.params && bound.params.lines !== undefined)
      never('an occasion has no lines', 'effects', rule.effect, 'params', 'lines');
  }
  if (on !== undefined && group?.scope === 'line') never('its group decides line by line', 'group');
  if (on !== undefined && signals.length > 0)
    bench.problem('promotions.signal.malformed', 'an occasion is at no till and by no cashier', 'signals');
};

/** Notes promotions of a group that answer different things: they never meet. */
export const checkGroupsMeet = ({ promotions }: RulebookContent, bench: Bench): void => {
  const answers = new Map<string, string>();
  for (const [i, { on = '', group }] of promotions.entries()) {
    if (group === undefined) continue;
    const known = answers.get(group) ?? on;
    answers.set(group, known);
    if (known === on) continue;
    const what = `the group ${group} has promotions that answer something else`;
    bench.problem('promotions.rulebook.malformed', what, 'promotions', i, 'group');
  }
};
