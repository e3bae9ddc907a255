import { stepsOf } from './arithmetic.ts';

/** A line of a receipt: money in smallest steps, quantity in thousandths. */
export type PlainLine = {
  readonly line: number;
  readonly sku: string;
  readonly category: string;
  readonly brand: string;
  readonly labels: readonly string[];
  readonly kind: string;
  readonly quantity: bigint;
  readonly gross: bigint;
  readonly discount: bigint;
  readonly tax: bigint;
  readonly byPoints: bigint;
  readonly byGifts?: bigint | undefined;
  readonly gift?: string | undefined;
};

export type PlainFilter = Readonly<Record<string, unknown>>;

const EARNING = ['product', 'service', 'delivery'];
const THOUSANDTHS = 1_000n;

/** Whether a filter takes a line. */
export const takes = (filter: PlainFilter | undefined, line: PlainLine, moneyDecimals: number): boolean => {
  if (line.gift !== undefined) return false;
  const listed = (name: string): readonly string[] | undefined => filter?.[name] as readonly string[] | undefined;
  const isUnder = (paths: readonly string[]): boolean =>
    paths.some((path) => line.category === path || line.category.startsWith(`${path}/`));
  if (!(listed('kinds') ?? EARNING).includes(line.kind)) return false;
  const asked: readonly (readonly [string, (names: readonly string[]) => boolean])[] = [
    ['Categories', isUnder],
    ['Brands', (names) => names.includes(line.brand)],
    ['Skus', (names) => names.includes(line.sku)],
    ['Labels', (names) => line.labels.some((label) => names.includes(label))],
  ];
  for (const [name, holds] of asked) {
    const wanted = listed(name.toLowerCase());
    if (wanted !== undefined && !holds(wanted)) return false;
    const excepted = listed(`except${name}`);
    if (excepted !== undefined && holds(excepted)) return false;
  }
  const price = (name: string): bigint | undefined =>
    filter?.[name] === undefined ? undefined : stepsOf(filter[name] as string, moneyDecimals);
  const [from, to] = [price('priceFrom'), price('priceTo')];
  const cost = line.gross * THOUSANDTHS;
  if (from !== undefined && cost < from * line.quantity) return false;
  return to === undefined || cost <= to * line.quantity;
};

/** What of a line counts: money by a base, or pieces. */
export const countOf = (line: PlainLine, base: string, tax: string): bigint => {
  if (base === 'quantity') return line.quantity;
  let amount = line.gross;
  if (base !== 'gross') amount -= line.discount;
  if (base === 'net_of_points' || base === 'net_of_gift_cards') amount -= line.byPoints;
  if (base === 'net_of_gift_cards') amount -= line.byGifts ?? 0n;
  if (tax === 'excluded') amount -= line.tax;
  return amount > 0n ? amount : 0n;
};

/** Amounts by line as text, without what is nothing. */
export const textOf = (amounts: readonly (readonly [line: number, amount: bigint])[]): string =>
  [...amounts]
    .filter(([, one]) => one !== 0n)
    .sort(([a], [b]) => a - b)
    .map(([line, one]) => `${line}:${one}`)
    .join(' ');
