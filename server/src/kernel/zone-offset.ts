import { assert } from './assert.ts';
import { createBoundedCache } from './bounded-cache.ts';
import {
  INSTANT_NEVER,
  MICROSECONDS_PER_MILLISECOND,
  MICROSECONDS_PER_MINUTE,
  MICROSECONDS_PER_SECOND,
} from './instant.ts';
import type { Instant } from './instant.ts';

// Zones change their offset at quarters of an hour, with rare exceptions (St. John's did at 00:01 until 2011).
const SLOT = 15 * MICROSECONDS_PER_MINUTE;
// A quarter of an hour each: 85 days of receipts that come in any order, in some 500 kB per zone.
const SLOTS_REMEMBERED_MAX = 8_192;

const OFFSET_NAME = /^GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/;

/**
 * A function from an instant to the zone's offset east of UTC in microseconds. Intl takes 1 µs to say it, and a sale asks
 * several times, so it is remembered per quarter of an hour. The zone's name must be valid; never is a bug.
 */
export const createOffsets = (zoneName: string): ((at: Instant) => number) => {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zoneName, timeZoneName: 'longOffset' });

  const asked = (at: number): number => {
    const parts = format.formatToParts(Math.floor(at / MICROSECONDS_PER_MILLISECOND));
    const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
    const offset = OFFSET_NAME.exec(name);
    assert(offset !== null, `"${name}" is not an offset of ${zoneName}`);
    const seconds = Number(offset[2] ?? 0) * 3_600 + Number(offset[3] ?? 0) * 60 + Number(offset[4] ?? 0);
    return (offset[1] === '-' ? -seconds : seconds) * MICROSECONDS_PER_SECOND;
  };

  const remembered = createBoundedCache<number, number>(SLOTS_REMEMBERED_MAX);
  // NaN marks a slot inside of which the offset changes; there every instant is asked for by itself.
  const ofSlot = (slot: number): number => {
    const known = remembered.get(slot);
    if (known !== undefined) return known;
    const first = asked(slot * SLOT);
    const offset = first === asked((slot + 1) * SLOT - 1) ? first : Number.NaN;
    remembered.set(slot, offset);
    return offset;
  };

  let lastSlot = Number.NaN;
  let lastOffset = 0;
  return (at) => {
    assert(at !== INSTANT_NEVER, 'never has no offset');
    const slot = Math.floor(at / SLOT);
    if (slot !== lastSlot) {
      lastOffset = ofSlot(slot);
      lastSlot = slot;
    }
    return Number.isNaN(lastOffset) ? asked(at) : lastOffset;
  };
};
