import type { PastReturn, PastSale } from '../checkout/index.ts';
import type { PastOccasion } from '../occasions/index.ts';
import { usagesOf } from '../promotions/index.ts';
import type { Basket, CompiledRulebook } from '../promotions/index.ts';
import { decidePast, leftAfter, moneyOf } from './decide-past.ts';
import type { Decided, Left } from './decide-past.ts';
import { LimitBook } from './limit-book.ts';
import type { CountedPlace } from './limit-book.ts';
import { OwnerBook, partsOf, readsHistory } from './owner-book.ts';

/** What came of one receipt under one rulebook, without what came back, and how much that was. */
export type Settled = {
  readonly points: ReadonlyMap<string, bigint>;
  readonly money: bigint;
  readonly back: ReadonlyMap<string, bigint>;
  readonly left: Left | undefined;
};

type Outcome = Pick<Decided, 'basket' | 'points' | 'priced' | 'coupons' | 'stamps'> & {
  readonly grants: readonly { readonly promotion: string; readonly points: bigint }[];
};

const NO_POINTS: ReadonlyMap<string, bigint> = new Map();
const NOTHING: readonly never[] = [];

/** True where limits are counted over receipts, not only within one. */
const countsLimits = (rulebook: CompiledRulebook): boolean =>
  partsOf(rulebook).some(({ promotions }) =>
    promotions.some(({ limits }) => limits.some(({ per }) => per !== 'receipt')),
  );

/** A rulebook on trial over the receipts of before: with what its limits have been used for, and what follows from receipts of members. */
export class Trial {
  readonly rulebook: CompiledRulebook;
  readonly book: LimitBook | undefined;
  private readonly owners: OwnerBook | undefined;

  constructor(rulebook: CompiledRulebook, obeysLimits: boolean) {
    this.rulebook = rulebook;
    this.book = obeysLimits && countsLimits(rulebook) ? new LimitBook() : undefined;
    this.owners = readsHistory(rulebook) ? new OwnerBook(rulebook) : undefined;
  }

  /** True when receipts have to come in their order, over all lanes. */
  get wantsOrder(): boolean {
    return this.book !== undefined || this.owners !== undefined;
  }

  /** The basket as this rulebook reads it: with facts that its record has elsewhere, or that follow from receipts before. */
  told({ basket, tenders }: PastSale, owner: string): Basket {
    const told = this.owners ? this.owners.told(basket, owner) : basket;
    return this.rulebook.reads.has('tenders') && told.tenders === undefined ? { ...told, tenders: tenders() } : told;
  }

  decide(basket: Basket, earns: boolean, place: CountedPlace, onShort?: (promotion: string) => void): Decided {
    const { book } = this;
    return decidePast(this.rulebook, basket, earns, book && { book, place, onShort });
  }

  /** Counts a decision, or what the record says of one, and takes off what came back. */
  settle(outcome: Outcome, place: CountedPlace, returned: PastReturn | undefined): Settled {
    const { book, owners, rulebook } = this;
    const { basket, points, priced, stamps } = outcome;
    const takings = book ? book.take(rulebook, usagesOf(outcome), place) : NOTHING;
    const left = returned && leftAfter(rulebook, basket, points, returned.isVoided ? 'all' : returned.back);
    if (left && book) book.giveBack(takings, left.usages);
    owners?.note(basket, place.owner ?? '', left?.stamps ?? stamps, left?.isWhole === true);
    if (left === undefined) return { points, money: moneyOf(priced), back: NO_POINTS, left };
    return { points: left.points, money: left.money, back: lessOf(points, left.points), left };
  }

  /** What of the rulebook answers an occasion; undefined where nothing does. */
  answeringOf(name: string): CompiledRulebook | undefined {
    return this.rulebook.occasions.get(name);
  }

  answers(name: string): boolean {
    return this.rulebook.occasions.has(name);
  }

  /** Decides an occasion on what limits leave and what is known of the member. */
  decideOccasion(basket: Basket, place: CountedPlace, onShort?: (promotion: string) => void): Decided {
    const { book } = this;
    const answering = this.answeringOf(basket.occasion?.name ?? '');
    if (answering === undefined)
      return { basket, grants: NOTHING, points: NO_POINTS, coupons: NOTHING, stamps: NOTHING, priced: NOTHING };
    const told = this.owners ? this.owners.told(basket, place.owner ?? '') : basket;
    return decidePast(answering, told, true, book && { book, place, onShort });
  }

  /** Counts what an occasion brought; one that was reversed gives everything back. */
  settleOccasion(outcome: Outcome, place: CountedPlace, isReversed: boolean): Settled {
    const { basket, points, stamps } = outcome;
    const answering = this.answeringOf(basket.occasion?.name ?? '');
    const takings = this.book && answering ? this.book.take(answering, usagesOf(outcome), place) : NOTHING;
    if (!isReversed) {
      this.owners?.noteStamps(basket, place.owner ?? '', stamps);
      return { points, money: 0n, back: NO_POINTS, left: undefined };
    }
    this.book?.giveBack(takings, new Map());
    return { points: NO_POINTS, money: 0n, back: points, left: leftAfter(this.rulebook, basket, points, 'all') };
  }
}

/** The same of an occasion. */
export const recordedOccasion = ({ basket, granted, grants, coupons, stamps }: PastOccasion): Outcome => ({
  ...{ basket, points: granted, grants, coupons, stamps, priced: NOTHING },
});

/** What a record says that was decided. */
export const recorded = ({ basket, granted, grants, coupons, stamps }: PastSale): Outcome => ({
  ...{ basket, points: granted, grants, coupons, stamps },
  priced: basket.priced ?? NOTHING,
});

/** What the second has not of the first. */
const lessOf = (was: ReadonlyMap<string, bigint>, is: ReadonlyMap<string, bigint>): Map<string, bigint> => {
  const less = new Map<string, bigint>();
  for (const [wallet, points] of was) {
    const left = is.get(wallet) ?? 0n;
    if (left < points) less.set(wallet, points - left);
  }
  return less;
};
