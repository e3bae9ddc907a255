import { refuse, type Refusal } from '../../../kernel/refusal.ts';

export const PRINT_FIELDS = [
  'serial',
  'number',
  'number_grouped',
  'pin',
  'track1',
  'track2',
  'last_four',
  'batch',
] as const;
export type PrintField = (typeof PRINT_FIELDS)[number];

/** One column: which field, under which heading (CSV), how wide and on which side filled with what (fixed width). */
export type PrintColumn = {
  readonly field: PrintField;
  readonly header?: string | undefined;
  readonly width?: number | undefined;
  readonly align?: 'left' | 'right' | undefined;
  readonly fill?: string | undefined;
};

/** How the file is written: a printer's machine wants its own columns, so they are data. */
export type PrintLayout = {
  readonly format: 'csv' | 'fixed';
  readonly columns: readonly PrintColumn[];
  /** Of CSV. */
  readonly separator?: ',' | ';' | '\t' | undefined;
  readonly hasHeader?: boolean | undefined;
  readonly lineEnd?: 'lf' | 'crlf' | undefined;
};

export type PrintRow = Readonly<Record<PrintField, string>>;

/** What is wrong with a layout: columns of a fixed file need widths, and a fill is one character. */
export function layoutAgainst({ format, columns }: PrintLayout): Refusal<'cards.print.layout_malformed'> | undefined {
  const no = (reason: string) => refuse('cards.print.layout_malformed', { reason });
  if (columns.length === 0) return no('there are no columns');
  for (const { field, width, fill } of columns) {
    if (format === 'fixed' && width === undefined) return no(`${field} has no width`);
    if (fill !== undefined && [...fill].length !== 1) return no(`${field} is filled with other than one character`);
  }
  return undefined;
}

const quoted = (text: string): string => (/["\r\n,;\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/**
 * A writer of lines. Where a value is wider than its column it gives undefined instead of a cut number: a card that is printed wrong is
 * worse than none.
 */
export function lineWriter(layout: PrintLayout): { readonly header: string; line(row: PrintRow): string | undefined } {
  const { columns, separator = ',', hasHeader = true } = layout;
  const end = layout.lineEnd === 'crlf' ? '\r\n' : '\n';
  if (layout.format === 'csv') {
    const join = (cells: readonly string[]): string => cells.map(quoted).join(separator) + end;
    return {
      header: hasHeader ? join(columns.map(({ field, header }) => header ?? field)) : '',
      line: (row) => join(columns.map(({ field }) => row[field])),
    };
  }
  return {
    header: '',
    line(row) {
      let text = '';
      for (const { field, width = 0, align = 'left', fill = ' ' } of columns) {
        const value = row[field];
        if (value.length > width) return undefined;
        text += align === 'left' ? value.padEnd(width, fill) : value.padStart(width, fill);
      }
      return text + end;
    },
  };
}
