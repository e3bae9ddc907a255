import { parseQuantity } from '../../../kernel/quantity.ts';
import { isNoLineOf } from '../../promotions/index.ts';
import type { BasketLine, LineFilter, Span } from '../../promotions/index.ts';
import { PIECE } from './goods-asked.ts';

type Need = { readonly lines: LineFilter | undefined; readonly amount?: bigint; readonly pieces?: bigint };

/** Goods that several promotions take for theirs: lines of all these filters, so many pieces, coming to an amount. */
type Group = {
  readonly filters: LineFilter[];
  readonly askedBy: Set<object>;
  pieces: bigint;
  amount: bigint;
  /** In thousandths, on one line. */
  quantity: bigint;
};

const PRICE = 1_000n;
const SMALL = 100n;
const LINES_MAX = 20n;
// Amounts that promotions name: beyond so many, the smallest.
const PRICES_MAX = 14;
// What they name too, and is no money.
const NO_MONEY = new Set([
  'points',
  'factor',
  'percent',
  'card',
  'coupon',
  'size',
  'of',
  'attribute',
  'n',
  'take',
  'pay',
]);

const most = (one: bigint, other: bigint): bigint => (one > other ? one : other);
const least = (one: bigint, other: bigint): bigint => (one < other ? one : other);
const upTo = (amount: bigint, price: bigint): bigint => (amount + price - 1n) / price;

/** The goods of a wish: as few lines as can be what all promotions of it ask for. */
export class GoodsWish {
  linesFrom = 0;
  private readonly groups: Group[] = [];
  private readonly bars: LineFilter[] = [];
  private readonly named = new Set<bigint>();
  private readonly decimals: number;

  constructor(decimals: number) {
    this.decimals = decimals;
  }

  /** Lines of which there must be none. */
  bar(filter: LineFilter): void {
    this.bars.push(filter);
  }

  /** Goods that are wanted: on a line that others want too where one can be both, unless the same one (`own`) wants that already. */
  ask({ lines, amount = 0n, pieces = 1n }: Need, own: object, quantity = 0n): void {
    if (amount > 0n) this.priceAt(amount);
    const filter = lines ?? {};
    let group = this.groups.find(
      ({ askedBy, filters }) => !askedBy.has(own) && !isNoLineOf([...filters, filter, ...this.bars.map(turned)]),
    );
    if (group === undefined) {
      group = { filters: [], askedBy: new Set(), pieces: 1n, amount: 0n, quantity: 0n };
      this.groups.push(group);
    }
    group.filters.push(filter);
    group.askedBy.add(own);
    group.pieces = most(group.pieces, pieces);
    group.amount = most(group.amount, amount);
    group.quantity = most(group.quantity, quantity);
  }

  /** What an expression asks of one line. */
  askSpans(asked: ReadonlyMap<string, Span>): void {
    const filter: Record<string, unknown> = {};
    const labels: string[] = [];
    let [quantity, amount] = [0n, 0n];
    for (const [of, { oneOf, noneOf, from, to }] of asked) {
      const names = oneOf && [...oneOf].map(String);
      if (of.startsWith('labels[') && names?.[0] !== undefined) labels.push(names[0]);
      const as = { sku: 'skus', brand: 'brands', category: 'categories', kind: 'kinds' }[of];
      if (as !== undefined && names !== undefined && names.length > 0) filter[as] = names;
      if (noneOf !== undefined && as !== undefined && as !== 'kinds')
        filter[`except${as[0]?.toUpperCase()}${as.slice(1)}`] = [...noneOf].map(String);
      const start = typeof from?.value === 'bigint' ? from.value + (from.isOut ? 1n : 0n) : undefined;
      const exact = [...(oneOf ?? [])].find((value) => typeof value === 'bigint');
      if (of === 'quantity') quantity = exact ?? start ?? 0n;
      if (of !== 'paid' && of !== 'gross') continue;
      amount = most(amount, exact ?? start ?? 0n);
      if (typeof to?.value === 'bigint') this.priceAt(to.value - (to.isOut ? 1n : 0n));
    }
    this.ask({ lines: { ...filter, ...(labels.length > 0 && { labels }) } as LineFilter, amount }, {}, quantity);
  }

  /** Remembers every amount that parameters name: a price at which something begins, or ends. */
  name(params: unknown): void {
    const walk = (value: unknown): void => {
      if (typeof value === 'string') this.priceAt(this.money(value) ?? 0n);
      else if (Array.isArray(value)) value.forEach(walk);
      else if (typeof value === 'object' && value !== null)
        for (const [key, one] of Object.entries(value)) if (!NO_MONEY.has(key)) walk(one);
    };
    walk(params);
  }

  priceAt(amount: bigint): void {
    if (amount > 0n) this.named.add(amount);
  }

  /** Prices of a piece that are worth a try: what is named, the smallest, and ordinary ones; `isFine`: what lies beside what is named too. */
  prices(isFine = false): readonly bigint[] {
    const named = [...this.named].sort((a, b) => (a < b ? -1 : 1)).slice(0, PRICES_MAX);
    const parts = named.flatMap((amount) => this.groups.map(({ pieces }) => upTo(amount, pieces)));
    // Half of a step is rounded up where a promotion rounds so.
    const beside = isFine ? named.flatMap((amount) => [amount + 1n, amount - 1n, upTo(amount, 2n)]) : [];
    return [...new Set([...named, ...parts, 1n, SMALL, PRICE, ...beside])].filter((price) => price > 0n);
  }

