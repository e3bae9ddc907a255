import { divide } from '../../../kernel/rounding.ts';
import { adjudicate, noteRooms, priceBasket, usagesOf } from '../../promotions/index.ts';
import type { Basket, CompiledRulebook, Grant, StampGrant, Usage } from '../../promotions/index.ts';
import { leftAfter } from '../decide-past.ts';
import { LimitBook } from '../limit-book.ts';
import type { CountedPlace, Taking } from '../limit-book.ts';

/** What becomes of points that a return takes back and the member has spent (semantics 3.6). */
export type NegativeBalance = 'only_pending' | 'within_balance' | 'unlimited' | 'recover_from_refund';

/** What a point of a wallet type is worth, and whether it can be spent at once. */
export type Worth = { readonly paysPoints: bigint; readonly paysMoney: bigint; readonly isSpendableAtOnce: boolean };

export type Rules = {
  readonly rulebook: CompiledRulebook;
  readonly negativeBalance: NegativeBalance;
  readonly worth: ReadonlyMap<string, Worth>;
};

/** Who buys: limits and stamps are counted for him. */
export type Shopper = { readonly book: LimitBook; readonly place: CountedPlace };

type Points = ReadonlyMap<string, bigint>;

/** A receipt of the search: what was bought and what it gave. */
type Receipt = {
  readonly basket: Basket;
  readonly granted: Points;
  readonly byPoints: bigint;
  /** Whose points. */
  readonly member: number;
  /** What each promotion gave. */
  readonly by: ReadonlyMap<string, bigint>;
  stamps: readonly StampGrant[];
  takings: readonly Taking[];
  back: Map<number, bigint>;
  kept: Points;
  paid: bigint;
};

/** What a basket costs and gives; on what limits leave, where somebody's are counted. */
export const decideBasket = (
  { rulebook }: Pick<Rules, 'rulebook'>,
  basket: Basket,
  shopper?: Shopper,
): {
  basket: Basket;
  due: bigint;
  off: ReadonlyMap<string, bigint>;
  points: Points;
  by: ReadonlyMap<string, bigint>;
  grants: readonly Grant[];
  stamps: readonly StampGrant[];
  usages: ReadonlyMap<string, Usage>;
} => {
  const rooms = shopper && rulebook.hasLimits ? noteRooms(shopper.book.rooms(shopper.place)) : undefined;
  const pricing = priceBasket(rulebook, basket, rooms);
  const seen: Basket = {
    ...basket,
    lines: pricing.lines,
    ...(pricing.priced.length > 0 && { priced: pricing.priced }),
  };
  const off = new Map<string, bigint>();
  for (const { promotion, perLine } of pricing.priced)
    for (const [, money] of perLine) off.set(promotion, (off.get(promotion) ?? 0n) + money);
  const points = new Map<string, bigint>();
  const by = new Map<string, bigint>();
  const { grants, coupons, stamps } = adjudicate(rulebook, seen, rooms ? { rooms } : {});
  for (const grant of grants) {
    points.set(grant.walletType, (points.get(grant.walletType) ?? 0n) + grant.points);
    by.set(grant.promotion, (by.get(grant.promotion) ?? 0n) + grant.points);
  }
  const due = pricing.lines.reduce((sum, { gross, discount }) => sum + gross - discount, 0n);
  const usages = usagesOf({ grants, coupons, stamps, priced: pricing.priced });
  const decided = rooms ? { ...seen, rooms: rooms.facts() } : seen;
  return { basket: decided, due, off, points, by, grants, stamps, usages };
};

/** Money that points are worth; pending ones too, as they will be. */
export const worthOf = ({ worth }: Rules, points: Points): bigint => {
  let sum = 0n;
  for (const [wallet, amount] of points) {
    const rate = worth.get(wallet);
    // Floor: who pays with points gets no more than they are worth.
    if (rate !== undefined) sum += divide(amount * rate.paysMoney, rate.paysPoints, 'floor');
  }
  return sum;
};

/** A shopper with two accounts, by the same decide as the tills, without a database. */
export class World {
  /** Money in his pocket: what he paid is taken off, what was refunded is put back. */
  cash = 0n;
  /** What he bought with points and keeps. */
  goods = 0n;
  readonly balances: [Map<string, bigint>, Map<string, bigint>] = [new Map(), new Map()];
  readonly receipts: Receipt[] = [];
  /** Limits and budgets, as full as they ever were. */
  readonly book = new LimitBook();
  private readonly rules: Rules;

  constructor(rules: Rules) {
    this.rules = rules;
  }

