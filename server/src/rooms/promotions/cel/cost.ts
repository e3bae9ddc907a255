import type { Texts } from '../language.ts';
import { ARGUMENTS_MAX, FUNCTIONS } from './functions.ts';
import { RECEIPT_LINES_MAX } from './largest-receipt.ts';
import { either, fieldOf, innerOf, isAttribute, list, SCALAR, sizeOf, stepsOver, text, VARIABLES } from './shape.ts';
import type { Shape } from './shape.ts';
import { callOf, COMPREHENSIONS, isBind, isNode, pairOf, variableOf, type Call, type Node } from './tree.ts';

/** What an expression may cost on the largest receipt. A step is about what it takes to compare two numbers. */
export const EXPRESSION_COST_MAX = 100_000;
/** What all expressions of a rulebook may cost together, were all of them asked by one sale. */
export const EXPRESSIONS_COST_MAX = 5_000_000;

const DEPTH_MAX = 24;
// A duration is read anew for each of its parts, from every place: only one that stands there may be read.
const DURATION_CHARACTERS_MAX = 40;

/** Why an expression is refused. */
export type Objection = { readonly kind: 'invalid' | 'too_dear'; readonly what: Texts };
type Scope = ReadonlyMap<string, Shape>;
type Walked = { readonly cost: number; readonly shape: Shape };

const tooDear = (en: string, es: string): Objection => ({ kind: 'too_dear', what: { en, es } });
const invalid = (en: string, es: string): Objection => ({ kind: 'invalid', what: { en, es } });

const ENDLESS: ReadonlyMap<string, Objection> = new Map([
  // JavaScript's regular expressions run without end on some texts ("(a+)+$"), and nothing can stop them.
  ['matches', tooDear('matches may run without end', 'matches puede no terminar nunca')],
]);

/** Walks a tree and adds up what it can cost; what is wrong with it is told once, and the walk goes on. */
class Meter {
  objection: Objection | undefined;

  object(objection: Objection): Walked {
    this.objection ??= objection;
    return { cost: 1, shape: SCALAR };
  }

  all(nodes: readonly Node[], scope: Scope, depth: number): { readonly cost: number; readonly shapes: Shape[] } {
    const walked = nodes.map((node) => this.walk(node, scope, depth));
    return { cost: walked.reduce((sum, { cost }) => sum + cost, 0), shapes: walked.map(({ shape }) => shape) };
  }

  walk(node: Node, scope: Scope, outer: number): Walked {
    const depth = outer + 1;
    if (depth > DEPTH_MAX) return this.object(tooDear('it is nested too deeply', 'está anidada demasiado'));
    const { op, args } = node;
    const call = callOf(node);
    if (call !== undefined) return this.call(call, scope, depth);
    if (op === 'value') return { cost: 1, shape: typeof args === 'string' ? text(args.length) : SCALAR };
    if (op === 'id') return { cost: 1, shape: scope.get(String(args)) ?? VARIABLES[String(args)] ?? SCALAR };
    if (op === '.') {
      const [of, name] = args as readonly [Node, string];
      const walked = this.walk(of, scope, depth);
      return { cost: walked.cost + 1, shape: fieldOf(walked.shape, name) };
    }
    if (op === 'list' || op === 'map') return this.literal(node, scope, depth);
    if (isNode(args)) {
      const { cost } = this.walk(args, scope, depth);
      return { cost: cost + 1, shape: SCALAR };
    }
    if (op === '?:') {
      const [asked, yes, no] = (args as Node[]).map((one) => this.walk(one, scope, depth)) as [Walked, Walked, Walked];
      return { cost: 1 + asked.cost + Math.max(yes.cost, no.cost), shape: either(yes.shape, no.shape) };
    }
    return this.binary(node, scope, depth);
  }

  literal({ op, args }: Node, scope: Scope, depth: number): Walked {
    const entries = args as readonly unknown[];
    const nodes = op === 'map' ? (entries as readonly (readonly Node[])[]).flat() : (entries as readonly Node[]);
    const { cost, shapes } = this.all(nodes, scope, depth);
    return { cost: cost + 1 + nodes.length, shape: list(entries.length, shapes.reduce(either, SCALAR)) };
  }

