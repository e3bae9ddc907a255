import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { assert } from '../../../kernel/assert.ts';
import { Fault } from '../../../kernel/fault.ts';
import type { LineDeps } from '../deps.ts';
import { describeLines } from '../describe-lines.ts';
import { readLines, type LineKey, type ShownLine } from '../read/lines.ts';
import { askPlanned } from '../read/planned.ts';
import { claimExport, endExport, expireExports, noteProgress, withFile } from '../store/export.ts';
import { headings, rowsOf } from './columns.ts';
import type { Export } from './export.ts';
import { openCsv, type TableWriter } from './write-csv.ts';
import { openXlsx } from './write-xlsx.ts';

/** Lines that are in memory at a time; few, since describing them is work of the thread that serves tills. */
const LINES_PER_STEP = 500;
const STEP_WITHIN_MS = 60_000;

/** Where the file of an export lies. */
export const fileOf = (folder: string, one: bigint): string => join(folder, `${one}`);

/**
 * Works on the oldest open export until it is done, cancelled or must stop. A process that dies leaves its part behind; the export is
 * begun again by whoever finds it silent. False when there was none.
 */
export async function runExport(lines: LineDeps, folder: string, isStopping: () => boolean): Promise<boolean> {
  const found = await claimExport(lines.database, lines.clock.now());
  if (found === undefined) return false;
  const part = `${fileOf(folder, found.export)}.${process.pid}.part`;
  let rows = 0n;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = await open(part, 'w', 0o600);
    let isWhole: boolean;
    try {
      isWhole = await write(lines, found, file, isStopping, (done) => (rows = done));
      await file.sync();
    } finally {
      await file.close();
    }
    const { size } = await stat(part);
    if (isWhole) {
      await rename(part, fileOf(folder, found.export));
      await endExport(lines.database, found.export, { state: 'done', rows, bytes: BigInt(size) }, lines.clock.now());
    } else {
      // Stopped: somebody else begins it again at once. Cancelled: this changes nothing.
      await endExport(lines.database, found.export, { state: 'waiting', rows: 0n, bytes: 0n }, lines.clock.now());
    }
  } catch (error) {
    const problem = error instanceof Error ? error.message : 'unknown';
    await endExport(lines.database, found.export, { state: 'failed', rows, bytes: 0n, problem }, lines.clock.now());
    throw error;
  } finally {
    await rm(part, { force: true });
  }
  return true;
}

/** Writes all rows; false when it was stopped or cancelled before the last. */
async function write(
  lines: LineDeps,
  found: Export,
  file: Awaited<ReturnType<typeof open>>,
  isStopping: () => boolean,
  tell: (rows: bigint) => void,
): Promise<boolean> {
  const titles = headings(found.language);
  const writer: TableWriter = found.format === 'csv' ? await openCsv(file, titles) : openXlsx(file, titles);
  let rows = 0n;
  let behind: LineKey | undefined;
  for (;;) {
    if (isStopping()) return false;
    const page = await step(lines, found, behind);
    const described = await describeLines(
      lines,
      lines.database,
      page.filter((line) => line.recorded_at <= found.askedAt),
    );
    await writer.rows(described.flatMap(rowsOf));
    rows += BigInt(described.length);
    tell(rows);
    if (!(await noteProgress(lines.database, found.export, rows, lines.clock.now()))) return false;
    if (page.length < LINES_PER_STEP) break;
    behind = page.at(-1);
  }
  await writer.end();
  return true;
}

async function step(lines: LineDeps, { asked }: Export, behind: LineKey | undefined): Promise<ShownLine[]> {
  const page = await askPlanned(lines.database, STEP_WITHIN_MS, (tx) =>
    readLines(tx, asked, { sort: 'oldest', behind, limit: LINES_PER_STEP }),
  );
  if (page === undefined) throw new Fault('a step of an export took longer than a minute', { retry: 'safe' });
  return page;
}

/** Removes files whose time is over, and whatever lies there without an export that could want it. */
export async function clearExports(lines: LineDeps, folder: string): Promise<void> {
  await expireExports(lines.database, lines.clock.now());
  const names = await readdir(folder).catch(() => []);
  const ids = names.map((name) => /^(\d{1,18})(\.\d+\.part)?$/.exec(name)?.[1]);
  const wanted = await withFile(
    lines.database,
    ids.flatMap((id) => (id === undefined ? [] : [BigInt(id)])),
  );
  for (const [n, name] of names.entries()) {
    const id = ids[n];
    if (id === undefined || wanted.has(BigInt(id))) continue;
    assert(!name.includes('/'), 'a name of a folder has no folder in it');
    await rm(join(folder, name), { force: true });
  }
}
