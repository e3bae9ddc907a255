import { birthdayPages, countEvent, pagesOf, type Page, type Reads } from './pages.ts';
import type { Counter } from './counter.ts';
import type { InOrder } from './stretch.ts';

// What is in memory at once is as much for two lanes as for a hundred.
const ROWS_AT_ONCE = 16_000;
const PAGE_ROWS_MIN = 100;
const PAGE_ROWS_MAX = 2_000;

type Reader = {
  readonly lane: number;
  readonly next: () => Promise<Page | undefined>;
  page: Page | undefined;
  at: number;
};

/**
 * Counts the receipts and occasions of all lanes in the order in which they occurred, each lane in the order of its numbers: what limits
 * leave and what a member had bought before depends on it. One thread does it, since every receipt may hang on the one before.
 */
export const countInOrder = async (
  reads: Reads,
  { lanes, birthdays }: InOrder,
  counter: Counter,
  onRows: (rows: number) => void,
): Promise<void> => {
  const share = Math.floor(ROWS_AT_ONCE / Math.max(1, lanes.length));
  const pageRows = BigInt(Math.min(PAGE_ROWS_MAX, Math.max(PAGE_ROWS_MIN, share)));
  const readers: Reader[] = lanes.map(({ lane, upto }) => ({
    ...{ lane, page: undefined, at: 0 },
    next: pagesOf(reads, { lane, after: 0n, upto }, pageRows),
  }));
  if (birthdays) readers.push({ lane: 0, page: undefined, at: 0, next: birthdayPages(reads, birthdays) });
  /** Turns to the next page that has sales; false when there is no more. */
  const turn = async (reader: Reader): Promise<boolean> => {
    for (;;) {
      const page = await reader.next();
      reader.page = page;
      reader.at = 0;
      if (page === undefined) return false;
      onRows(page.rows);
      if (page.events.length > 0) return true;
    }
  };
  const open: Reader[] = [];
  for (const reader of readers) if (await turn(reader)) open.push(reader);
  while (open.length > 0) {
    let first = open[0] as Reader;
    let earliest = occurredAt(first);
    for (let i = 1; i < open.length; i++) {
      const at = occurredAt(open[i] as Reader);
      if (at >= earliest) continue;
      first = open[i] as Reader;
      earliest = at;
    }
    const page = first.page as Page;
    countEvent(counter, first.lane, page.events[first.at] as Page['events'][number], page);
    first.at += 1;
    if (first.at === page.events.length && !(await turn(first))) open.splice(open.indexOf(first), 1);
  }
};

const occurredAt = ({ page, at }: Reader): number => (page as Page).events[at]?.occurredAt ?? 0;
