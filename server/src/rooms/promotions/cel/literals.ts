import { parseQuantity } from '../../../kernel/quantity.ts';
import type { Texts } from '../language.ts';
import { environmentOf, textOf } from './environment.ts';
import { callOf, childrenOf, constantOf, decimalsOf, nodesOf, pairOf, type Node } from './tree.ts';

/**
 * What is wrong with an amount that an expression names: an expression with `money("abc")`, or with more decimals than the currency has,
 * can never be computed, and would be silently false at every till. Undefined where all can be read.
 */
export const wrongAmount = (tree: Node, currencyDecimals: number): Texts | undefined => {
  for (const node of nodesOf(tree)) {
    const call = callOf(node);
    const decimals = call === undefined ? undefined : decimalsOf(call.name, currencyDecimals);
    if (call === undefined || decimals === undefined) continue;
    const [text] = call.given;
    if (text?.op !== 'value' || typeof text.args !== 'string')
      return {
        en: `${call.name} takes an amount that is written out: ${call.name}("5")`,
        es: `${call.name} lee una cantidad escrita tal cual: ${call.name}("5")`,
      };
    if (parseQuantity(text.args, decimals).ok) continue;
    const shown = text.args.slice(0, 40);
    const [en, es] =
      call.name === 'money'
        ? [`is no amount with up to ${decimals} decimals`, `no es un importe con hasta ${decimals} decimales`]
        : [
            `is no number of pieces with up to ${decimals} decimals`,
            `no es un número de piezas con hasta ${decimals} decimales`,
          ];
    return { en: `${call.name}("${shown}"): "${shown}" ${en}`, es: `${call.name}("${shown}"): "${shown}" ${es}` };
  }
  return undefined;
};

const LITERALS: ReadonlySet<string> = new Set(['value', 'list', 'map']);
const isWritten = (node: Node): boolean => node.op !== 'id' && childrenOf(node.args).every(isWritten);

/** The largest parts that depend on nothing: `duration("1h")`, `1 / 0`. */
const writtenParts = (node: Node): readonly Node[] =>
  isWritten(node) ? (LITERALS.has(node.op) ? [] : [node]) : childrenOf(node.args).flatMap(writtenParts);

const firstLine = (error: unknown): string => String((error as Error)?.message ?? error).split('\n')[0] as string;

/**
 * What of an expression can never be computed, whatever is bought: it would be silently false at every till. To be asked of what is known
 * to be cheap. Undefined where all that depends on nothing can be computed.
 */
export const wrongConstant = (tree: Node, currencyDecimals: number): Texts | undefined => {
  for (const node of nodesOf(tree)) {
    if (node.op !== '/' && node.op !== '%') continue;
    if (constantOf(pairOf(node)[1], currencyDecimals) === 0n)
      return { en: `${textOf(node)} divides by zero`, es: `${textOf(node)} divide por cero` };
  }
  for (const part of writtenParts(tree)) {
    try {
      environmentOf(currencyDecimals).evaluate(textOf(part), {});
    } catch (error) {
      const [shown, why] = [textOf(part), firstLine(error)];
      return {
        en: `${shown} cannot be computed: ${why}`,
        es: `${shown} no se puede calcular: el lector de expresiones dice «${why}»`,
      };
    }
  }
  return undefined;
};
