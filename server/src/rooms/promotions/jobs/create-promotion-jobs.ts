import { isoFromInstant, MICROSECONDS_PER_DAY, type Instant } from '../../../kernel/instant.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import { repeatWork, type Jobs } from '../../../platform/jobs/repeat-work.ts';
import { recallIdle } from '../../../platform/pots/index.ts';
import { dropEndedCounters } from '../store/counter.ts';

export type PromotionJobsDeps = {
  readonly database: Database;
  readonly clock: Clock;
  readonly onFailure?: (error: unknown) => void;
};

// A slice counts as idle after a minute; looked for often enough that it lies no more than a quarter longer.
const RECALL_PAUSE_MS = 15_000;
const COUNTERS_PAUSE_MS = 3_600_000;
// Longer than any shop takes goods back: a return gives back what was used in the period of its sale.
const COUNTERS_KEPT_DAYS = 730;
const COUNTERS_AT_ONCE = 1_000;

/** Drops the counters of periods that ended two years ago; gives how many. */
export async function dropCounters(
  { database, clock }: Pick<PromotionJobsDeps, 'database' | 'clock'>,
  isStopping: () => boolean = () => false,
): Promise<number> {
  const before = isoFromInstant((clock.now() - COUNTERS_KEPT_DAYS * MICROSECONDS_PER_DAY) as Instant).slice(0, 10);
  let dropped = 0;
  for (let portion = COUNTERS_AT_ONCE; portion === COUNTERS_AT_ONCE && !isStopping(); dropped += portion)
    portion = (await database.run(dropEndedCounters, [before, COUNTERS_AT_ONCE])).length;
  return dropped;
}

/** What this room does by itself: recalls the unused slices of budgets, and forgets counters of long ago. */
export const createPromotionJobs = (deps: PromotionJobsDeps): Jobs =>
  repeatWork(
    [
      { pauseMs: RECALL_PAUSE_MS, work: (isStopping) => recallIdle(deps.database, isStopping) },
      { pauseMs: COUNTERS_PAUSE_MS, work: (isStopping) => dropCounters(deps, isStopping) },
    ],
    deps.onFailure,
  );
