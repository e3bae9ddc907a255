import { placeText } from '../../kernel/journal-place.ts';
import type { Tx } from '../../platform/database/database.ts';
import { createFollower, type Follower, type JournalWatch } from '../../platform/followers/index.ts';
import { handOf } from '../partners/index.ts';
import type { ReportsDeps } from './deps.ts';
import { reasonOf } from './hand.ts';
import type { Line } from './line.ts';
import { linesOf, marksOf, type Described } from './make-lines.ts';
import { originalOf, type JournalRow, type Place } from './operation.ts';
import {
  membersAmong,
  readFigures,
  readJournalPlaces,
  readJournalRows,
  readRangesOfCards,
} from './read/journal-rows.ts';
import { readMonths, writeLines, writeMonth, writeStates } from './store/line.ts';
import type { Marks } from './store/mark.ts';
import { addToDays, addToHoldings, addToHours, addToMarks, noteSeen, type HourPart } from './store/sums.ts';
import { standingAfter, tell } from './told.ts';

/** The name of the cursors. */
export const FOLLOWER = 'reports.journal';

const SALES = new Set(['checkout.sale']);
const RETURNS = new Set(['checkout.return', 'checkout.void']);

/**
 * Follows the journal: each row becomes lines and is added to the sums, in the transaction that moves the cursor. So lines are
 * neither lost nor doubled, however often a process dies, and sums are those of the lines.
 */
export function followJournal(
  deps: ReportsDeps,
  marks: Marks,
  watch: JournalWatch,
  onFailure?: (error: unknown) => void,
): Follower {
  return createFollower<JournalRow>({
    name: FOLLOWER,
    database: deps.database,
    watch,
    read: readJournalRows,
    effect: async (tx, rows, lane) => {
      const described = await describeRows(deps, tx, rows, lane);
      const markOf = await marks.number(tx, described.flatMap(marksOf));
      const lines = described.flatMap((one) => linesOf(one, markOf));
      await makeMonths(tx, lines);
      await writeLines(tx, lines);
      await writeStates(tx, await standingsOf(tx, rows));
      await noteBuyers(tx, rows);
      await addToHoldings(tx, rows[0].tenant, lane, rows[0].seq - 1n, rows.at(-1)!.seq);
      await addToMarks(tx, lines);
      // The sums come last, and in one order: other lanes wait for these rows.
      await addToDays(tx, lines);
      await addToHours(tx, hoursOf(deps, described, lines));
    },
    ...(onFailure && { onFailure }),
  });
}

/** Joins rows with what their records, originals, cards and postings say. */
async function describeRows(
  deps: ReportsDeps,
  tx: Tx,
  rows: readonly JournalRow[],
  lane: number,
): Promise<Described[]> {
  const homes = await readJournalPlaces(
    tx,
    rows.flatMap((row) => row.home ?? []),
  );
  const homeOf = (row: JournalRow): JournalRow => (row.home ? homes.get(placeText(row.home))! : row);
  const originals = await readJournalPlaces(
    tx,
    rows.flatMap((row) => originalOf(homeOf(row)) ?? []),
  );
  const told = rows.map((row) => {
    const home = homeOf(row);
    const record = home.record ?? {};
    const hand = handOf(deps.tokens, record.by);
    return { row, home, told: tell(deps, home, recordAt(originals, originalOf(home))), hand, reason: reasonOf(record) };
  });
  const cards = told.filter((one) => one.told.card > 0n).map((one) => ({ lane: one.home.lane, card: one.told.card }));
  const ranges = new Map((await readRangesOfCards(tx, cards)).map(({ card, range }) => [card, range]));
  const figures = Map.groupBy(await readFigures(tx, lane, rows[0].seq - 1n, rows.at(-1)!.seq), (one) => one.seq);
  return told.map((one) => ({
    ...one,
    cardRange: ranges.get(one.told.card) ?? 0,
    figures: (figures.get(one.row.seq) ?? []).map(({ wallet_types, ...rest }) => ({
      ...rest,
      walletTypes: wallet_types ?? [],
    })),
  }));
}

const recordAt = (rows: ReadonlyMap<string, JournalRow>, place: Place | undefined) =>
  place === undefined ? undefined : rows.get(placeText(place))?.record;

async function standingsOf(tx: Tx, rows: readonly JournalRow[]) {
  const undoing = rows.filter((row) => row.home === undefined && originalOf(row) !== undefined);
  const originals = await readJournalPlaces(
    tx,
    undoing.map((row) => originalOf(row)!),
  );
  return undoing.flatMap((row) => standingAfter(row, recordAt(originals, originalOf(row))) ?? []);
}

async function makeMonths(tx: Tx, lines: readonly Line[]): Promise<void> {
  const months = new Map(lines.map(({ bookedOn }) => [bookedOn.slice(0, 7).replace('-', ''), bookedOn]));
  const there = await readMonths(tx);
  for (const [month, day] of months) if (!there.has(month)) await writeMonth(tx, day);
}

async function noteBuyers(tx: Tx, rows: readonly JournalRow[]): Promise<void> {
  const sales = rows.filter((row) => row.home === undefined && SALES.has(row.kind));
  const members = await membersAmong(tx, sales);
  await noteSeen(
    tx,
    sales
      .filter((row) => members.has(row.owner))
      .map(({ tenant, owner, bookedOn }) => ({ tenant, owner, on: bookedOn })),
  );
}

/** What lines add to the hours of their outlets. The money of a sale stands under its currency, points under their unit. */
function hoursOf(deps: ReportsDeps, described: readonly Described[], lines: readonly Line[]): HourPart[] {
  const kinds = new Map(described.map(({ row, home }) => [placeText(row), home.kind]));
  const none = { sales: 0, returns: 0, sold: 0n, returned: 0n, earned: 0n, spent: 0n, loaded: 0n };
  return lines.flatMap((line): HourPart[] => {
    const { tenant, bookedOn, outlet, unit, currency, amount, earned, spent, loaded } = line;
    const hour = Math.floor(deps.zoneOf(outlet, line.program).localOf(line.occurredAt).minuteOfDay / 60);
    const place = { tenant, bookedOn, outlet, hour };
    const kind = kinds.get(placeText(line)) ?? '';
    const parts: HourPart[] = [];
    if (line.isHead && SALES.has(kind)) parts.push({ ...none, ...place, unit: currency, sales: 1, sold: amount });
    if (line.isHead && RETURNS.has(kind))
      parts.push({ ...none, ...place, unit: currency, returns: 1, returned: -amount });
    if (earned !== 0n || spent !== 0n || loaded !== 0n) parts.push({ ...none, ...place, unit, earned, spent, loaded });
    return parts;
  });
}
