import { refuse, type Ok, type Refusal } from '../../../../kernel/refusal.ts';
import { COLUMNS_MAX, RECORD_CHARS_MAX } from './limits.ts';

/** One record with the line of the file on which it begins; lines count from 1 as an editor counts them. */
export type CsvRecord = { readonly line: number; readonly cells: readonly string[] };

export type RecordRefusal = Refusal<'cards.file.line_too_long' | 'cards.file.quote_open' | 'cards.file.quote_stray'>;

type Read = Ok<{ records: CsvRecord[] }> | RecordRefusal;

/** The line ends that a file has: told, so that a person sees what was understood. */
export type LineEnds = 'lf' | 'crlf' | 'cr' | 'mixed' | 'none';

export type RecordReader = {
  /** More text; the records that are whole now. */
  push(text: string): Read;
  /** No more text; the last record, which needs no line end. */
  end(): Read;
  lineEnds(): LineEnds;
};

const LF = 10;
const CR = 13;
const QUOTE = 34;

/**
 * Cuts text into records: a record ends with LF, CRLF or CR, mixed as they come; a cell in double quotes may hold separators and
 * line ends, and a quote by doubling it. Refuses a record of more than RECORD_CHARS_MAX, a quote that is not closed within one,
 * and text behind a closing quote. Records with nothing in them are left out. A record has at most COLUMNS_MAX + 1 cells: then
 * it has too many, which is for the reader of columns to say.
 */
export function createRecordReader(separator: string, firstLine = 1): RecordReader {
  let rest = '';
  let line = firstLine;
  const seen = { lf: false, crlf: false, cr: false };

  const read = (text: string, isLast: boolean): Read => {
    const buffer = rest.length === 0 ? text : rest + text;
    const records: CsvRecord[] = [];
    let at = 0;
    let quote = next(buffer, '"', 0);
    let lf = next(buffer, '\n', 0);
    let cr = next(buffer, '\r', 0);
    while (at < buffer.length) {
      if (quote < at) quote = next(buffer, '"', at);
      if (lf < at) lf = next(buffer, '\n', at);
      if (cr < at) cr = next(buffer, '\r', at);
      let end = Math.min(lf, cr, buffer.length);
      const begin = at;
      const record = { line, cells: [] as string[] };
      if (quote < end) {
        const scanned = scanQuoted(buffer, at, separator, isLast);
        if (scanned === 'open' || scanned === 'more') {
          if (!isLast && buffer.length - at <= RECORD_CHARS_MAX) break;
          return refuse(scanned === 'open' ? 'cards.file.quote_open' : 'cards.file.line_too_long', {
            line: String(line),
          });
        }
        if ('stray' in scanned) return refuse('cards.file.quote_stray', { line: String(line + scanned.stray) });
        end = scanned.end;
        line += scanned.inside;
        record.cells = scanned.cells;
      } else {
        if (end === buffer.length && !isLast) break;
        if (end - at <= RECORD_CHARS_MAX) record.cells = buffer.slice(at, end).split(separator, COLUMNS_MAX + 1);
      }
      if (end - begin > RECORD_CHARS_MAX) return refuse('cards.file.line_too_long', { line: String(record.line) });
      const isCr = buffer.charCodeAt(end) === CR;
      // A CR at the very end of what is here may be half of a CRLF.
      if (isCr && end + 1 === buffer.length && !isLast) {
        line = record.line;
        break;
      }
      const isCrLf = isCr && buffer.charCodeAt(end + 1) === LF;
      if (end < buffer.length) seen[isCrLf ? 'crlf' : isCr ? 'cr' : 'lf'] = true;
      at = end + (isCrLf ? 2 : 1);
      line += 1;
      if (record.cells.some((cell) => cell !== '')) records.push(record);
    }
    rest = at >= buffer.length ? '' : buffer.slice(at);
    if (rest.length > RECORD_CHARS_MAX && !rest.includes('"')) {
      return refuse('cards.file.line_too_long', { line: String(line) });
    }
    return { ok: true, records };
  };

  return {
    push: (text) => read(text, false),
    end: () => read('', true),
    lineEnds: () => {
      const kinds = (['lf', 'crlf', 'cr'] as const).filter((kind) => seen[kind]);
      return kinds.length > 1 ? 'mixed' : (kinds[0] ?? 'none');
    },
  };
}

const next = (text: string, what: string, from: number): number => {
  const at = text.indexOf(what, from);
  return at < 0 ? Number.POSITIVE_INFINITY : at;
};

type Scanned = { readonly cells: string[]; readonly end: number; readonly inside: number };

/** Reads a record with quotes, from `from` to before its line end. `inside` is how many line ends its quotes hold. */
function scanQuoted(
  text: string,
  from: number,
  separator: string,
  isLast: boolean,
): Scanned | 'open' | 'more' | { readonly stray: number } {
  const cells: string[] = [];
  let at = from;
  let inside = 0;
  for (;;) {
    let cell: string;
    if (text.charCodeAt(at) === QUOTE) {
      let written = '';
      for (let begin = at + 1; ; begin = at + 1) {
        const close = text.indexOf('"', begin);
        if (close < 0) return 'open';
        written += text.slice(begin, close);
        at = close + 1;
        if (text.charCodeAt(at) !== QUOTE) break;
        written += '"';
      }
      inside += lineEndsIn(written);
      if (at >= text.length && !isLast) return 'more';
      const after = text.charCodeAt(at);
      if (at < text.length && after !== LF && after !== CR && text[at] !== separator) return { stray: inside };
      cell = written;
    } else {
      const begin = at;
      while (at < text.length && text[at] !== separator && text.charCodeAt(at) !== LF && text.charCodeAt(at) !== CR)
        at++;
      if (at >= text.length && !isLast) return 'more';
      cell = text.slice(begin, at);
    }
    if (cells.length <= COLUMNS_MAX) cells.push(cell);
    if (text[at] !== separator || at >= text.length) return { cells, end: at, inside };
    at += 1;
  }
}

const lineEndsIn = (text: string): number => text.match(/\r\n|\n|\r/g)?.length ?? 0;
