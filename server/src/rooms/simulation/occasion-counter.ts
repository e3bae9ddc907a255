import type { PastOccasion } from '../occasions/index.ts';
import { adjudicate, type Basket } from '../promotions/index.ts';
import type { Acts } from './acts.ts';
import { Gains } from './gains.ts';
import type { CountedPlace } from './limit-book.ts';
import { addBoth, emptyOccasion, placeOf } from './tally.ts';
import type { OccasionsTally, Tally } from './tally.ts';
import { recordedOccasion, type Trial } from './trial.ts';

// Of each occasion's first, and then of one in so many, it is asked why promotions did not act.
const EXPLAINED_EVERY = 199;
const EXPLAINED_MAX = 400;

const keyOf = (lane: number, owner: bigint): string => `${lane}/${owner}`;

/**
 * Counts what occasions of before would have brought by a draft, beside what they bring by today's version: told apart from receipts, on the
 * same limits, stamps and budgets.
 */
export class OccasionCounter {
  private readonly draft: Trial;
  private readonly today: Trial;
  private readonly todayNumber: number;
  private readonly acts: Acts;
  private readonly tally: OccasionsTally;
  private readonly gains = new Gains();
  private explained = 0;

  constructor(
    tally: Tally,
    { draft, today, todayNumber }: { readonly draft: Trial; readonly today: Trial; readonly todayNumber: number },
    acts: Acts,
  ) {
    this.tally = tally.occasions;
    this.draft = draft;
    this.today = today;
    this.todayNumber = todayNumber;
    this.acts = acts;
  }

  /** Counts one that happened to an owner; what was reversed since brought nothing, and took nothing of limits. */
  take(past: PastOccasion, lane: number, owner: bigint, isReversed: boolean): void {
    const { basket, card, rulebook } = past;
    const name = basket.occasion?.name ?? '';
    if (!this.draft.answers(name) && !this.today.answers(name)) return;
    const who = keyOf(lane, owner);
    const { date } = basket.local;
    const place: CountedPlace = { owner: who, card, outlet: basket.outlet.code, day: date };
    const ofName = this.ofName(name);
    const day = placeOf(this.tally.byDay, date);
    ofName.occasions += 1;
    day.receipts += 1;
    if (rulebook === undefined) ofName.unkept += 1;
    if (isReversed) ofName.reversed += 1;

    const decided = this.draft.decideOccasion(basket, place, this.acts.limited);
    const draft = this.draft.settleOccasion(decided, place, isReversed);
    this.acts.note(decided, draft.left);
    const asToday = rulebook === this.todayNumber ? recordedOccasion(past) : this.today.decideOccasion(basket, place);
    const today = this.today.settleOccasion(asToday, place, isReversed);

    const gains = this.gains.of(lane, owner);
    const note = (wallet: string, would: bigint, is: bigint): void => {
      addBoth(ofName.amounts, wallet, would, is);
      addBoth(day.amounts, wallet, would, is);
      if (would !== is) gains.set(wallet, (gains.get(wallet) ?? 0n) + would - is);
    };
    for (const [wallet, points] of draft.points) note(wallet, points, today.points.get(wallet) ?? 0n);
    for (const [wallet, points] of today.points) if (!draft.points.has(wallet)) note(wallet, 0n, points);
    if (ofName.occasions % EXPLAINED_EVERY === 1 && this.explained < EXPLAINED_MAX) this.explain(name, decided.basket);
  }

  finish(): void {
    this.gains.into(this.tally.owners, this.tally.people);
  }

  private ofName(name: string): ReturnType<typeof emptyOccasion> {
    let one = this.tally.byName.get(name);
    if (one === undefined) this.tally.byName.set(name, (one = emptyOccasion()));
    return one;
  }

  private explain(name: string, basket: Basket): void {
    const answering = this.draft.answeringOf(name);
    if (answering === undefined) return;
    this.explained += 1;
    for (const { promotion, reason, facts } of adjudicate(answering, basket, { explain: true }).notFired)
      this.acts.missed(promotion, facts['condition'] === undefined ? reason : `${reason} ${facts['condition']}`);
  }
}
