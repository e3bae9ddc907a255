import type { Instant } from '../../kernel/instant.ts';
import { addDays, type LocalDate } from '../../kernel/local-date.ts';
import type { RulebookContent } from '../promotions/index.ts';

/** A part of a lane that one thread counts at a time. */
export type Stretch = { readonly lane: number; readonly after: bigint; readonly upto: bigint };

/** Days on which members had birthdays: counted beside the lanes, since most left nothing there. */
export type Days = { readonly first: LocalDate; readonly last: LocalDate };

/** Everything at once, in the order in which it occurred. */
export type InOrder = {
  readonly lanes: readonly { readonly lane: number; readonly upto: bigint }[];
  readonly birthdays: Days | undefined;
};

/** What a thread has to know. Plain data. */
export type CountingTask = {
  readonly url: string;
  readonly program: number;
  readonly draft: RulebookContent;
  readonly today: RulebookContent;
  readonly todayNumber: number;
  readonly from: Instant;
  readonly before: Instant;
  /** The same, or now where that is earlier: birthdays to come were none. */
  readonly until: Instant;
  /** In which members have birthdays; of the zone its name. */
  readonly calendar: {
    readonly tenant: number;
    readonly zone: string;
    readonly currency: { readonly code: string; readonly decimals: number };
    readonly leapDay: 'feb_28' | 'mar_1';
  };
  /** Limits hold promotions back, as at the till. */
  readonly obeysLimits: boolean;
};

/** Rows of the journal that are read at once: some hundred kilobytes, some ten milliseconds. */
export const PAGE_ROWS = 2_000n;
/** Rows of a stretch: small enough that threads end together, large enough that messages cost nothing. */
export const STRETCH_ROWS = 20_000n;

/** The lanes, cut into stretches. */
export const cutLanes = (lanes: readonly { readonly lane: number; readonly upto: bigint }[]): Stretch[] => {
  const stretches: Stretch[] = [];
  for (const { lane, upto } of lanes) {
    for (let after = 0n; after < upto; after += STRETCH_ROWS) {
      const end = after + STRETCH_ROWS;
      stretches.push({ lane, after, upto: end < upto ? end : upto });
    }
  }
  return stretches;
};

const DAYS_AT_ONCE = 31;

/** Days, cut likewise. */
export const cutDays = ({ first, last }: Days): Days[] => {
  const parts: Days[] = [];
  for (let day = first; day <= last; day = addDays(day, DAYS_AT_ONCE)) {
    const end = addDays(day, DAYS_AT_ONCE - 1);
    parts.push({ first: day, last: end < last ? end : last });
  }
  return parts;
};
