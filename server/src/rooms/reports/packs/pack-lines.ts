import { setImmediate } from 'node:timers/promises';
import { assert } from '../../../kernel/assert.ts';
import type { Database, Tx } from '../../../platform/database/database.ts';
import { FOLLOWER } from '../follow-journal.ts';
import { FACET, type Marks } from '../store/mark.ts';
import {
  movePacked,
  readBlocks,
  readLanesToPack,
  readTenantsToPack,
  takeTurnToPack,
  writePack,
  type BlockRow,
  type ColumnData,
  type OpenLane,
} from '../store/pack.ts';
import { packColumn, type Numbers } from './column.ts';
import { joinBlocks, type WideBlock } from './join-blocks.ts';
import { COLUMN, ROWS_MAX, type Column } from './pack.ts';
import { packPosting } from './posting.ts';

/** Journal rows of a tenant that are left to be counted as lines before the next pack is made, and how many one takes. */
export type PackSizes = { readonly least: number; readonly most: number };

/** Counting forty thousand lines takes some hundredths of a second. */
const SIZES: PackSizes = { least: 40_000, most: 60_000 };

/**
 * Packs the lines of every tenant that has enough of them, until none has. Lines and the mark of how far they are packed are one snapshot
 * and one transaction, so each line is in one pack or behind the mark, whoever packs beside us.
 */
export async function packLines(
  { database, marks }: { readonly database: Database; readonly marks: Marks },
  isStopping: () => boolean = () => false,
  { least, most }: PackSizes = SIZES,
): Promise<number> {
  let packs = 0;
  for (const tenant of await readTenantsToPack(database, FOLLOWER, least)) {
    for (let left = Infinity; left >= least && !isStopping(); packs++) {
      const step = await database.transaction((tx) => packOnce(tx, { tenant, marks, most }), {
        isolation: 'repeatable read',
      });
      if (step === undefined) break;
      left = step;
    }
  }
  return packs;
}

type Step = { readonly tenant: number; readonly marks: Marks; readonly most: number };

/** Makes one pack; gives what is left of the tenant's journal rows, or nothing where somebody else is at it. */
async function packOnce(tx: Tx, { tenant, marks, most }: Step): Promise<number | undefined> {
  if (!(await takeTurnToPack(tx, tenant))) return undefined;
  const lanes = await readLanesToPack(tx, FOLLOWER, tenant);
  const ends = shareOut(lanes, most);
  const stretches = lanes.map(({ lane, packed }, n) => ({ lane, packed, upto: ends[n] }));
  const read = await Promise.all(stretches.map(({ lane, packed, upto }) => readBlocks(tx, lane, packed, upto)));
  const rows = read.flat();
  const count = rows.reduce((sum, row) => sum + row.rows, 0);
  // More lines than rows of the journal: parts in other units. Fewer of these then.
  if (count > ROWS_MAX) return packOnce(tx, { tenant, marks, most: Math.ceil(most / 2) });
  if (count > 0) await writePack(tx, { tenant, ...(await packOf(tx, marks, rows)) });
  await movePacked(tx, tenant, stretches);
  return lanes.reduce((sum, { followed }, n) => sum + Number(followed - ends[n]), 0);
}

/** How far each lane goes into a pack of so many journal rows: as far as the others, unless it ends before. */
function shareOut(lanes: readonly OpenLane[], most: number): bigint[] {
  const order = [...lanes.keys()].sort((a, b) => Number(openOf(lanes[a]) - openOf(lanes[b])));
  const ends: bigint[] = [];
  let left = BigInt(most);
  for (const [n, at] of order.entries()) {
    const open = openOf(lanes[at]);
    const share = left / BigInt(lanes.length - n);
    const taken = open < share ? open : share;
    ends[at] = lanes[at].packed + taken;
    left -= taken;
  }
  return ends;
}

const openOf = ({ packed, followed }: OpenLane): bigint => followed - packed;

const PICKS: readonly (readonly [Column, (one: WideBlock, firstDay: number) => Numbers])[] = [
  [COLUMN.day, (one, firstDay) => one.days.map((day) => day - firstDay)],
  [COLUMN.outlet, (one) => one.outlets],
  [COLUMN.terminal, (one) => one.terminals],
  [COLUMN.cashier, (one) => one.cashiers],
  [COLUMN.range, (one) => one.ranges],
  [COLUMN.amount, (one) => one.amounts],
  [COLUMN.earned, (one) => one.earned],
  [COLUMN.spent, (one) => one.spent],
  [COLUMN.loaded, (one) => one.loaded],
  [COLUMN.expired, (one) => one.expired],
  [COLUMN.rest, (one) => one.rest],
];

async function packOf(tx: Tx, marks: Marks, rows: readonly BlockRow[]) {
  const blocks = joinBlocks(rows);
  const count = blocks.reduce((sum, { block }) => sum + block.rows, 0);
  const days = blocks.map(({ days: own }) => own);
  const firstDay = Math.min(...days.map((own) => own.reduce((least, day) => Math.min(least, day))));
  const lastDay = Math.max(...days.map((own) => own.reduce((most, day) => Math.max(most, day))));
  const columns: ColumnData[] = [];
  for (const [column, pick] of PICKS) {
    // A column takes some milliseconds of the thread that serves tills; they get their turn in between.
    await setImmediate();
    columns.push({ column, mark: 0, data: packColumn(blocks.map((one) => pick(one, firstDay))) });
  }
  for (const [mark, own] of await posted(tx, marks, blocks))
    columns.push({ column: COLUMN.mark, mark, data: packPosting(own, count) });
  return { firstDay, lastDay, blocks: blocks.map(({ block }) => block), columns };
}

/** Of promotions and wallet types, of which a line has several, in which rows each stands; the other marks have columns. */
async function posted(tx: Tx, marks: Marks, blocks: readonly WideBlock[]): Promise<Map<number, number[]>> {
  const all = new Map<number, number[]>();
  let row = 0;
  for (const { marks: lists } of blocks) {
    for (const list of lists) {
      for (const mark of list) {
        const known = all.get(mark);
        if (known) known.push(row);
        else all.set(mark, [row]);
      }
      row++;
    }
  }
  const values = await marks.valuesOf(tx, all.keys());
  for (const mark of [...all.keys()]) {
    const facet = values.get(mark)?.facet;
    assert(facet !== undefined, `mark ${mark} of a line is known`);
    if (facet !== FACET.promotion && facet !== FACET.walletType) all.delete(mark);
  }
  return all;
}
