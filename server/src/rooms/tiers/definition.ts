import type { Instant } from '../../kernel/instant.ts';
import type { CalendarSpan } from '../../kernel/validity.ts';

/** What is counted for a tier. All of them are counted on every receipt, so that a program may change its mind. */
export type Metric = 'earned' | 'spend' | 'visits' | 'balance';

export const CALENDAR_PERIODS = ['month', 'quarter', 'half_year', 'year'] as const;
export type CalendarPeriod = (typeof CALENDAR_PERIODS)[number];

/** Over which time is counted: a period of the calendar, a year from enrolment to enrolment, or the last so many days. */
export type Window = { readonly per: CalendarPeriod | 'anniversary' } | { readonly days: number };

export type Validity = 'end_of_period' | 'end_of_next_period' | CalendarSpan;

export type Downgrade = 'none' | 'one_step' | 'full';

export type BenefitValue = string | number | boolean;

export type Level = {
  readonly code: string;
  readonly name: string;
  /** What must be counted, as decimal text of the metric's unit; absent: the level is only given by hand. Zero: everybody has it. */
  readonly threshold?: string | undefined;
  /** Who has it keeps it, whatever is counted. */
  readonly isKept?: boolean | undefined;
  /** Facts for whoever serves the member; the program itself does nothing with them. */
  readonly benefits?: Readonly<Record<string, BenefitValue>> | undefined;
};

/** What a receipt counts. */
export type Counts = {
  /** Wallets whose grants qualify, or whose balance counts; all of one unit. */
  readonly wallets?: readonly string[] | undefined;
  /** Promotions whose grants do not qualify. */
  readonly exceptPromotions?: readonly string[] | undefined;
  /** Categories (a prefix of the tree) whose lines are no spend. */
  readonly exceptCategories?: readonly string[] | undefined;
  /** False: points count when they become active, not when they are earned. */
  readonly pending: boolean;
  /** Spend with or without what points have paid. */
  readonly spend: 'net' | 'net_of_points';
};

/** How members of a program rise and fall (semantics 3.8). What a setting does stands in docs/concepts/tiers.md. */
export type TierContent = {
  readonly levels: readonly Level[];
  readonly metric: Metric;
  readonly counts: Counts;
  readonly window: Window;
  readonly start: 'immediate' | 'next_period';
  readonly validity: Validity;
  readonly grace?: { readonly days: number; readonly roundTo?: CalendarPeriod | undefined } | undefined;
  readonly downgrade: Downgrade;
  /** By which tier a purchase earns: the one before it, or the one that it leads to. */
  readonly purchaseTier: 'before' | 'after';
  /** What a return does to a tier that it was reached by: looks again, or leaves it until it ends. */
  readonly returns: 'reevaluate' | 'keep';
  /** What these rules do to members when they take force: raise only, or put everybody where the rules put him. */
  readonly onChange: 'upgrade_only' | 'recompute';
};

/** A published version of a program's tiers, with its thresholds as numbers of smallest steps. */
export type TierDefinition = {
  readonly tenant: number;
  readonly program: number;
  readonly version: number;
  readonly inForceFrom: Instant;
  readonly content: TierContent;
  /** By rank, the lowest first. Undefined: by hand only. */
  readonly thresholds: readonly (number | undefined)[];
};

/** The rank of a tier, the lowest is 0; -1 for none, and for one that these rules do not have. */
export const rankOf = ({ content }: TierDefinition, tier: string): number =>
  content.levels.findIndex((level) => level.code === tier);

export const codeOfRank = ({ content }: TierDefinition, rank: number): string =>
  rank < 0 ? '' : (content.levels[rank] as Level).code;

/** The highest rank that so much gives; -1 for none. */
export function rankReached({ thresholds }: TierDefinition, counted: number): number {
  for (let rank = thresholds.length - 1; rank >= 0; rank--) {
    const threshold = thresholds[rank];
    if (threshold !== undefined && threshold <= counted) return rank;
  }
  return -1;
}
