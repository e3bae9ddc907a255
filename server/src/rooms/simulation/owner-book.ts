import { countersBefore, countStreaks } from '../promotions/index.ts';
import type { Basket, BasketMember, CompiledRulebook, StampGrant } from '../promotions/index.ts';

type Known = Pick<BasketMember, 'counters' | 'lastPurchaseOn'>;

/** A rulebook with those for occasions that are in it. */
export const partsOf = (rulebook: CompiledRulebook): readonly CompiledRulebook[] => [
  rulebook,
  ...rulebook.occasions.values(),
];

/** True when a rulebook reads of members what follows from their receipts one after another. */
export const readsHistory = (rulebook: CompiledRulebook): boolean =>
  partsOf(rulebook).some(
    ({ reads, streaks }) => streaks.length > 0 || reads.has('counters') || reads.has('lastPurchaseOn'),
  );

/**
 * What follows from the receipts of members in their order: the day of the last purchase, stamps, purchases in a row. A rulebook that reads
 * them has them in a simulation also where no rule had asked for them when the receipts were kept.
 */
export class OwnerBook {
  private readonly known = new Map<string, Known>();
  private readonly streaks: CompiledRulebook['streaks'];

  constructor(rulebook: CompiledRulebook) {
    this.streaks = [...new Set(partsOf(rulebook).flatMap(({ streaks }) => streaks))];
  }

  /** The basket with what is known of its buyer; before his first receipt, what that receipt kept itself. */
  told(basket: Basket, owner: string): Basket {
    const { member } = basket;
    const known = this.known.get(owner);
    if (member === undefined || known === undefined) return basket;
    const counters = countersBefore(this.streaks, basket.local.date, known.counters ?? {});
    return { ...basket, member: { ...member, ...known, counters } };
  }

  /** Counts a purchase with the stamps that it leaves; one that came back whole was none. */
  note({ member, local }: Basket, owner: string, stamps: readonly StampGrant[], isWhollyBack: boolean): void {
    if (member === undefined) return;
    const before = this.known.get(owner)?.counters ?? member.counters ?? {};
    let counters = isWhollyBack ? before : countStreaks(this.streaks, local.date, before);
    counters = withStamps(counters, stamps);
    const last = member.lastPurchaseOn;
    this.known.set(owner, { counters, lastPurchaseOn: last !== undefined && last > local.date ? last : local.date });
  }

  /** Counts stamps that came without a purchase. */
  noteStamps({ member }: Basket, owner: string, stamps: readonly StampGrant[]): void {
    if (member === undefined || stamps.length === 0) return;
    const { counters = member.counters ?? {}, lastPurchaseOn = member.lastPurchaseOn } = this.known.get(owner) ?? {};
    this.known.set(owner, { counters: withStamps(counters, stamps), lastPurchaseOn });
  }
}

const withStamps = (
  counters: NonNullable<Known['counters']>,
  stamps: readonly StampGrant[],
): NonNullable<Known['counters']> => {
  let all = counters;
  for (const { card, count } of stamps) all = { ...all, [`stamps.${card}`]: (all[`stamps.${card}`] ?? 0) + count };
  return all;
};
