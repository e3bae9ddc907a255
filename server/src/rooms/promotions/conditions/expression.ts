import { z } from 'zod';
import type { Bench, Step } from '../bench.ts';
import type { Objection } from '../cel/cost.ts';
import { readExpression, type Expression } from '../expression.ts';
import { defineCondition } from '../kind.ts';

const TEXT_MAX = 2_000;

const object = ({ kind, what }: Objection, bench: Bench, ...place: readonly Step[]): void =>
  bench.problem(
    kind === 'too_dear' ? 'promotions.rulebook.expression_too_dear' : 'promotions.rulebook.expression_invalid',
    what,
    ...place,
  );

// What could not be read holds for nobody, and is told once.
const unread = (when: string): Expression => ({
  holds: () => false,
  failing: () => when,
  objection: () => undefined,
  cost: 0,
  reach: () => ({ never: undefined, limits: [], named: [] }),
});

/**
 * A free condition in CEL over basket and member, typed and with a limit of cost. Money is in smallest steps
 * (`total >= money("100.00")`), pieces in thousandths (`line.quantity >= pieces("2")`).
 */
export const expression = defineCondition({
  code: 'expression',
  version: 1,
  isStanding: false,
  limits: (_, { reach }) => reach().limits,
  named: (_, { reach }) => reach().named,
  check({ objection, reach }, bench) {
    const against = objection();
    if (against !== undefined) object(against, bench, 'params', 'when');
    const { never } = reach();
    if (against === undefined && never !== undefined) bench.problem('promotions.rulebook.never_fires', never);
  },
  cost: ({ cost }) => cost,
  reads: ['segments', 'coupons', 'tenders'],
  params: z.strictObject({ when: z.string().min(1).max(TEXT_MAX) }),
  text: { en: 'when {when}', es: 'cuando {when}' },
  missed: { en: '{leaf} does not hold', es: '{leaf} no se cumple' },
  example: {
    params: { when: 'total >= money("20.00") && lines.exists(line, line.brand == "Alba")' },
    holds: { lines: [{ gross: 2_000n, brand: 'Alba' }] },
    fails: { lines: [{ gross: 2_000n, brand: 'Plain' }] },
  },
  words: ({ when }) => ({ when }),
  prepare({ when }, bench) {
    const read = readExpression(when, bench.currencyDecimals);
    if ('holds' in read) return read;
    object(read, bench, 'when');
    return unread(when);
  },
  holds: ({ holds }, facts) => holds(facts),
  miss: ({ failing }, facts) => ({ leaf: failing(facts) }),
});
