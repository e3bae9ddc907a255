import { INSTANT_NEVER } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { openPastRecord, readPastClaims, readPastSales } from '../../checkout/index.ts';
import type { Rulebook } from '../../promotions/index.ts';
import { readLaneEnds } from '../read/lane-ends.ts';
import { cutLanes, PAGE_ROWS } from '../stretch.ts';
import { recomputeRecord } from './recompute-record.ts';
import type { Difference } from './recompute-record.ts';

/** A difference with its place in the journal. */
export type PlacedDifference = Difference & { readonly lane: number; readonly seq: bigint };

/** What came of computing a program's receipts again. */
export type Recomputed = {
  readonly sales: number;
  readonly claims: number;
  readonly grants: number;
  readonly discounts: number;
  /** Sales whose till took less off than was decided, as it may. */
  readonly tookLess: number;
  readonly differences: number;
  /** How often each class, and the first ones. */
  readonly classes: Readonly<
    Partial<Record<Difference['what'], { readonly count: number; readonly first: readonly PlacedDifference[] }>>
  >;
};

export type RecomputeAsked = {
  readonly tenant: number;
  readonly program: number;
  readonly rulebook: (rulebook: number) => Rulebook;
  /** Receipts from this instant on; all when left out. */
  readonly from?: Instant | undefined;
  /** Receipts before this instant. */
  readonly before?: Instant | undefined;
};

const FIRST_MAX = 3;

/**
 * Computes what every sale and claim of a program gave and took off a second time, without the engine. Reads only. Sales without a
 * buyer granted nothing; their prices are computed.
 */
export const recomputeJournal = async (
  queries: Queries,
  { tenant, program, rulebook, from = 0 as Instant, before = INSTANT_NEVER }: RecomputeAsked,
  onProgress?: (rows: number, ofRows: number) => void,
): Promise<Recomputed> => {
  const lanes = await readLaneEnds(queries, tenant);
  const ofRows = Number(lanes.reduce((sum, { upto }) => sum + upto, 0n));
  const classes: Partial<Record<Difference['what'], { count: number; first: PlacedDifference[] }>> = {};
  const sums = { sales: 0, claims: 0, grants: 0, discounts: 0, tookLess: 0, differences: 0 };
  let rows = 0;
  for (const { lane, after: begin, upto: end } of cutLanes(lanes)) {
    for (let after = begin; after < end; after += PAGE_ROWS) {
      const upto = after + PAGE_ROWS < end ? after + PAGE_ROWS : end;
      const stretch = { lane, after, upto, program, from, before };
      const sales = await readPastSales(queries, stretch);
      const claims = await readPastClaims(queries, stretch);
      for (const packed of [...sales, ...claims]) {
        const record = openPastRecord(packed);
        const again = recomputeRecord(rulebook(record.rulebook), record);
        sums.grants += again.grants;
        sums.discounts += again.discounts;
        sums.differences += again.differences.length;
        if (again.tookLess) sums.tookLess += 1;
        for (const difference of again.differences) {
          const known = (classes[difference.what] ??= { count: 0, first: [] });
          known.count += 1;
          if (known.first.length < FIRST_MAX) known.first.push({ ...difference, lane, seq: packed.seq });
        }
      }
      sums.sales += sales.length;
      sums.claims += claims.length;
      rows += Number(upto - after);
      onProgress?.(rows, ofRows);
    }
  }
  return { ...sums, classes };
};
