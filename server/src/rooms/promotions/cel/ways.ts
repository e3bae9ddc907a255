import { both, domainOf, isNothing, type Span } from './domain.ts';
import { factOf, type Scope } from './fact-of.ts';
import { callOf, COMPREHENSIONS, constantOf, isBind, pairOf, variableOf, type Constant, type Node } from './tree.ts';

// What an expression can be true of is seen without a basket as far as it compares facts with what is written out: `hour > 25` is never
// true, whatever is bought. What cannot be seen through (a sum of lines, a text that is searched) may be true.

/** One way for the expression to be true: what it asks of each fact. */
export type Way = ReadonlyMap<string, Span>;
const ANY: Way = new Map();
const ALWAYS: readonly Way[] = [ANY];
const NEVER: readonly Way[] = [];
// Beyond so many ways an expression is not looked through: it may be true.
const WAYS_MAX = 256;

const MIRRORED: Readonly<Record<string, string>> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  '==': '==',
  '!=': '!=',
};
const OPPOSITE: Readonly<Record<string, string>> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '==': '!=',
  '!=': '==',
};

const spanOf = (op: string, value: Constant): Span => {
  if (op === '==') return { oneOf: new Set([value]) };
  if (op === '!=') return { noneOf: new Set([value]) };
  const end = { value, isOut: op === '<' || op === '>' };
  return op.startsWith('<') ? { to: end } : { from: end };
};

const compare = (op: string, one: Constant, other: Constant): boolean => {
  if (op === '<') return one < other;
  if (op === '<=') return one <= other;
  if (op === '>') return one > other;
  if (op === '>=') return one >= other;
  // oxlint-disable-next-line eqeqeq -- 3 and 3.0 are equal in CEL too
  return (one == other) === (op === '==');
};

class Reader {
  private readonly decimals: number;
  /** Two loops over one list look at two lines: each has its number. */
  private loops = 0;
  /** What is asked of one element stays among the facts, as `lines[2].brand`. */
  private readonly keepsElements: boolean;
  constructor(decimals: number, keepsElements = false) {
    this.decimals = decimals;
    this.keepsElements = keepsElements;
  }

  /** The ways in which the node can be true, or false where `isTrue` is not. */
  ways(node: Node, isTrue: boolean, scope: Scope): readonly Way[] {
    const { op, args } = node;
    if (op === 'value') return args === isTrue ? ALWAYS : NEVER;
    if (op === '!_') return this.ways(args as Node, !isTrue, scope);
    if (op === '&&' || op === '||') {
      const [one, other] = pairOf(node).map((side) => this.ways(side, isTrue, scope)) as [
        readonly Way[],
        readonly Way[],
      ];
      return (op === '&&') === isTrue ? together(one, other) : either(one, other);
    }
    if (op === '?:') {
      const [asked, yes, no] = args as readonly [Node, Node, Node];
      return either(
        together(this.ways(asked, true, scope), this.ways(yes, isTrue, scope)),
        together(this.ways(asked, false, scope), this.ways(no, isTrue, scope)),
      );
    }
    if (op in OPPOSITE) return this.comparison(isTrue ? op : (OPPOSITE[op] as string), node, scope);
    if (op === 'in') return this.membership(node, isTrue, scope);
    const call = callOf(node);
    if (call !== undefined) return this.call(node, isTrue, scope);
    const fact = factOf(node, scope);
    return fact === undefined ? ALWAYS : way(fact, spanOf('==', isTrue));
  }

  private comparison(op: string, node: Node, scope: Scope): readonly Way[] {
    const [left, right] = pairOf(node);
    const [one, other] = [constantOf(left, this.decimals), constantOf(right, this.decimals)];
    if (one !== undefined && other !== undefined) return compare(op, one, other) ? ALWAYS : NEVER;
    if (one === undefined && other === undefined) {
      const fact = factOf(left, scope);
      const isSelf = fact !== undefined && fact === factOf(right, scope);
      return isSelf && (op === '<' || op === '>' || op === '!=') ? NEVER : ALWAYS;
    }
    const value = (one ?? other) as Constant;
    const { fact, added } = this.summand(one === undefined ? left : right, scope);
    if (fact === undefined) return ALWAYS;
    const sign = one === undefined ? op : (MIRRORED[op] as string);
    if (added === 0n) return way(fact, spanOf(sign, value));
    return typeof value === 'bigint' ? way(fact, spanOf(sign, value - added)) : ALWAYS;
  }

  /** A fact, or a fact and a number: `total + money("1")`. */
  private summand(node: Node, scope: Scope): { readonly fact: string | undefined; readonly added: bigint } {
    if (node.op === '+' || node.op === '-') {
      const [left, right] = pairOf(node);
      const number = constantOf(right, this.decimals);
      if (typeof number === 'bigint') return { fact: factOf(left, scope), added: node.op === '+' ? number : -number };
      const first = constantOf(left, this.decimals);
      if (typeof first === 'bigint' && node.op === '+') return { fact: factOf(right, scope), added: first };
    }
    return { fact: factOf(node, scope), added: 0n };
  }

