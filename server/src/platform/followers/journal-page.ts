import type { Queries } from '../database/database.ts';

/** The most rows of the journal that a follower takes in one step: bounds its memory, its transaction and what a crash repeats. */
export const PAGE_ROWS_MAX = 500;

/** A stretch of one lane. `upto` is the last number it covers, legs included; `rows` are its home rows in order. */
export type JournalPage<Row> = { readonly upto: bigint; readonly rows: readonly Row[] };

/**
 * Reads the stretch of a lane behind `after`, at most `limit` journal rows; given by the ledger. Where nothing follows
 * `upto` is `after`. Legs move the page on and are no rows of it: an operation is told once, in its home lane.
 */
export type ReadJournalPage<Row> = (
  queries: Queries,
  lane: number,
  after: bigint,
  limit: number,
) => Promise<JournalPage<Row>>;
