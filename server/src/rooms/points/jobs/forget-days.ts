import { isoFromInstant, MICROSECONDS_PER_DAY, type Instant } from '../../../kernel/instant.ts';
import type { SweepDeps } from './sweep.ts';
import { dropDaysSpent } from '../store/day-spent.ts';

// A request may be a week old and no limit asks for an older day; a return of an older purchase has nothing to give back to it.
const DAYS_KEPT = 40;
const ROWS_AT_ONCE = 1_000;

/** Forgets what was spent on days of long ago; gives how many rows. */
export async function forgetDays(
  { database, clock }: Pick<SweepDeps, 'database' | 'clock'>,
  isStopping: () => boolean = () => false,
): Promise<number> {
  const before = isoFromInstant((clock.now() - DAYS_KEPT * MICROSECONDS_PER_DAY) as Instant).slice(0, 10);
  let dropped = 0;
  for (let portion = ROWS_AT_ONCE; portion === ROWS_AT_ONCE && !isStopping(); dropped += portion)
    portion = (await database.run(dropDaysSpent, [before, ROWS_AT_ONCE])).length;
  return dropped;
}