  /**
   * Lines at so much a piece, as far as filters let them be; an amount that is asked for takes as many pieces as it needs, times `more`. On lines
   * of one piece each, or on one line.
   */
  lines(price: bigint, { isOneLine = false, isBare = false, more = [1n, 1n], plus = 0n }: Laid = {}): BasketLine[] {
    const lines: BasketLine[] = [];
    for (const { filters, pieces, amount, quantity } of this.groups.length > 0 ? this.groups : [ANYTHING]) {
      const each = this.priceWithin(filters, price);
      const wanted = amount === 0n || isBare ? 0n : upTo(amount * more[0], more[1]) + plus;
      const count = most(most(pieces, upTo(quantity, PIECE)), upTo(wanted, each));
      const [rows, times] = isOneLine || count > LINES_MAX || quantity > 0n ? [1n, count] : [count, 1n];
      for (let n = 0n; n < rows; n++) lines.push(this.line(lines.length + 1, filters, times, each * times));
    }
    const [first] = lines;
    while (first && lines.length < Math.min(this.linesFrom, Number(LINES_MAX)))
      lines.push({ ...first, line: lines.length + 1 });
    return lines;
  }

  /** One line that is called by every one of some words: what an expression looks for in ways that nobody sees through. */
  static calledBy(word: string, quantity: bigint, gross: bigint): BasketLine {
    return { ...emptyLine(1), sku: word, category: word, brand: word, labels: [word], quantity, gross };
  }

  private money(text: string): bigint | undefined {
    const parsed = parseQuantity(text, this.decimals);
    return parsed.ok ? parsed.value : undefined;
  }

  private priceWithin(filters: readonly LineFilter[], price: bigint): bigint {
    let within = price;
    for (const { priceFrom } of filters)
      if (priceFrom !== undefined) within = most(within, this.money(priceFrom) ?? 0n);
    for (const { priceTo } of filters) if (priceTo !== undefined) within = least(within, this.money(priceTo) ?? within);
    return most(within, 1n);
  }

  private line(line: number, filters: readonly LineFilter[], pieces: bigint, gross: bigint): BasketLine {
    const all = [...filters, ...this.bars.map(turned)];
    const without = (key: 'exceptSkus' | 'exceptBrands' | 'exceptLabels' | 'exceptCategories'): ReadonlySet<string> =>
      new Set(all.flatMap((filter) => filter[key] ?? []));
    const name = (lists: readonly (readonly string[] | undefined)[], out: ReadonlySet<string>, other: string): string =>
      inEach(lists)?.find((one) => !out.has(one)) ?? (out.has(other) ? `${other}-2` : other);
    const out = without('exceptLabels');
    const labels = filters.flatMap((filter) => filter.labels?.find((one) => !out.has(one)) ?? []);
    return {
      ...emptyLine(line),
      sku: name(
        filters.map(({ skus }) => skus),
        without('exceptSkus'),
        `sku-${line}`,
      ),
      brand: name(
        filters.map(({ brands }) => brands),
        without('exceptBrands'),
        'Plain',
      ),
      category: categoryOf(filters, without('exceptCategories')),
      labels: [...new Set(labels)],
      kind: (inEach(filters.map(({ kinds }) => kinds))?.[0] ?? 'product') as BasketLine['kind'],
      ...{ quantity: pieces * PIECE, gross },
    };
  }
}

/**
 * How goods are laid on the counter: on one line; bare of the amounts that are asked for; or with so much more of these, because discounts come
 * off first.
 */
export type Laid = {
  readonly isOneLine?: boolean;
  readonly isBare?: boolean;
  readonly more?: readonly [bigint, bigint];
  readonly plus?: bigint;
};

const ANYTHING: Pick<Group, 'filters' | 'pieces' | 'amount' | 'quantity'> = {
  filters: [],
  ...{ pieces: 1n, amount: 0n, quantity: 0n },
};

const emptyLine = (line: number): BasketLine => ({
  ...{ line, sku: `sku-${line}`, category: 'goods', brand: 'Plain', labels: [], kind: 'product' },
  ...{ quantity: PIECE, gross: PRICE, discount: 0n, tax: 0n, byPoints: 0n },
});

/** What a bar leaves: a line is kept away from each of its names. */
const turned = ({ skus, brands, labels, categories }: LineFilter): LineFilter => ({
  ...(skus && { exceptSkus: skus }),
  ...(brands && { exceptBrands: brands }),
  ...(labels && { exceptLabels: labels }),
  ...(categories && { exceptCategories: categories }),
});

/** The names that every list has; undefined where there is no list. */
const inEach = (lists: readonly (readonly string[] | undefined)[]): readonly string[] | undefined => {
  let left: readonly string[] | undefined;
  for (const list of lists)
    if (list !== undefined) left = left === undefined ? list : left.filter((name) => list.includes(name));
  return left;
};

const isUnder = (path: string, branch: string): boolean => path === branch || path.startsWith(`${branch}/`);

/** The longest path that lies in a branch of every filter and in none that is left out. */
const categoryOf = (filters: readonly LineFilter[], out: ReadonlySet<string>): string => {
  const isOut = (path: string): boolean => [...out].some((branch) => isUnder(path, branch));
  const lists = filters.flatMap(({ categories }) => (categories ? [categories] : []));
  const found = lists
    .flat()
    .find((path) => !isOut(path) && lists.every((list) => list.some((branch) => isUnder(path, branch))));
  return found ?? (isOut('goods') ? 'goods-2' : 'goods');
};
