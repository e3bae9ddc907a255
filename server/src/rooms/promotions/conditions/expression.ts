import { z } from 'zod';
import { readExpression } from '../expression.ts';
import { defineCondition } from '../kind.ts';

const TEXT_MAX = 2_000;
const CURRENCY_DECIMALS_MAX = 4;

/**
 * A free condition in CEL over basket and member, typed and with a limit of cost. Money is in smallest steps
 * (`total >= money("100.00")`), pieces in thousandths (`line.quantity >= pieces("2")`).
 */
export const expression = defineCondition({
  code: 'expression',
  version: 1,
  isStanding: false,
  // One that is false whatever is bought leaves no basket; only what is published today is asked that.
  limits: ({ when }) => {
    const read = readExpression(when, CURRENCY_DECIMALS_MAX);
    return 'isNever' in read && read.isNever ? [{ fact: 'basket', oneOf: [] }] : [];
  },
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
    bench.problem(
      read.kind === 'too_dear' ? 'promotions.rulebook.expression_too_dear' : 'promotions.rulebook.expression_invalid',
      read.what,
      'when',
    );
    return { holds: () => false, failing: () => when };
  },
  holds: ({ holds }, facts) => holds(facts),
  miss: ({ failing }, facts) => ({ leaf: failing(facts) }),
});