  buy(basket: Basket, member = 0, card = `card-${member}`): Receipt {
    const place = { owner: `shopper-${member}`, card, outlet: basket.outlet.code, day: basket.local.date };
    const { book } = this;
    const decided = decideBasket(this.rules, this.asNow(basket, member), { book, place });
    const { due, points, basket: seen, by, stamps } = decided;
    this.cash -= due;
    const receipt: Receipt = {
      basket: seen,
      granted: points,
      byPoints: 0n,
      ...{ member, by, stamps },
      takings: book.take(this.rules.rulebook, decided.usages, place),
      back: new Map(),
      kept: points,
      paid: due,
    };
    this.receipts.push(receipt);
    this.credit(member, points);
    return receipt;
  }

  /** Spends all points that can be spent now on plain goods; gives what they paid. */
  spend(member = 0): bigint {
    const balance = this.balances[member] as Map<string, bigint>;
    let paid = 0n;
    for (const [wallet, amount] of balance) {
      const rate = this.rules.worth.get(wallet);
      if (rate === undefined || !rate.isSpendableAtOnce || amount <= 0n || rate.paysMoney === 0n) continue;
      const money = divide(amount * rate.paysMoney, rate.paysPoints, 'floor');
      if (money === 0n) continue;
      paid += money;
      balance.set(wallet, amount - divide(money * rate.paysPoints, rate.paysMoney, 'ceiling'));
    }
    this.goods += paid;
    return paid;
  }

  /** Moves all points to the other account. */
  transfer(from = 0): void {
    const [source, target] = [
      this.balances[from] as Map<string, bigint>,
      this.balances[1 - from] as Map<string, bigint>,
    ];
    for (const [wallet, amount] of source) {
      if (amount <= 0n || this.rules.worth.get(wallet)?.isSpendableAtOnce === false) continue;
      target.set(wallet, (target.get(wallet) ?? 0n) + amount);
      source.set(wallet, 0n);
    }
  }

  /** Brings lines of a receipt back, all of them where none is named: points kept are those of the rest, by the sale's rules. */
  giveBack(receipt: Receipt, lines?: readonly number[]): void {
    const { basket, granted, member } = receipt;
    const returned = basket.lines.filter((one) => !receipt.back.has(one.line) && (lines?.includes(one.line) ?? true));
    let refund = 0n;
    for (const line of returned) {
      receipt.back.set(line.line, line.quantity);
      refund += line.gross - line.discount;
    }
    const { points: kept, usages, stamps } = leftAfter(this.rules.rulebook, basket, granted, receipt.back);
    receipt.takings = this.book.giveBack(receipt.takings, usages);
    receipt.stamps = stamps;
    for (const [wallet, before] of receipt.kept) refund -= this.take(member, wallet, before - (kept.get(wallet) ?? 0n));
    receipt.kept = kept;
    this.cash += refund;
  }

  /** Cash, goods for points, and what his points are worth, less what his accounts owe. */
  profit(): bigint {
    return this.balances.reduce((sum, balance) => sum + worthOf(this.rules, balance), this.cash + this.goods);
  }

  private take(member: number, wallet: string, points: bigint): bigint {
    if (points <= 0n) return 0n;
    const balance = this.balances[member] as Map<string, bigint>;
    const has = balance.get(wallet) ?? 0n;
    const rate = this.rules.worth.get(wallet);
    const isPending = rate?.isSpendableAtOnce === false;
    const { negativeBalance } = this.rules;
    if (negativeBalance === 'only_pending' && !isPending) return 0n;
    const free = has > 0n ? has : 0n;
    const covered = points < free ? points : free;
    balance.set(wallet, negativeBalance === 'unlimited' ? has - points : has - covered);
    if (negativeBalance !== 'recover_from_refund' || rate === undefined) return 0n;
    return divide((points - covered) * rate.paysMoney, rate.paysPoints, 'half_up');
  }

  private credit(member: number, points: Points): void {
    const balance = this.balances[member] as Map<string, bigint>;
    for (const [wallet, amount] of points) balance.set(wallet, (balance.get(wallet) ?? 0n) + amount);
  }

  // A second purchase is no first one: what rules know of purchases before follows the receipts.
  private asNow(basket: Basket, member: number): Basket {
    const before = this.receipts.filter((one) => one.member === member && one.back.size < one.basket.lines.length);
    if (basket.member === undefined || before.length === 0) return basket;
    const purchases = basket.member.purchases + before.length;
    const counters: Record<string, number> = { ...basket.member.counters };
    for (const { stamps } of before)
      for (const { card, count } of stamps) counters[`stamps.${card}`] = (counters[`stamps.${card}`] ?? 0) + count;
    return { ...basket, member: { ...basket.member, purchases, counters } };
  }
}
