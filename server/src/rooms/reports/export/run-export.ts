import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { assert } from '../../../kernel/assert.ts';
import type { LineDeps } from '../deps.ts';
import { claimExport, endExport, expireExports, noteProgress, withFile } from '../store/export.ts';
import { headings } from './columns.ts';
import type { Export } from './export.ts';
import { operationPages } from './operation-pages.ts';
import { trailHeadings } from './trail-columns.ts';
import { trailPages } from './trail-pages.ts';
import { openCsv, type TableWriter } from './write-csv.ts';
import { openXlsx } from './write-xlsx.ts';

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
  const titles = found.contents === 'trail' ? trailHeadings(found.language) : headings(found.language);
  const writer: TableWriter = found.format === 'csv' ? await openCsv(file, titles) : openXlsx(file, titles);
  let rows = 0n;
  for await (const page of found.contents === 'trail' ? trailPages(lines, found) : operationPages(lines, found)) {
    if (isStopping()) return false;
    await writer.rows(page.rows);
    rows += BigInt(page.count);
    tell(rows);
    if (!(await noteProgress(lines.database, found.export, rows, lines.clock.now()))) return false;
  }
  if (isStopping()) return false;
  await writer.end();
  return true;
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
