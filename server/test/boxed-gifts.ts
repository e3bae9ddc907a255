// Gift cards out of boxes: a range of stock that a program sells and delivers, with limits of the day, made batch by batch.

import type { CardNumber } from '../src/kernel/card-number.ts';
import type { RangeInput } from '../src/rooms/cards/index.ts';
import { giftTerms, type GiftHouse } from './gift-house.ts';
import { must } from './house.ts';

const LENGTH = 12;
let references = 0;

/** Opens the range `code` of gift cards in EUR whose numbers begin with `prefix`, and terms on which they are sold. */
export async function openBoxes(
  gifts: Pick<GiftHouse, 'house' | 'set' | 'unitOf'>,
  code: string,
  prefix: string,
  policy: RangeInput['policy'] = {},
) {
  const { house } = gifts;
  const { tenant } = house;
  must(
    await house.cards.openRange(tenant, {
      ...{ program: house.program().program, code, type: 'gift', prefix, length: LENGTH, charset: 'digits' },
      ...{ checkDigit: 'none', pinKind: 'none', pinLength: 0, pinRequired: false, unit: gifts.unitOf('EUR') },
      ...{ face: undefined, priceList: undefined, track: {}, systemOfRecord: 'here', processor: undefined, policy },
    }),
  );
  await gifts.set(code, 'EUR', giftTerms('0000', { numbers: undefined, range: code }));
  let made = 0;
  const who = { tenant, by: 1n };
  return {
    /** A released batch of `count` cards; their numbers by serial, beginning with 1. */
    async box(count: number): Promise<{ readonly batch: bigint; readonly numbers: readonly string[] }> {
      const numbers = Array.from(
        { length: count },
        () => `${prefix}${String(++made).padStart(LENGTH - prefix.length, '0')}`,
      );
      const told = { ...who, space: 0n, reference: `box-${++references}`, range: code, quantity: count };
      const { batch } = must(await house.cards.createCardBatch({ ...told, source: 'csv' as const }));
      const loader = await house.cards.openLoader();
      try {
        const entries = numbers.map((number, at) => ({ serial: at + 1, number: number as CardNumber }));
        must(await house.cards.addToBatch(loader, batch, entries));
      } finally {
        await loader.close();
      }
      must(await house.cards.releaseBatch(who, batch.batch));
      return { batch: batch.batch, numbers: ['', ...numbers] };
    },
    /** Blocks the range, or a batch or serials of one; gives what lifts it. */
    async suspend(what: Partial<Parameters<typeof house.cards.suspend>[0]> = {}): Promise<() => Promise<void>> {
      const where = what.batch === undefined ? { range: code } : {};
      const { suspension } = must(
        await house.cards.suspend({
          ...{ ...who, space: 0n, reference: `block-${++references}`, reason: 'fraud', effects: ['spend'] },
          ...where,
          ...what,
        }),
      );
      return async () => void must(await house.cards.lift(who, suspension.suspension));
    },
  };
}
