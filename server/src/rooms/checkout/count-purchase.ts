import type { Instant } from '../../kernel/instant.ts';
import type { LocalDate } from '../../kernel/local-date.ts';
import type { Desk, OwnerKey } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { memberSheet, type Member } from '../members/index.ts';
import {
  adjudicate,
  countStreaks,
  uncountStreaks,
  type Basket,
  type CompiledRulebook,
  type StampGrant,
} from '../promotions/index.ts';
import { basketWithout } from './keep-points.ts';

/** A purchase as it counts for whoever bought. */
export type Purchase = {
  readonly program: number;
  readonly occurredAt: Instant;
  /** The day of the outlet's wall: what streaks go by. */
  readonly date: LocalDate;
  readonly rulebook: Pick<CompiledRulebook, 'streaks'>;
  readonly stamps: readonly StampGrant[];
};

type Counters = Member['counters'];

const withStamps = (counters: Counters, stamps: ReadonlyMap<string, number>): Counters => {
  let after = counters;
  for (const [card, count] of stamps) {
    const name = `stamps.${card}`;
    if (count !== 0) after = { ...after, [name]: Math.max(0, (after[name] ?? 0) + count) };
  }
  return after;
};

const stampsOf = (stamps: readonly StampGrant[]): Map<string, number> => {
  const all = new Map<string, number>();
  for (const { card, count } of stamps) all.set(card, (all.get(card) ?? 0) + count);
  return all;
};

/** Counts a purchase, its stamps and purchases in a row. Where no promotion counts any the counters are the same object: nothing is written. */
export function countPurchase(key: OwnerKey, purchase: Purchase, desk: Desk<JournalEntry>): void {
  const member = desk.read(memberSheet, key)!;
  const { program, occurredAt, date, rulebook, stamps } = purchase;
  const last = member.lastPurchaseAt;
  const counted =
    rulebook.streaks.length === 0 ? member.counters : countStreaks(rulebook.streaks, date, member.counters);
  desk.put(memberSheet, key, {
    ...member,
    purchases: member.purchases + 1,
    lastPurchaseAt: last !== undefined && last > occurredAt ? last : occurredAt,
    programs: member.programs.includes(program) ? member.programs : [...member.programs, program],
    counters: stamps.length === 0 ? counted : withStamps(counted, stampsOf(stamps)),
  });
}

/** Counts stamps that something else than a purchase brought. */
export function countStamps(key: OwnerKey, stamps: readonly StampGrant[], desk: Desk<JournalEntry>): void {
  if (stamps.length === 0) return;
  const member = desk.read(memberSheet, key)!;
  desk.put(memberSheet, key, { ...member, counters: withStamps(member.counters, stampsOf(stamps)) });
}

/** What has come back of a purchase, before and after this return, and the basket and rules that it was decided by. */
export type BackOfPurchase = {
  readonly rulebook: CompiledRulebook | undefined;
  readonly basket: Basket;
  readonly stamps: readonly StampGrant[];
  readonly before: ReadonlyMap<number, bigint>;
  readonly back: ReadonlyMap<number, bigint>;
  /** True for the return that brings the last of the goods. */
  readonly isLast: boolean;
};

/** Stamps that the rest of a basket still has: decided again by the version of the sale, never more than it gave. A function of the set. */
const stampsLeft = (
  { rulebook, basket, stamps }: BackOfPurchase,
  back: ReadonlyMap<number, bigint>,
): Map<string, number> => {
  const given = stampsOf(stamps);
  if (back.size === 0) return given;
  const rest = basketWithout(basket, back);
  if (rest.lines.length === 0) return new Map();
  // Without the rules of then a card keeps its stamps until everything has come back.
  if (rulebook === undefined) return given;
  const now = stampsOf(adjudicate(rulebook, rest).stamps);
  return new Map([...given].map(([card, count]) => [card, Math.min(count, now.get(card) ?? 0)]));
};

/** What is counted of a member's purchases. */
export type Counted = { readonly purchases: number; readonly counters: Counters };

/**
 * Without what goods that came back had counted: stamps as far as the rest does not bring them, and with the last of the goods the
 * purchase itself and its place in rows of days, weeks or months, as of the day of the sale (semantics 3.4). Pure.
 */
export function withoutPurchase(counted: Counted, goods: BackOfPurchase): Counted {
  const { rulebook, basket, stamps, before, back, isLast } = goods;
  let { counters } = counted;
  if (stamps.length > 0) {
    const [was, now] = [stampsLeft(goods, before), stampsLeft(goods, back)];
    counters = withStamps(counters, new Map([...was].map(([card, count]) => [card, (now.get(card) ?? 0) - count])));
  }
  if (!isLast) return { ...counted, counters };
  const streaks = rulebook?.streaks ?? [];
  if (streaks.length > 0) counters = uncountStreaks(streaks, basket.local.date, counters);
  return { purchases: Math.max(0, counted.purchases - 1), counters };
}

/** The same for a member on a desk. */
export function uncountPurchase(key: OwnerKey, goods: BackOfPurchase, desk: Desk<JournalEntry>): void {
  if (!goods.isLast && goods.stamps.length === 0) return;
  const member = desk.read(memberSheet, key);
  if (!member) return;
  const left = withoutPurchase(member, goods);
  if (left.purchases !== member.purchases || left.counters !== member.counters)
    desk.put(memberSheet, key, { ...member, purchases: left.purchases, counters: left.counters });
}