  binary(node: Node, scope: Scope, depth: number): Walked {
    const { cost, shapes } = this.all(pairOf(node), scope, depth);
    const [one, other] = shapes as [Shape, Shape];
    switch (node.op) {
      case '&&':
      case '||':
        return { cost: cost + 1, shape: SCALAR };
      case '[]':
        return { cost: cost + 1, shape: one.is === 'record' ? SCALAR : innerOf(one) };
      case '==':
      case '!=':
      case '<':
      case '<=':
      case '>':
      case '>=':
        return { cost: cost + Math.min(stepsOver(one), stepsOver(other)), shape: SCALAR };
      case 'in': {
        const each = Math.min(stepsOver(one), stepsOver(innerOf(other)));
        return { cost: cost + 1 + sizeOf(other) * each, shape: SCALAR };
      }
      case '+':
      case '-':
      case '*':
      case '/':
      case '%':
        if (isAttribute(one) || isAttribute(other))
          return this.object(
            invalid(
              'an attribute is a number, text or yes and no: write int(…), double(…) or string(…) around it before reckoning with it',
              'un atributo es un número, un texto o sí y no: póngalo entre int(…), double(…) o string(…) antes de calcular con él',
            ),
          );
        return node.op === '+' ? this.joined(cost, one, other) : { cost: cost + 1, shape: SCALAR };
      default:
        return this.object(invalid(`${node.op} is not for a condition`, `${node.op} no es para una condición`));
    }
  }

  joined(cost: number, one: Shape, other: Shape): Walked {
    const size = sizeOf(one) + sizeOf(other);
    if (one.is === 'list' || other.is === 'list')
      return { cost: cost + 1 + size, shape: list(size, either(innerOf(one), innerOf(other))) };
    if (one.is === 'text' || other.is === 'text') return { cost: cost + stepsOver(text(size)), shape: text(size) };
    return { cost: cost + 1, shape: SCALAR };
  }

  call(call: Call, scope: Scope, depth: number): Walked {
    const { name, receiver, given } = call;
    if (isBind(call)) {
      const [variable, value, body] = given as readonly [Node, Node, Node];
      const bound = this.walk(value, scope, depth);
      const walked = this.walk(body, new Map(scope).set(variableOf(variable) ?? '', bound.shape), depth);
      return { cost: bound.cost + walked.cost + 1, shape: walked.shape };
    }
    if (receiver !== undefined && COMPREHENSIONS.has(name)) return this.loop(name, receiver, given, scope, depth);
    const endless = ENDLESS.get(name);
    if (endless !== undefined) return this.object(endless);
    const nodes = receiver === undefined ? given : [receiver, ...given];
    const price = FUNCTIONS.get(name);
    if (price === undefined || nodes.length > (ARGUMENTS_MAX.get(name) ?? nodes.length))
      return this.object(
        invalid(`${name} is no function of a condition`, `${name} no es una función de una condición`),
      );
    if (name === 'duration' && !isShortText(nodes[0]))
      return this.object(
        invalid('a duration is written out: duration("24h")', 'una duración se escribe tal cual: duration("24h")'),
      );
    const { cost, shapes } = this.all(nodes, scope, depth);
    const priced = price(shapes);
    return { cost: cost + priced.cost, shape: priced.shape };
  }

  loop(name: string, receiver: Node, given: readonly Node[], scope: Scope, depth: number): Walked {
    const over = this.walk(receiver, scope, depth);
    const [variable, ...bodies] = given;
    const inside = new Map(scope).set((variable && variableOf(variable)) ?? '', innerOf(over.shape));
    const { cost, shapes } = this.all(bodies, inside, depth);
    const size = sizeOf(over.shape);
    const result =
      name === 'map'
        ? list(size, shapes.at(-1) ?? SCALAR)
        : name === 'filter'
          ? list(size, innerOf(over.shape))
          : SCALAR;
    return { cost: over.cost + 1 + size * (1 + cost), shape: result };
  }
}

const isShortText = (node: Node | undefined): boolean =>
  node?.op === 'value' && typeof node.args === 'string' && node.args.length <= DURATION_CHARACTERS_MAX;

const NONE: Scope = new Map();

/**
 * How many steps an expression takes at most, whatever is bought: lists and texts are as long as the largest receipt makes them, and
 * as what is joined, bound and mapped from them. Objects to what has no bound, and to more steps than are allowed.
 */
export const costOf = (tree: Node): { readonly cost: number } | Objection => {
  const meter = new Meter();
  const { cost } = meter.walk(tree, NONE, 0);
  if (meter.objection !== undefined) return meter.objection;
  const steps = Math.ceil(cost);
  if (steps <= EXPRESSION_COST_MAX) return { cost: steps };
  const most = Number.isFinite(steps) ? String(steps) : '∞';
  return tooDear(
    `up to ${most} steps on a receipt of ${RECEIPT_LINES_MAX} lines, and ${EXPRESSION_COST_MAX} are allowed`,
    `hasta ${most} pasos en un recibo de ${RECEIPT_LINES_MAX} líneas, y se permiten ${EXPRESSION_COST_MAX}`,
  );
};
