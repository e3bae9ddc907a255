import { parseQuantity } from '../../../kernel/quantity.ts';

/** A node of a parsed expression, as far as it is walked here. */
export type Node = { readonly op: string; readonly args: unknown };

/** What an expression is called by: `size(x)` and `x.size()` are one call with one receiver. */
export type Call = { readonly name: string; readonly receiver: Node | undefined; readonly given: readonly Node[] };

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as { op?: unknown }).op === 'string';

/** The two nodes of a binary operator. */
export const pairOf = ({ args }: Node): readonly [Node, Node] => args as readonly [Node, Node];

/** The call that a node is; undefined where it is none. */
export const callOf = ({ op, args }: Node): Call | undefined => {
  if (op === 'call') {
    const [name, given] = args as readonly [string, readonly Node[]];
    return { name, receiver: undefined, given };
  }
  if (op !== 'rcall') return undefined;
  const [name, receiver, given] = args as readonly [string, Node, readonly Node[]];
  return { name, receiver, given };
};

/** The name of a variable; undefined where the node is none. */
export const variableOf = ({ op, args }: Node): string | undefined => (op === 'id' ? String(args) : undefined);

/** Loops over a list, by how many nodes they take behind the variable. */
export const COMPREHENSIONS: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);

/** `cel.bind(name, value, body)`. */
export const isBind = ({ name, receiver }: Call): boolean =>
  name === 'bind' && receiver !== undefined && variableOf(receiver) === 'cel';

/** Every node that stands somewhere in `args`, the entries of a map among them. */
export const childrenOf = (args: unknown): readonly Node[] =>
  isNode(args) ? [args] : Array.isArray(args) ? args.flatMap(childrenOf) : [];

/** All nodes of a tree, itself first. */
export const nodesOf = (node: Node): readonly Node[] => [node, ...childrenOf(node.args).flatMap(nodesOf)];

/** `money("2.50")` and `pieces("1")` take so many decimals; a thousandth of a piece is the smallest. */
export const PIECE_DECIMALS = 3;

/** How many decimals the text of an amount may have, by the function that reads it; undefined for all other functions. */
export const decimalsOf = (name: string, currencyDecimals: number): number | undefined =>
  name === 'money' ? currencyDecimals : name === 'pieces' ? PIECE_DECIMALS : undefined;

export type Constant = bigint | number | string | boolean;

const isConstant = (value: unknown): value is Constant =>
  typeof value === 'bigint' || typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean';

const reckon = (op: string, one: bigint, other: bigint): bigint | undefined => {
  if (op === '+') return one + other;
  if (op === '-') return one - other;
  if (op === '*') return one * other;
  if (op === '/') return other === 0n ? undefined : one / other;
  return other === 0n ? undefined : one % other;
};

const RECKONING: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%']);

/** What a node is whatever is bought: a literal, an amount that it names, or what is reckoned from such; undefined where it depends. */
export const constantOf = (node: Node, currencyDecimals: number): Constant | undefined => {
  if (node.op === 'value') return isConstant(node.args) ? node.args : undefined;
  if (node.op === '-_') {
    const value = constantOf(node.args as Node, currencyDecimals);
    return typeof value === 'bigint' || typeof value === 'number' ? -value : undefined;
  }
  if (RECKONING.has(node.op)) {
    const [one, other] = pairOf(node).map((side) => constantOf(side, currencyDecimals));
    return typeof one === 'bigint' && typeof other === 'bigint' ? reckon(node.op, one, other) : undefined;
  }
  const call = callOf(node);
  const decimals = call === undefined ? undefined : decimalsOf(call.name, currencyDecimals);
  const [text] = call?.given ?? [];
  if (decimals === undefined || typeof text?.args !== 'string' || text.op !== 'value') return undefined;
  const read = parseQuantity(text.args, decimals);
  return read.ok ? read.value : undefined;
};
