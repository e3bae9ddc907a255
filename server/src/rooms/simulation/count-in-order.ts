import type { Queries } from '../../platform/database/database.ts';
import { openPastSale } from '../checkout/index.ts';
import { pagesOf } from './count-stretch.ts';
import type { Page } from './count-stretch.ts';
import type { Counter } from './counter.ts';
import type { CountingTask } from './stretch.ts';

/** A lane of which the receipts are counted, up to a number. */
export type LaneEnd = { readonly lane: number; readonly upto: bigint };

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
 * Counts the receipts of all lanes in the order in which they occurred, each lane in the order of its numbers: what limits leave and what a
 * member had bought before depends on it. One thread does it, since every receipt may hang on the one before.
 */
export const countInOrder = async (
  queries: Queries,
  task: CountingTask,
  lanes: readonly LaneEnd[],
  counter: Counter,
  onRows: (rows: number) => void,
): Promise<void> => {
  const share = Math.floor(ROWS_AT_ONCE / Math.max(1, lanes.length));
  const pageRows = BigInt(Math.min(PAGE_ROWS_MAX, Math.max(PAGE_ROWS_MIN, share)));
  const readers: Reader[] = lanes.map(({ lane, upto }) => ({
    ...{ lane, page: undefined, at: 0 },
    next: pagesOf(queries, task, { lane, after: 0n, upto }, pageRows),
  }));
  /** Turns to the next page that has sales; false when the lane is through. */
  const turn = async (reader: Reader): Promise<boolean> => {
    for (;;) {
      const page = await reader.next();
      reader.page = page;
      reader.at = 0;
      if (page === undefined) return false;
      onRows(page.rows);
      if (page.sales.length > 0) return true;
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
    const { sales, returns } = first.page as Page;
    const packed = sales[first.at] as Page['sales'][number];
    counter.take(
      openPastSale(packed),
      first.lane,
      packed.owner,
      returns.size > 0 ? returns.get(packed.seq) : undefined,
    );
    first.at += 1;
    if (first.at === sales.length && !(await turn(first))) open.splice(open.indexOf(first), 1);
  }
};

const occurredAt = ({ page, at }: Reader): number => (page as Page).sales[at]?.occurredAt ?? 0;
