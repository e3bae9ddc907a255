/** What a cell holds: text, or a number as decimal text. */
export type Cell = string | { readonly decimal: string };

// A spreadsheet takes a text that begins so for a formula and runs it.
const RUNS = /^[=+\-@\t\r]/;

/** A text that no spreadsheet runs: one that begins like a formula gets an apostrophe before it. */
export const neutralText = (text: string): string => (RUNS.test(text) ? `'${text}` : text);

const QUOTED = /[",\r\n]/;

/** A row of a CSV file as RFC 4180 has it. Decimals stand as they are, a minus before them is no formula. */
export function csvRow(cells: readonly Cell[]): string {
  const texts = cells.map((cell) => {
    if (typeof cell !== 'string') return cell.decimal;
    const text = neutralText(cell);
    return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${texts.join(',')}\r\n`;
}