  private membership(node: Node, isTrue: boolean, scope: Scope): readonly Way[] {
    const [what, of] = pairOf(node);
    const fact = factOf(what, scope);
    if (of.op === 'list') {
      const values = (of.args as readonly Node[]).map((one) => constantOf(one, this.decimals));
      if (values.some((value) => value === undefined)) return ALWAYS;
      const known = new Set(values as Constant[]);
      const constant = constantOf(what, this.decimals);
      if (constant !== undefined) return known.has(constant) === isTrue ? ALWAYS : NEVER;
      return fact === undefined ? ALWAYS : way(fact, isTrue ? { oneOf: known } : { noneOf: known });
    }
    const list = factOf(of, scope);
    if (!isTrue || list === undefined) return ALWAYS;
    const constant = this.keepsElements ? constantOf(what, this.decimals) : undefined;
    return constant === undefined
      ? notEmpty(list)
      : together(notEmpty(list), way(`${list}[${++this.loops}]`, spanOf('==', constant)));
  }

  private call(node: Node, isTrue: boolean, scope: Scope): readonly Way[] {
    const call = callOf(node) as NonNullable<ReturnType<typeof callOf>>;
    const { name, receiver, given } = call;
    if (isBind(call)) {
      const [variable, value, body] = given as readonly [Node, Node, Node];
      return this.ways(body, isTrue, new Map(scope).set(variableOf(variable) ?? '', factOf(value, scope)));
    }
    const asksForOne = isTrue ? name === 'exists' || name === 'exists_one' : name === 'all';
    if (receiver === undefined || !COMPREHENSIONS.has(name) || !asksForOne) return ALWAYS;
    const [variable, body] = given as readonly [Node, Node];
    const list = factOf(receiver, scope);
    const element = list === undefined ? undefined : `${list}[${++this.loops}]`;
    const inside = new Map(scope).set(variableOf(variable) ?? '', element);
    const ways = this.ways(body, isTrue, inside);
    const found = possible(ways);
    // Kept as they are, so that what no line can have is told.
    if (found.length === 0) return ways;
    // What is asked of one element says nothing of the next; what is asked of the receipt beside it does.
    const isOutside = ([fact]: readonly [string, Span]): boolean => element === undefined || !fact.includes(element);
    const outside = this.keepsElements ? found : found.map((one) => new Map([...one].filter(isOutside)));
    return list === undefined ? outside : together(outside, notEmpty(list));
  }
}

const way = (fact: string, span: Span): readonly Way[] => [new Map([[fact, span]])];
const notEmpty = (list: string): readonly Way[] => way(`size(${list})`, { from: { value: 1n, isOut: false } });

const either = (one: readonly Way[], other: readonly Way[]): readonly Way[] =>
  one.length + other.length > WAYS_MAX ? ALWAYS : [...one, ...other];

const together = (one: readonly Way[], other: readonly Way[]): readonly Way[] => {
  if (one.length * other.length > WAYS_MAX) return one.length < other.length ? one : other;
  return one.flatMap((first) =>
    other.map((second) => {
      const merged = new Map(first);
      for (const [fact, span] of second) {
        const before = merged.get(fact);
        merged.set(fact, before === undefined ? span : both(before, span));
      }
      return merged;
    }),
  );
};

/** What nobody known is: without a tier, without purchases. */
const OF_NOBODY: Way = new Map<string, Span>([
  ['member.tier', { oneOf: new Set(['']) }],
  ['member.enrolled_on', { oneOf: new Set(['']) }],
  ['member.purchases', { oneOf: new Set([0n]) }],
  ['size(member.segments)', { oneOf: new Set([0n]) }],
  ['size(member.attributes)', { oneOf: new Set([0n]) }],
]);

const isNobody = (one: Way): boolean => one.get('member.known')?.oneOf?.has(false) ?? false;

/** `lines[2].paid` is the paid of any line. */
const anyOf = (fact: string): string => fact.replaceAll(/\[\d+\]/g, '[]');

/** The fact of which nothing is left; undefined where the way can be gone. */
export const against = (one: Way): string | undefined => {
  const whole = isNobody(one) ? (together([one], [OF_NOBODY])[0] as Way) : one;
  for (const [fact, span] of whole) if (isNothing(anyOf(fact), both(span, domainOf(anyOf(fact))))) return anyOf(fact);
  return undefined;
};

export const possible = (ways: readonly Way[]): readonly Way[] => ways.filter((one) => against(one) === undefined);

/** The ways in which an expression can be true, those among them that no basket goes. */
export const waysToHold = (tree: Node, currencyDecimals: number): readonly Way[] =>
  new Reader(currencyDecimals).ways(tree, true, new Map());

/** The ways in which an expression can be true, with what each asks of one line, one coupon, one segment (`lines[2].brand`). */
export const waysOf = (tree: Node, currencyDecimals: number): readonly Way[] =>
  possible(new Reader(currencyDecimals, true).ways(tree, true, new Map()));
