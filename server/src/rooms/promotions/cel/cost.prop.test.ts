import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readExpression } from '../expression.ts';
import { costOf, EXPRESSION_COST_MAX } from './cost.ts';
import { contextOf, environmentOf } from './environment.ts';
import { guard, RUN_STEPS_MAX, type Run } from './guard.ts';
import { largestFacts } from './fake-largest-receipt.ts';
import { randomExpression } from './fake-expressions.ts';
import { nodesOf, type Node } from './tree.ts';

// What an expression may cost is reckoned before it is run. Here it is run on the largest receipt, and every node that is looked at is
// counted, and every element that is joined: never more than was reckoned, however the expression is made.

const context = contextOf(largestFacts());

type Evaluate = (evaluator: unknown, node: unknown, context: unknown) => unknown;

const sizeOf = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

/** Runs an expression and counts; a wrong one stops where it goes wrong, having cost what it cost. */
const stepsOf = (
  text: string,
): { readonly reckoned: number | string; readonly taken: number; readonly guarded: number } => {
  const read = readExpression(text, 2);
  if (!('holds' in read)) {
    if (read.kind === 'invalid') throw new Error(`${text}: ${read.what.en}`);
    return { reckoned: read.what.en, taken: 0, guarded: 0 };
  }
  const parsed = environmentOf(2).parse(text);
  parsed.check();
  const tree = parsed.ast as unknown as Node;
  const reckoned = costOf(tree);
  if (!('cost' in reckoned)) return { reckoned: reckoned.what.en, taken: 0, guarded: 0 };
  let taken = 0;
  for (const node of nodesOf(tree)) {
    const meta = (node as unknown as { readonly meta: { evaluate?: Evaluate } }).meta;
    const { evaluate } = meta;
    if (evaluate === undefined) continue;
    meta.evaluate = (evaluator, self, context) => {
      const value = evaluate(evaluator, self, context);
      taken += 1 + (node.op === '+' || node.op === 'list' ? sizeOf(value) : 0);
      return value;
    };
  }
  const run: Run = { steps: 0 };
  guard(tree, run);
  try {
    parsed(context);
  } catch {
    // An index that is not there, a text that is no number: it does not hold.
  }
  return { reckoned: reckoned.cost, taken, guarded: run.steps };
};

test('an expression that is accepted takes no more steps on the largest receipt than were reckoned', () => {
  let accepted = 0;
  let most = 0;
  fc.assert(
    fc.property(randomExpression(4), (text) => {
      const { reckoned, taken, guarded } = stepsOf(text);
      if (typeof reckoned === 'string') return;
      accepted += 1;
      expect(reckoned).toBeLessThanOrEqual(EXPRESSION_COST_MAX);
      expect({ text, isOver: taken > reckoned }).toEqual({ text, isOver: false });
      expect(guarded).toBeLessThanOrEqual(reckoned);
      most = Math.max(most, taken);
    }),
    { numRuns: 400, seed: 4_711 },
  );
  // The property says something only where most are run.
  expect(accepted).toBeGreaterThan(150);
  expect(most).toBeGreaterThan(1_000);
});

const doubled = (n: number, of: string): string =>
  n === 0 ? `size(${of}) > 0` : `cel.bind(v${n}, ${of} + ${of}, ${doubled(n - 1, `v${n}`)})`;
const joined = (n: number): string => (n === 0 ? 'lines' : `(${joined(n - 1)} + ${joined(n - 1)})`);

describe('what doubles for nothing is reckoned by what it becomes', () => {
  test.each([
    ['lines by a name, twenty times', doubled(20, 'lines')],
    ['lines by a name, seventeen times', doubled(17, 'lines')],
    ['lines by a name, ten times', doubled(10, 'lines')],
    ['a text by a name, twenty times', doubled(20, 'outlet')],
    ['a list that is written out', doubled(20, '[1, 2, 3]')],
    ['lines joined five times over, looked at in a loop', `${joined(5)}.all(l, l.sku != "x" && l.brand != "x")`],
    ['lines joined in a loop', `lines.all(l, size(${joined(4)}) > 0)`],
    ['a loop in a loop', 'lines.all(a, lines.exists(b, a.sku == b.sku))'],
    ['a loop in what is mapped', 'lines.map(l, lines.filter(m, m.paid > l.paid)).size() > 0'],
    [
      'a text of texts',
      `"${'a'.repeat(300)}".split("").map(x, "${'b'.repeat(300)}").join("").split("").all(c, c == "a")`,
    ],
    ['a list of many, each with a loop', `[${Array(90).fill('1').join(', ')}].all(x, lines.exists(l, l.sku == "x"))`],
  ])('%s', (_, text) => {
    expect(stepsOf(text).reckoned).toMatch(/^up to \d+ steps on a receipt of 500 lines, and 100000 are allowed$/);
  });

  test('a loop over the labels of all lines is not too dear', () => {
    expect(stepsOf('lines.exists(l, l.labels.exists(x, x == "bio"))').reckoned).toBeLessThan(EXPRESSION_COST_MAX);
  });
});

test('one that was published before it was reckoned stops while it runs', () => {
  const parsed = environmentOf(2).parse(doubled(20, 'lines'));
  expect(parsed.check().valid).toBe(true);
  const run: Run = { steps: 0 };
  guard(parsed.ast as unknown as Node, run);
  expect(() => parsed(context)).toThrow('it takes too many steps');
  expect(run.steps).toBeLessThan(3 * RUN_STEPS_MAX);
});
