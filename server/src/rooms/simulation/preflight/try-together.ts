import { canMeet, reachOf } from '../../promotions/index.ts';
import type { Basket } from '../../promotions/index.ts';
import { inMoney } from './asked.ts';
import type { PreflightAsked, PromotionContent } from './asked.ts';
import { actedIn } from './pool.ts';
import type { BasketDecided, Payer } from './decide-basket.ts';
import type { Found } from './finding.ts';
import { generosityOf } from './generosity.ts';
import { tellGoods } from './goods-told.ts';
import type { Laid } from './goods-wish.ts';
import { basketsAt, boundIn, placesFor } from './laid-out.ts';
import { isOnSpending, payerOf } from './paying-asked.ts';
import { worthOf } from './rules.ts';
import type { Rules } from './rules.ts';
import { decideFirst, givenOf } from './shopping.ts';
import { isGiveaway } from './try-again.ts';
import type { Promotion } from './wish.ts';

/** So many promotions are tried with each other at most, the most generous of them; and so many pairs. */
const RANKED_MAX = 60;
const PAIRS_MAX = 1_500;
const SET_MAX = 6;
const TENTH = 10n;

/** A promotion with a basket on which it acts, where there is one. */
export type Made = { readonly promotion: PromotionContent; readonly basket: Basket | undefined };

type One = { readonly promotion: PromotionContent; readonly bound: Promotion; readonly rate: bigint };

/** Who hears of it, as which way, and whether prices beside those that are named are tried too. */
type How = { readonly found: Found; readonly way: string; readonly isFine?: boolean };

const max = (one: bigint, other: bigint): bigint => (one > other ? one : other);

/** Looks for one purchase that is worth more than it costs, because of one promotion or of several together. */
export class TogetherSearch {
  private readonly asked: PreflightAsked;
  private readonly rules: Rules;
  private readonly found: Found;
  /** What is given on purpose once, and what is known to be worth more than it asks for: nothing of theirs counts here. */
  private readonly ignored: Set<string>;
  /** Promotions of which it has been told that together they are worth more than they cost. */
  private readonly told = new Set<string>();

  constructor(asked: PreflightAsked, rules: Rules, found: Found) {
    this.asked = asked;
    this.rules = rules;
    this.found = found;
    this.ignored = new Set(asked.content.promotions.filter(isGiveaway).map(({ code }) => code));
  }

  /** Nothing of the promotion counts any more: what it does alone has been told. */
  ignore(code: string): void {
    this.ignored.add(code);
  }

  /** One promotion at every price that it names, and beside it. */
  alone(promotion: PromotionContent, found: Found): void {
    if (!this.ignored.has(promotion.code)) this.buy([promotion], { found, way: '', isFine: true });
  }

  /** Promotions that can meet, two by two and as many as go together, the most generous first. False when it was over before. */
  pairs(made: readonly Made[], isOver: () => boolean): boolean {
    const ranked = this.ranked(made);
    const reaches = ranked.map(({ bound }) => reachOf(bound));
    const meet = (i: number, j: number): boolean =>
      canMeet(reaches[i] as (typeof reaches)[number], reaches[j] as (typeof reaches)[number]);
    const pairs: (readonly [number, number])[] = [];
    for (let sum = 1; sum < 2 * ranked.length - 2 && pairs.length < PAIRS_MAX; sum++)
      for (let i = Math.max(0, sum - ranked.length + 1); i < sum - i; i++)
        if (meet(i, sum - i)) pairs.push([i, sum - i]);
    const goWith = new Map<number, number[]>();
    const of = (i: number): PromotionContent => (ranked[i] as One).promotion;
    for (const [i, j] of pairs) {
      if (isOver()) return false;
      if (!this.buy([of(i), of(j)])) continue;
      goWith.set(i, [...(goWith.get(i) ?? []), j]);
      goWith.set(j, [...(goWith.get(j) ?? []), i]);
    }
    const seen = new Set<string>();
    for (const [i, others] of [...goWith].sort(([a], [b]) => a - b)) {
      let set = [i];
      for (const j of others.sort((a, b) => a - b)) {
        if (isOver()) return false;
        if (set.length >= SET_MAX || !set.every((one) => one === i || goWith.get(one)?.includes(j))) continue;
        const more = [...set, j];
        if (more.length === 2) set = more;
        else {
          const key = [...more].sort((a, b) => a - b).join(' ');
          if (seen.has(key) || this.buy(more.map(of))) set = more;
          seen.add(key);
        }
      }
    }
    return true;
  }

