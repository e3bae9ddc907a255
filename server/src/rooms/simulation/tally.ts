import type { LimitEnd } from './limit-book.ts';

/** What is summed, of the draft and of today's version. */
export type Both = { draft: bigint; today: bigint };

/** Amounts by wallet type, in smallest steps; money under the empty name. */
export type Amounts = Map<string, Both>;

/** Money taken off has no wallet type. */
export const MONEY = '';

/** A day or an outlet: its receipts, and what they brought. */
export type Place = { receipts: number; readonly amounts: Amounts };

/** What one promotion of the draft did. */
export type PromotionTally = {
  /** On so many it acted; of a promotion that answers an occasion these are occasions. */
  receipts: number;
  /** Receipts on which a limit let through less than it would have given. */
  limited: number;
  /** By wallet type, in smallest steps, without what came back. */
  points: Map<string, bigint>;
  /** Money taken off. */
  money: bigint;
  firstOn: string;
  lastOn: string;
  /** By day: receipts, points of all wallets, money. For budgets that nobody obeys. */
  days: Map<string, [uses: number, points: bigint, money: bigint]>;
  /** Why it did not act, of the receipts that were looked at closely. */
  missed: Map<string, number>;
};

/** What happened under one name, and what it brought. */
export type OccasionTally = {
  occasions: number;
  /** Of them those that the journal has no entry of: told by what is known of members today. */
  unkept: number;
  /** Of them those that were reversed since. */
  reversed: number;
  readonly amounts: Amounts;
};

/** What occasions brought: points without a receipt. */
export type OccasionsTally = {
  readonly byName: Map<string, OccasionTally>;
  /** `receipts` of a day are occasions here. */
  readonly byDay: Map<string, Place>;
  /** Per wallet type: what each owner gets more under the draft, where it is not the same. */
  readonly owners: Map<string, Map<string, bigint>>;
  readonly people: Set<string>;
};

/** Everything that is counted over receipts. Plain data: it crosses threads and is added up. */
export type Tally = {
  receipts: number;
  withBuyer: number;
  gross: bigint;
  /** Without what returns took back. */
  amounts: Amounts;
  /** Receipts of which something came back, what that cost when it was sold, and what was taken back for it. */
  returns: { receipts: number; gross: bigint; readonly amounts: Amounts };
  byDay: Map<string, Place>;
  byOutlet: Map<string, Place>;
  /** Per wallet type: what each owner gets more under the draft, where it is not the same. */
  owners: Map<string, Map<string, bigint>>;
  buyers: Set<string>;
  promotions: Map<string, PromotionTally>;
  /** Pairs of promotions of the draft that acted on one receipt. */
  pairs: Map<string, number>;
  /** When limits that all share let nothing more through. */
  ends: Map<string, LimitEnd>;
  /** Receipts that lack a fact which the draft reads, by fact. */
  lacking: Map<string, number>;
  readonly occasions: OccasionsTally;
};

/** Nothing counted yet. */
export const emptyTally = (): Tally => ({
  ...{ receipts: 0, withBuyer: 0, gross: 0n, amounts: new Map() },
  returns: { receipts: 0, gross: 0n, amounts: new Map() },
  ...{ byDay: new Map(), byOutlet: new Map(), owners: new Map(), buyers: new Set() },
  ...{ promotions: new Map(), pairs: new Map(), ends: new Map(), lacking: new Map() },
  occasions: { byName: new Map(), byDay: new Map(), owners: new Map(), people: new Set() },
});

/** Nothing that happened yet. */
export const emptyOccasion = (): OccasionTally => ({ occasions: 0, unkept: 0, reversed: 0, amounts: new Map() });

/** A promotion that has not acted yet. */
export const emptyPromotion = (): PromotionTally => ({
  ...{ receipts: 0, limited: 0, points: new Map(), money: 0n, firstOn: '', lastOn: '', days: new Map() },
  missed: new Map(),
});

/** Adds to both sides of an amount. */
export const addBoth = (amounts: Amounts, name: string, draft: bigint, today: bigint): void => {
  const known = amounts.get(name);
  if (known === undefined) amounts.set(name, { draft, today });
  else {
    known.draft += draft;
    known.today += today;
  }
};

/** The row of a day or an outlet. */
export const placeOf = (rows: Map<string, Place>, key: string): Place => {
  let row = rows.get(key);
  if (row === undefined) rows.set(key, (row = { receipts: 0, amounts: new Map() }));
  return row;
};
