import type { Instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { createZone } from '../../../kernel/zone.ts';
import { withoutPurchase } from '../../checkout/index.ts';
import { countersBefore, countStreaks, mergeCounters } from '../../promotions/index.ts';
import type { Basket, BasketMember } from '../../promotions/index.ts';
import type { StandingGround } from '../../tiers/index.ts';
import { partsOf } from '../owner-book.ts';
import { Purse } from '../scenarios/purse.ts';
import { Ladder } from '../scenarios/standing.ts';
import type { Happened } from './happened.ts';
import type { Receipt } from './receipt.ts';
import { couponsIssued } from './rules.ts';
import type { Rules } from './rules.ts';

type Counters = NonNullable<BasketMember['counters']>;

const ZONE = createZone('UTC');

// A balance is no matter of receipts alone: tiers by it are what a basket says.
/** By what accounts come to tiers; undefined where no promotion asks for one. */
export const groundOf = ({ tiers, rulebook }: Rules): StandingGround | undefined =>
  tiers !== undefined &&
  tiers.content.metric !== 'balance' &&
  partsOf(rulebook).some(({ promotions }) =>
    promotions.some(({ conditions }) => conditions.some(({ kind }) => kind.code === 'tier-in')),
  )
    ? { versions: [{ ...tiers, inForceFrom: 0 as Instant }], zone: ZONE }
    : undefined;

/** A coupon that somebody has got and not used yet. */
type CouponHeld = { readonly word: string; readonly from: Receipt | Happened };

/** A member of the search: his points, and all that rules learn of him from one receipt to the next. */
export class Account {
  readonly name: string;
  readonly purse = new Purse();
  private ladder: Ladder | undefined;
  private readonly ground: StandingGround | undefined;
  private readonly rules: Rules;
  private readonly isNew: boolean;
  private purchases = 0;
  private counters: Counters | undefined;
  private visits: LocalDate[] = [];
  private coupons: CouponHeld[] = [];

  /** `isNew`: nothing of him is known before his first receipt; otherwise he is at first whom a basket was made for. */
  constructor(name: string, rules: Rules, ground: StandingGround | undefined, isNew: boolean) {
    this.name = name;
    this.rules = rules;
    this.isNew = isNew;
    this.ground = ground;
  }

  /** The tier that he has come to; empty for none. He was enrolled on the day of his first purchase. */
  tierAt(now: Instant): string {
    this.ladder ??= this.ground && new Ladder(this.ground, 1n, now);
    return this.ladder?.tierAt(now) ?? '';
  }

  /** The basket with what is known of its buyer now, and with the coupons that he has. */
  told(basket: Basket, now: Instant): Basket {
    const { member, coupons } = basket;
    const issued = couponsIssued(this.rules.rulebook);
    const has = (word: string): boolean => !issued.has(word) || this.coupons.some((one) => one.word === word);
    const shown = issued.size === 0 || coupons === undefined ? basket : { ...basket, coupons: coupons.filter(has) };
    if (member === undefined) return shown;
    const base = this.isNew ? strangerOf(member) : member;
    const { streaks } = this.rules.rulebook;
    const counters = { ...base.counters, ...this.counters };
    const reached = this.tierAt(now);
    const last = this.visits.at(-1) ?? base.lastPurchaseOn;
    return {
      ...shown,
      member: {
        ...base,
        ...{ tier: base.tier === '' ? reached : base.tier, purchases: base.purchases + this.purchases },
        counters: streaks.length > 0 ? countersBefore(streaks, basket.local.date, counters) : counters,
        ...(last !== undefined && { lastPurchaseOn: last }),
      },
    };
  }

  /** Counts a purchase with all that it leaves: stamps, rows, coupons, what qualifies for a tier. */
  note(receipt: Receipt, now: Instant): void {
    const { basket, stamps, decided } = receipt;
    let counters = countStreaks(this.rules.rulebook.streaks, basket.local.date, {
      ...basket.member?.counters,
      ...this.counters,
    });
    for (const { card, count } of stamps)
      counters = { ...counters, [`stamps.${card}`]: (counters[`stamps.${card}`] ?? 0) + count };
    this.counters = counters;
    this.purchases += 1;
    this.visits.push(basket.local.date);
    for (const word of receipt.used) {
      const at = this.coupons.findIndex((one) => one.word === word);
      if (at >= 0) receipt.usedOf.push(...this.coupons.splice(at, 1));
    }
    for (const { coupon, count } of decided.coupons)
      for (let n = 0; n < count; n++) this.coupons.push({ word: coupon.toUpperCase(), from: receipt });
    receipt.counted = this.ladder?.count(basket, decided.grants, (grant) => receipt.activeAt(grant), now);
    receipt.counts = receipt.counted;
  }

  /** Takes out what goods that came back had counted: with the last of them the purchase itself. Coupons that were used stay used. */
  forget(
    receipt: Receipt,
    before: ReadonlyMap<number, bigint>,
    left: Receipt['left'],
    rest: Basket,
    now: Instant,
  ): void {
    const isLast = rest.lines.length === 0;
    const { rulebook } = this.rules;
    const { basket, stamps, back } = receipt;
    const after = withoutPurchase(
      { purchases: this.purchases, counters: this.counters ?? {} },
      { rulebook, basket, stamps, before, back, isLast },
    );
    this.purchases = after.purchases;
    this.counters = after.counters;
    if (isLast) this.visits.splice(this.visits.indexOf(basket.local.date), 1);
    if (isLast) this.coupons.push(...receipt.usedOf.splice(0));
    for (const { coupon } of receipt.decided.coupons) {
      const still = left?.coupons.find((one) => one.coupon === coupon)?.count ?? 0;
      let own = 0;
      this.coupons = this.coupons.filter(
        ({ word, from }) => from !== receipt || word !== coupon.toUpperCase() || (own += 1) <= still,
      );
    }
    if (this.ladder && receipt.counted && receipt.counts)
      receipt.counts = this.ladder.uncount(receipt.counted, receipt.counts, rest, receipt.kept, now);
  }

  /** Keeps the stamps and coupons of an occasion. */
  keep(one: Happened): void {
    this.stamp(one, 1);
    for (const { coupon, count } of one.coupons)
      for (let n = 0; n < count; n++) this.coupons.push({ word: coupon.toUpperCase(), from: one });
  }

  /** Loses them again, but for coupons that are used. */
  drop(one: Happened): void {
    this.stamp(one, -1);
    this.coupons = this.coupons.filter(({ from }) => from !== one);
  }

  private stamp({ stamps }: Happened, times: 1 | -1): void {
    for (const { card, count } of stamps)
      this.counters = {
        ...this.counters,
        [`stamps.${card}`]: Math.max(0, (this.counters?.[`stamps.${card}`] ?? 0) + times * count),
      };
  }

  /** Goes on for another account too: points and debts, purchases, stamps, rows and coupons; the tier stays the own one. */
  takeOver(other: Account): void {
    this.purse.takeOver(other.purse);
    this.counters = mergeCounters(this.counters ?? {}, other.counters ?? {});
    this.purchases += other.purchases;
    this.visits = [...this.visits, ...other.visits].sort();
    this.coupons.push(...other.coupons.splice(0));
  }
}

/** Whoever has never been here: what he was born with stays. */
const strangerOf = ({
  purchases: _purchases,
  counters: _counters,
  lastPurchaseOn: _last,
  tier: _tier,
  ...rest
}: BasketMember) => ({
  ...rest,
  ...{ tier: '', purchases: 0, counters: {}, lastPurchaseOn: undefined },
});
