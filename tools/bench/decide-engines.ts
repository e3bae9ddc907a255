import { ZenEngine } from '@gorules/zen-engine';
import { Engine } from 'json-rules-engine';
import type { LocalDate } from '../../server/src/kernel/local-date.ts';
import { adjudicate, compile, type Basket } from '../../server/src/rooms/promotions/index.ts';
import { branchesOf, WEEKDAY_NAMES, type BenchReceipt, type BenchRule } from './decide-rules.ts';

/** An engine with its rules loaded: the points of a receipt, and the receipt in its own words, made before it is timed. */
export type BenchEngine<Prepared> = {
  readonly name: string;
  readonly prepare: (receipt: BenchReceipt) => Prepared;
  readonly decide: (prepared: Prepared) => number | Promise<number>;
  readonly close: () => void;
};

const decimal = (cents: number): string => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
const firstOn = '2020-01-01';

const promotionOf = ({ code, when, gives }: BenchRule, priority: number): object => {
  const lines = when.branch && { categories: [when.branch.category] };
  const condition = (kind: string, params: object | undefined): object[] => (params ? [{ kind, params }] : []);
  return {
    ...{ code, priority, firstOn },
    conditions: [
      ...condition('lines-include', when.skus && { lines: { skus: when.skus } }),
      ...condition('lines-include', when.brand === undefined ? undefined : { lines: { brands: [when.brand] } }),
      ...condition('lines-include', when.label === undefined ? undefined : { lines: { labels: [when.label] } }),
      ...condition('min-basket', when.branch && { min: decimal(when.branch.min), base: 'gross', lines }),
      ...condition('outlet-in', when.outlets && { outlets: when.outlets }),
      ...condition('tier-in', when.tiers && { tiers: when.tiers }),
      ...condition('channel-in', when.channel === undefined ? undefined : { channels: [when.channel] }),
      ...condition(
        'weekday-in',
        when.weekdays && { weekdays: [...new Set(when.weekdays)].map((day) => WEEKDAY_NAMES[day - 1]) },
      ),
      ...condition('time-window', when.hours && { from: clock(when.hours[0]), to: clock(when.hours[1]) }),
      ...condition('min-basket', when.total === undefined ? undefined : { min: decimal(when.total), base: 'gross' }),
      ...condition('attribute-is', when.attribute && { attribute: when.attribute[0], values: [when.attribute[1]] }),
    ],
    effects: [
      gives.step === undefined
        ? {
            kind: 'fixed-bonus',
            wallet: 'points',
            params: { points: String(gives.points), ...(when.skus && { lines: { skus: when.skus } }) },
          }
        : {
            kind: 'points-per-amount',
            wallet: 'points',
            params: {
              points: String(gives.points),
              step: decimal(gives.step),
              base: 'gross',
              per: 'receipt',
              steps: 'full',
              lines,
            },
          },
    ],
  };
};

/** The promotions of this house. */
export const ourEngine = (rules: readonly BenchRule[]): BenchEngine<Basket> => {
  const compiled = compile(
    { promotions: rules.map(promotionOf) },
    { currency: { code: 'EUR', decimals: 2 }, wallets: { points: { decimals: 0 } } },
  );
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems.slice(0, 3)));
  return {
    name: 'decide',
    prepare: ({ outlet, tier, channel, weekday, minute, attributes, lines }) => ({
      lines: lines.map(({ sku, category, brand, label, gross }, i) => ({
        ...{ line: i + 1, sku, category, brand, labels: label === undefined ? [] : [label], kind: 'product' as const },
        ...{ quantity: 1_000n, gross: BigInt(gross), discount: 0n, tax: 0n, byPoints: 0n },
      })),
      currency: { code: 'EUR', decimals: 2 },
      outlet: { code: outlet, groups: [] },
      partner: 'shop',
      channel,
      terminal: 'till-1',
      local: { date: '2026-11-22' as LocalDate, minuteOfDay: minute, weekday },
      member: { tier, attributes, enrolledOn: '2026-01-15' as LocalDate, purchases: 3 },
    }),
    decide(basket) {
      let points = 0n;
      for (const grant of adjudicate(compiled.compiled, basket).grants) points += grant.points;
      return Number(points);
    },
    close: () => undefined,
  };
};

type Facts = {
  readonly outlet: string;
  readonly tier: string;
  readonly channel: string;
  readonly weekday: number;
  readonly minute: number;
  readonly total: number;
  readonly skus: readonly string[];
  readonly brands: readonly string[];
  readonly labels: readonly string[];
  readonly tastes: readonly string[];
  readonly branches: Readonly<Record<string, number>>;
};

const factsOf = (receipt: BenchReceipt): Facts => ({
  outlet: receipt.outlet,
  tier: receipt.tier,
  channel: receipt.channel,
  weekday: receipt.weekday,
  minute: receipt.minute,
  total: receipt.lines.reduce((sum, { gross }) => sum + gross, 0),
  skus: receipt.lines.map(({ sku }) => sku),
  brands: receipt.lines.map(({ brand }) => brand),
  labels: receipt.lines.flatMap(({ label }) => label ?? []),
  tastes: Object.entries(receipt.attributes).map(([name, value]) => `${name}=${value}`),
  branches: branchesOf(receipt),
});

