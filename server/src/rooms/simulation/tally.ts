import type { PastSale } from '../checkout/index.ts';
import { adjudicate, linesUnpriced, priceBasket } from '../promotions/index.ts';
import type { Basket, CompiledRulebook, Grant, PricedEffect } from '../promotions/index.ts';

/** What is summed, of the draft and of today's version. */
export type Both = { draft: bigint; today: bigint };

/** What one promotion of the draft did. */
export type PromotionTally = {
  receipts: number;
  /** By wallet type, in smallest steps. */
  points: Map<string, bigint>;
  /** Money taken off. */
  money: bigint;
  firstOn: string;
  lastOn: string;
  /** By day: receipts, points of all wallets, money. For budgets. */
  days: Map<string, [uses: number, points: bigint, money: bigint]>;
  /** Why it did not act, of the receipts that were looked at closely. */
  missed: Map<string, number>;
};

/** Everything that is counted over receipts. Plain data: it crosses threads and is added up. */
export type Tally = {
  receipts: number;
  withBuyer: number;
  gross: bigint;
  points: Map<string, Both>;
  money: Both;
  /** Key: wallet type, or empty for money, and the day or outlet behind a slash. */
  byDay: Map<string, Both>;
  byOutlet: Map<string, Both>;
  days: Map<string, number>;
  /** Per wallet type (empty for money): what each owner gets more under the draft, where it is not the same. */
  owners: Map<string, Map<string, bigint>>;
  buyers: Set<string>;
  promotions: Map<string, PromotionTally>;
  /** Pairs of promotions of the draft that acted on one receipt. */
  pairs: Map<string, number>;
  /** Receipts that lack a fact which the draft reads, by fact. */
  lacking: Map<string, number>;
};

export const emptyTally = (): Tally => ({
  ...{ receipts: 0, withBuyer: 0, gross: 0n, points: new Map(), money: { draft: 0n, today: 0n } },
  ...{ byDay: new Map(), byOutlet: new Map(), days: new Map(), owners: new Map(), buyers: new Set() },
  ...{ promotions: new Map(), pairs: new Map(), lacking: new Map() },
});

/** Pairs are counted up to so many promotions that acted on a receipt: beyond, their number is what nobody reads. */
const PAIRED_MAX = 60;
// Of one receipt in so many it is asked why promotions did not act.
const EXPLAINED_EVERY = 199;
const EXPLAINED_MAX = 400;

const addBoth = (map: Map<string, Both>, key: string, draft: bigint, today: bigint): void => {
  const known = map.get(key);
  if (known === undefined) map.set(key, { draft, today });
  else {
    known.draft += draft;
    known.today += today;
  }
};

const promotionTally = (date: string): PromotionTally => ({
  ...{ receipts: 0, points: new Map(), money: 0n, firstOn: date, lastOn: date, days: new Map(), missed: new Map() },
});

type Decided = {
  readonly points: ReadonlyMap<string, bigint>;
  readonly money: bigint;
  readonly grants: readonly Grant[];
  readonly priced: readonly PricedEffect[];
};

const NO_GRANTS: readonly Grant[] = [];

/** Decides a basket as if it came today: prices first, then what is earned, if anybody earns. */
const decideAnew = (rulebook: CompiledRulebook, basket: Basket, earns: boolean): Decided => {
  let seen = basket;
  let priced: readonly PricedEffect[] = [];
  if (rulebook.hasPricing || basket.priced !== undefined) {
    const { priced: _then, ...rest } = basket;
    const plain: Basket = { ...rest, lines: linesUnpriced(basket) };
    const pricing = priceBasket(rulebook, plain);
    priced = pricing.priced;
    seen = { ...plain, lines: pricing.lines, ...(priced.length > 0 && { priced }) };
  }
  const grants = earns ? adjudicate(rulebook, seen).grants : NO_GRANTS;
  const points = new Map<string, bigint>();
  for (const grant of grants) points.set(grant.walletType, (points.get(grant.walletType) ?? 0n) + grant.points);
  return { points, grants, priced, money: moneyOf(priced) };
};

const moneyOf = (priced: readonly PricedEffect[] = []): bigint => {
  let sum = 0n;
  for (const { perLine } of priced) for (const [, money] of perLine) sum += money;
  return sum;
};

/**
 * Counts what receipts of before would have earned by a draft, beside what they earn by today's version; of a receipt that
 * today's version decided the record says it. The same decide as the till's, and nothing is written.
 */
export class Counter {
  readonly tally: Tally = emptyTally();
  private readonly draft: CompiledRulebook;
  private readonly today: CompiledRulebook;
  private readonly todayNumber: number;
  private explained = 0;
  // The first receipt that earns, then one in so many: which comes first depends on lanes.
  private explainedNext = 1;

  constructor(draft: CompiledRulebook, today: CompiledRulebook, todayNumber: number) {
    this.draft = draft;
    this.today = today;
    this.todayNumber = todayNumber;
    for (const { code } of draft.promotions) this.tally.promotions.set(code, promotionTally(''));
  }

