import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';

/** Where a page ended: the values of the sort key, bigints as text. */
export type CursorKey = readonly (string | number)[];

/** A page as it is answered; `next` is absent on the last one. */
export type Page<Item> = { readonly items: Item[]; readonly next?: string };

const CURSOR_LENGTH_MAX = 500;

/** An opaque text for a sort key. Not secret and not signed: it says only where to go on in what one may read anyway. */
export const encodeCursor = (key: CursorKey): string => Buffer.from(JSON.stringify(key)).toString('base64url');

/** The sort key of a cursor. Refuses anything that encodeCursor did not make for a key of the same types. */
export const decodeCursor = <const Types extends readonly ('string' | 'number')[]>(
  cursor: string,
  types: Types,
): Ok<{ readonly key: KeyOf<Types> }> | Refusal<'http.cursor.malformed'> => {
  const key = parsed(cursor);
  if (!Array.isArray(key) || key.length !== types.length || !key.every((part, at) => typeof part === types[at])) {
    return refuse('http.cursor.malformed');
  }
  return { ok: true, key: key as unknown as KeyOf<Types> };
};

type KeyOf<Types extends readonly ('string' | 'number')[]> = {
  -readonly [At in keyof Types]: Types[At] extends 'string' ? string : number;
};

/** The page out of `limit + 1` rows in order: the row too many only tells that there is more. */
export const pageOfRows = <Row, Item>(
  rows: readonly Row[],
  limit: number,
  itemOf: (row: Row) => Item,
  keyOf: (row: Row) => CursorKey,
): Page<Item> => {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const items = shown.map((row) => itemOf(row));
  return rows.length > limit && last !== undefined ? { items, next: encodeCursor(keyOf(last)) } : { items };
};

const parsed = (cursor: string): unknown => {
  if (cursor.length > CURSOR_LENGTH_MAX) return undefined;
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
};
