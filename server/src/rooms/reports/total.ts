import type { Database } from '../../platform/database/database.ts';
import { isOfDaySums, summedMark, type Asked } from './filter.ts';
import { askPlanned } from './read/planned.ts';
import { estimateOfLines, sumOfDays, sumOfLines, sumOfMark, type TotalRow } from './read/totals.ts';

/** Totals of a filter; `isEstimate` where there was not the time to count. */
export type Totals = { readonly isEstimate: boolean; readonly rows: readonly TotalRow[] };

/** What a page has for counting; what is left of its 300 ms is for the estimate. */
export const TOTALS_AT_ONCE_MS = 200;
/** What somebody who asked for the exact totals is given. */
export const TOTALS_EXACT_MS = 30_000;

/**
 * The totals of a filter: out of the sums by day or by mark where these know what it names, else counted; where counting takes longer than a page
 * may, estimated, unless `isExact` was asked for. Undefined when even that time was too short.
 */
export async function totalsOf(database: Database, asked: Asked, isExact: boolean): Promise<Totals | undefined> {
  if (isOfDaySums(asked)) {
    const rows = await askPlanned(database, TOTALS_EXACT_MS, (tx) => sumOfDays(tx, asked));
    return rows && { isEstimate: false, rows };
  }
  const mark = summedMark(asked);
  if (mark !== undefined) {
    const rows = await askPlanned(database, TOTALS_EXACT_MS, (tx) => sumOfMark(tx, asked, mark));
    return rows && { isEstimate: false, rows };
  }
  const counted = await askPlanned(database, isExact ? TOTALS_EXACT_MS : TOTALS_AT_ONCE_MS, (tx) =>
    sumOfLines(tx, asked),
  );
  if (counted || isExact) return counted && { isEstimate: false, rows: counted };
  const rows = await askPlanned(database, TOTALS_EXACT_MS, (tx) => estimateOfLines(tx, asked));
  return rows && { isEstimate: true, rows };
}
