import type { LocalDate } from '../../kernel/local-date.ts';
import { addDays } from '../../kernel/local-date.ts';
import { holderOf, periodOfDay } from '../promotions/index.ts';
import type { BoundLimit, CompiledRulebook, Rooms, Usage } from '../promotions/index.ts';

/** For whom a receipt counts: nobody's own limits have room without an owner or a card. */
export type CountedPlace = {
  readonly owner: string | undefined;
  readonly card?: string | undefined;
  readonly outlet: string;
  /** The day in the program's calendar. */
  readonly day: LocalDate;
};

/** What a receipt took of one limit, so that what comes back can be given back in the period of the sale. */
export type Taking = {
  readonly promotion: string;
  readonly key: string;
  readonly of: BoundLimit['of'];
  readonly amount: bigint;
};

/** Where a limit that all share let something through no more: the first day of its period, and the day on which it was. */
export type LimitEnd = {
  readonly promotion: string;
  readonly of: BoundLimit['of'];
  /** In uses or smallest steps; 0 for a contract, which has no bound of its own. */
  readonly max: bigint;
  readonly from: string;
  readonly on: string;
};

const isOfAll = ({ per }: BoundLimit): boolean => per === 'program' || per === 'outlet' || per === 'contract';
const amountOf = (of: BoundLimit['of'], usage: Usage): bigint => (of === 'uses' ? 1n : usage[of]);
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** The blocks of prepaid points of each contract; one that is not there pays for everything. */
export type Prepaid = ReadonlyMap<string, readonly bigint[]>;

/**
 * Counts what limits and budgets have been used for, in memory: the same limits as at the till, without lanes and slices. Receipts are to
 * come in the order in which they were.
 */
export class LimitBook {
  /** First of each limit and period. */
  readonly ends = new Map<string, LimitEnd>();
  private readonly used = new Map<string, bigint>();
  /** Where what was taken under a key is counted now. */
  private readonly joined = new Map<string, string>();
  private readonly prepaid: Prepaid;

  constructor(prepaid: Prepaid = new Map()) {
    this.prepaid = prepaid;
  }

  /** What is left of limits for a receipt: to be asked while it is decided. `onShort` hears of promotions for which it is not enough. */
  rooms(place: CountedPlace, onShort?: (promotion: string) => void): Rooms {
    const found = new Map<string, readonly [block: string, points: bigint]>();
    return {
      room: (promotion, limit, wanted) => {
        const left =
          limit.per === 'contract'
            ? this.roomOfContract(promotion, limit, wanted, found)
            : this.leftOf(promotion, limit, place);
        if (left < wanted) {
          onShort?.(promotion);
          if (isOfAll(limit)) this.noteEnd(promotion, limit, place.day);
        }
        return left < 0n ? 0n : least(left, wanted);
      },
    };
  }

  /** How much of a limit is used on that day; for reports and for what a story expects. */
  usedOf(promotion: string, limit: BoundLimit, place: CountedPlace): bigint {
    if (limit.per === 'contract')
      return this.blocksOf(limit).reduce((sum, _, i) => sum + (this.used.get(`${limit.key} ${i}`) ?? 0n), 0n);
    if (typeof limit.period === 'object') {
      let sum = 0n;
      for (let back = 0; back < limit.period.days; back++)
        sum += this.used.get(keyOf(promotion, limit, place, addDays(place.day, -back))) ?? 0n;
      return sum;
    }
    return this.used.get(keyOf(promotion, limit, place, place.day)) ?? 0n;
  }

  /** Takes what a decision gave. */
  take(rulebook: CompiledRulebook, usages: ReadonlyMap<string, Usage>, place: CountedPlace): readonly Taking[] {
    if (!rulebook.hasLimits) return [];
    const takings: Taking[] = [];
    for (const [promotion, usage] of usages) {
      for (const limit of rulebook.byCode(promotion)?.limits ?? []) {
        const amount = amountOf(limit.of, usage);
        if (amount === 0n || limit.per === 'receipt') continue;
        const key =
          limit.per === 'contract' ? this.blockWith(limit, amount) : keyOf(promotion, limit, place, place.day);
        if (key === undefined) continue;
        this.used.set(key, (this.used.get(key) ?? 0n) + amount);
        takings.push({ promotion, key, of: limit.of, amount });
      }
    }
    return takings;
  }

  /** Gives back what `usages`, the rest of the receipt, do not use any more. Gives what is still taken. */
  giveBack(takings: readonly Taking[], usages: ReadonlyMap<string, Usage>): readonly Taking[] {
    return takings.map((taking) => {
      const usage = usages.get(taking.promotion);
      const still = usage === undefined ? 0n : least(amountOf(taking.of, usage), taking.amount);
      const key = this.joined.get(taking.key) ?? taking.key;
      this.used.set(key, (this.used.get(key) ?? 0n) - (taking.amount - still));
      return { ...taking, amount: still };
    });
  }

  /** What `from` has used of his own limits is `into`'s from now on, because he was merged into him. */
  join(from: string, into: string): void {
    for (const [key, amount] of [...this.used]) {
      const to = key.replace(` ${from} `, ` ${into} `);
      if (to === key) continue;
      this.used.set(to, (this.used.get(to) ?? 0n) + amount);
      this.used.delete(key);
      this.joined.set(key, to);
    }
  }

  private leftOf(promotion: string, limit: BoundLimit, place: CountedPlace): bigint {
    if (place.owner === undefined && (limit.per === 'member' || limit.per === 'card')) return 0n;
    if (limit.per === 'card' && place.card === undefined) return 0n;
    return limit.max - this.usedOf(promotion, limit, place);
  }

  private roomOfContract(
    promotion: string,
    limit: BoundLimit,
    wanted: bigint,
    found: Map<string, readonly [block: string, points: bigint]>,
  ): bigint {
    const blocks = this.blocksOf(limit);
    if (blocks.length === 0) return wanted;
    for (const [i, points] of blocks.entries()) {
      const block = `${limit.key} ${i}`;
      let others = 0n;
      for (const [other, [of, taken]] of found) if (other !== promotion && of === block) others += taken;
      if (points - (this.used.get(block) ?? 0n) < wanted + others) continue;
      found.set(promotion, [block, wanted]);
      return wanted;
    }
    return 0n;
  }

  private blocksOf({ key }: BoundLimit): readonly bigint[] {
    return this.prepaid.get(key.slice('contract.'.length)) ?? [];
  }

  private blockWith(limit: BoundLimit, amount: bigint): string | undefined {
    const at = this.blocksOf(limit).findIndex(
      (points, i) => points - (this.used.get(`${limit.key} ${i}`) ?? 0n) >= amount,
    );
    return at < 0 ? undefined : `${limit.key} ${at}`;
  }

  private noteEnd(promotion: string, limit: BoundLimit, day: LocalDate): void {
    const { from } = periodOfDay(limit.period, day);
    const key = `${holderOf(promotion, limit)} ${limit.key} ${from}`;
    if (!this.ends.has(key)) this.ends.set(key, { promotion, of: limit.of, max: limit.max, from, on: day });
  }
}

// A rolling period is counted by days, of which any stretch can be summed.
const keyOf = (promotion: string, limit: BoundLimit, place: CountedPlace, day: LocalDate): string => {
  const who =
    limit.per === 'member'
      ? place.owner
      : limit.per === 'card'
        ? place.card
        : limit.per === 'outlet'
          ? place.outlet
          : '';
  const from = typeof limit.period === 'object' ? day : periodOfDay(limit.period, day).from;
  return `${holderOf(promotion, limit)} ${limit.key} ${who} ${from}`;
};
