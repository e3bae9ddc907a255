// In this order: the modules of the library go in a circle, and only its front door begins it at the right place.
import { Environment } from '@marcbachmann/cel-js';
import { serialize } from '@marcbachmann/cel-js/serialize';
import { parseQuantity } from '../../../kernel/quantity.ts';
import type { Basket } from '../basket.ts';
import type { Facts } from '../facts.ts';
import { PIECE_DECIMALS, type Node } from './tree.ts';

export const NODES_MAX = 200;
const LIBRARY_DEPTH_MAX = 48;
const LIST_ELEMENTS_MAX = 1_000;

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

/** The variables of an expression and their types. */
export const VARIABLE_TYPES: Readonly<Record<string, string>> = {
  ...{ lines: 'list<Line>', member: 'Member', occasion: 'Occasion' },
  ...{ gross: 'int', total: 'int', weekday: 'int', hour: 'int', minute: 'int' },
  ...{ outlet: 'string', partner: 'string', channel: 'string', terminal: 'string', date: 'string' },
  ...{ groups: 'list<string>', coupons: 'list<string>', tenders: 'list<string>' },
};

const build = (currencyDecimals: number): Environment => {
  const amount = (decimals: number, what: string) => (text: string) => {
    const parsed = parseQuantity(text, decimals);
    if (!parsed.ok) throw new Error(`"${text}" is no ${what}`);
    return parsed.value;
  };
  const environment = new Environment({
    limits: { maxAstNodes: NODES_MAX, maxDepth: LIBRARY_DEPTH_MAX, maxListElements: LIST_ELEMENTS_MAX },
  })
    .registerType('Line', { ctor: Line, fields: LINE })
    .registerType('Member', { ctor: Member, fields: MEMBER })
    .registerType('Occasion', { ctor: OccasionTold, fields: OCCASION })
    .registerFunction('money(string): int', amount(currencyDecimals, 'amount of money'))
    .registerFunction('pieces(string): int', amount(PIECE_DECIMALS, 'number of pieces'));
  for (const [name, type] of Object.entries(VARIABLE_TYPES)) environment.registerVariable(name, type);
  return environment;
};

const environments = new Map<number, Environment>();

/** What expressions of a currency with so many decimals are read and run in. */
export const environmentOf = (currencyDecimals: number): Environment => {
  const known = environments.get(currencyDecimals) ?? build(currencyDecimals);
  environments.set(currencyDecimals, known);
  return known;
};

/** A node as it is written. */
export const textOf = (node: Node): string => serialize(node as unknown as Parameters<typeof serialize>[0]);

const MINUTES_PER_HOUR = 60;

type Context = Readonly<Record<string, unknown>>;

const contextFrom = ({ basket, lines: all }: { readonly basket: Basket; readonly lines: Facts['lines'] }): Context => {
  const { member, local } = basket;
  let gross = 0n;
  let total = 0n;
  const lines = all
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

const contexts = new WeakMap<Facts, { readonly lines: Facts['lines']; readonly context: Context }>();

/** The facts as expressions see them. Made once for the prices as they stand: a thousand expressions look at one receipt. */
export const contextOf = (facts: Facts): Context => {
  const known = contexts.get(facts);
  if (known?.lines === facts.lines) return known.context;
  const context = contextFrom(facts);
  contexts.set(facts, { lines: facts.lines, context });
  return context;
};
