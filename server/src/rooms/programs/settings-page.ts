import type { Ok, Refusal } from '../../kernel/refusal.ts';
import { decodeCursor, pageOfRows } from '../../platform/http/cursor.ts';
import type { Page } from '../../platform/http/cursor.ts';

/**
 * A page of settings in the order of their codes. They are in memory, so it is cut out of all of them without a query.
 * Refuses a cursor that no page gave.
 */
export const settingsPage = <Thing extends { readonly code: string }, Shown>(
  things: readonly Thing[],
  query: { readonly limit: number; readonly cursor?: string | undefined },
  show: (thing: Thing) => Shown,
): Ok<{ readonly page: Page<Shown> }> | Refusal<'http.cursor.malformed'> => {
  let left = things;
  if (query.cursor !== undefined) {
    const cursor = decodeCursor(query.cursor, ['string']);
    if (!cursor.ok) return cursor;
    const [after] = cursor.key;
    left = things.filter((thing) => thing.code > after);
  }
  return { ok: true, page: pageOfRows(left, query.limit, show, (thing) => [thing.code]) };
};
