import { weekdayOf } from '../../../kernel/local-date.ts';
import { adjudicate, isOwnOccasion, noteRooms, usagesOf } from '../../promotions/index.ts';
import type { Basket, Grant } from '../../promotions/index.ts';
import { pointsOf } from '../decide-past.ts';
import type { Happened } from './happened.ts';
import type { Rules } from './rules.ts';
import type { World } from './world.ts';

/**
 * What happens to the shopper without a purchase, by the same decide as the program's. What it gives is no profit by itself, for it was meant:
 * whoever wants to know what it is worth asks. What is had a second time because the first was reversed was not meant.
 */
export class Occasions {
  readonly happened: Happened[] = [];
  private readonly world: World;
  private readonly rules: Rules;
  /** What the program sees itself happens once, or once in a year. */
  private readonly seen = new Set<string>();
  /** What was given, reversed, and may be given again, by promotion and account. */
  private readonly reversed = new Map<string, bigint>();

  constructor(world: World, rules: Rules) {
    this.world = world;
    this.rules = rules;
  }

  /** It happens, on the basket's day or the next one like it; undefined where it cannot happen again. */
  happen(
    asked: Basket,
    { member = 0, card = `card-${member}` }: { readonly member?: number; readonly card?: string } = {},
  ): Happened | undefined {
    const { world } = this;
    const name = asked.occasion?.name ?? '';
    const answering = this.rules.rulebook.occasions.get(name);
    const account = world.accounts[member as 0 | 1];
    const date = world.arrive(asked.local.date);
    if (answering === undefined || !this.maySee(name, account.name, date)) return undefined;
    const { now } = world;
    account.purse.settle(now);
    const basket = account.told({ ...asked, local: { ...asked.local, date, weekday: weekdayOf(date) } }, now);
    const place = { owner: account.name, card, outlet: basket.outlet.code, day: date };
    const rooms = answering.hasLimits ? noteRooms(world.book.rooms(place)) : undefined;
    const { grants, coupons, stamps } = adjudicate(answering, basket, rooms ? { rooms } : {});
    const usages = usagesOf({ grants, priced: [], coupons, stamps });
    const by = new Map<string, bigint>();
    for (const { promotion, points } of grants) by.set(promotion, (by.get(promotion) ?? 0n) + points);
    const one: Happened = {
      ...{ id: `occasion-${this.happened.length}`, member, granted: pointsOf(grants), by, stamps, coupons },
      pointsBy: new Map(
        [...Map.groupBy(grants, ({ promotion }) => promotion)].map(([code, some]) => [code, pointsOf(some)]),
      ),
      ...{ takings: world.book.take(answering, usages, place), isReversed: false },
    };
    for (const grant of grants) world.credit(account, grant, one.id);
    world.entitle(this.meant(account.name, grants));
    account.purse.settle(now);
    account.keep(one);
    this.happened.push(one);
    return one;
  }

  /** Somebody takes it back: points as far as the policy goes, stamps, coupons that are not used, and what it took of limits. */
  reverse(one: Happened): void {
    if (one.isReversed) return;
    one.isReversed = true;
    const { world, rules } = this;
    const account = world.accounts[one.member as 0 | 1];
    account.purse.settle(world.now);
    // There is no refund that could pay for what is missing.
    for (const [wallet, points] of one.granted)
      account.purse.takeBack(wallet, points, one.id, world.now, rules.negativeBalance);
    one.takings = world.book.giveBack(one.takings, new Map());
    account.drop(one);
    for (const [promotion, points] of one.by) {
      const key = `${promotion} ${account.name}`;
      this.reversed.set(key, (this.reversed.get(key) ?? 0n) + points);
    }
  }

  private maySee(name: string, owner: string, date: string): boolean {
    if (!isOwnOccasion(name)) return true;
    const key = `${name} ${owner} ${name === 'birthday' ? date.slice(0, 'yyyy'.length) : ''}`;
    if (this.seen.has(key)) return false;
    this.seen.add(key);
    return true;
  }

  private meant(who: string, grants: readonly Grant[]): Map<string, bigint> {
    const meant = new Map<string, bigint>();
    for (const { promotion, walletType, points } of grants) {
      const key = `${promotion} ${who}`;
      const again = this.reversed.get(key) ?? 0n;
      const before = again < points ? again : points;
      this.reversed.set(key, again - before);
      meant.set(walletType, (meant.get(walletType) ?? 0n) + points - before);
    }
    return meant;
  }
}
