import type { Named, NameOf } from '../names.ts';
import { factOf, type Scope } from './fact-of.ts';
import { callOf, childrenOf, COMPREHENSIONS, constantOf, isBind, pairOf, variableOf, type Node } from './tree.ts';

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
export const namesIn = (node: Node, scope: Scope, decimals: number): readonly Named[] => {
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
