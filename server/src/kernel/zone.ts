import { assert } from './assert.ts';
import { createBoundedCache } from './bounded-cache.ts';
import { instant, MICROSECONDS_PER_DAY, MICROSECONDS_PER_MINUTE } from './instant.ts';
import type { Instant } from './instant.ts';
import { addDays, dateOfEpochDay, epochDayOfDate, weekdayOfEpochDay } from './local-date.ts';
import type { LocalDate, Weekday } from './local-date.ts';
import type { LocalDateTime } from './local-date-time.ts';
import { createOffsets } from './zone-offset.ts';

/** What calendar and clock show in the zone: the day, minutes shown since 00:00 (0 to 1439), the weekday. */
export type LocalTime = { readonly date: LocalDate; readonly minuteOfDay: number; readonly weekday: Weekday };

/** An IANA time zone: the bridge between instants and what clocks on the wall show. */
export type Zone = {
  readonly name: string;
  /** What clocks of the zone show at the instant. */
  readonly localOf: (at: Instant) => LocalTime;
  /** The first instant of the day. Usually 00:00; where clocks skip it, the instant at which they skip. */
  readonly startOfDay: (date: LocalDate) => Instant;
  /** The instant within the day at which clocks are put forward or back; undefined on all other days. */
  readonly clockChangeOn: (date: LocalDate) => Instant | undefined;
  /**
   * The instant at which clocks show `local`. A time shown twice (clocks go back) is the earlier or later one, as the
   * caller prefers; a time never shown (clocks go forward) counts on past the skip: 02:30 becomes 03:30.
   */
  readonly instantOf: (local: LocalDateTime, options: { readonly prefer: 'earlier' | 'later' }) => Instant;
  /** The day to which a shop that closes its books at `cutOverHour` (0 to 23, shown on the wall) counts the instant. */
  readonly businessDayOf: (at: Instant, cutOverHour: number) => LocalDate;
};

const ZONE_NAME = /^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/;

/** True for a name of the IANA database, such as `Europe/Madrid`, that this runtime knows; offsets are no names. */
export const isZoneName = (name: string): boolean => {
  if (name.length > 64 || !ZONE_NAME.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

const buildZone = (name: string): Zone => {
  const offsetAt = createOffsets(name);

  const localOf = (at: Instant): LocalTime => {
    const wall = at + offsetAt(at);
    const epochDay = Math.floor(wall / MICROSECONDS_PER_DAY);
    const minuteOfDay = Math.floor((wall - epochDay * MICROSECONDS_PER_DAY) / MICROSECONDS_PER_MINUTE);
    return { date: dateOfEpochDay(epochDay), minuteOfDay, weekday: weekdayOfEpochDay(epochDay) };
  };

  // A day before and a day after lie outside of the change, if there is one, whatever the offset.
  const offsetsAround = (wall: number) => ({
    before: offsetAt(instant(wall - MICROSECONDS_PER_DAY)),
    after: offsetAt(instant(wall + MICROSECONDS_PER_DAY)),
  });
  const isShownAt = (wall: number, offset: number): boolean => offsetAt(instant(wall - offset)) === offset;

  const instantOf: Zone['instantOf'] = (local, { prefer }) => {
    const wall = epochDayOfDate(local.date) * MICROSECONDS_PER_DAY + local.microsecondOfDay;
    const { before, after } = offsetsAround(wall);
    const isBefore = isShownAt(wall, before);
    const isAfter = isShownAt(wall, after);
    if (isBefore && isAfter) return instant(prefer === 'earlier' ? wall - before : wall - after);
    return instant(isAfter ? wall - after : wall - before);
  };

  // The first instant, after `from` and not after `to`, at which the new offset is in force.
  const changeBetween = (from: number, to: number): Instant => {
    const changed = offsetAt(instant(to));
    let [early, late] = [from, to];
    while (late - early > 1) {
      const middle = Math.floor((early + late) / 2);
      if (offsetAt(instant(middle)) === changed) late = middle;
      else early = middle;
    }
    return instant(late);
  };

  const startOfDay: Zone['startOfDay'] = (date) => {
    const wall = epochDayOfDate(date) * MICROSECONDS_PER_DAY;
    const { before, after } = offsetsAround(wall);
    if (isShownAt(wall, before)) return instant(wall - before);
    if (isShownAt(wall, after)) return instant(wall - after);
    return changeBetween(wall - after - 1, wall - before);
  };

  const clockChangeOn: Zone['clockChangeOn'] = (date) => {
    const first = startOfDay(date);
    const last = startOfDay(addDays(date, 1)) - 1;
    return offsetAt(first) === offsetAt(instant(last)) ? undefined : changeBetween(first, last);
  };

  const businessDayOf: Zone['businessDayOf'] = (at, cutOverHour) => {
    const { date, minuteOfDay } = localOf(at);
    return minuteOfDay < cutOverHour * 60 ? addDays(date, -1) : date;
  };

  return { name, localOf, startOfDay, clockChangeOn, instantOf, businessDayOf };
};

// A zone holds a formatter of Intl (some 30 µs and 50 kB), and every outlet of a country asks for the same one.
const ZONES_REMEMBERED_MAX = 128;
const zones = createBoundedCache<string, Zone>(ZONES_REMEMBERED_MAX);

/** The zone of that name. A name that isZoneName denies is a bug: names are checked where they come in. */
export const createZone = (name: string): Zone => {
  const known = zones.get(name);
  if (known !== undefined) return known;
  assert(isZoneName(name), `"${name}" is not a time zone`);
  const zone = buildZone(name);
  zones.set(name, zone);
  return zone;
};
