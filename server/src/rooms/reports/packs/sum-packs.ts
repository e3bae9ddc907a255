import { setImmediate } from 'node:timers/promises';
import { epochDayOfDate, type LocalDate } from '../../../kernel/local-date.ts';
import type { Queries } from '../../../platform/database/database.ts';
import type { Asked } from '../filter.ts';
import type { TotalRow } from '../read/totals.ts';
import type { Marks } from '../store/mark.ts';
import { readPacks } from '../store/pack.ts';
import { unpackColumn, type Packed } from './column.ts';
import type { PackCache, PackData } from './pack-cache.ts';
import { COLUMN, ROWS_MAX, type Block, type Column, type Pack } from './pack.ts';
import { anyOf, unpackPosting } from './posting.ts';
import { isCut, needsOf, questionOf, type Question } from './question.ts';
import { keepMarked, keepWanted, sumOf, type Left, type Wanted } from './select-rows.ts';
import { estimateOf, together, type Part, type Share } from '../share.ts';

/** Some megabytes at a time; the next ones are on their way while these are added up. */
const PACKS_PER_READ = 4;
/** Of fewer, how much they differ from each other would be told too uncertainly to say how far an estimate may be off. */
const PACKS_OF_ESTIMATE = 16;
/** Fewer, and the database would wait for us; more, and who stops early would wait for what nobody wants any more. */
const READS_AHEAD = 3;

const FIGURES = [COLUMN.amount, COLUMN.earned, COLUMN.spent, COLUMN.loaded, COLUMN.expired, COLUMN.rest] as const;

type Sum = { -readonly [Name in keyof TotalRow]: TotalRow[Name] };

/** What a question to packs stands on. */
type PackDeps = { readonly marks: Marks; readonly packs: PackCache };

/** Totals of packs: exact, or, with the share that they were made from, an estimate. */
export type PackTotals = { readonly rows: readonly TotalRow[]; readonly share: Share | undefined };

/** The totals of everything in packs that a filter means, by unit and currency: exact. */
export const sumOfPacks = async (queries: Queries, deps: PackDeps, asked: Asked): Promise<readonly TotalRow[]> =>
  (await sumOfPacksUntil(queries, deps, asked, Infinity)).rows;

/**
 * The same, as far as one comes until then (`performance.now`): exact where that is through all packs, else an estimate out of those that
 * were added up, at least sixteen. These lie evenly over the period, so that they speak for the others.
 */
export async function sumOfPacksUntil(
  queries: Queries,
  { marks, packs: cache }: PackDeps,
  asked: Asked,
  until: number,
): Promise<PackTotals> {
  const question = await questionOf(queries, marks, asked);
  if (question === undefined) return { rows: [], share: undefined };
  const packs = spread(
    (await readPacks(queries, asked.sight.tenant, question.from, question.to)).filter((pack) =>
      pack.blocks.some(question.takes),
    ),
  );
  const read = (from: number) => {
    const some = packs.slice(from, from + PACKS_PER_READ);
    const { columns, marks: marked } = needsOf(
      question,
      some.some((pack) => isCut(question, pack)),
    );
    return cache.read(queries, some, { columns: [...new Set([...columns, ...FIGURES])], marks: marked });
  };
  const coming: Promise<PackData[]>[] = [];
  let ordered = 0;
  const order = (): void => {
    if (ordered >= packs.length) return;
    const data = read(ordered);
    // Who waits for another answer meanwhile must not find a promise that nobody looks after.
    data.catch(() => undefined);
    coming.push(data);
    ordered += PACKS_PER_READ;
  };
  const parts: Part[] = [];
  for (let n = 0; n < READS_AHEAD; n++) order();
  for (let from = 0; from < packs.length; from += PACKS_PER_READ) {
    if (from >= PACKS_OF_ESTIMATE && performance.now() > until) break;
    const data = await coming.shift()!;
    order();
    for (const [n, one] of data.entries()) {
      parts.push(partOf(question, packs[from + n], one));
      // A pack takes some tenths of a millisecond of the thread that serves tills; they get their turn in between.
      await setImmediate();
    }
  }
  if (parts.length === packs.length) return { rows: together(parts), share: undefined };
  const { rows, ...share } = estimateOf(parts, packs.length, sumOfLines(packs, question));
  return { rows, share };
}

