import { assert } from '../../kernel/assert.ts';
import { QUANTITY_MAX } from '../../kernel/quantity.ts';
import type { BasketLine } from './basket.ts';
import type { Facts } from './facts.ts';
import type { Award, Granted } from './award.ts';
import { fit, usesAgainst } from './limits/fit.ts';
import type { Rooms } from './limits/rooms.ts';
import type { Group, Promotion, PromotionEffect } from './rulebook.ts';
import { sharePoints } from './share-points.ts';

/** One effect that has acted: what it gave, and what it would have given without its cap. */
export type Act = {
  readonly promotion: Promotion;
  readonly effect: PromotionEffect;
  readonly award: Award;
  readonly full: Award;
};

/** Why a promotion did not act, with facts; a condition that did not hold is told by the caller. */
export type Against = {
  readonly reason:
    | 'stopped'
    | 'excluded'
    | 'incompatible'
    | 'outdone'
    | 'over_cap'
    | 'exhausted'
    | 'nothing_granted'
    | 'not_held';
  readonly by?: string;
};

/** A decision as far as it has come: what acted, and what that keeps out. */
export class Course {
  readonly facts: Facts;
  readonly acts: Act[] = [];
  readonly granted: Granted[] = [];
  /** The first promotion that acted of each class which keeps another one out. */
  private common: string | undefined;
  private never: string | undefined;
  stoppedBy: Promotion | undefined;
  private readonly winners = new Map<string, string>();
  private readonly taken = new Map<string, Map<number, string>>();

  private readonly rooms: Rooms | undefined;

  constructor(facts: Facts, rooms?: Rooms) {
    this.facts = facts;
    this.rooms = rooms;
  }

  /** Why the promotion may not act now; undefined when it may. Conditions see the prices as they stand now. */
  against(promotion: Promotion, conditions: Promotion['open']): Against | undefined {
    if (this.stoppedBy !== undefined && promotion.order > this.stoppedBy.order)
      return { reason: 'stopped', by: this.stoppedBy.code };
    if (promotion.excludedBy !== undefined) {
      for (const { promotion: by } of this.granted) if (promotion.excludedBy.has(by)) return { reason: 'excluded', by };
    }
    const { stacking } = promotion;
    if (stacking === 'common' && this.never !== undefined) return { reason: 'incompatible', by: this.never };
    if (stacking === 'never' && this.common !== undefined) return { reason: 'incompatible', by: this.common };
    const winner = promotion.group && this.winners.get(promotion.group.code);
    if (winner !== undefined && winner !== promotion.code) return { reason: 'outdone', by: winner };
    for (const { holds } of conditions) if (!holds(this.facts)) return { reason: 'not_held' };
    return undefined;
  }

  /** Lets the effects of a promotion act, one after another; all or nothing where a cap rejects. */
  act(promotion: Promotion, effects: readonly PromotionEffect[]): Against | undefined {
    const since = this.acts.length;
    const against = this.try(promotion, effects);
    if (against === undefined) this.note(promotion, since);
    return against;
  }

