// What a spreadsheet would take for a formula.
const FORMULA = /^[=+\-@\t\r]/;
const NEEDS_QUOTES = /[",\r\n]/;

/** One line of CSV, for spreadsheets: a cell that would be a formula there is shown as text. */
export const csvLine = (cells: readonly string[]): string =>
  `${cells
    .map((cell) => (FORMULA.test(cell) ? `'${cell}` : cell))
    .map((cell) => (NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(',')}\r\n`;

/** Where a spreadsheet is told that it reads UTF-8. */
export const BOM = '\uFEFF';
export const CSV = { file: 'text/csv; charset=utf-8' } as const;
export const downloadAs = (name: string): Readonly<Record<string, string>> => ({
  'content-disposition': `attachment; filename="${name}"`,
});