// Multiples of the golden ratio lie evenly in every stretch of them.
const RATIO = (Math.sqrt(5) - 1) / 2;

/** In an order of which every beginning lies evenly over the whole. */
const spread = (packs: readonly Pack[]): Pack[] =>
  packs
    .map((pack, n) => ({ pack, at: (n * RATIO) % 1 }))
    .sort((one, other) => one.at - other.at)
    .map(({ pack }) => pack);

const linesOf = (pack: Pack, { takes }: Question): number =>
  pack.blocks.reduce((sum, block) => sum + (takes(block) ? block.rows : 0), 0);
const sumOfLines = (packs: readonly Pack[], question: Question): number =>
  packs.reduce((sum, pack) => sum + linesOf(pack, question), 0);

function partOf(question: Question, pack: Pack, data: PackData): Part {
  const sums = new Map<string, Sum>();
  addPack(sums, question, pack, data);
  return { lines: linesOf(pack, question), rows: [...sums.values()] };
}

// One question at a time is in here, and lists are used up before the next turn.
const listed = new Uint16Array(ROWS_MAX);

function addPack(sums: Map<string, Sum>, question: Question, pack: Pack, data: PackData): void {
  const bits: Uint8Array[] = [];
  for (const list of question.marks) {
    const postings = list.flatMap((mark) => data.posting(mark) ?? []);
    if (postings.length === 0) return;
    bits.push(anyOf(postings.map(unpackPosting), pack.rows));
  }
  const rowsOf = pack.blocks.map(({ rows }) => rows);
  const columns = new Map<Column, readonly Packed[]>();
  const columnOf = (column: Column, block: number): Packed => {
    const known = columns.get(column) ?? unpackColumn(data.column(column), rowsOf);
    columns.set(column, known);
    return known[block];
  };
  const wanted = isCut(question, pack)
    ? [{ column: COLUMN.day, wanted: daysWanted(question, pack) }, ...question.wanted]
    : question.wanted;
  let first = 0;
  for (const [n, block] of pack.blocks.entries()) {
    const from = first;
    first += block.rows;
    if (!question.takes(block)) continue;
    let left: Left = { rows: undefined, count: block.rows };
    for (const one of wanted) if (left.count > 0) left = keepWanted(columnOf(one.column, n), one.wanted, left, listed);
    for (const one of bits) if (left.count > 0) left = keepMarked(one, from, left, listed);
    if (left.count > 0) addBlock(sums, block, left, (column) => sumOf(columnOf(column, n), left));
  }
}

const daysWanted = ({ from, to }: Question, { firstOn }: Pack): Wanted => {
  const first = epochDayOfDate(firstOn);
  const day = (date: LocalDate | undefined) => (date === undefined ? undefined : BigInt(epochDayOfDate(date) - first));
  return { from: day(from), to: day(to) };
};

function addBlock(sums: Map<string, Sum>, block: Block, left: Left, sum: (column: Column) => bigint): void {
  const { unit, currency, isHead } = block;
  const key = `${unit}/${currency}`;
  const none = { operations: 0n, amount: 0n, earned: 0n, spent: 0n, loaded: 0n, expired: 0n, changed: 0n };
  const held = sums.get(key) ?? { unit, currency, ...none };
  sums.set(key, held);
  // Parts bear the amount of their head, by which they are found; it is added up once.
  if (isHead) {
    held.operations += BigInt(left.count);
    held.amount += sum(COLUMN.amount);
  }
  const [earned, spent] = [sum(COLUMN.earned), sum(COLUMN.spent)];
  const [loaded, expired] = [sum(COLUMN.loaded), sum(COLUMN.expired)];
  held.earned += earned;
  held.spent += spent;
  held.loaded += loaded;
  held.expired += expired;
  held.changed += sum(COLUMN.rest) + earned - spent + loaded - expired;
}
