import type { Rate } from '../../kernel/rate.ts';

/** What a grant would be without rounding: `points / step` for each counted amount. Made once per rule, not per grant. */
export type Exact = { readonly counting: number; readonly points: bigint; readonly step: bigint };

/** What an effect gives: points into a wallet, money off the price, or one of the things that are not counted. */
export type Gives = 'points' | 'discount' | 'gift' | 'rate' | 'coupon';

/** The kinds of giving that change what is to be paid; they are decided before anything is paid. */
export const isPricing = (gives: Gives): boolean => gives === 'discount' || gives === 'gift' || gives === 'rate';

/**
 * Points rounded together and then shared: `weights[i] / sum` of them belong to the place `at[i]`, whichever of equal lines got the point
 * that was left over.
 */
export type Share = {
  readonly points: bigint;
  readonly at: readonly number[];
  readonly weights: readonly bigint[];
  readonly sum: bigint;
};

/**
 * What one effect gives: `parts[i]` for the line at place `at[i]`, together `points`. For a discount these are money in
 * smallest steps, for a gift pieces in thousandths, for coupons how many; a better rate counts as 1.
 */
export type Award = {
  readonly points: bigint;
  readonly at: readonly number[];
  readonly parts: readonly bigint[];
  readonly exact?: Exact | undefined;
  /**
   * How the points fell on places before each got whole ones: `weights[i] / weight` of them on `at[i]`. Undefined where each line was rounded
   * by itself.
   */
  readonly weights?: readonly bigint[] | undefined;
  readonly weight?: bigint | undefined;
  /** Instead of weights where points came together from several; none where each line has whole points that it won. */
  readonly shares?: readonly Share[] | undefined;
  /** The counting that it was computed from. */
  readonly counting?: number | undefined;
  /** The earlier grants that it was computed from. */
  readonly sources?: readonly Source[] | undefined;
  readonly gift?: { readonly sku: string; readonly quantity: bigint } | undefined;
  readonly coupon?: string | undefined;
  readonly rate?: { readonly factor: Rate; readonly walletType: string | undefined } | undefined;
  /** Stamps put on a card, whether or not it is full now; then `points` may be 0. */
  readonly stamps?: { readonly card: string; readonly count: number } | undefined;
};

/**
 * An earlier grant that a multiplier acts on: where it came from, its points on matching lines, what was added. `earned` is what these lines
 * had before rounding, where that is multiplied and is another number. Points and earned may be fractions: `21/2`.
 */
export type Source = {
  readonly promotion: string;
  readonly effect: number;
  readonly points: string;
  readonly earned?: string | undefined;
  readonly added: string;
};

/** A grant made earlier in the same decision. */
export type Granted = {
  readonly promotion: string;
  readonly gives: Gives;
  readonly effect: number;
  readonly wallet: string;
  readonly isMultiplier: boolean;
  readonly award: Award;
};
