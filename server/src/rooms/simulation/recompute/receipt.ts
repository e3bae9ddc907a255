import type { PlainLine } from './lines.ts';
import type { PlainRooms } from './limits.ts';

/** What an effect was told. */
export type PlainRule = {
  readonly effect: number;
  readonly kind: string;
  readonly version: number;
  readonly params: object;
  readonly cap?: string | undefined;
  readonly decimals: { readonly money: number; readonly points: number };
};

/** A grant with its derivation, as it is told: plain data. */
export type PlainGrant = {
  readonly promotion: string;
  /** The promotion's version; not compared where it is not told. */
  readonly version?: number | undefined;
  readonly walletType: string;
  readonly points: bigint;
  readonly perLine: readonly (readonly [line: number, points: bigint])[];
  readonly derivation: {
    readonly rule: PlainRule;
    readonly amounts?: readonly (readonly [line: number, amount: string])[] | undefined;
    readonly sources?:
      | readonly {
          readonly promotion: string;
          readonly effect: number;
          readonly points: string;
          readonly earned?: string | undefined;
          readonly added: string;
        }[]
      | undefined;
    readonly uncapped?: string | undefined;
    /** Where it is known that its group took lines, or may have: each line has whole points. */
    readonly isContended?: boolean | undefined;
  };
};

export type PlainReceipt = {
  readonly lines: readonly PlainLine[];
  /** Stamps and the like, before the receipt. */
  readonly counters?: Readonly<Record<string, number>> | undefined;
  readonly spent?:
    | readonly {
        readonly wallet: string;
        readonly points: bigint;
        readonly perLine: readonly (readonly [line: number, money: bigint])[];
      }[]
    | undefined;
  /** What acted on the prices before. */
  readonly priced?: readonly { readonly promotion: string }[] | undefined;
  /** Numbers that were told with an occasion. */
  readonly told?: Readonly<Record<string, unknown>> | undefined;
  /** What limits left when it was decided; absent where nothing was counted. */
  readonly rooms?: PlainRooms | undefined;
};

/** What a promotion took off, as it is told; what acted without taking anything off has no lines. */
export type PlainDiscount = {
  readonly promotion: string;
  readonly rule: PlainRule;
  readonly perLine: readonly (readonly [line: number, money: bigint])[];
};

/** What may not come out: of a grant, of a price, or of what an operation took back, gave again or paid back. */
export type What =
  | ('kind' | 'rule' | 'amounts' | 'points' | 'lines' | 'sources' | 'cap' | 'limit' | 'discount')
  | 'books'
  | ('acts' | 'credited' | 'taken' | 'regranted' | 'restored' | 'refund');

/**
 * Why something of an operation was not computed, or is held against a bound only; none of it is told to be right. `expression`: prices of what
 * stays hang on a condition that only the engine reads. `conditions`: those of a promotion on what stays were not asked. `silence`: a promotion acts
 * no more, and something else may have kept it out. `contended`: which lines a promotion won in its group. `withheld`: money kept of a refund is no
 * more than what ended. `drifted`: the version gives the recorded grants no more, what stays is each line's share. The others: what promotions
 * give besides points and discounts.
 */
export type NotComputed =
  | ('expression' | 'conditions' | 'silence' | 'contended' | 'withheld' | 'drifted')
  | ('gifts' | 'coupons' | 'stamps' | 'rates');

/** Is told what was not computed; as often as it occurs. */
export type LeaveOut = (why: NotComputed) => void;

/** Something that does not come out as it is said. What belongs to no promotion names none. */
export type Difference = {
  readonly promotion: string;
  readonly effect: number;
  readonly what: What;
  readonly told: string;
  readonly computed: string;
};