  private ranked(made: readonly Made[]): One[] {
    const all = made.flatMap(({ promotion }): One[] => {
      const [bound] = boundIn(this.asked.rulebook, [promotion.code]);
      if (bound === undefined || this.ignored.has(promotion.code)) return [];
      return [{ promotion, bound, rate: generosityOf(promotion, this.asked) }];
    });
    return all.sort((a, b) => (a.rate === b.rate ? 0 : a.rate > b.rate ? -1 : 1)).slice(0, RANKED_MAX);
  }

  /** Buys what all of them ask for at every price worth a try; true when all of them acted once. */
  private buy(promotions: readonly PromotionContent[], how: How = { found: this.found, way: 'together' }): boolean {
    const { isFine = false } = how;
    const { currency, rulebook } = this.asked;
    const codes = promotions.map(({ code }) => code);
    const bound = boundIn(rulebook, codes);
    const spending = promotions.find(isOnSpending);
    const payer: Payer | undefined = spending && payerOf(spending);
    let didAct = false;
    for (const together of placesFor(bound, currency, spending !== undefined)) {
      const [first] = basketsAt(together, isFine);
      const more = first === undefined ? [] : dearer(decideFirst(this.rules, first, payer));
      for (const basket of basketsAt(together, isFine, more)) {
        const decided = decideFirst(this.rules, basket, payer);
        if (codes.every((code) => actedIn(decided, code))) didAct = true;
        if (!this.isProfit(decided)) continue;
        this.tell(decided, basket, how);
        return didAct;
      }
    }
    return didAct;
  }

  /** True when points are worth more than all that is paid; what is ignored has given nothing and taken nothing off. */
  private isProfit({ due, byPoints, spentWorth, grants, off }: BasketDecided): boolean {
    let cost = due + spentWorth;
    for (const code of this.ignored) cost += off.get(code) ?? 0n;
    const worth = this.worthOf(grants);
    return byPoints > 0n && due === 0n ? worth >= cost && worth > 0n : worth > cost;
  }

  private worthOf(grants: BasketDecided['grants']): bigint {
    const points = new Map<string, bigint>();
    for (const { promotion, walletType, points: some } of grants)
      if (!this.ignored.has(promotion)) points.set(walletType, (points.get(walletType) ?? 0n) + some);
    return worthOf(this.rules, points);
  }

  private tell(decided: BasketDecided, basket: Basket, { found, way }: How): void {
    const { due, byPoints, spentWorth, by, off, grants } = decided;
    const all = [...new Set([...by.keys(), ...off.keys()])].filter((code) => !this.ignored.has(code));
    const [giver = ''] = [...by]
      .sort(([, one], [, other]) => (one > other ? -1 : one < other ? 1 : 0))
      .map(([code]) => code)
      .filter((code) => !this.ignored.has(code));
    const most = all.reduce((sum, code) => max(sum, givenOf(decided, code)), 0n);
    // What gives next to nothing is no part of it, and only makes it longer to read.
    const acted = all.filter((code) => givenOf(decided, code) * TENTH >= most);
    const set = acted.toSorted().join(' ');
    if (this.told.has(set)) return;
    found(
      'preflight.profit',
      giver,
      () => {
        this.told.add(set);
        const goods = tellGoods(basket, this.asked);
        const [cost, worth] = [inMoney(due, this.asked), inMoney(this.worthOf(grants), this.asked)];
        const points = byPoints > 0n ? [inMoney(spentWorth, this.asked)] : [];
        return {
          steps: [
            {
              en: `buy ${goods.en} for ${cost}${points.map((spent) => ` and points worth ${spent}`).join('')}`,
              es: `comprar ${goods.es} por ${cost}${points.map((spent) => ` y puntos por valor de ${spent}`).join('')}`,
            },
          ],
          outcome: {
            en: `earns points worth ${worth}${acted.length > 1 ? `, by ${acted.join(', ')} together` : ''}.`,
            es: `gana puntos por valor de ${worth}${acted.length > 1 ? `, por ${acted.join(', ')} juntas` : ''}.`,
          },
        };
      },
      way,
    );
  }
}

/** What is asked for as an amount after discounts takes a dearer basket: by the part that is taken off, or by as much. */
const dearer = ({ due, byPoints, off }: BasketDecided): readonly Laid[] => {
  const taken = [...off.values()].reduce((sum, one) => sum + one, 0n);
  const paid = due + byPoints;
  if (taken === 0n || paid === 0n) return [];
  return [{ more: [paid + taken, paid] }, { plus: taken }];
};