  /** The same, without keeping anything out: for a contest, which may take it back. */
  try(promotion: Promotion, effects: readonly PromotionEffect[]): Against | undefined {
    const mark = this.mark();
    const given = { points: 0n, money: 0n };
    let isShort = false;
    for (const effect of effects) {
      const full = effect.bound.apply(this.facts, this.granted);
      if (full === undefined) continue;
      const free = this.without(promotion.group, full);
      if (free === undefined) continue;
      assert(free.points > 0n || free.stamps !== undefined, `${promotion.code} gives ${free.points}`);
      // A slip in a rate gives more than any column holds: tills go on selling, with as much as an amount may be.
      const cap = effect.cap ?? QUANTITY_MAX;
      const isOver = free.points > cap;
      if (isOver && effect.isRejectedOverCap) {
        this.back(mark);
        return { reason: 'over_cap' };
      }
      const award = isOver ? cutTo(cap, free) : free;
      if (promotion.limits.length === 0 || award.points === 0n) {
        this.take({ promotion, effect, full: free, award });
        continue;
      }
      const fitted = fit(promotion, effect.bound.kind.gives, award.points, given, this.rooms);
      if ('rejectedBy' in fitted) {
        this.back(mark);
        return { reason: 'exhausted', by: fitted.rejectedBy };
      }
      if (fitted.amount < award.points) isShort = true;
      if (fitted.amount === 0n) continue;
      const left = fitted.amount < award.points ? cutTo(fitted.amount, award) : award;
      this.take({ promotion, effect, full: free, award: left });
    }
    if (this.acts.length === mark.acts) return { reason: isShort ? 'exhausted' : 'nothing_granted' };
    const noUse = promotion.limits.length === 0 ? undefined : usesAgainst(promotion, this.rooms);
    if (noUse === undefined) return undefined;
    this.back(mark);
    return { reason: 'exhausted', by: noUse };
  }

  /** Books an act that has been decided already. */
  take(act: Act): void {
    const { promotion, effect, award } = act;
    const { kind } = effect.bound;
    if (kind.gives === 'discount') this.facts.takeOff(award.at, award.parts);
    this.granted.push({
      promotion: promotion.code,
      gives: kind.gives,
      effect: effect.rule.effect,
      wallet: effect.wallet,
      isMultiplier: kind.isMultiplier,
      award,
    });
    this.acts.push(act);
  }

  /** Notes that the promotion has acted: what it keeps out from here on. */
  note(promotion: Promotion, since: number): void {
    if (promotion.stacking === 'common') this.common ??= promotion.code;
    if (promotion.stacking === 'never') this.never ??= promotion.code;
    if (promotion.stop) this.stoppedBy ??= promotion;
    const { group } = promotion;
    if (group === undefined || group.evaluate === 'stack') return;
    if (group.scope === 'basket') {
      this.winners.set(group.code, promotion.code);
      return;
    }
    const taken = this.taken.get(group.code) ?? new Map<number, string>();
    this.taken.set(group.code, taken);
    for (const { award } of this.acts.slice(since))
      for (const [i, place] of award.at.entries()) if (award.parts[i] !== 0n) taken.set(place, promotion.code);
  }

  mark(): Mark {
    return { acts: this.acts.length, lines: this.facts.lines };
  }

  /** Forgets what acted since the mark. */
  back(mark: Mark): Act[] {
    this.granted.length = mark.acts;
    this.facts.restore(mark.lines);
    return this.acts.splice(mark.acts);
  }

  /** The award without the lines that another promotion of the group has taken. */
  private without(group: Group | undefined, award: Award): Award | undefined {
    const taken = group?.scope === 'line' ? this.taken.get(group.code) : undefined;
    return taken === undefined ? award : onlyPlaces(award, (place) => !taken.has(place));
  }
}

type Mark = { readonly acts: number; readonly lines: readonly BasketLine[] };

/** The part of an award that falls on some places; undefined when nothing does. */
export const onlyPlaces = (award: Award, isIn: (place: number) => boolean): Award | undefined => {
  const parts = award.parts.map((part, i) => (isIn(award.at[i] as number) ? part : 0n));
  const points = parts.reduce((sum, part) => sum + part, 0n);
  // What was won line by line is whole points of each line.
  return points === 0n ? undefined : { ...award, points, parts, exact: undefined, weights: undefined, shares: [] };
};

// The cut points are shared as the uncut ones were. What was cut off is gone for multipliers too.
const cutTo = (cap: bigint, { parts, points, ...rest }: Award): Award => ({
  ...rest,
  points: cap,
  ...(rest.shares === undefined && rest.weights === undefined && { weights: parts, weight: points }),
  parts: parts.length === 0 ? parts : sharePoints(cap, parts, points),
  exact: undefined,
  counting: undefined,
  sources: undefined,
});
