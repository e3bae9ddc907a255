import type { Span } from './domain.ts';
import { environmentOf } from './environment.ts';
import { callOf, constantOf, nodesOf, type Node } from './tree.ts';
import { waysOf } from './ways.ts';

/** What a basket would have to be for an expression to hold, as far as that can be seen without one. */
export type Meeting = {
  /** Each way for it to be true: what it asks of each fact. Empty where it is not seen through. */
  readonly ways: readonly ReadonlyMap<string, Span>[];
  /** The texts that it names, and its numbers: amounts of money, pieces in thousandths and others alike. */
  readonly words: readonly string[];
  readonly numbers: readonly bigint[];
};

const NOTHING: Meeting = { ways: [], words: [], numbers: [] };
// A choice of more ways is looked at as far as this; each is a basket of its own.
const WAYS_MAX = 8;

/** Reads from an expression how it may be met. Gives nothing for one that cannot be read: that is refused elsewhere. */
export const meetingOf = (text: string, currencyDecimals: number): Meeting => {
  try {
    const tree = environmentOf(currencyDecimals).parse(text).ast as unknown as Node;
    const nodes = nodesOf(tree);
    // The text of an amount is no name.
    const amounts = new Set(
      nodes.flatMap((node) => (constantOf(node, currencyDecimals) === undefined ? [] : (callOf(node)?.given ?? []))),
    );
    const numbers = nodes.flatMap((node) => {
      const value = constantOf(node, currencyDecimals);
      return typeof value === 'bigint' && value > 0n ? [value] : [];
    });
    return {
      ways: waysOf(tree, currencyDecimals).slice(0, WAYS_MAX),
      words: [
        ...new Set(
          nodes.flatMap((node) =>
            node.op === 'value' && typeof node.args === 'string' && !amounts.has(node) ? [node.args] : [],
          ),
        ),
      ],
      numbers: [...new Set(numbers)],
    };
  } catch {
    return NOTHING;
  }
};
