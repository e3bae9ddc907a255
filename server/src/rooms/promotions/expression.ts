import { Environment } from '@marcbachmann/cel-js';
import { serialize } from '@marcbachmann/cel-js/serialize';
import { parseQuantity } from '../../kernel/quantity.ts';
import type { Basket } from './basket.ts';
import type { Facts } from './facts.ts';

// The free condition is written in CEL: typed, without loops of its own, and with bigint money. What it may cost is
// counted on its tree before it is ever run.

const NODES_MAX = 200;
const DEPTH_MAX = 24;
/** What an expression may cost: a node is 1, and a comprehension costs its body for each line of a full receipt. */
export const EXPRESSION_COST_MAX = 20_000;
const ITEMS_ASSUMED = 200;
const COMPREHENSIONS = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);
// JavaScript's regular expressions run without end on some texts ("(a+)+$"), and nothing can stop them.
const REFUSED = new Set(['matches']);

/** A node of the tree, as far as it is walked here. */
type Node = { readonly op: string; readonly args: unknown };

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as { op?: unknown }).op === 'string';

const childrenOf = (args: unknown): readonly Node[] =>
  isNode(args) ? [args] : Array.isArray(args) ? args.flatMap(childrenOf) : [];

/** What the tree costs at most, or the name of what is never allowed. */
const costOf = (node: Node, depth: number): number | string => {
  if (depth > DEPTH_MAX) return 'it is nested too deeply';
  const { op, args } = node;
  const name = (op === 'call' || op === 'rcall') && Array.isArray(args) ? String(args[0]) : undefined;
  if (name !== undefined && REFUSED.has(name)) return `${name} may run without end`;
  let own = 1;
  let body = 0;
  const isLoop = op === 'rcall' && name !== undefined && COMPREHENSIONS.has(name);
  const [, receiver, given] = Array.isArray(args) ? (args as readonly unknown[]) : [];
  for (const child of isLoop ? childrenOf(receiver) : childrenOf(args)) {
    const cost = costOf(child, depth + 1);
    if (typeof cost === 'string') return cost;
    own += cost;
  }
  if (!isLoop) return own;
  for (const child of childrenOf(given)) {
    const cost = costOf(child, depth + 1);
    if (typeof cost === 'string') return cost;
    body += cost;
  }
  return own + body * ITEMS_ASSUMED;
};

const LINE = {
  sku: 'string',
  category: 'string',
  brand: 'string',
  labels: 'list<string>',
  kind: 'string',
  quantity: 'int',
  gross: 'int',
  discount: 'int',
  paid: 'int',
} as const;

const MEMBER = {
  known: 'bool',
  tier: 'string',
  segments: 'list<string>',
  purchases: 'int',
  enrolled_on: 'string',
  attributes: 'map<string, dyn>',
} as const;

const OCCASION = { name: 'string', attributes: 'map<string, dyn>' } as const;

class Line {}
class Member {}
class OccasionTold {}

const environmentOf = (currencyDecimals: number): Environment =>
  new Environment({ limits: { maxAstNodes: NODES_MAX, maxDepth: DEPTH_MAX * 2, maxListElements: 1_000 } })
    .registerType('Line', { ctor: Line, fields: LINE })
    .registerType('Member', { ctor: Member, fields: MEMBER })
    .registerType('Occasion', { ctor: OccasionTold, fields: OCCASION })
    .registerVariable('occasion', 'Occasion')
    .registerVariable('lines', 'list<Line>')
    .registerVariable('member', 'Member')
    .registerVariable('gross', 'int')
    .registerVariable('total', 'int')
    .registerVariable('outlet', 'string')
    .registerVariable('groups', 'list<string>')
    .registerVariable('partner', 'string')
    .registerVariable('channel', 'string')
    .registerVariable('terminal', 'string')
    .registerVariable('date', 'string')
    .registerVariable('weekday', 'int')
    .registerVariable('hour', 'int')
    .registerVariable('minute', 'int')
    .registerVariable('coupons', 'list<string>')
    .registerVariable('tenders', 'list<string>')
    .registerFunction('money(string): int', (text: string) => {
      const parsed = parseQuantity(text, currencyDecimals);
      if (!parsed.ok) throw new Error(`"${text}" is no amount of money`);
      return parsed.value;
    })
    .registerFunction('pieces(string): int', (text: string) => {
      const parsed = parseQuantity(text, PIECE_DECIMALS);
      if (!parsed.ok) throw new Error(`"${text}" is no number of pieces`);
      return parsed.value;
    });

const PIECE_DECIMALS = 3;
const MINUTES_PER_HOUR = 60;
const environments = new Map<number, Environment>();

