import { addMonths } from '../../../kernel/local-date.ts';
import { createZone } from '../../../kernel/zone.ts';
import type { LineDeps } from '../deps.ts';
import { writeMonth } from '../store/line.ts';

/** Makes the pieces of this month and the next, so that no till's sale is the first of its month to be followed. */
export async function makeMonthsAhead({ database, clock }: Pick<LineDeps, 'database' | 'clock'>): Promise<void> {
  const { date } = createZone('UTC').localOf(clock.now());
  for (const day of [date, addMonths(date, 1)]) await database.transaction((tx) => writeMonth(tx, day));
}
