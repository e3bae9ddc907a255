import type { Instant } from '../../kernel/instant.ts';
import type { LocalDate } from '../../kernel/local-date.ts';
import type { Database } from '../../platform/database/database.ts';
import { FLAG } from '../../rooms/ledger/index.ts';
import { countedRows, lanesOf, lastRow, lastRowBefore, summedPoints } from './read/day.ts';

// A page takes some tenths of a second; so a busy day that nobody has asked for yet does not hold a connection for long.
const ROWS_PER_PAGE = 100_000n;

/** What has been counted of a day so far. */
export type DayTally = {
  readonly date: LocalDate;
  readonly upto: Map<number, bigint>;
  readonly buyers: Set<bigint>;
  /** By unit: earned less taken back, spent less given back. */
  readonly points: Map<number, { earned: bigint; spent: bigint }>;
  sales: number;
  returns: number;
};

/**
 * Counts the day of a tenant. Rows of the journal never change, so what was counted stays counted: each question reads only the rows
 * that have come since the last one. A restart counts the day once more.
 */
export function createDayTallies(database: Database) {
  const tallies = new Map<number, Promise<DayTally>>();

  const start = async (tenant: number, date: LocalDate, since: Instant): Promise<DayTally> => {
    const upto = new Map<number, bigint>();
    for (const lane of await lanesOf(database, tenant)) upto.set(lane, await lastRowBefore(database, lane, since));
    return { date, upto, buyers: new Set(), points: new Map(), sales: 0, returns: 0 };
  };

  const countOn = async (tally: DayTally): Promise<DayTally> => {
    for (const lane of tally.upto.keys()) {
      const last = await lastRow(database, lane);
      for (let after = tally.upto.get(lane)!; after < last; after = tally.upto.get(lane)!) {
        const upto = after + ROWS_PER_PAGE < last ? after + ROWS_PER_PAGE : last;
        const [rows, points] = await Promise.all([
          countedRows(database, lane, after, upto, FLAG.unidentified),
          summedPoints(database, lane, after, upto),
        ]);
        add(tally, rows, points);
        tally.upto.set(lane, upto);
      }
    }
    return tally;
  };

  /** The day of a tenant that began at `since`, counted up to now. */
  return (tenant: number, date: LocalDate, since: Instant): Promise<DayTally> => {
    const before = tallies.get(tenant);
    // One after the other: two at once would count the same rows twice.
    const next = (async () => {
      const known = await before?.catch(() => undefined);
      return countOn(known?.date === date ? known : await start(tenant, date, since));
    })();
    tallies.set(tenant, next);
    return next;
  };
}

function add(
  tally: DayTally,
  rows: Awaited<ReturnType<typeof countedRows>>,
  points: Awaited<ReturnType<typeof summedPoints>>,
): void {
  tally.sales += rows.sales;
  tally.returns += rows.returns;
  for (const owner of rows.owners) tally.buyers.add(owner);
  for (const { kind, unit, amount } of points) {
    const sums = tally.points.get(unit) ?? { earned: 0n, spent: 0n };
    tally.points.set(unit, sums);
    // What is issued stands with a minus on the program's side.
    if (kind === 'issuance') sums.earned -= amount;
    else sums.spent += amount;
  }
}
