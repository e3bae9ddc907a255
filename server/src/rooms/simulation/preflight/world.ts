import { INSTANT_NEVER } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { addDays, epochDayOfDate, weekdayOf } from '../../../kernel/local-date.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import { divide } from '../../../kernel/rounding.ts';
import { activatesAt, expiresAt } from '../../../kernel/validity.ts';
import { createZone } from '../../../kernel/zone.ts';
import { basketWithout, lapsedMoney, moneyOfRefunds, refundsOfLines, withhold } from '../../checkout/index.ts';
import { readsCoupon } from '../../promotions/index.ts';
import type { Basket, Grant } from '../../promotions/index.ts';
import { leftAfter } from '../decide-past.ts';
import { LimitBook } from '../limit-book.ts';
import { Account, groundOf } from './account.ts';
import { decideBasket } from './decide-basket.ts';
import type { BasketDecided, Payer } from './decide-basket.ts';
import { Occasions } from './occasions.ts';
import { tendersOf, type Receipt } from './receipt.ts';
import { couponsIssued, worthOf } from './rules.ts';
import type { Points, Rules } from './rules.ts';

const ZONE = createZone('UTC');
const DAYS_PER_WEEK = 7;
const LONG_AGO = '2000-01-01' as LocalDate;

export type Bought = { readonly member?: number; readonly card?: string; readonly on?: LocalDate | undefined };

/** How the shopper begins: with an account of which nothing is known, or as whom the first basket was made for. */
export type Beginning = { readonly isNew?: boolean };

/** A shopper with two accounts and a calendar, by the same decide, the same plan of spending and the same returns as the tills, without a database. */
export class World {
  /** Money in his pocket: what he paid is taken off, what was refunded is put back. */
  cash = 0n;
  /** What he bought with points and keeps, at what they paid for it. */
  goods = 0n;
  today: LocalDate | undefined;
  readonly receipts: Receipt[] = [];
  /** Limits and budgets, as full as they ever were. */
  readonly book = new LimitBook();
  readonly accounts: [Account, Account];
  /** What happens to him without a purchase. */
  readonly occasions: Occasions;
  private readonly rules: Rules;
  /** Points that he had before: no profit. */
  private readonly capital = new Map<string, bigint>();
  /** The most money that points of a wallet have paid, for so many of them. */
  private readonly best = new Map<string, { readonly money: bigint; readonly points: bigint }>();

  constructor(rules: Rules, { isNew = false }: Beginning = {}) {
    this.rules = rules;
    const ground = groundOf(rules);
    const account = (name: string): Account => new Account(name, rules, ground, isNew);
    this.accounts = [account('shopper-0'), account('shopper-1')];
    this.occasions = new Occasions(this, rules);
  }

  /** Points that the shopper brings along. */
  bring(points: Points, member = 0): void {
    for (const [wallet, amount] of points)
      this.account(member).purse.credit(wallet, amount, '', 0 as Instant, INSTANT_NEVER);
    this.entitle(points);
  }

  /** These points were meant for him: no profit. */
  entitle(points: Points): void {
    for (const [wallet, amount] of points) this.capital.set(wallet, (this.capital.get(wallet) ?? 0n) + amount);
  }

  /** Comes on a day, or on the next one like it. */
  arrive(date: LocalDate): LocalDate {
    return (this.today = this.dayFor(date));
  }

  /** Points of a grant, from when until when they can be spent. */
  credit({ purse }: Account, grant: Grant, origin: string): void {
    const { walletType, activation, validity, points } = grant;
    const worth = this.rules.worth.get(walletType);
    const activeAt = activatesAt(activation ?? worth?.activation ?? 'none', this.now, ZONE);
    purse.credit(walletType, points, origin, activeAt, expiresAt(validity ?? worth?.expiry ?? 'never', activeAt, ZONE));
  }

