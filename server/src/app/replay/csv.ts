import { readFileSync } from 'node:fs';
import Papa from 'papaparse';
import { Fault } from '../../kernel/fault.ts';

/**
 * Yields the rows of a CSV file as arrays in the order of `columns`, whatever order the file has them in. A Fault when a column
 * is missing. One file is read whole: a source comes in files of a day or so, and only one is held at a time.
 */
export function* readCsv(path: string, columns: readonly string[]): Generator<string[]> {
  const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  const { data } = Papa.parse<string[]>(text, { skipEmptyLines: true, delimiter: ',' });
  const [header = [], ...rows] = data;
  const places = columns.map((column) => header.indexOf(column));
  const missing = columns.find((_, at) => places[at] === -1);
  if (missing !== undefined) throw new Fault(`${path} has no column ${missing}`, { retry: 'never' });
  for (const row of rows) yield places.map((place) => row[place] ?? '');
}