/** json-rules-engine: a rule for each, with operators of its own for what it cannot say itself. */
export const jreEngine = (rules: readonly BenchRule[]): BenchEngine<Facts> => {
  const engine = new Engine();
  engine.addOperator('hasAny', (fact: readonly string[], names: readonly string[]) =>
    names.some((one) => fact.includes(one)),
  );
  engine.addOperator(
    'hasBranch',
    (fact: Facts['branches'], { category, min }: { category: string; min: number }) => (fact[category] ?? 0) >= min,
  );
  for (const { code, when, gives } of rules) {
    const condition = (fact: keyof Facts, operator: string, value: unknown) =>
      value === undefined ? [] : [{ fact, operator, value }];
    engine.addRule({
      name: code,
      conditions: {
        all: [
          ...condition('outlet', 'in', when.outlets),
          ...condition('tier', 'in', when.tiers),
          ...condition('channel', 'equal', when.channel),
          ...condition('weekday', 'in', when.weekdays),
          ...condition('minute', 'greaterThanInclusive', when.hours?.[0]),
          ...condition('minute', 'lessThan', when.hours?.[1]),
          ...condition('total', 'greaterThanInclusive', when.total),
          ...condition('skus', 'hasAny', when.skus),
          ...condition('brands', 'hasAny', when.brand === undefined ? undefined : [when.brand]),
          ...condition('labels', 'hasAny', when.label === undefined ? undefined : [when.label]),
          ...condition('tastes', 'hasAny', when.attribute && [when.attribute.join('=')]),
          ...condition('branches', 'hasBranch', when.branch),
        ],
      },
      event: { type: 'points', params: { ...gives, category: when.branch?.category } },
    });
  }
  return {
    name: 'jre.decide',
    prepare: factsOf,
    async decide(facts) {
      const { events } = await engine.run(facts);
      let points = 0;
      for (const { params } of events) {
        const gives = params as { readonly points: number; readonly step?: number; readonly category?: string };
        points +=
          gives.step === undefined
            ? gives.points
            : Math.floor((facts.branches[gives.category as string] ?? 0) / gives.step) * gives.points;
      }
      return points;
    },
    close: () => engine.stop(),
  };
};

/** zen-engine: one decision table that collects every row which holds. */
export const zenEngine = (rules: readonly BenchRule[]): BenchEngine<Facts> => {
  const text = (value: unknown): string => JSON.stringify(value);
  const rowOf = ({ code, when, gives }: BenchRule): Record<string, string> => {
    const branch = when.branch && `(branches[${text(when.branch.category)}] ?? 0)`;
    const all = [
      when.outlets && `outlet in ${text(when.outlets)}`,
      when.tiers && `tier in ${text(when.tiers)}`,
      when.channel && `channel == ${text(when.channel)}`,
      when.weekdays && `weekday in ${text(when.weekdays)}`,
      when.hours && `minute >= ${when.hours[0]} and minute < ${when.hours[1]}`,
      when.total && `total >= ${when.total}`,
      when.skus && `some(skus, # in ${text(when.skus)})`,
      when.brand && `${text(when.brand)} in brands`,
      when.label && `${text(when.label)} in labels`,
      when.attribute && `${text(when.attribute.join('='))} in tastes`,
      when.branch && `${branch} >= ${when.branch.min}`,
    ].filter((one) => typeof one === 'string');
    const points =
      gives.step === undefined ? String(gives.points) : `floor(${branch} / ${gives.step}) * ${gives.points}`;
    return { _id: code, when: all.join(' and '), points };
  };
  const position = { x: 0, y: 0 };
  const engine = new ZenEngine();
  const decision = engine.createDecision({
    nodes: [
      { id: 'in', type: 'inputNode', name: 'receipt', position },
      {
        id: 'table',
        type: 'decisionTableNode',
        name: 'promotions',
        position,
        content: {
          hitPolicy: 'collect',
          inputs: [{ id: 'when', name: 'when' }],
          outputs: [{ id: 'points', name: 'points', field: 'points' }],
          rules: rules.map(rowOf),
        },
      },
      { id: 'out', type: 'outputNode', name: 'points', position },
    ],
    edges: [
      { id: 'a', type: 'edge', sourceId: 'in', targetId: 'table' },
      { id: 'b', type: 'edge', sourceId: 'table', targetId: 'out' },
    ],
  });
  return {
    name: 'zen.decide',
    prepare: factsOf,
    async decide(facts) {
      const { result } = await decision.evaluate(facts);
      const rows = Array.isArray(result) ? (result as readonly { readonly points: number }[]) : [];
      return rows.reduce((sum, { points }) => sum + Number(points), 0);
    },
    close: () => engine.dispose(),
  };
};
