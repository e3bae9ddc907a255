import { instant } from '../src/kernel/instant.ts';
import { systemClock, type Clock } from '../src/platform/clock.ts';

const HOUR_US = 3_600_000_000;
const DAY_US = 24 * HOUR_US;
const NOON_US = 12 * HOUR_US;

/**
 * A clock that goes like any, but stood at the last noon of UTC when it was made: all outlets of a test house are then on one
 * business day, which ends in no test. By the system's clock Madrid is on another day than the Canary Islands from its midnight to
 * their cut-over at four.
 */
export function noonClock(): Clock {
  const system = systemClock();
  const start = system.now();
  const behind = (((start - NOON_US) % DAY_US) + DAY_US) % DAY_US;
  return { now: () => instant(system.now() - behind) };
}
