import { INSTANT_NEVER } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import type { LookUp } from '../../../platform/lanes/index.ts';
import { openPastRecord, openPastUndoing, readPastClaims, readPastSales } from '../../checkout/index.ts';
import type { ClaimRecord, RescoreRecord, ReturnRecord, SaleRecord } from '../../checkout/index.ts';
import { recordSheet } from '../../ledger/index.ts';
import type { Rulebook } from '../../promotions/index.ts';
import { readLaneEnds } from '../read/lane-ends.ts';
import type { NotComputed } from '../recompute/receipt.ts';
import { readPastUndoings } from '../read/past-undoings.ts';
import { cutLanes, PAGE_ROWS } from '../stretch.ts';
import { recomputeOccasion, recomputeReversal } from './recompute-occasion.ts';
import type { OccasionKept, OccasionReversed } from './recompute-occasion.ts';
import { ofWhole, recomputeRecord } from './recompute-record.ts';
import type { Again, CodeOf, Difference } from './recompute-record.ts';
import { notAmongIts, recomputeUndoing } from './recompute-undoing.ts';

/** A place in the journal. */
export type Place = { readonly lane: number; readonly seq: bigint };

/** A difference with its place. */
export type PlacedDifference = Difference & Place;

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
  /** Operations of which something was not computed, or is held against a bound only: it is not told to be right. */
  readonly notComputed: number;
  /** Of how many, by what was left out, and the first ones. */
  readonly notComputedFor: Readonly<
    Partial<Record<NotComputed, { readonly count: number; readonly first: readonly Place[] }>>
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

type Sums = { -readonly [Name in keyof Omit<Recomputed, 'classes' | 'notComputedFor'>]: number };
type Told = SaleRecord | ClaimRecord | ReturnRecord | RescoreRecord | OccasionKept | OccasionReversed;

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
  const left: Partial<Record<NotComputed, { count: number; first: Place[] }>> = {};
  const reversed = new Set<string>();
  const sums: Sums = {
    ...{ sales: 0, claims: 0, returns: 0, rescores: 0, occasions: 0, reversals: 0 },
    ...{ grants: 0, discounts: 0, tookLess: 0, differences: 0, notComputed: 0 },
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
        packed.map(({ seq, rulebook, ...one }) =>
          recomputeOne(asked, { lane, seq, rulebook }, openPastRecord(one) as Told, { sums, reversed }),
        ),
      );
      for (const [i, { differences, notComputed }] of again.entries()) {
        const place: Place = { lane, seq: (packed[i] as { seq: bigint }).seq };
        sums.differences += differences.length;
        for (const one of differences) note((classes[one.what] ??= { count: 0, first: [] }), { ...one, ...place });
        if (notComputed.length > 0) sums.notComputed += 1;
        for (const why of notComputed) note((left[why] ??= { count: 0, first: [] }), place);
      }
      rows += Number(upto - after);
      onProgress?.(rows, ofRows);
    }
  }
  return { ...sums, classes, notComputedFor: left };
};

const note = <One>(known: { count: number; readonly first: One[] }, one: One): void => {
  known.count += 1;
  if (known.first.length < FIRST_MAX) known.first.push(one);
};

/** What is counted over all operations. `reversed`: places of occasions that a reversal has taken back. */
type Over = { readonly sums: Sums; readonly reversed: Set<string> };

const recomputeOne = async (
  { rulebook, look, codeOf }: RecomputeAsked,
  { rulebook: decidedBy, ...place }: Place & { readonly rulebook: number },
  record: Told,
  { sums, reversed }: Over,
): Promise<Again> => {
  switch (record.is) {
    case 'return':
    case 'void':
    case 'rescore': {
      sums[record.is === 'rescore' ? 'rescores' : 'returns'] += 1;
      const undoing = await openPastUndoing(look, { ...place, record });
      return undoing === undefined
        ? { differences: notAmongIts(record.is), notComputed: [] }
        : recomputeUndoing(rulebook, undoing, codeOf);
    }
    case 'occasion_reversal': {
      sums.reversals += 1;
      const { lane, seq } = record.original;
      const original = `${lane}/${seq}`;
      const isAgain = reversed.has(original);
      reversed.add(original);
      const occasion = await look.row(recordSheet, { lane, seq: BigInt(seq) });
      const again = recomputeReversal(occasion?.record as OccasionKept | undefined, record, codeOf);
      const twice = isAgain ? ofWhole('books', record.is, `${original} is reversed already`) : [];
      return { ...again, differences: [...twice, ...again.differences] };
    }
    default: {
      const again =
        record.is === 'occasion'
          ? recomputeOccasion(rulebook(record.rulebook), record, codeOf)
          : recomputeRecord(rulebook(record.rulebook), record, codeOf);
      sums[record.is === 'occasion' ? 'occasions' : record.is === 'claim' ? 'claims' : 'sales'] += 1;
      sums.grants += again.grants;
      sums.discounts += again.discounts;
      if (again.tookLess) sums.tookLess += 1;
      const version = ofWhole('rule', `rulebook ${record.rulebook}`, `rulebook ${decidedBy} by its entry`);
      return record.rulebook === decidedBy ? again : { ...again, differences: [...version, ...again.differences] };
    }
  }
};
