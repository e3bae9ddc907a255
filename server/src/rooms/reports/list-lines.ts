import type { Reports } from './create-reports.ts';
import { describeLines, type DescribedLine } from './describe-lines.ts';
import type { Asked, Sort } from './filter.ts';
import { readLines, type LineKey, type ShownLine } from './read/lines.ts';
import { askPlanned } from './read/planned.ts';

/** Longer than any page takes; whoever waits longer has gone. */
const PAGE_WITHIN_MS = 15_000;

/** A page of described lines, and the line behind which the next one begins. Undefined when it took too long. */
export async function listLines(
  reports: Reports,
  asked: Asked,
  page: { readonly sort: Sort; readonly behind: LineKey | undefined; readonly limit: number },
): Promise<{ readonly lines: DescribedLine[]; readonly last: ShownLine | undefined } | undefined> {
  const rows = await askPlanned(reports.database, PAGE_WITHIN_MS, (tx) =>
    readLines(tx, asked, { ...page, limit: page.limit + 1 }),
  );
  if (rows === undefined) return undefined;
  const shown = rows.slice(0, page.limit);
  return {
    lines: await describeLines(reports, reports.database, shown),
    last: rows.length > page.limit ? shown.at(-1) : undefined,
  };
}
