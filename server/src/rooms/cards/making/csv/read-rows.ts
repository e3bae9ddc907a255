import { refuse, type Ok, type Refusal } from '../../../../kernel/refusal.ts';
import { cellsBy, createRowChecker, type CheckedRow, type RowRules } from './check-row.ts';
import { findSeparator, readHeader, type HeaderRefusal, type Layout, type Separator } from './columns.ts';
import type { DecimalSign } from './face-value.ts';
import type { Encoding } from './file-survey.ts';
import { RECORD_CHARS_MAX, ROWS_PER_FILE_MAX } from './limits.ts';
import {
  createRecordReader,
  type CsvRecord,
  type LineEnds,
  type RecordReader,
  type RecordRefusal,
} from './record-reader.ts';

/** One row of a file with its line, as far as the file alone can tell. */
export type FileRow = { readonly line: number } & CheckedRow;

export type FileRefusal =
  | HeaderRefusal
  | RecordRefusal
  | Refusal<'cards.file.empty' | 'cards.file.too_many_rows' | 'cards.file.no_rows' | 'cards.file.encoding_wrong'>;

/** How a file was understood: shown to its sender, who may have meant something else. */
export type Understood = {
  readonly separator: Separator;
  readonly lineEnds: LineEnds;
  readonly columns: readonly string[];
  readonly decimalSign: DecimalSign | undefined;
};

export type RowReader = {
  /** The rows that are whole with these bytes. A refusal ends the file. */
  push(bytes: Buffer): Ok<{ rows: FileRow[] }> | FileRefusal;
  end(): Ok<{ rows: FileRow[]; understood: Understood }> | FileRefusal;
};

export type RowReaderOptions = Omit<RowRules, 'isNumberGiven'> & {
  readonly encoding: Encoding;
  readonly separator: Separator | undefined;
};

/**
 * Reads a file of the published format, piece by piece, in a memory that does not grow with it. Refuses what is no such file, at
 * the line where that shows; what is wrong with a single row is told with the row.
 */
export function createRowReader(options: RowReaderOptions): RowReader {
  const decoder = new TextDecoder(options.encoding, { fatal: true });
  const checker = createRowChecker({ ...options, isNumberGiven: true });
  let opening = '';
  let records: RecordReader | undefined;
  let separator: Separator = ',';
  let layout: Layout | undefined;
  let checkCells: ((cells: readonly string[]) => CheckedRow) | undefined;
  let rows = 0;

  const decode = (bytes?: Buffer): string | undefined => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined });
    } catch {
      return undefined;
    }
  };

  const checked = (read: readonly CsvRecord[]): Ok<{ rows: FileRow[] }> | FileRefusal => {
    const out: FileRow[] = [];
    for (const { line, cells } of read) {
      if (!checkCells) {
        const header = readHeader(cells);
        if (!header.ok) return header;
        layout = header.layout;
        checkCells = cellsBy(layout, checker);
        continue;
      }
      if ((rows += 1) > ROWS_PER_FILE_MAX)
        return refuse('cards.file.too_many_rows', { max: String(ROWS_PER_FILE_MAX) });
      out.push({ line, ...checkCells(cells) });
    }
    return { ok: true, rows: out };
  };

  /** Finds the separator in the first line, which spreadsheets write as `sep=;` or leave to be seen. */
  const open = (text: string, isLast: boolean): Ok<{ rest: string }> | FileRefusal | undefined => {
    opening += text;
    const lines = /^(?:\s*[\r\n]+)?(?:sep=(.)(?:\r\n|\r|\n))?/i.exec(opening);
    const skipped = lines?.[0] ?? '';
    const begin = opening.slice(skipped.length);
    const end = begin.search(/[\r\n]/);
    if (end < 0 && !isLast) {
      if (opening.length <= RECORD_CHARS_MAX) return undefined;
      return refuse('cards.file.line_too_long', { line: '1' });
    }
    const header = end < 0 ? begin : begin.slice(0, end);
    if (header.trim() === '') return refuse('cards.file.empty');
    if (header.length > RECORD_CHARS_MAX) return refuse('cards.file.line_too_long', { line: '1' });
    const found = options.separator ? ({ ok: true, separator: options.separator } as const) : findSeparator(header);
    if (!found.ok) return found;
    separator = found.separator;
    records = createRecordReader(separator, 1 + (skipped.match(/\r\n|\n|\r/g)?.length ?? 0));
    opening = '';
    return { ok: true, rest: begin };
  };

  const take = (text: string | undefined, isLast: boolean): Ok<{ rows: FileRow[] }> | FileRefusal => {
    if (text === undefined) return refuse('cards.file.encoding_wrong', { encoding: options.encoding });
    let fresh = text;
    if (!records) {
      const opened = open(text, isLast);
      if (!opened) return { ok: true, rows: [] };
      if (!opened.ok) return opened;
      fresh = opened.rest;
    }
    const pushed = records!.push(fresh);
    if (!pushed.ok) return pushed;
    if (!isLast) return checked(pushed.records);
    const ended = records!.end();
    return ended.ok ? checked([...pushed.records, ...ended.records]) : ended;
  };

  return {
    push: (bytes) => take(decode(bytes), false),
    end() {
      const last = take(decode(), true);
      if (!last.ok) return last;
      if (rows === 0) return refuse('cards.file.no_rows');
      const columns = Object.keys(layout?.at ?? {});
      const decimalSign = checker.decimalSign();
      return { ...last, understood: { separator, lineEnds: records!.lineEnds(), columns, decimalSign } };
    },
  };
}
