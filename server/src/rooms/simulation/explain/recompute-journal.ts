import { INSTANT_NEVER } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { openPastSale, readPastSales } from '../../checkout/index.ts';
import { adjudicate } from '../../promotions/index.ts';
import type { Rulebook } from '../../promotions/index.ts';
import { readLaneEnds } from '../read/lane-ends.ts';
import { recompute } from '../recompute/recompute.ts';
import type { Difference } from '../recompute/recompute.ts';
import { cutLanes, PAGE_ROWS } from '../stretch.ts';

/** What came of computing a program's sales again. */
export type Recomputed = {
  readonly sales: number;
  readonly grants: number;
  /** Sales whose version gives another grant than was recorded, with the first of them. */
  readonly drifted: number;
  readonly differences: number;
  readonly first?: { readonly lane: number; readonly seq: bigint; readonly difference: Difference } | undefined;
};

/**
 * Computes every derivation of the sales in the journal a second time, without the engine. Reads only. Sales without a
 * buyer granted nothing and are passed over.
 */
export const recomputeJournal = async (
  queries: Queries,
  asked: { readonly tenant: number; readonly program: number; readonly rulebook: (rulebook: number) => Rulebook },
  onProgress?: (rows: number, ofRows: number) => void,
): Promise<Recomputed> => {
  const lanes = await readLaneEnds(queries, asked.tenant);
  const ofRows = Number(lanes.reduce((sum, { upto }) => sum + upto, 0n));
  let [sales, granted, drifted, differences, rows] = [0, 0, 0, 0, 0];
  let first: Recomputed['first'];
  for (const { lane, after: begin, upto: end } of cutLanes(lanes)) {
    for (let after = begin; after < end; after += PAGE_ROWS) {
      const upto = after + PAGE_ROWS < end ? after + PAGE_ROWS : end;
      const stretch = { lane, after, upto, program: asked.program };
      for (const packed of await readPastSales(queries, { ...stretch, from: 0 as Instant, before: INSTANT_NEVER })) {
        const { basket, rulebook, earned, granted: recorded } = openPastSale(packed);
        if (!earned) continue;
        const { grants } = adjudicate(asked.rulebook(rulebook), basket);
        const sums = new Map<string, bigint>();
        for (const { walletType, points } of grants) sums.set(walletType, (sums.get(walletType) ?? 0n) + points);
        if (sums.size !== recorded.size || [...sums].some(([wallet, points]) => recorded.get(wallet) !== points))
          drifted += 1;
        const found = recompute(
          { lines: basket.lines, counters: basket.member?.counters, spent: basket.spent },
          grants,
        );
        sales += 1;
        granted += grants.length;
        differences += found.length;
        if (found[0] !== undefined) first ??= { lane, seq: packed.seq, difference: found[0] };
      }
      rows += Number(upto - after);
      onProgress?.(rows, ofRows);
    }
  }
  return { sales, grants: granted, drifted, differences, first };
};
