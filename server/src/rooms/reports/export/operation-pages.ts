import { Fault } from '../../../kernel/fault.ts';
import type { LineDeps } from '../deps.ts';
import { describeLines, type DescribedLine } from '../describe-lines.ts';
import { readLines, type LineKey, type ShownLine } from '../read/lines.ts';
import { askPlanned } from '../read/planned.ts';
import type { Cell } from './cell.ts';
import { rowsOf } from './columns.ts';
import type { Export } from './export.ts';

/** Lines that are in memory at a time; few, since describing them is work of the thread that serves tills. */
const LINES_PER_STEP = 500;
const STEP_WITHIN_MS = 60_000;

/** Rows for a file, and of how many operations or acts they are. */
export type FilePage = { readonly rows: readonly (readonly Cell[])[]; readonly count: number };

/** The operations of an export a page at a time, oldest first, as far as they were recorded when it was asked for. */
export async function* describedPages(
  lines: LineDeps,
  found: Export,
): AsyncGenerator<readonly { readonly line: ShownLine; readonly described: DescribedLine }[]> {
  let behind: LineKey | undefined;
  for (;;) {
    const page = await step(lines, found, behind);
    const recorded = page.filter((line) => line.recorded_at <= found.askedAt);
    const described = await describeLines(lines, lines.database, recorded);
    yield recorded.map((line, n) => ({ line, described: described[n] }));
    if (page.length < LINES_PER_STEP) return;
    behind = page.at(-1);
  }
}

/** The rows of a file of operations. */
export async function* operationPages(lines: LineDeps, found: Export): AsyncGenerator<FilePage> {
  for await (const page of describedPages(lines, found))
    yield { rows: page.flatMap(({ described }) => rowsOf(described)), count: page.length };
}

async function step(lines: LineDeps, { asked }: Export, behind: LineKey | undefined): Promise<ShownLine[]> {
  const page = await askPlanned(lines.database, STEP_WITHIN_MS, (tx) =>
    readLines(tx, asked, { sort: 'oldest', behind, limit: LINES_PER_STEP }),
  );
  if (page === undefined) throw new Fault('a step of an export took longer than a minute', { retry: 'safe' });
  return page;
}
