import type { RulebookInput } from '../../server/src/rooms/promotions/index.ts';

// Rules of other programs and tills with the figures that their own public pages give: what somebody who moves here expects. A case is data;
// elsewhere.db.test.ts sends it over HTTP as a till would: quote, confirm, return.

export type Promotion = RulebookInput['promotions'][number];
type Effect = Promotion['effects'][number];

/** A line of a receipt, as the API takes it. */
export type Goods = {
  readonly sku: string;
  readonly amount: string;
  readonly quantity?: string;
  readonly category?: string;
  readonly kind?: string;
};

type Tender = { readonly kind: string; readonly amount?: string };

/** What must be so after an act; what is not named is not asked. Amounts are compared as numbers: the pages write 5 and 5.00. */
export type Expected = {
  readonly toPay?: string;
  /** Points earned, or taken back by a return. */
  readonly earned?: string;
  readonly takenBack?: string;
  /** Money that comes back, all tenders together; of all returns of this sale so far with `refundedInAll`. */
  readonly refund?: string;
  readonly refundedInAll?: string;
  readonly deducted?: string;
  /** By line, from 1: what was taken off. */
  readonly discounts?: readonly string[];
  readonly available?: string;
  readonly owed?: string;
};

export type Act = { readonly expected: Expected } & (
  | { readonly buys: readonly Goods[]; readonly tenders?: readonly Tender[] }
  | { readonly returns: readonly (readonly [line: number, quantity: string])[] | 'all' }
  | { readonly spends: string }
  /** Something other than a purchase, by its name. */
  | { readonly tells: string; readonly attributes: object }
);

export type Case = {
  readonly name: string;
  /** The public page that gives these figures. */
  readonly source: string;
  readonly promotions: readonly Promotion[];
  readonly groups?: RulebookInput['groups'];
  readonly caps?: RulebookInput['caps'];
  readonly currency?: 'EUR' | 'JPY' | 'KWD';
  /** Points with two decimals in place of whole ones. */
  readonly hasFinePoints?: true;
  readonly pays?: { readonly points: string; readonly money: string };
  readonly policy?: Readonly<Record<string, string>>;
  /** Points that the member has to begin with. */
  readonly has?: string;
  readonly acts: readonly Act[];
};

type Over = Omit<Partial<Promotion>, 'code' | 'priority' | 'effects'>;

/** A promotion in force since long ago; those of a case act in the order of their numbers. */
export const promotion = (priority: number, effect: Effect, over: Over = {}): Promotion => ({
  code: `p${priority}`,
  priority,
  firstOn: '2015-01-01',
  effects: [effect],
  ...over,
});

/** So many points per step, rounded once for the receipt. */
export const earn = (points: string, step: string, params: object = {}): Effect => ({
  kind: 'points-per-amount',
  wallet: 'points',
  params: { points, step, per: 'receipt', ...params },
});

export const bonus = (points: string): Effect => ({ kind: 'fixed-bonus', wallet: 'points', params: { points } });
export const perItem = (points: string, params: object = {}): Effect => ({
  kind: 'points-per-item',
  wallet: 'points',
  params: { points, per: 'receipt', ...params },
});
export const off = (percent: string, params: object = {}): Effect => ({
  kind: 'percent-discount',
  params: { percent, ...params },
});
export const less = (amount: string, params: object = {}): Effect => ({
  kind: 'fixed-discount',
  params: { amount, ...params },
});
export const takeAndPay = (take: number, pay: number, params: object = {}): Effect => ({
  kind: 'n-for-m',
  params: { take, pay, lines: {}, ...params },
});
export const bundle = (price: string, ...parts: object[]): Effect => ({ kind: 'bundle', params: { price, parts } });

/** Where the goods that count cost so much or more. */
export const from = (min: string, params: object = {}): Over => ({
  conditions: [{ kind: 'min-basket', params: { min, base: 'net', ...params } }],
});

/** A point for each unit of money, after everything else. */
export const BASE = promotion(900, earn('1', '1.00'));

export const goods = (sku: string, amount: string, over: Omit<Goods, 'sku' | 'amount'> = {}): Goods => ({
  sku,
  amount,
  ...over,
});
export const buys = (lines: readonly Goods[], expected: Expected, tenders?: readonly Tender[]): Act => ({
  buys: lines,
  expected,
  ...(tenders && { tenders }),
});
export const returns = (lines: readonly (readonly [number, string])[] | 'all', expected: Expected = {}): Act => ({
  returns: lines,
  expected,
});

/** One receipt of one line. */
export const once = (amount: string, expected: Expected): readonly Act[] => [buys([goods('x', amount)], expected)];
