import type { Node } from './tree.ts';
import { callOf, childrenOf, isBind, isNode } from './tree.ts';

// What an expression may cost is known before it is run, and this never says no to one that was published by that measure. It is for
// one that was published before there was any, and for a slip in the measure: a till waits for nobody's loop.

/** Rounds of loops and elements joined that one run may take: many times what the measure allows. */
export const RUN_STEPS_MAX = 1_000_000;

/** The steps of one run. */
export type Run = { steps: number };

type Evaluate = (evaluator: unknown, node: unknown, context: unknown) => unknown;
type Meta = { evaluate?: Evaluate; alternate?: unknown };
type Loop = { readonly iterable: Node; readonly step: Node };

const metaOf = (node: Node): Meta => (node as unknown as { readonly meta: Meta }).meta;

const lengthOf = (value: unknown): number =>
  Array.isArray(value) ? value.length : typeof value === 'string' ? value.length / 16 : 0;

// Made once: loops swallow what a round throws, and go on to the next.
const OVER = new Error('it takes too many steps');

/** Counts what runs long in a tree that has been checked by its types: each round of a loop, and each element that is joined. */
export const guard = (node: Node, run: Run): void => {
  const meta = metaOf(node);
  if (isNode(meta.alternate) && meta.alternate.op === 'comprehension') {
    const { iterable, step } = meta.alternate.args as Loop;
    count(step, run, () => 1);
    guard(iterable, run);
    guard(step, run);
    return;
  }
  if (node.op === '+') count(node, run, lengthOf);
  const call = callOf(node);
  // `cel` is a name, not a value.
  const children = call !== undefined && isBind(call) ? call.given.slice(1) : childrenOf(node.args);
  for (const child of children) guard(child, run);
};

const count = (node: Node, run: Run, stepsOf: (value: unknown) => number): void => {
  const meta = metaOf(node);
  const { evaluate } = meta;
  if (evaluate === undefined) return;
  meta.evaluate = (evaluator, self, context) => {
    if (run.steps > RUN_STEPS_MAX) throw OVER;
    const value = evaluate(evaluator, self, context);
    run.steps += stepsOf(value);
    if (run.steps > RUN_STEPS_MAX) throw OVER;
    return value;
  };
};
