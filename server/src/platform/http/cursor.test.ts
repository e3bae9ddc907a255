import { describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor, pageOfRows } from './cursor.ts';

describe('a cursor', () => {
  it('gives back the key at which the page ended', () => {
    const cursor = encodeCursor(['9223372036854775807', 7]);
    expect(decodeCursor(cursor, ['string', 'number'])).toEqual({ ok: true, key: ['9223372036854775807', 7] });
  });

  it.each([
    '',
    'x',
    '!!',
    encodeCursor(['a']),
    encodeCursor(['a', 'b', 'c']),
    encodeCursor([1, 'b']),
    'A'.repeat(9_999),
  ])('of another list or of nobody is refused: %#', (cursor) => {
    expect(decodeCursor(cursor, ['string', 'string'])).toEqual({ ok: false, refusal: 'http.cursor.malformed' });
  });
});

describe('a page', () => {
  const pageOf = (count: number, limit: number) =>
    pageOfRows(
      Array.from({ length: count }, (_, at) => at),
      limit,
      (row) => `item ${row}`,
      (row) => [row],
    );

  it('leads on where there is a row too many', () => {
    expect(pageOf(3, 2)).toEqual({ items: ['item 0', 'item 1'], next: encodeCursor([1]) });
  });

  it('is the last where there is none', () => {
    expect(pageOf(2, 2)).toEqual({ items: ['item 0', 'item 1'] });
    expect(pageOf(0, 2)).toEqual({ items: [] });
  });
});
