import type { Instant } from '../../kernel/instant.ts';
import type { RulebookContent } from '../promotions/index.ts';

/** A part of a lane that one thread counts at a time. */
export type Stretch = { readonly lane: number; readonly after: bigint; readonly upto: bigint };

/** What a thread has to know. Plain data. */
export type CountingTask = {
  readonly url: string;
  readonly program: number;
  readonly draft: RulebookContent;
  readonly today: RulebookContent;
  readonly todayNumber: number;
  readonly from: Instant;
  readonly before: Instant;
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
