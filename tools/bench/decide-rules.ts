// The rules and receipts of the bench of decisions, told once and written in the words of three engines.

/** A rule as any engine can have it: all of `when` must hold, then it gives points. */
export type BenchRule = {
  readonly code: string;
  readonly when: {
    readonly skus?: readonly string[];
    readonly brand?: string;
    readonly label?: string;
    /** Goods of the branch for so much, in cents. */
    readonly branch?: { readonly category: string; readonly min: number };
    readonly outlets?: readonly string[];
    readonly tiers?: readonly string[];
    readonly channel?: string;
    readonly weekdays?: readonly number[];
    readonly hours?: readonly [from: number, to: number];
    readonly total?: number;
    readonly attribute?: readonly [name: string, value: string];
  };
  /** Points once, or for each full step of cents spent in the branch. */
  readonly gives: { readonly points: number; readonly step?: number };
};

export type BenchLine = {
  readonly sku: string;
  readonly category: string;
  readonly brand: string;
  readonly label: string | undefined;
  readonly gross: number;
};

export type BenchReceipt = {
  readonly outlet: string;
  readonly tier: string;
  readonly channel: string;
  readonly weekday: number;
  readonly minute: number;
  readonly attributes: Readonly<Record<string, string>>;
  readonly lines: readonly BenchLine[];
};

export const WEEKDAY_NAMES = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const LINES = 20;
const SKUS = 20_000;
const OUTLETS = 200;
const DEPARTMENTS = ['food', 'drinks', 'household', 'garden', 'pets', 'books', 'toys', 'sport'] as const;
const AISLES = 12;
const SHELVES = 12;
const BRANDS = 2_000;
const LABELS = 40;
const TIERS = ['base', 'silver', 'gold'] as const;

/** A seeded source of numbers, so that every run has the same rules and receipts. */
export const createDice = (seed: number): ((below: number) => number) => {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    // The low bits of such a source repeat soon.
    return (state >>> 8) % below;
  };
};

type Dice = (below: number) => number;

const some = (dice: Dice, count: number, make: () => string): readonly string[] =>
  Array.from({ length: 1 + dice(count) }, make);
const branchOf = (dice: Dice, depth: number): string =>
  [DEPARTMENTS[dice(DEPARTMENTS.length)], `aisle-${dice(AISLES)}`, `shelf-${dice(SHELVES)}`].slice(0, depth).join('/');

/**
 * So many rules as a chain has them: of twenty, twelve ask for SKUs, three for goods of a shelf or aisle, and one each for a
 * brand, for a label at some outlets, for outlets on weekdays, for a tier in the app at some outlets, and for an hour; one in
 * forty asks for a custom attribute. One in twenty pays by amount.
 */
export const makeRules = (count: number): BenchRule[] => {
  const dice = createDice(4_711);
  return Array.from({ length: count }, (_, i): BenchRule => {
    const gives = { points: 1 + dice(50) };
    const code = `rule-${i}`;
    const sku = (): string => `sku-${dice(SKUS)}`;
    const outlets = some(dice, 20, () => `outlet-${dice(OUTLETS)}`);
    const kind = i % 20;
    if (kind < 12) return { code, gives, when: { skus: some(dice, 5, sku), ...(kind === 0 && { total: 2_000 }) } };
    if (kind < 15) {
      const isByAmount = kind === 12;
      const category = branchOf(dice, isByAmount && i < 100 ? 2 : 3);
      const branch = { category, min: 500 + 100 * dice(20) };
      return { code, gives: isByAmount ? { points: 1, step: 500 } : gives, when: { branch } };
    }
    if (kind === 15) return { code, gives, when: { brand: `brand-${dice(BRANDS)}` } };
    if (kind === 16) return { code, gives, when: { label: `label-${dice(LABELS)}`, outlets } };
    if (kind === 17) return { code, gives, when: { outlets, weekdays: [1 + dice(7), 1 + dice(7)] } };
    if (kind === 18)
      return {
        code,
        gives,
        when: { tiers: ['silver', 'gold'], channel: 'app', outlets, total: 1_000 * (1 + dice(30)) },
      };
    if (i % 40 === 19) return { code, gives, when: { attribute: [`taste-${dice(20)}`, `value-${dice(20)}`], outlets } };
    const from = dice(20);
    return { code, gives, when: { hours: [from * 60, (from + 2) * 60], outlets, total: 1_500 } };
  });
};

/** Receipts of twenty lines each. */
export const makeReceipts = (count: number): BenchReceipt[] => {
  const dice = createDice(815);
  return Array.from({ length: count }, () => ({
    outlet: `outlet-${dice(OUTLETS)}`,
    tier: TIERS[dice(TIERS.length)] as string,
    channel: dice(4) === 0 ? 'app' : 'till',
    // Receipts of one day.
    weekday: 7,
    minute: dice(1_440),
    attributes: Object.fromEntries(some(dice, 3, () => `taste-${dice(20)}`).map((name) => [name, `value-${dice(20)}`])),
    lines: Array.from({ length: LINES }, () => ({
      sku: `sku-${dice(SKUS)}`,
      category: branchOf(dice, 3),
      brand: `brand-${dice(BRANDS)}`,
      label: dice(4) === 0 ? `label-${dice(LABELS)}` : undefined,
      gross: 50 + dice(3_000),
    })),
  }));
};

/** What spent in each branch comes to, in cents: given to the engines that know no lines. */
export const branchesOf = ({ lines }: BenchReceipt): Record<string, number> => {
  const branches: Record<string, number> = {};
  for (const { category, gross } of lines) {
    for (let at = category.indexOf('/'); at !== -1; at = category.indexOf('/', at + 1)) {
      const branch = category.slice(0, at);
      branches[branch] = (branches[branch] ?? 0) + gross;
    }
    branches[category] = (branches[category] ?? 0) + gross;
  }
  return branches;
};