  take(sale: PastSale, owner: string): void {
    const { tally } = this;
    const { basket, earned } = sale;
    const { date } = basket.local;
    tally.receipts += 1;
    tally.days.set(date, (tally.days.get(date) ?? 0) + 1);
    for (const { gross } of basket.lines) tally.gross += gross;
    if (earned) {
      tally.withBuyer += 1;
      tally.buyers.add(owner);
    }
    this.noteLacking(basket);
    const draft = decideAnew(this.draft, basket, earned);
    const today: Pick<Decided, 'points' | 'money'> =
      sale.rulebook === this.todayNumber
        ? { points: sale.granted, money: moneyOf(basket.priced) }
        : decideAnew(this.today, basket, earned);
    this.compare(draft, today, date, basket.outlet.code, earned ? owner : undefined);
    this.noteActs(draft, date);
    if (earned && tally.receipts >= this.explainedNext && this.explained < EXPLAINED_MAX) this.explain(basket);
  }

  private compare(
    draft: Pick<Decided, 'points' | 'money'>,
    today: Pick<Decided, 'points' | 'money'>,
    date: string,
    outlet: string,
    owner: string | undefined,
  ): void {
    const { tally } = this;
    for (const [wallet, points] of draft.points)
      this.add(wallet, points, today.points.get(wallet) ?? 0n, date, outlet, owner);
    for (const [wallet, points] of today.points)
      if (!draft.points.has(wallet)) this.add(wallet, 0n, points, date, outlet, owner);
    if (draft.money === 0n && today.money === 0n) return;
    tally.money.draft += draft.money;
    tally.money.today += today.money;
    addBoth(tally.byDay, `/${date}`, draft.money, today.money);
    addBoth(tally.byOutlet, `/${outlet}`, draft.money, today.money);
    this.addOwner('', owner, draft.money - today.money);
  }

  private add(
    wallet: string,
    draft: bigint,
    today: bigint,
    date: string,
    outlet: string,
    owner: string | undefined,
  ): void {
    const { tally } = this;
    addBoth(tally.points, wallet, draft, today);
    addBoth(tally.byDay, `${wallet}/${date}`, draft, today);
    addBoth(tally.byOutlet, `${wallet}/${outlet}`, draft, today);
    this.addOwner(wallet, owner, draft - today);
  }

  private addOwner(wallet: string, owner: string | undefined, more: bigint): void {
    if (more === 0n || owner === undefined) return;
    const known = this.tally.owners.get(wallet) ?? new Map<string, bigint>();
    this.tally.owners.set(wallet, known);
    known.set(owner, (known.get(owner) ?? 0n) + more);
  }

  private noteActs({ grants, priced }: Decided, date: string): void {
    const acted: string[] = [];
    const of = (code: string): PromotionTally => this.tally.promotions.get(code) as PromotionTally;
    const note = (code: string): PromotionTally => {
      const known = of(code);
      if (!acted.includes(code)) {
        acted.push(code);
        known.receipts += 1;
        if (known.firstOn === '' || date < known.firstOn) known.firstOn = date;
        if (date > known.lastOn) known.lastOn = date;
      }
      return known;
    };
    for (const { promotion, walletType, points } of grants) {
      const known = note(promotion);
      known.points.set(walletType, (known.points.get(walletType) ?? 0n) + points);
      this.noteDay(promotion, known, date, points, 0n);
    }
    for (const { promotion, perLine } of priced) {
      const known = note(promotion);
      let money = 0n;
      for (const [, part] of perLine) money += part;
      known.money += money;
      this.noteDay(promotion, known, date, 0n, money);
    }
    for (const code of acted) {
      const day = of(code).days.get(date);
      if (day !== undefined) day[0] += 1;
    }
    if (acted.length > PAIRED_MAX) return;
    for (let i = 0; i < acted.length; i++) {
      for (let j = i + 1; j < acted.length; j++) {
        const key = `${acted[i]} ${acted[j]}`;
        this.tally.pairs.set(key, (this.tally.pairs.get(key) ?? 0) + 1);
      }
    }
  }

  private noteDay(code: string, known: PromotionTally, date: string, points: bigint, money: bigint): void {
    if (!this.hasBudget(code)) return;
    const day = known.days.get(date);
    if (day === undefined) known.days.set(date, [0, points, money]);
    else {
      day[1] += points;
      day[2] += money;
    }
  }

  /** Set from outside: the promotions whose days are wanted. */
  hasBudget: (code: string) => boolean = () => false;

  private noteLacking({ member, coupons, tenders }: Basket): void {
    const { reads } = this.draft;
    if (reads.size === 0 || member === undefined) return;
    const { lacking } = this.tally;
    for (const fact of reads) {
      const isThere =
        fact === 'coupons'
          ? coupons !== undefined
          : fact === 'tenders'
            ? tenders !== undefined
            : fact === 'spent'
              ? true
              : member[fact] !== undefined;
      if (!isThere) lacking.set(fact, (lacking.get(fact) ?? 0) + 1);
    }
  }

  private explain(basket: Basket): void {
    this.explained += 1;
    this.explainedNext = this.tally.receipts + EXPLAINED_EVERY;
    for (const { promotion, reason, facts } of adjudicate(this.draft, basket, { explain: true }).notFired) {
      const missed = this.tally.promotions.get(promotion)?.missed;
      const why = facts['condition'] === undefined ? reason : `${reason} ${facts['condition']}`;
      missed?.set(why, (missed.get(why) ?? 0) + 1);
    }
  }
}
