import type { FileHandle } from 'node:fs/promises';
import { csvRow, type Cell } from './cell.ts';

/** What rows are written to; the next is given when the last is on its way to the disk. */
export type TableWriter = {
  rows(rows: readonly (readonly Cell[])[]): Promise<void>;
  /** Writes what is left. */
  end(): Promise<void>;
};

// Spreadsheets read UTF-8 only when they are told so.
const BYTE_ORDER_MARK = '\uFEFF';

/** A CSV file (RFC 4180, UTF-8 with its mark) whose first row are the headings. */
export async function openCsv(file: FileHandle, headings: readonly string[]): Promise<TableWriter> {
  await file.write(BYTE_ORDER_MARK + csvRow(headings));
  return {
    async rows(rows) {
      await file.write(rows.map(csvRow).join(''));
    },
    end: () => Promise.resolve(),
  };
}
