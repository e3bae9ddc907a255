import type { CardNumber } from '../../kernel/card-number.ts';
import { assert } from '../../kernel/assert.ts';
import type { Queries } from '../../platform/database/database.ts';
import { decryptField, encryptField, type Keys } from '../../platform/keys.ts';
import type { Range } from './range.ts';
import { findNumberPage } from './store/stock-number.ts';

type PagePlace = { readonly tenant: number; readonly batch: bigint; readonly firstSerial: number };

/**
 * Whether the numbers of a range's stock are kept, sealed. Of gift cards they are not: whoever has such a number has money, and its
 * link gives the card another one.
 */
export const keepsNumbers = ({ type }: Pick<Range, 'type'>): boolean => type !== 'gift';

const contextOf = ({ tenant, batch, firstSerial }: PagePlace): string =>
  `cards.stock_number/${tenant}/${batch}/${firstSerial}`;

/** Numbers of one chunk as they are kept: one behind the other, since all of a range have one length. Serials without a gap. */
export function sealNumbers(
  keys: Keys,
  place: PagePlace,
  entries: readonly { readonly serial: number; readonly number: string }[],
): Buffer {
  // Whoever drew some of them again has them at the end.
  const inOrder = entries.toSorted((one, other) => one.serial - other.serial);
  assert(
    inOrder[0]?.serial === place.firstSerial && inOrder.at(-1)?.serial === place.firstSerial + entries.length - 1,
    'a page of numbers has no gap',
  );
  return encryptField(keys, inOrder.map(({ number }) => number).join(''), contextOf(place));
}

/** The number of a card in stock by its place; undefined where none was kept. Whether the card is there for anybody is not asked. */
export async function numberInStock(
  { database, keys }: { readonly database: Queries; readonly keys: Keys },
  { tenant, batch, serial }: { readonly tenant: number; readonly batch: bigint; readonly serial: number },
  { length }: Pick<Range, 'length'>,
): Promise<CardNumber | undefined> {
  const page = await findNumberPage(database, tenant, batch, serial);
  if (!page) return undefined;
  const numbers = decryptField(keys, page.sealed, contextOf({ tenant, batch, firstSerial: page.firstSerial }));
  const from = (serial - page.firstSerial) * length;
  const number = numbers.toString('latin1', from, from + length);
  return number.length === length ? (number as CardNumber) : undefined;
}
