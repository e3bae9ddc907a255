import type { LineDeps } from './deps.ts';
import { isOfDaySums, summedMark, type Asked } from './filter.ts';
import { FOLLOWER } from './follow-journal.ts';
import { isOfPacks } from './packs/question.ts';
import { sumOfPacks } from './packs/sum-packs.ts';
import { askPlanned } from './read/planned.ts';
import { estimateOfLines, sumOfDays, sumOfLines, sumOfMark, sumOfOpenLines, type TotalRow } from './read/totals.ts';
import { readPackedLanes } from './store/pack.ts';

/** Totals of a filter; `isEstimate` where there was not the time to count. */
export type Totals = { readonly isEstimate: boolean; readonly rows: readonly TotalRow[] };

/** What a page has for counting; what is left of its 300 ms is for the estimate. */
export const TOTALS_AT_ONCE_MS = 200;
/** What somebody who asked for the exact totals is given. */
export const TOTALS_EXACT_MS = 30_000;

/**
 * The totals of a filter: out of the sums by day or by mark where these know what it names, else out of packs and the lines that are in none
 * yet, else counted; where that takes longer than a page may, estimated, unless `isExact` was asked for. Undefined when even that time was
 * too short.
 */
export async function totalsOf(lines: LineDeps, asked: Asked, isExact: boolean): Promise<Totals | undefined> {
  const { database } = lines;
  if (isOfDaySums(asked)) {
    const rows = await askPlanned(database, TOTALS_EXACT_MS, (tx) => sumOfDays(tx, asked));
    return rows && { isEstimate: false, rows };
  }
  const mark = summedMark(asked);
  if (mark !== undefined) {
    const rows = await askPlanned(database, TOTALS_EXACT_MS, (tx) => sumOfMark(tx, asked, mark));
    return rows && { isEstimate: false, rows };
  }
  const withinMs = isExact ? TOTALS_EXACT_MS : TOTALS_AT_ONCE_MS;
  const counted = isOfPacks(asked)
    ? await sumOfAll(lines, asked, withinMs)
    : await askPlanned(database, withinMs, (tx) => sumOfLines(tx, asked));
  if (counted || isExact) return counted && { isEstimate: false, rows: counted };
  const rows = await askPlanned(database, TOTALS_EXACT_MS, (tx) => estimateOfLines(tx, asked));
  return rows && { isEstimate: true, rows };
}

// Twice what the next pack takes: counted in some tens of milliseconds. More of them are there only while packs are behind.
const OPEN_MAX = 120_000n;

/** Packs and what is in none, out of one snapshot: each line once. Undefined when the latter is much, and takes longer than it may. */
async function sumOfAll(lines: LineDeps, asked: Asked, withinMs: number): Promise<TotalRow[] | undefined> {
  const { database } = lines;
  const { tenant } = asked.sight;
  const behind = (await readPackedLanes(database, tenant, FOLLOWER)).reduce((sum, { open }) => sum + open, 0n);
  // A machine that is busy makes nothing an estimate that is little work.
  return askPlanned(database, behind > OPEN_MAX ? withinMs : TOTALS_EXACT_MS, async (tx) => {
    const open = (await readPackedLanes(tx, tenant, FOLLOWER)).filter((lane) => lane.open > 0n);
    const [counted, packed] = await Promise.all([sumOfOpenLines(tx, asked, open), sumOfPacks(tx, lines, asked)]);
    return [...packed, ...counted];
  });
}
