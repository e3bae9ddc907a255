import type { LocalDate } from '../../kernel/local-date.ts';
import type { AttributeValue, Basket, BasketLine, LineKind } from '../promotions/index.ts';

/** A line as it is kept: an array, since its names would be most of its bytes. Amounts are numbers below 10^15. */
export type KeptLine = readonly [
  line: number,
  sku: string,
  category: string,
  brand: string,
  labels: readonly string[],
  kind: LineKind,
  quantity: number,
  gross: number,
  discount: number,
  tax: number,
  byPoints: number,
];

/** The facts that decide read, kept with the receipt so that it can be decided again. */
export type KeptBasket = {
  readonly lines: readonly KeptLine[];
  readonly currency: { readonly code: string; readonly decimals: number };
  readonly outlet: { readonly code: string; readonly groups: readonly string[] };
  readonly partner: string;
  readonly channel: string;
  readonly terminal: string;
  readonly local: { readonly date: LocalDate; readonly minuteOfDay: number; readonly weekday: number };
  readonly member?:
    | {
        readonly tier: string;
        readonly attributes: Readonly<Record<string, AttributeValue>>;
        readonly enrolledOn: LocalDate;
        readonly purchases: number;
      }
    | undefined;
};

export const keepBasket = (basket: Basket): KeptBasket => ({
  ...basket,
  lines: basket.lines.map((line) => [
    line.line,
    line.sku,
    line.category,
    line.brand,
    line.labels,
    line.kind,
    Number(line.quantity),
    Number(line.gross),
    Number(line.discount),
    Number(line.tax),
    Number(line.byPoints),
  ]),
});

export const readLine = ([
  line,
  sku,
  category,
  brand,
  labels,
  kind,
  quantity,
  gross,
  discount,
  tax,
  byPoints,
]: KeptLine): BasketLine => ({
  line,
  sku,
  category,
  brand,
  labels,
  kind,
  quantity: BigInt(quantity),
  gross: BigInt(gross),
  discount: BigInt(discount),
  tax: BigInt(tax),
  byPoints: BigInt(byPoints),
});

export const readBasket = (kept: KeptBasket): Basket => ({ ...kept, lines: kept.lines.map(readLine) });