  /** Buys, with points as far as the basket wants them and they are there; on the basket's day, or the next one like it. */
  buy(asked: Basket, { member = 0, card = `card-${member}`, on }: Bought = {}): Receipt {
    const date = on ?? this.dayFor(asked.local.date);
    this.today = date;
    const { now } = this;
    const account = this.account(member);
    account.purse.settle(now);
    const basket = account.told({ ...asked, local: { ...asked.local, date, weekday: weekdayOf(date) } }, now);
    const place = { owner: account.name, card, outlet: basket.outlet.code, day: date };
    const shopper = { book: this.book, place };
    const payer: Payer = (wallet) => account.purse.available(wallet, now);
    const decided = decideBasket(this.rules, basket, { shopper, payer });
    if (decided.payments.length > 0) this.noteRates(decided, decideBasket(this.rules, basket, { shopper }).points);
    const receipt = this.receiptOf(decided, account, member, now);
    receipt.takings = this.book.take(this.rules.rulebook, decided.usages, place);
    this.cash -= decided.due;
    this.goods += decided.byPoints;
    for (const grant of decided.grants) this.credit(account, grant, receipt.id);
    account.purse.settle(now);
    account.note(receipt, now);
    this.receipts.push(receipt);
    return receipt;
  }

  /** Spends all points that can be spent now on plain goods; gives what they paid. */
  spend(member = 0): bigint {
    const { purse } = this.account(member);
    let paid = 0n;
    for (const [wallet, rate] of this.rules.worth) {
      const money = worthOf(this.rules, new Map([[wallet, purse.available(wallet, this.now)]]));
      if (money === 0n) continue;
      purse.spend(wallet, divide(money * rate.paysPoints, rate.paysMoney, 'ceiling'), this.now);
      paid += money;
    }
    this.goods += paid;
    return paid;
  }

  /** Moves all points that can be spent to the other account. */
  transfer(from = 0): void {
    const [source, target] = [this.account(from), this.account(1 - from)];
    if (source === target) return;
    for (const wallet of this.rules.worth.keys()) source.purse.moveTo(target.purse, wallet, this.now);
  }

  /** The second account is merged into the first: points, debts, purchases and what limits have counted. */
  merge(): void {
    const [into, from] = this.accounts;
    if (into === from) return;
    into.takeOver(from);
    this.book.join(from.name, into.name);
    for (const receipt of this.receipts) receipt.account = into;
    this.accounts[1] = into;
  }

  /** Days go by. */
  wait(days: number): void {
    if (this.today !== undefined) this.today = addDays(this.today, days);
  }

  /** Brings lines of a receipt back, all of them where none is named: points kept are those of the rest, by the sale's rules. */
  giveBack(receipt: Receipt, lines?: readonly number[]): void {
    const { now } = this;
    if (now >= receipt.returnableBefore) return;
    const { basket, granted, account, tenders } = receipt;
    const { purse } = account;
    const before = receipt.back;
    receipt.back = new Map(before);
    for (const { line, quantity } of basket.lines) if (lines?.includes(line) ?? true) receipt.back.set(line, quantity);
    if (receipt.back.size === before.size) return;
    purse.settle(now);
    const refundsAt = (back: ReadonlyMap<number, bigint>): bigint[] =>
      refundsOfLines(basket.lines, tenders, back, this.rules.refund ?? 'original_proportional');
    const paidBack = refundsAt(receipt.back);
    const lapsed = lapsedMoney(this.rules.rulebook, basket, receipt.back, (back) =>
      moneyOfRefunds(tenders, refundsAt(back)),
    );
    const refunds = withhold(tenders, paidBack, receipt.refunded, lapsed);
    let refund = 0n;
    for (const [at, { payment, amount }] of tenders.entries()) {
      const money = (refunds[at] as bigint) - (receipt.refunded[at] as bigint);
      if (payment === undefined) refund += money;
      else {
        this.goods -= money;
        this.restore(receipt, payment, refunds[at] as bigint, amount);
      }
    }
    receipt.refunded = refunds;
    const left = leftAfter(this.rules.rulebook, basket, granted, receipt.back);
    receipt.left = left;
    receipt.takings = this.book.giveBack(receipt.takings, left.usages);
    for (const [wallet, was] of receipt.kept)
      refund -= this.takeBack(receipt, wallet, was, left.points.get(wallet) ?? 0n, refund);
    receipt.kept = left.points;
    this.cash += refund;
    account.forget(receipt, before, left, basketWithout(basket, receipt.back), now);
  }

  /**
   * Cash, goods for points, and what his points are worth, less what his accounts owe. What he has more counts as what points are worth;
   * what he has less at the most that points have paid him: whoever uses a better rate as it was meant gains nothing by it.
   */
  profit(): bigint {
    const accounts = new Set(this.accounts);
    let sum = this.cash + this.goods;
    for (const [wallet, { paysMoney, paysPoints }] of this.rules.worth) {
      let net = -(this.capital.get(wallet) ?? 0n);
      for (const { purse } of accounts)
        net += purse.available(wallet, this.now) + purse.pending(wallet, this.now) - purse.owes(wallet);
      if (net >= 0n) sum += divide(net * paysMoney, paysPoints, 'floor');
      else {
        const { money, points } = this.best.get(wallet) ?? { money: paysMoney, points: paysPoints };
        sum -= divide(-net * money, points, 'ceiling');
      }
    }
    return sum;
  }

