import type { CompiledRulebook } from '../promotions/index.ts';
import type { Decided, Left } from './decide-past.ts';
import { partsOf } from './owner-book.ts';
import { emptyPromotion } from './tally.ts';
import type { PromotionTally, Tally } from './tally.ts';

/** Pairs are counted up to so many promotions that acted on a receipt: beyond, their number is what nobody reads. */
const PAIRED_MAX = 60;
// A table of all pairs up to here; beyond, only those that occur.
const TABLE_MAX = 1_024;

/** What each promotion of a draft did, receipt by receipt. */
export class Acts {
  private readonly codes: readonly string[];
  private readonly at: ReadonlyMap<string, number>;
  private readonly tallies: readonly PromotionTally[];
  private readonly table: Uint32Array | undefined;
  private readonly pairs = new Map<number, number>();
  // Which receipt a promotion acted on last, and was cut short on last: asking again is then one comparison.
  private readonly acted: Uint32Array;
  private readonly short: Uint32Array;
  private readonly counts: readonly boolean[];
  private turn = 1;

  /** `countsDays`: the days of promotions with limits are kept, for limits that nobody obeys. */
  constructor(draft: CompiledRulebook, countsDays: boolean) {
    const promotions = partsOf(draft).flatMap((part) => part.promotions);
    this.codes = promotions.map(({ code }) => code);
    this.at = new Map(this.codes.map((code, i) => [code, i]));
    this.tallies = promotions.map(emptyPromotion);
    this.counts = promotions.map(({ limits }) => countsDays && limits.length > 0);
    this.table = promotions.length <= TABLE_MAX ? new Uint32Array(promotions.length ** 2) : undefined;
    this.acted = new Uint32Array(promotions.length);
    this.short = new Uint32Array(promotions.length);
  }

  /** A limit let less of a promotion through than it would have given, on the receipt that is noted next. */
  readonly limited = (code: string): void => {
    const at = this.at.get(code) as number;
    if (this.short[at] === this.turn) return;
    this.short[at] = this.turn;
    (this.tallies[at] as PromotionTally).limited += 1;
  };

  /** Notes what acted on a receipt; of one that came back only what is left of it counts as given. */
  note({ basket, grants, priced }: Decided, left: Left | undefined): void {
    const { date } = basket.local;
    const acted: number[] = [];
    const of = (code: string): number => {
      const at = this.at.get(code) as number;
      if (this.acted[at] === this.turn) return at;
      this.acted[at] = this.turn;
      acted.push(at);
      const tally = this.tallies[at] as PromotionTally;
      tally.receipts += 1;
      if (tally.firstOn === '' || date < tally.firstOn) tally.firstOn = date;
      if (date > tally.lastOn) tally.lastOn = date;
      if (this.counts[at]) dayOf(tally, date)[0] += 1;
      return at;
    };
    for (const { promotion, walletType, points } of grants) {
      const at = of(promotion);
      const tally = this.tallies[at] as PromotionTally;
      if (left === undefined) tally.points.set(walletType, (tally.points.get(walletType) ?? 0n) + points);
      if (this.counts[at]) dayOf(tally, date)[1] += points;
    }
    for (const { promotion, perLine } of priced) {
      const at = of(promotion);
      const tally = this.tallies[at] as PromotionTally;
      let money = 0n;
      for (const [, part] of perLine) money += part;
      if (left === undefined) tally.money += money;
      if (this.counts[at]) dayOf(tally, date)[2] += money;
    }
    if (left) this.noteLeft(grants, left);
    this.turn += 1;
    if (acted.length > 1 && acted.length <= PAIRED_MAX) this.notePairs(acted);
  }

  /** Puts everything into a tally. */
  into(tally: Tally): void {
    for (const [at, code] of this.codes.entries()) tally.promotions.set(code, this.tallies[at] as PromotionTally);
    const size = this.codes.length;
    const name = (key: number): string => `${this.codes[Math.floor(key / size)]} ${this.codes[key % size]}`;
    for (const [key, count] of this.pairs) tally.pairs.set(name(key), count);
    for (const [key, count] of this.table?.entries() ?? []) if (count > 0) tally.pairs.set(name(key), count);
  }

  /** Why a promotion did not act, where somebody asked. */
  missed(code: string, why: string): void {
    const missed = this.tallies[this.at.get(code) as number]?.missed;
    missed?.set(why, (missed.get(why) ?? 0) + 1);
  }

  // What is given again for the rest of a basket; a promotion gives no more for a part than it gave for the whole.
  private noteLeft(grants: Decided['grants'], { grants: rest, usages }: Left): void {
    for (const { promotion, walletType, points, derivation } of grants) {
      const now = rest.find(
        (one) => one.promotion === promotion && one.derivation.rule.effect === derivation.rule.effect,
      );
      const kept = now === undefined ? 0n : now.points < points ? now.points : points;
      const { points: sums } = this.tallies[this.at.get(promotion) as number] as PromotionTally;
      sums.set(walletType, (sums.get(walletType) ?? 0n) + kept);
    }
    for (const [code, { money }] of usages)
      (this.tallies[this.at.get(code) as number] as PromotionTally).money += money;
  }

  private notePairs(acted: number[]): void {
    acted.sort((a, b) => a - b);
    const size = this.codes.length;
    for (let i = 0; i < acted.length; i++) {
      const row = (acted[i] as number) * size;
      for (let j = i + 1; j < acted.length; j++) {
        const key = row + (acted[j] as number);
        if (this.table) this.table[key] = (this.table[key] as number) + 1;
        else this.pairs.set(key, (this.pairs.get(key) ?? 0) + 1);
      }
    }
  }
}

const dayOf = (tally: PromotionTally, date: string): [uses: number, points: bigint, money: bigint] => {
  const known = tally.days.get(date);
  if (known !== undefined) return known;
  const day: [number, bigint, bigint] = [0, 0n, 0n];
  tally.days.set(date, day);
  return day;
};
