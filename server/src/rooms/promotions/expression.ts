import { costOf, type Objection } from './cel/cost.ts';
import { contextOf, environmentOf, NODES_MAX, textOf } from './cel/environment.ts';
import { guard, type Run } from './cel/guard.ts';
import { wrongAmount, wrongConstant } from './cel/literals.ts';
import { reachOfExpression, type ExpressionReach } from './cel/reach.ts';
import { nodesOf, type Node } from './cel/tree.ts';
import type { Facts } from './facts.ts';

// The free condition is written in CEL: typed, without loops of its own, and with bigint money. What it may cost is
// reckoned on its tree before it is ever run (`cel/cost.ts`), and counted while it runs (`cel/guard.ts`).

/** An expression that has been read. */
export type Expression = {
  /** False too where it cannot be computed, as by an attribute that the buyer has not. */
  readonly holds: (facts: Facts) => boolean;
  /** Of all that stands between `&&`, the first that does not hold, as it is written, or what could not be computed. */
  readonly failing: (facts: Facts) => string;
  /** What is said against publishing it today; undefined where nothing is. */
  readonly objection: () => Objection | undefined;
  /** Steps on the largest receipt; 0 where it has an objection. */
  readonly cost: number;
  /** What it lets facts be, what it names, and whether it is false whatever is bought. */
  readonly reach: () => ExpressionReach;
};

export type ExpressionProblem = Objection;

const leavesOf = (node: Node): readonly Node[] =>
  node.op === '&&' && Array.isArray(node.args) ? (node.args as readonly Node[]).flatMap(leavesOf) : [node];

const firstLine = (error: unknown): string => String((error as Error)?.message ?? error).split('\n')[0] as string;

// The library speaks English alone: what it says stands in quotes in every other language.
const said = (kind: Objection['kind'], what: string): Objection => ({
  kind,
  what: { en: what, es: `el lector de expresiones dice «${what}»` },
});

const NOT_BOOL = (type: string): Objection => ({
  kind: 'invalid',
  what: { en: `it gives ${type}, not bool`, es: `da ${type}, no bool` },
});

/**
 * Reads a condition in CEL. Refuses what does not parse, names what is not there, or does not come to true or false by its types. What
 * else is said against it (`objection`) is asked where it is published: one that stands already goes on deciding as it did.
 */
export const readExpression = (text: string, currencyDecimals: number): Expression | ExpressionProblem => {
  const environment = environmentOf(currencyDecimals);
  try {
    const parsed = environment.parse(text);
    const tree = parsed.ast as unknown as Node;
    if (nodesOf(tree).some(({ op, args }) => op === 'rcall' && (args as readonly unknown[])[0] === 'matches'))
      return costOf(tree) as Objection;
    const checked = parsed.check();
    if (!checked.valid) return said('invalid', firstLine(checked.error));
    if (String(checked.type) !== 'bool') return NOT_BOOL(String(checked.type));
    const measured = costOf(tree);
    const run: Run = { steps: 0 };
    guard(tree, run);
    const begin = (): void => {
      run.steps = 0;
    };
    let reached: ExpressionReach | undefined;
    let leaves: readonly { readonly said: string; readonly evaluate: (context: object) => unknown }[] | undefined;
    const readLeaves = () =>
      leavesOf(tree).map((leaf) => {
        const part = textOf(leaf);
        const evaluate = environment.parse(part);
        if (evaluate.check().valid) guard(evaluate.ast as unknown as Node, run);
        return { said: part, evaluate };
      });
    return {
      cost: 'cost' in measured ? measured.cost : 0,
      objection() {
        const amount = wrongAmount(tree, currencyDecimals);
        if (amount !== undefined) return { kind: 'invalid', what: amount };
        if (!('cost' in measured)) return measured;
        const constant = wrongConstant(tree, currencyDecimals);
        return constant && { kind: 'invalid', what: constant };
      },
      reach: () => (reached ??= reachOfExpression(tree, currencyDecimals)),
      holds(facts) {
        begin();
        try {
          return parsed(contextOf(facts)) === true;
        } catch {
          return false;
        }
      },
      failing(facts) {
        const context = contextOf(facts);
        leaves ??= readLeaves();
        for (const { said: part, evaluate } of leaves) {
          begin();
          try {
            if (evaluate(context) !== true) return part;
          } catch (error) {
            return `${part} (${firstLine(error)})`;
          }
        }
        return text;
      },
    };
  } catch (error) {
    const what = firstLine(error);
    if (!what.startsWith('Exceeded max')) return said('invalid', what);
    return {
      kind: 'too_dear',
      what: {
        en: `it has more than ${NODES_MAX} parts, or they are nested too deeply`,
        es: `tiene más de ${NODES_MAX} partes, o están anidadas demasiado`,
      },
    };
  }
};
