import { callOf, pairOf, variableOf, type Node } from './tree.ts';

/** Names that loops and `cel.bind` give to facts, or to what is no fact. */
export type Scope = ReadonlyMap<string, string | undefined>;

/** `member.tier`, `size(lines)`, `lines[].paid`: the fact that a node reads; undefined where it reckons. */
export const factOf = (node: Node, scope: Scope): string | undefined => {
  const variable = variableOf(node);
  if (variable !== undefined) return scope.has(variable) ? scope.get(variable) : variable;
  if (node.op === '.') {
    const [of, name] = node.args as readonly [Node, string];
    const owner = factOf(of, scope);
    return owner === undefined ? undefined : `${owner}.${name}`;
  }
  if (node.op === '[]') {
    const [of, key] = pairOf(node);
    const owner = factOf(of, scope);
    return owner === undefined || key.op !== 'value' || typeof key.args !== 'string'
      ? undefined
      : `${owner}.${key.args}`;
  }
  const call = callOf(node);
  if (call?.name !== 'size') return undefined;
  const of = factOf(call.receiver ?? (call.given[0] as Node), scope);
  return of === undefined ? undefined : `size(${of})`;
};
