import { parseLocalDate } from '../../../kernel/local-date.ts';
import type { Limit } from '../limit.ts';
import type { Named, NameOf } from '../names.ts';
import type { Texts } from '../language.ts';
import { both, domainOf, isNothing, valuesOf, type Span } from './domain.ts';
import {
  callOf,
  childrenOf,
  COMPREHENSIONS,
  constantOf,
  isBind,
  pairOf,
  variableOf,
  type Constant,
  type Node,
} from './tree.ts';

// What an expression can be true of is seen without a basket as far as it compares facts with what is written out: `hour > 25` is never
// true, whatever is bought. What cannot be seen through (a sum of lines, a text that is searched) may be true.

/** What an expression says of the baskets that it holds for. */
export type ExpressionReach = {
  /** Why none could make it hold; undefined where one may. */
  readonly never: Texts | undefined;
  /** What it lets facts be that other conditions speak of too. */
  readonly limits: readonly Limit[];
  /** What it names that the program has to have. */
  readonly named: readonly Named[];
};

/** One way for the expression to be true: what it asks of each fact. */
type Way = ReadonlyMap<string, Span>;
/** Names that loops and `cel.bind` give to facts, or to what is no fact. */
type Scope = ReadonlyMap<string, string | undefined>;

const ANY: Way = new Map();
const ALWAYS: readonly Way[] = [ANY];
const NEVER: readonly Way[] = [];
// Beyond so many ways an expression is not looked through: it may be true.
const WAYS_MAX = 256;

/** `member.tier`, `size(lines)`, `lines[].paid`: the fact that a node reads; undefined where it reckons. */
const factOf = (node: Node, scope: Scope): string | undefined => {
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
  constructor(decimals: number) {
    this.decimals = decimals;
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
    return isTrue && list !== undefined ? notEmpty(list) : ALWAYS;
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
    const outside = found.map((one) => new Map([...one].filter(isOutside)));
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
const against = (one: Way): string | undefined => {
  const whole = isNobody(one) ? (together([one], [OF_NOBODY])[0] as Way) : one;
  for (const [fact, span] of whole) if (isNothing(anyOf(fact), both(span, domainOf(anyOf(fact))))) return anyOf(fact);
  return undefined;
};

const possible = (ways: readonly Way[]): readonly Way[] => ways.filter((one) => against(one) === undefined);

const NAMED: Readonly<Record<string, NameOf>> = {
  ...{ outlet: 'outlet', partner: 'partner', 'member.tier': 'tier' },
  ...{
    groups: 'outlet_group',
    'groups[]': 'outlet_group',
    'member.segments': 'segment',
    'member.segments[]': 'segment',
  },
};

/** The facts that a name in an expression is compared with, by the loops around it. */
const namesIn = (node: Node, scope: Scope, decimals: number): readonly Named[] => {
  const call = callOf(node);
  const [variable, ...bodies] = call?.given ?? [];
  if (call?.receiver !== undefined && (COMPREHENSIONS.has(call.name) || isBind(call))) {
    const source = factOf(isBind(call) ? (bodies[0] as Node) : call.receiver, scope);
    const fact = source === undefined || isBind(call) ? source : `${source}[]`;
    const inside = new Map(scope).set((variable && variableOf(variable)) ?? '', fact);
    return [
      ...(isBind(call) ? [] : namesIn(call.receiver, scope, decimals)),
      ...bodies.flatMap((body) => namesIn(body, inside, decimals)),
    ];
  }
  const deeper = childrenOf(node.args).flatMap((child) => namesIn(child, scope, decimals));
  if (node.op !== '==' && node.op !== '!=' && node.op !== 'in') return deeper;
  const [left, right] = pairOf(node);
  const facts = [factOf(left, scope), factOf(right, scope)];
  const of = facts.map((fact) => (fact === undefined ? undefined : NAMED[fact])).find((one) => one !== undefined);
  if (of === undefined) return deeper;
  const written = [left, right].flatMap((side) => (side.op === 'list' ? (side.args as readonly Node[]) : [side]));
  const names = written.flatMap((one) => {
    const value = constantOf(one, decimals);
    // Nobody has no tier, and an outlet of the house's own no partner.
    return typeof value === 'string' && value !== '' ? [{ of, name: value, at: ['when'] }] : [];
  });
  return [...deeper, ...names];
};

const dayOrNothing = (text: string | undefined): string | undefined =>
  text !== undefined && parseLocalDate(text) !== undefined ? text : undefined;

const MINUTES_PER_HOUR = 60;

/** What all ways let the facts be of which other conditions speak too. */
const limitsOf = (ways: readonly Way[]): readonly Limit[] => {
  const limits: Limit[] = [];
  const spansOf = (fact: string): readonly Span[] | undefined => {
    const spans = ways.map((one) => one.get(fact));
    return spans.every((span) => span !== undefined)
      ? spans.map((span) => both(span as Span, domainOf(fact)))
      : undefined;
  };
  const oneOf = (
    fact: string,
    as: string,
    map = (value: Constant): readonly (string | number)[] => [value as string],
  ): void => {
    const values = spansOf(fact)?.map((span) => valuesOf(fact, span));
    if (values === undefined || values.some((some) => some === undefined)) return;
    limits.push({ fact: as, oneOf: [...new Set(values.flatMap((some) => (some ?? []).flatMap(map)))] });
  };
  oneOf('outlet', 'outlet');
  oneOf('partner', 'partner');
  oneOf('channel', 'channel');
  oneOf('member.tier', 'tier');
  oneOf('weekday', 'weekday', (value) => [Number(value)]);
  oneOf('hour', 'minute of the day', (value) =>
    Array.from({ length: MINUTES_PER_HOUR }, (_, minute) => Number(value) * MINUTES_PER_HOUR + minute),
  );
  const days = spansOf('date')?.map((span) => {
    const values = span.oneOf === undefined ? undefined : ([...span.oneOf].sort() as string[]);
    return { from: values?.[0] ?? span.from?.value, to: values?.at(-1) ?? span.to?.value };
  });
  if (days !== undefined) {
    const ends = (which: 'from' | 'to'): string[] | undefined => {
      const all = days.map((one) => one[which]);
      return all.every((end) => typeof end === 'string') ? (all as string[]).sort() : undefined;
    };
    limits.push({ fact: 'date', from: dayOrNothing(ends('from')?.[0]), to: dayOrNothing(ends('to')?.at(-1)) });
  }
  return limits;
};

const neverText = (ways: readonly Way[]): Texts => {
  const facts = new Set(ways.flatMap((one) => against(one) ?? []));
  const [fact] = facts;
  if (facts.size !== 1 || fact === undefined)
    return { en: 'it is false whatever is bought', es: 'es falsa se compre lo que se compre' };
  const shown = fact.replaceAll('[]', '[…]');
  return { en: `no value that ${shown} can have meets it`, es: `ningún valor que pueda tener ${shown} la cumple` };
};

/** What an expression says of the baskets that it holds for, without one being looked at. */
export const reachOfExpression = (tree: Node, currencyDecimals: number): ExpressionReach => {
  const ways = new Reader(currencyDecimals).ways(tree, true, new Map());
  const left = possible(ways);
  return {
    never: left.length === 0 ? neverText(ways) : undefined,
    limits: left.length === 0 ? [] : limitsOf(left),
    named: namesIn(tree, new Map(), currencyDecimals),
  };
};
