import type { Instant } from '../kernel/instant.ts';

/** Where the time comes from: passed in everywhere, so that a scenario or a test may move it. */
export type Clock = { now(): Instant };

/** A clock that stands still until somebody moves it. */
export type ManualClock = Clock & {
  /** Goes to exactly this instant, also backwards. */
  set(instant: Instant): void;
  /** Goes on by so many microseconds. */
  advance(microseconds: number): void;
};

// The wall clock gives milliseconds; the fine one fills in the microseconds. Their distance is taken once a second, so
// that a clock set right by the operating system is followed.
const OFFSET_LIFE_MS = 1_000;
// Taking the distance anew may step back by the wall clock's own grain; such a step is hidden, a larger one is true.
const GRAIN_US = 10_000;

/** The clock of this machine, in whole microseconds since 1970. It goes back only when the machine's clock is set back. */
export function systemClock(): Clock {
  let offsetMs = 0;
  let offsetUntilMs = -1;
  let last = 0;
  return {
    now(): Instant {
      const fineMs = performance.now();
      if (fineMs > offsetUntilMs) {
        offsetMs = Date.now() - fineMs;
        offsetUntilMs = fineMs + OFFSET_LIFE_MS;
      }
      const at = Math.floor((offsetMs + fineMs) * 1_000);
      last = at < last && last - at < GRAIN_US ? last : at;
      return last as Instant;
    },
  };
}

/** A clock for tests and scenarios. */
export function manualClock(start: Instant): ManualClock {
  let at: number = start;
  return {
    now: () => at as Instant,
    set(instant) {
      at = instant;
    },
    advance(microseconds) {
      at += microseconds;
    },
  };
}
