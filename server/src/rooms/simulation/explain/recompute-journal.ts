import { INSTANT_NEVER } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import type { LookUp } from '../../../platform/lanes/index.ts';
import { openPastRecord, openPastUndoing, readPastClaims, readPastSales } from '../../checkout/index.ts';
import type { ClaimRecord, RescoreRecord, ReturnRecord, SaleRecord } from '../../checkout/index.ts';
import { recordSheet } from '../../ledger/index.ts';
import type { Rulebook } from '../../promotions/index.ts';
import { readLaneEnds } from '../read/lane-ends.ts';
import { readPastUndoings } from '../read/past-undoings.ts';
import { cutLanes, PAGE_ROWS } from '../stretch.ts';
import { recomputeOccasion, recomputeReversal } from './recompute-occasion.ts';
import type { CodeOf, OccasionKept, OccasionReversed } from './recompute-occasion.ts';
import { recomputeRecord } from './recompute-record.ts';
import type { Difference } from './recompute-record.ts';
import { recomputeUndoing } from './recompute-undoing.ts';

/** A difference with its place in the journal. */
export type PlacedDifference = Difference & { readonly lane: number; readonly seq: bigint };

/** What came of computing a program's receipts again. */
export type Recomputed = {
  readonly sales: number;
  readonly claims: number;
  /** Returns and voids. */
  readonly returns: number;
  readonly rescores: number;
  readonly occasions: number;
  readonly reversals: number;
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
  readonly look: LookUp;
  /** The code of a wallet type. */
  readonly codeOf: CodeOf;
  /** Receipts from this instant on; all when left out. */
  readonly from?: Instant | undefined;
  /** Receipts before this instant. */
  readonly before?: Instant | undefined;
};

const FIRST_MAX = 3;

type Sums = { -readonly [Name in keyof Omit<Recomputed, 'classes'>]: number };
type Told = SaleRecord | ClaimRecord | ReturnRecord | RescoreRecord | OccasionKept | OccasionReversed;
type Place = { readonly lane: number; readonly seq: bigint };

/**
 * Computes what every operation of a program that promotions decide gave, took off and took back a second time, without the engine: sales and
 * claims, returns, voids and rescores of them, occasions and their reversals. Reads only. Sales without a buyer granted nothing; their prices
 * are computed.
 */
export const recomputeJournal = async (
  queries: Queries,
  asked: RecomputeAsked,
  onProgress?: (rows: number, ofRows: number) => void,
): Promise<Recomputed> => {
  const { tenant, program, from = 0 as Instant, before = INSTANT_NEVER } = asked;
  const lanes = await readLaneEnds(queries, tenant);
  const ofRows = Number(lanes.reduce((sum, { upto }) => sum + upto, 0n));
  const classes: Partial<Record<Difference['what'], { count: number; first: PlacedDifference[] }>> = {};
  const sums: Sums = {
    ...{ sales: 0, claims: 0, returns: 0, rescores: 0, occasions: 0, reversals: 0 },
    ...{ grants: 0, discounts: 0, tookLess: 0, differences: 0 },
  };
  let rows = 0;
  for (const { lane, after: begin, upto: end } of cutLanes(lanes)) {
    for (let after = begin; after < end; after += PAGE_ROWS) {
      const upto = after + PAGE_ROWS < end ? after + PAGE_ROWS : end;
      const stretch = { lane, after, upto, program, from, before };
      const pages = [readPastSales, readPastClaims, readPastUndoings];
      const packed = (await Promise.all(pages.map((read) => read(queries, stretch)))).flat();
      // What undoes asks for what it undoes: all of a page at once, which is a handful of round trips.
      const again = await Promise.all(
        packed.map((one) => recomputeOne(asked, { lane, seq: one.seq }, openPastRecord(one) as Told, sums)),
      );
      for (const [i, differences] of again.entries())
        for (const difference of differences) {
          sums.differences += 1;
          const known = (classes[difference.what] ??= { count: 0, first: [] });
          known.count += 1;
          if (known.first.length < FIRST_MAX)
            known.first.push({ ...difference, lane, seq: (packed[i] as { seq: bigint }).seq });
        }
      rows += Number(upto - after);
      onProgress?.(rows, ofRows);
    }
  }
  return { ...sums, classes };
};

const recomputeOne = async (
  { rulebook, look, codeOf }: RecomputeAsked,
  place: Place,
  record: Told,
  sums: Sums,
): Promise<readonly Difference[]> => {
  switch (record.is) {
    case 'return':
    case 'void':
    case 'rescore': {
      sums[record.is === 'rescore' ? 'rescores' : 'returns'] += 1;
      const undoing = await openPastUndoing(look, { ...place, record });
      // Nothing is right because it cannot be computed.
      if (undoing === undefined)
        return [
          {
            promotion: '',
            effect: 0,
            what: 'books',
            told: record.is,
            computed: 'not among what became of its receipt',
          },
        ];
      return recomputeUndoing(rulebook, undoing, codeOf);
    }
    case 'occasion_reversal': {
      sums.reversals += 1;
      const { lane, seq } = record.original;
      const occasion = await look.row(recordSheet, { lane, seq: BigInt(seq) });
      return recomputeReversal(occasion?.record as OccasionKept | undefined, record, codeOf);
    }
    default: {
      const again =
        record.is === 'occasion'
          ? recomputeOccasion(rulebook(record.rulebook), record, codeOf)
          : recomputeRecord(rulebook(record.rulebook), record);
      sums[record.is === 'occasion' ? 'occasions' : record.is === 'claim' ? 'claims' : 'sales'] += 1;
      sums.grants += again.grants;
      sums.discounts += again.discounts;
      if (again.tookLess) sums.tookLess += 1;
      return again.differences;
    }
  }
};
