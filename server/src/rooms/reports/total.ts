import type { LineDeps } from './deps.ts';
import { isOfDaySums, summedMark, type Asked } from './filter.ts';
import { FOLLOWER } from './follow-journal.ts';
import { isOfPacks } from './packs/question.ts';
import { sumOfPacksUntil } from './packs/sum-packs.ts';
import { askPlanned } from './read/planned.ts';
import { estimateOfLines, sumOfDays, sumOfLines, sumOfMark, sumOfOpenLines, type TotalRow } from './read/totals.ts';
import type { Share } from './share.ts';
import { readPackedLanes } from './store/pack.ts';

/** Totals of a filter; where there was not the time to count, an estimate with the share that it was made from. */
export type Totals = { readonly rows: readonly TotalRow[]; readonly share: Share | undefined };

/** What a page has for counting; what is left of its 300 ms is for what is on its way by then, and for the estimate. */
export const TOTALS_AT_ONCE_MS = 200;
/** What somebody who asked for the exact totals is given. Two seconds are enough for ten million lines; they are told when it is there. */
export const TOTALS_EXACT_MS = 30_000;

/**
 * The totals of a filter: out of the sums by day or by mark where these know what it names; of a member, a card or a receipt out of its few
 * lines; else out of packs and the lines that are in none yet. Where that takes longer than a page may, what was come to until then is scaled
 * up to an estimate, unless `isExact` was asked for. Undefined when even that time was too short.
 */
export async function totalsOf(lines: LineDeps, asked: Asked, isExact: boolean): Promise<Totals | undefined> {
  const { database } = lines;
  const exact = async (ask: Parameters<typeof askPlanned<TotalRow[]>>[2]): Promise<Totals | undefined> => {
    const rows = await askPlanned(database, TOTALS_EXACT_MS, ask);
    return rows && { rows, share: undefined };
  };
  if (isOfDaySums(asked)) return exact((tx) => sumOfDays(tx, asked));
  const mark = summedMark(asked);
  if (mark !== undefined) return exact((tx) => sumOfMark(tx, asked, mark));
  // They are found by index, and a sample would miss them all.
  if (!isOfPacks(asked)) return exact((tx) => sumOfLines(tx, asked));
  const withinMs = isExact ? TOTALS_EXACT_MS : (lines.totalsAtOnceMs ?? TOTALS_AT_ONCE_MS);
  const counted = await sumOfAll(lines, asked, isExact ? Infinity : performance.now() + withinMs, withinMs);
  if (counted !== undefined || isExact) return counted;
  return askPlanned(database, TOTALS_EXACT_MS, (tx) => estimateOfLines(tx, asked));
}

// Twice what the next pack takes: counted in some tens of milliseconds. More of them are there only while packs are behind.
const OPEN_MAX = 120_000n;

/** Packs and what is in none, out of one snapshot: each line once. Undefined when the latter is much, and takes longer than it may. */
async function sumOfAll(lines: LineDeps, asked: Asked, until: number, withinMs: number): Promise<Totals | undefined> {
  const { database } = lines;
  const { tenant } = asked.sight;
  const behind = (await readPackedLanes(database, tenant, FOLLOWER)).reduce((sum, { open }) => sum + open, 0n);
  // A machine that is busy makes nothing an estimate that is little work.
  return askPlanned(database, behind > OPEN_MAX ? Math.max(1, withinMs) : TOTALS_EXACT_MS, async (tx) => {
    const open = (await readPackedLanes(tx, tenant, FOLLOWER)).filter((lane) => lane.open > 0n);
    const [counted, packed] = await Promise.all([
      sumOfOpenLines(tx, asked, open),
      sumOfPacksUntil(tx, lines, asked, until),
    ]);
    return { rows: [...packed.rows, ...counted], share: packed.share };
  });
}
