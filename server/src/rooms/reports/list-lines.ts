import type { LineDeps } from './deps.ts';
import { describeLines, type DescribedLine } from './describe-lines.ts';
import type { Queries } from '../../platform/database/database.ts';
import type { Asked, Sort } from './filter.ts';
import { readLines, isByAmount, type LineKey, type ShownLine } from './read/lines.ts';
import { askPlanned } from './read/planned.ts';

/** Longer than any page takes; whoever waits longer has gone. */
const PAGE_WITHIN_MS = 15_000;

/** Which page: how many lines, in which order, behind which one. */
export type LinePage = { readonly sort: Sort; readonly behind: LineKey | undefined; readonly limit: number };

/** A page of described lines, and the line behind which the next one begins. Undefined when it took too long. */
export async function listLines(
  lines: LineDeps,
  asked: Asked,
  page: LinePage,
): Promise<{ readonly lines: DescribedLine[]; readonly last: ShownLine | undefined } | undefined> {
  const ordered = isByAmount(page.sort) ? inOneCurrency(lines, asked) : asked;
  const rows = await askPlanned(lines.database, PAGE_WITHIN_MS, (tx) =>
    readInOrder(tx, ordered, { ...page, limit: page.limit + 1 }),
  );
  if (rows === undefined) return undefined;
  const shown = rows.slice(0, page.limit);
  return {
    lines: await describeLines(lines, lines.database, shown),
    last: rows.length > page.limit ? shown.at(-1) : undefined,
  };
}

/** By amount each kind by itself, which has an index in that order, and then the first of all of them. */
async function readInOrder(tx: Queries, asked: Asked, page: LinePage): Promise<ShownLine[]> {
  const { kinds } = asked.filter;
  if (!isByAmount(page.sort) || kinds === undefined || kinds.length < 2) return readLines(tx, asked, page);
  const sign = page.sort === 'smallest' ? 1 : -1;
  const rows = await Promise.all(
    kinds.map((kind) => readLines(tx, { ...asked, filter: { ...asked.filter, kinds: [kind] } }, page)),
  );
  const differ = (a: bigint, b: bigint): number => (a < b ? -sign : a > b ? sign : 0);
  return rows
    .flat()
    .sort((a, b) => differ(a.amount, b.amount) || differ(BigInt(a.lane), BigInt(b.lane)) || differ(a.seq, b.seq))
    .slice(0, page.limit);
}

/** Amounts are in order only among those of one unit: the one that is filtered by, else the money of the first program. */
function inOneCurrency({ programs }: LineDeps, { sight, filter }: Asked): Asked {
  if (filter.amount) return { sight, filter };
  const [program] = programs.settings().programsOf(sight.tenant);
  return program ? { sight, filter: { ...filter, amount: { currency: program.currency.unit } } } : { sight, filter };
}
