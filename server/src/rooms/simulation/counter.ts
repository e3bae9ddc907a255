import type { PastReturn, PastSale } from '../checkout/index.ts';
import { adjudicate } from '../promotions/index.ts';
import type { Basket, CompiledRulebook, RareFact } from '../promotions/index.ts';
import type { PastOccasion } from '../occasions/index.ts';
import { Acts } from './acts.ts';
import { Gains } from './gains.ts';
import type { CountedPlace } from './limit-book.ts';
import { OccasionCounter } from './occasion-counter.ts';
import { addBoth, emptyTally, MONEY, placeOf } from './tally.ts';
import type { Place, Tally } from './tally.ts';
import { recorded, Trial } from './trial.ts';
import type { Settled } from './trial.ts';

// Of one receipt in so many it is asked why promotions did not act.
const EXPLAINED_EVERY = 199;
const EXPLAINED_MAX = 400;

/** Facts that records have in any case, or that follow from receipts one after another. */
const DERIVED: ReadonlySet<RareFact> = new Set(['spent', 'tenders', 'counters', 'lastPurchaseOn']);

export type CounterOptions = {
  /** True: limits hold promotions back, as at the till. */
  readonly obeysLimits?: boolean | undefined;
};

/**
 * Counts what receipts of before would have earned by a draft, beside what they earn by today's version; of a receipt that
 * today's version decided the record says it. The same decide as the till's, and nothing is written. What came back is taken off.
 */
export class Counter {
  /** Names of occasions that the draft or today's version answers: the others are not looked at. */
  readonly answers: ReadonlySet<string>;
  /** True when receipts are to come in their order, over all lanes: limits are counted, or history is read. */
  readonly wantsOrder: boolean;
  private readonly tally: Tally = emptyTally();
  private readonly draft: Trial;
  private readonly today: Trial;
  private readonly todayNumber: number;
  private readonly acts: Acts;
  private readonly lacks: readonly RareFact[];
  private readonly gains = new Gains();
  private readonly occasions: OccasionCounter;
  // Receipts come day by day: the last one's row is mostly the next one's.
  private day: { readonly date: string; readonly row: Place } | undefined;
  private explained = 0;
  // The first receipt that earns, then one in so many: which comes first depends on lanes.
  private explainedNext = 1;

  constructor(
    draft: CompiledRulebook,
    today: CompiledRulebook,
    todayNumber: number,
    { obeysLimits = false }: CounterOptions = {},
  ) {
    this.draft = new Trial(draft, obeysLimits);
    this.today = new Trial(today, obeysLimits);
    this.wantsOrder = this.draft.wantsOrder || this.today.wantsOrder;
    this.todayNumber = todayNumber;
    this.acts = new Acts(draft, !obeysLimits);
    this.answers = new Set([...draft.occasions.keys(), ...today.occasions.keys()]);
    const trials = { draft: this.draft, today: this.today, todayNumber };
    this.occasions = new OccasionCounter(this.tally, trials, this.acts);
    this.lacks = [...draft.reads].filter((fact) => !DERIVED.has(fact));
  }

  /** Counts a receipt, with what has come back of it since. */
  take(sale: PastSale, lane: number, owner: bigint, returned?: PastReturn): void {
    const { tally } = this;
    const { earned } = sale;
    const { outlet, local, lines } = sale.basket;
    // Its name costs; only who counts limits or history asks for it.
    const name = this.wantsOrder ? `${lane}/${owner}` : '';
    const place: CountedPlace = { owner: name, card: sale.card, outlet: outlet.code, day: local.date };
    tally.receipts += 1;
    if (earned) tally.withBuyer += 1;
    for (const { gross } of lines) tally.gross += gross;
    const day = this.rowOfDay(local.date);
    const shop = placeOf(tally.byOutlet, outlet.code);
    day.receipts += 1;
    shop.receipts += 1;
    const basket = this.draft.told(sale, name);
    if (this.lacks.length > 0) this.noteLacking(basket);

    const decided = this.draft.decide(basket, earned, place, this.acts.limited);
    const draft = this.draft.settle(decided, place, returned);
    this.acts.note(decided, draft.left);
    const asToday =
      sale.rulebook === this.todayNumber
        ? recorded(sale)
        : this.today.decide(this.today.told(sale, name), earned, place);
    const today = this.today.settle(asToday, place, returned);

    const gains = earned ? this.gains.of(lane, owner) : undefined;
    const note = (wallet: string, would: bigint, is: bigint): void => {
      addBoth(tally.amounts, wallet, would, is);
      addBoth(day.amounts, wallet, would, is);
      addBoth(shop.amounts, wallet, would, is);
      if (gains && would !== is) gains.set(wallet, (gains.get(wallet) ?? 0n) + would - is);
    };
    for (const [wallet, points] of draft.points) note(wallet, points, today.points.get(wallet) ?? 0n);
    for (const [wallet, points] of today.points) if (!draft.points.has(wallet)) note(wallet, 0n, points);
    if (draft.money !== 0n || today.money !== 0n) note(MONEY, draft.money, today.money);
    if (returned) this.noteReturn(sale.basket, returned, draft, today);
    if (earned && tally.receipts >= this.explainedNext && this.explained < EXPLAINED_MAX) this.explain(decided.basket);
  }

  /** Counts an occasion likewise; one that was reversed brought nothing. */
  takeOccasion(past: PastOccasion, lane: number, owner: bigint, isReversed: boolean): void {
    this.occasions.take(past, lane, owner, isReversed);
  }

  /** What was counted, as plain data; the counter has nothing more to say. */
  finish(): Tally {
    const { tally } = this;
    this.acts.into(tally);
    for (const [key, end] of this.draft.book?.ends ?? []) tally.ends.set(key, end);
    this.gains.into(tally.owners, tally.buyers);
    this.occasions.finish();
    return tally;
  }

  private rowOfDay(date: string): Place {
    if (this.day?.date !== date) this.day = { date, row: placeOf(this.tally.byDay, date) };
    return this.day.row;
  }

  private noteReturn({ lines }: Basket, returned: PastReturn, draft: Settled, today: Settled): void {
    const { returns } = this.tally;
    returns.receipts += 1;
    for (const { line, quantity, gross } of lines) {
      const back = returned.isVoided ? quantity : (returned.back.get(line) ?? 0n);
      if (quantity > 0n) returns.gross += (gross * back) / quantity;
    }
    for (const wallet of new Set([...draft.back.keys(), ...today.back.keys()]))
      addBoth(returns.amounts, wallet, draft.back.get(wallet) ?? 0n, today.back.get(wallet) ?? 0n);
  }

  private noteLacking({ member, coupons }: Basket): void {
    if (member === undefined) return;
    const { lacking } = this.tally;
    for (const fact of this.lacks) {
      const isThere =
        fact === 'coupons' ? coupons !== undefined : member[fact as 'segments' | 'birthday' | 'card'] !== undefined;
      if (!isThere) lacking.set(fact, (lacking.get(fact) ?? 0) + 1);
    }
  }

  private explain(basket: Basket): void {
    this.explained += 1;
    this.explainedNext = this.tally.receipts + EXPLAINED_EVERY;
    for (const { promotion, reason, facts } of adjudicate(this.draft.rulebook, basket, { explain: true }).notFired)
      this.acts.missed(promotion, facts['condition'] === undefined ? reason : `${reason} ${facts['condition']}`);
  }
}
