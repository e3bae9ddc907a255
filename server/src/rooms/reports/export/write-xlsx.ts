import { once } from 'node:events';
import type { FileHandle } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { WorkbookWriter } from '@cj-tech-master/excelts';
import { neutralText, type Cell } from './cell.ts';
import type { TableWriter } from './write-csv.ts';

/** What a sheet of this format holds, the headings among them. Longer tables go on in the next sheet. */
const ROWS_PER_SHEET_MAX = 1_048_576;

const ROWS_PER_TURN = 50;

// A decimal longer than this does not fit the format's numbers, and stands as text.
const DIGITS_MAX = 15;

// Excel takes a file with a longer text for a broken one. The CSV of the same has it whole.
const TEXT_MAX = 32_767;

const valueOf = (cell: Cell): string | number => {
  if (typeof cell === 'string') {
    const text = neutralText(cell);
    return text.length <= TEXT_MAX ? text : `${text.slice(0, TEXT_MAX - 1)}…`;
  }
  return cell.decimal.replace(/\D/g, '').length <= DIGITS_MAX ? Number(cell.decimal) : cell.decimal;
};

/** An XLSX file, written as its rows come: nothing of it is kept in memory. */
export function openXlsx(file: FileHandle, headings: readonly string[]): TableWriter {
  // Not a write stream of the file itself: that would close it, and the caller still has to sync it.
  const stream = new Writable({
    // Unlike `write`, which may take a part of it only.
    write: (chunk: Buffer, _encoding, done) => void file.appendFile(chunk).then(() => done(), done),
  });
  const workbook = new WorkbookWriter({ stream, useStyles: false, useSharedStrings: false, trueStreaming: true });
  let sheets = 0;
  let rowsOfSheet = 0;
  const open = () => {
    const sheet = workbook.addWorksheet(String(++sheets));
    sheet.addRow([...headings]).commit();
    rowsOfSheet = 1;
    return sheet;
  };
  let sheet = open();
  return {
    async rows(rows) {
      for (const [n, row] of rows.entries()) {
        // Packing rows is work of this thread: tills get their turn in between.
        if (n % ROWS_PER_TURN === 0) await setImmediate();
        if (rowsOfSheet >= ROWS_PER_SHEET_MAX) {
          sheet.commit();
          sheet = open();
        }
        sheet.addRow(row.map(valueOf)).commit();
        rowsOfSheet++;
      }
      if (stream.writableNeedDrain) await once(stream, 'drain');
    },
    async end() {
      sheet.commit();
      await workbook.commit();
    },
  };
}
