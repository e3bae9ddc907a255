import Papa from 'papaparse';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { Identity } from '../cards/index.ts';
import type { Flaw, NamedMember } from './change-list.ts';
import { MEMBERS_PER_CHANGE_MAX } from './segment.ts';

/** Columns that name somebody; a file has at least one of them, a row says one. */
export const NAMING_COLUMNS = ['member', 'card', 'phone', 'externalId'] as const;

const isNaming = (name: string): name is (typeof NAMING_COLUMNS)[number] =>
  (NAMING_COLUMNS as readonly string[]).includes(name);

// Told by the head, where no cell has any of them in it.
const delimiterOf = (text: string): string => {
  const [head = ''] = text.split(/\r?\n/, 1);
  const counted = [',', ';', '\t'].map((delimiter) => ({ delimiter, count: head.split(delimiter).length }));
  return counted.reduce((best, one) => (one.count > best.count ? one : best)).delimiter;
};

/**
 * Reads a CSV with a head of columns, separated by comma, semicolon or tab; columns that name nobody are left aside. Rows count as a
 * spreadsheet shows them: the first below the head is 2. Refuses a file without a naming column, without rows, or with too many.
 */
export function readFile(
  text: string,
):
  | Ok<{ readonly named: readonly NamedMember[]; readonly flaws: readonly Flaw[] }>
  | Refusal<'segments.file.malformed'> {
  const malformed = (what: string): Refusal<'segments.file.malformed'> => refuse('segments.file.malformed', { what });
  const bare = text.replace(/^\uFEFF/, '');
  const { data } = Papa.parse<string[]>(bare, { delimiter: delimiterOf(bare), skipEmptyLines: false });
  const [head = [], ...rows] = data;
  const columns = head.map((name) => name.trim()).flatMap((name, at) => (isNaming(name) ? [{ name, at }] : []));
  if (columns.length === 0) return malformed(`its head names none of ${NAMING_COLUMNS.join(', ')}`);
  const named: NamedMember[] = [];
  const flaws: Flaw[] = [];
  for (const [i, row] of rows.entries()) {
    if (row.every((cell) => cell.trim() === '')) continue;
    const told = columns.flatMap(({ name, at }) => {
      const value = row[at]?.trim() ?? '';
      return value === '' ? [] : [[name, value] as const];
    });
    if (told.length === 1) named.push({ row: i + 2, identity: Object.fromEntries(told) as Identity });
    else flaws.push({ row: i + 2, code: told.length === 0 ? 'segments.row.empty' : 'segments.row.ambiguous' });
  }
  if (named.length + flaws.length === 0) return malformed('it has no rows');
  if (named.length > MEMBERS_PER_CHANGE_MAX) return malformed(`it has more than ${MEMBERS_PER_CHANGE_MAX} rows`);
  return { ok: true, named, flaws };
}