const contextOf = (facts: Facts): Record<string, unknown> => {
  const { basket }: { basket: Basket } = facts;
  const { member, local } = basket;
  let gross = 0n;
  let total = 0n;
  const lines = facts.lines
    .filter((line) => line.gift === undefined)
    .map((line) => {
      const paid = line.gross - line.discount - line.byPoints;
      gross += line.gross;
      total += line.gross - line.discount;
      const { sku, category, brand, labels, kind, quantity, discount } = line;
      return Object.assign(new Line(), {
        ...{ sku, category, brand, labels, kind, quantity, discount, paid },
        gross: line.gross,
      });
    });
  return {
    ...{ lines, gross, total },
    member: Object.assign(new Member(), {
      known: member !== undefined,
      tier: member?.tier ?? '',
      segments: member?.segments ?? [],
      purchases: BigInt(member?.purchases ?? 0),
      enrolled_on: member?.enrolledOn ?? '',
      attributes: new Map(Object.entries(member?.attributes ?? {})),
    }),
    occasion: Object.assign(new OccasionTold(), {
      name: basket.occasion?.name ?? '',
      attributes: new Map(Object.entries(basket.occasion?.attributes ?? {})),
    }),
    outlet: basket.outlet.code,
    groups: basket.outlet.groups,
    partner: basket.partner,
    channel: basket.channel,
    terminal: basket.terminal,
    date: local.date,
    weekday: BigInt(local.weekday),
    hour: BigInt(Math.floor(local.minuteOfDay / MINUTES_PER_HOUR)),
    minute: BigInt(local.minuteOfDay % MINUTES_PER_HOUR),
    coupons: basket.coupons ?? [],
    tenders: basket.tenders ?? [],
  };
};

/** An expression that has been checked. */
export type Expression = {
  /** True where no basket could make it hold: it is false without any being looked at. */
  readonly isNever: boolean;
  /** False too where it cannot be computed, as by an attribute that the buyer has not. */
  readonly holds: (facts: Facts) => boolean;
  /** Of all that stands between `&&`, the first that does not hold, as it is written, or what could not be computed. */
  readonly failing: (facts: Facts) => string;
};

export type ExpressionProblem = { readonly kind: 'invalid' | 'too_dear'; readonly what: string };

const leavesOf = (node: Node): readonly Node[] =>
  node.op === '&&' && Array.isArray(node.args) ? (node.args as readonly Node[]).flatMap(leavesOf) : [node];

const firstLine = (error: unknown): string => String((error as Error)?.message ?? error).split('\n')[0] as string;

// What looks at a fact cannot be computed without facts.
const isFalseOfNothing = (evaluate: (context: object) => unknown): boolean => {
  try {
    return evaluate({}) === false;
  } catch {
    return false;
  }
};

/**
 * Reads a condition in CEL. Refuses what does not parse, names what is not there, does not come to true or false by its
 * types, could run without end, or costs more than its limit.
 */
export const readExpression = (text: string, currencyDecimals: number): Expression | ExpressionProblem => {
  const environment = environments.get(currencyDecimals) ?? environmentOf(currencyDecimals);
  environments.set(currencyDecimals, environment);
  try {
    const parsed = environment.parse(text);
    const tree = parsed.ast as unknown as Node;
    const cost = costOf(tree, 0);
    if (typeof cost === 'string') return { kind: 'too_dear', what: cost };
    if (cost > EXPRESSION_COST_MAX)
      return { kind: 'too_dear', what: `up to ${cost} steps, and ${EXPRESSION_COST_MAX} are allowed` };
    const checked = environment.check(text);
    if (!checked.valid) return { kind: 'invalid', what: firstLine(checked.error) };
    if (String(checked.type) !== 'bool') return { kind: 'invalid', what: `it gives ${String(checked.type)}, not bool` };
    const leaves = leavesOf(tree).map((leaf) => {
      const said = serialize(leaf as unknown as Parameters<typeof serialize>[0]);
      return { said, evaluate: environment.parse(said) };
    });
    return {
      isNever: isFalseOfNothing(parsed),
      holds(facts) {
        try {
          return parsed(contextOf(facts)) === true;
        } catch {
          return false;
        }
      },
      failing(facts) {
        const context = contextOf(facts);
        for (const { said, evaluate } of leaves) {
          try {
            if (evaluate(context) !== true) return said;
          } catch (error) {
            return `${said} (${firstLine(error)})`;
          }
        }
        return text;
      },
    };
  } catch (error) {
    const what = firstLine(error);
    return { kind: /limit|exceed|depth/i.test(what) ? 'too_dear' : 'invalid', what };
  }
};