  private account(member: number): Account {
    return this.accounts[member] as Account;
  }

  /** Noon of today; before the first purchase long ago. */
  get now(): Instant {
    return ZONE.startOfDay(this.today ?? LONG_AGO);
  }

  // A basket was made for a day on which its promotions act: a later one like it is so many weeks later.
  private dayFor(date: LocalDate): LocalDate {
    if (this.today === undefined || date >= this.today) return date;
    const days = epochDayOfDate(this.today) - epochDayOfDate(date);
    return addDays(date, Math.ceil(days / DAYS_PER_WEEK) * DAYS_PER_WEEK);
  }

  private receiptOf(decided: BasketDecided, account: Account, member: number, now: Instant): Receipt {
    const activeAt = ({ activation, walletType }: Pick<Grant, 'activation' | 'walletType'>): Instant =>
      activatesAt(activation ?? this.rules.worth.get(walletType)?.activation ?? 'none', now, ZONE);
    const { basket, points, by, stamps, due } = decided;
    const waits = decided.grants.map(activeAt).filter((at) => at > now);
    const tenders = tendersOf(decided);
    return {
      ...{ id: String(this.receipts.length), decided, basket, member, account, granted: points, by, stamps, paid: due },
      ...{ tenders, activeAt, used: this.usedBy(decided), usedOf: [], takings: [], back: new Map(), kept: points },
      payments: decided.payments.map(({ walletType: wallet, points: taken }) => ({
        ...{ wallet, points: taken, back: 0n },
        parts: account.purse.spend(wallet, taken, now),
      })),
      ...{ left: undefined, refunded: tenders.map(() => 0n), counted: undefined, counts: undefined },
      returnableBefore: waits.length === 0 ? INSTANT_NEVER : (Math.min(...waits) as Instant),
    };
  }

  private usedBy({ basket: { coupons = [] }, usages }: BasketDecided): readonly string[] {
    const { rulebook } = this.rules;
    const issued = couponsIssued(rulebook);
    const gave = [...usages.keys()].flatMap((code) => rulebook.byCode(code) ?? []);
    return coupons.filter((word) => issued.has(word) && gave.some((promotion) => readsCoupon(promotion, word)));
  }

  /** What points have paid here, less what came of paying with them. */
  private noteRates({ payments, points }: BasketDecided, otherwise: Points): void {
    for (const { walletType, money, points: paid } of payments) {
      const more = (points.get(walletType) ?? 0n) - (otherwise.get(walletType) ?? 0n);
      const cost = more > 0n ? paid - more : paid;
      const known = this.best.get(walletType) ?? this.rules.worth.get(walletType);
      if (cost <= 0n || known === undefined) continue;
      const [bestMoney, bestPoints] =
        'money' in known ? [known.money, known.points] : [known.paysMoney, known.paysPoints];
      if (money * bestPoints > bestMoney * cost) this.best.set(walletType, { money, points: cost });
    }
  }

  private restore({ payments, account }: Receipt, payment: number, refund: bigint, amount: bigint): void {
    const paid = payments[payment] as Receipt['payments'][number];
    const total = refund >= amount ? paid.points : (paid.points * refund) / amount;
    account.purse.restore(paid.parts, total - paid.back, this.now);
    paid.back = total;
  }

  /** Takes back what the rest does not earn; gives the money that is kept of the refund for what is not there any more. */
  private takeBack({ account, id }: Receipt, wallet: string, was: bigint, is: bigint, refund: bigint): bigint {
    if (is > was) account.purse.credit(wallet, is - was, id, this.now, INSTANT_NEVER);
    if (is >= was) return 0n;
    const { recovered } = account.purse.takeBack(wallet, was - is, id, this.now, this.rules.negativeBalance);
    const rate = this.rules.worth.get(wallet);
    if (rate === undefined) return 0n;
    const money = divide(recovered * rate.paysMoney, rate.paysPoints, 'half_up');
    // There is no more to keep than the refund.
    return money < refund ? money : refund;
  }
}
