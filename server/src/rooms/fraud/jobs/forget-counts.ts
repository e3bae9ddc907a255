import { isoFromInstant, MICROSECONDS_PER_DAY, type Instant } from '../../../kernel/instant.ts';
import type { FraudDeps } from '../fraud-deps.ts';
import { forgetCounted, forgetTallies, forgetVoided } from '../store/forget.ts';

// The longest window is a year, and a rolling one reaches as far behind a receipt that comes late.
const DAYS_KEPT = 800;
const ROWS_AT_ONCE = 1_000;

/** Forgets what was counted on days that no window reaches any more, but for what a signal stands on; gives how many rows. */
export async function forgetCounts(
  { database, clock }: Pick<FraudDeps, 'database' | 'clock'>,
  isStopping: () => boolean = () => false,
): Promise<number> {
  const first = isoFromInstant((clock.now() - DAYS_KEPT * MICROSECONDS_PER_DAY) as Instant).slice(0, 10);
  let forgotten = 0;
  for (const forget of [forgetCounted, forgetTallies, forgetVoided]) {
    for (let portion = ROWS_AT_ONCE; portion === ROWS_AT_ONCE && !isStopping(); forgotten += portion)
      portion = (await database.run<unknown>(forget, [first, ROWS_AT_ONCE])).length;
  }
  return forgotten;
}
