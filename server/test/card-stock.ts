// Puts cards in stock, for tests that take them out.

import type { CardNumber } from '../src/kernel/card-number.ts';
import type { RangeInput } from '../src/rooms/cards/index.ts';
import { must, type TestHouse } from './house.ts';

const LENGTH = 12;

/** A range of bonus cards of twelve digits, without check digit and PIN. */
export const bonusRange = (code: string, prefix: string): RangeInput => ({
  ...{ program: undefined, code, type: 'bonus', prefix, length: LENGTH, charset: 'digits' },
  ...{ checkDigit: 'none', pinKind: 'none', pinLength: 0, pinRequired: false, unit: undefined, face: undefined },
  ...{ priceList: undefined, track: {}, systemOfRecord: 'here', processor: undefined, policy: {} },
});

/** The number of such a range at a place. */
export const numberOf = (prefix: string, n: number): CardNumber =>
  `${prefix}${String(n).padStart(LENGTH - prefix.length, '0')}` as CardNumber;

let batches = 0;

/** A released batch of `count` cards whose numbers are counted on from `first`; serials from 1. */
export async function stockCards(
  house: Pick<TestHouse, 'cards' | 'tenant'>,
  range: string,
  prefix: string,
  first: number,
  count: number,
): Promise<bigint> {
  const who = { tenant: house.tenant, by: 1n };
  const told = { ...who, space: 0n, reference: `stock-${++batches}`, range, quantity: count, source: 'csv' as const };
  const { batch } = must(await house.cards.createCardBatch(told));
  const loader = await house.cards.openLoader();
  try {
    const entries = Array.from({ length: count }, (_, i) => ({ serial: i + 1, number: numberOf(prefix, first + i) }));
    must(await house.cards.addToBatch(loader, batch, entries));
  } finally {
    await loader.close();
  }
  must(await house.cards.releaseBatch(who, batch.batch));
  return batch.batch;
}
