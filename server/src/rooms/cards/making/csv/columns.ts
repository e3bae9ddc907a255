import { refuse, type Ok, type Refusal } from '../../../../kernel/refusal.ts';
import { COLUMNS_MAX } from './limits.ts';
import { createRecordReader } from './record-reader.ts';

/** The columns of the published format. They may stand in any order, and all but the number may be left out. */
export const COLUMNS = [
  'number',
  'type',
  'range',
  'pin',
  'serial',
  'phone',
  'member_external_id',
  'face_value',
  'currency',
  'valid_until',
  'note',
] as const;
export type Column = (typeof COLUMNS)[number];

/** Where each column stands; undefined for one that the file does not have. */
export type Layout = { readonly at: Readonly<Partial<Record<Column, number>>>; readonly width: number };

export type HeaderRefusal = Refusal<
  | 'cards.file.header_unknown'
  | 'cards.file.header_duplicate'
  | 'cards.file.header_empty'
  | 'cards.file.number_missing'
  | 'cards.file.too_many_columns'
  | 'cards.file.no_known_header'
>;

export const SEPARATORS = [',', ';', '\t', '|'] as const;
export type Separator = (typeof SEPARATORS)[number];

const named = (header: string): string => header.trim().toLowerCase().replace(/[ -]+/g, '_');
const isColumn = (name: string): name is Column => (COLUMNS as readonly string[]).includes(name);

/** Reads the header. Refuses one without name, one that the format does not have, one that stands twice, and too many. */
export function readHeader(cells: readonly string[]): Ok<{ layout: Layout }> | HeaderRefusal {
  if (cells.length > COLUMNS_MAX) return refuse('cards.file.too_many_columns', { max: String(COLUMNS_MAX) });
  const at: Partial<Record<Column, number>> = {};
  for (const [place, cell] of cells.entries()) {
    const name = named(cell);
    if (name === '') return refuse('cards.file.header_empty', { column: String(place + 1) });
    // A stranger's header may be anything; a name is told, a whole card number is not.
    if (!isColumn(name))
      return refuse('cards.file.header_unknown', { column: String(place + 1), name: shownName(name) });
    if (at[name] !== undefined) return refuse('cards.file.header_duplicate', { name });
    at[name] = place;
  }
  if (at.number === undefined) return refuse('cards.file.number_missing');
  return { ok: true, layout: { at, width: cells.length } };
}

const shownName = (name: string): string => (/^[a-z_]{1,40}$/.test(name) ? name : '…');

/**
 * The separator of a header line: the one by which most of its cells are names of the format. Refuses a line that names nothing
 * of it by any separator.
 */
export function findSeparator(headerLine: string): Ok<{ separator: Separator }> | HeaderRefusal {
  let best: { separator: Separator; known: number } | undefined;
  for (const separator of SEPARATORS) {
    const reader = createRecordReader(separator);
    const pushed = reader.push(headerLine);
    const ended = reader.end();
    if (!pushed.ok || !ended.ok) continue;
    const cells = [...pushed.records, ...ended.records][0]?.cells ?? [];
    const known = cells.filter((cell) => isColumn(named(cell))).length;
    if (known > (best?.known ?? 0)) best = { separator, known };
  }
  return best ? { ok: true, separator: best.separator } : refuse('cards.file.no_known_header');
}
