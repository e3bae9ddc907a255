import { randomInt } from 'node:crypto';
import { addSeconds, type Instant } from '../../kernel/instant.ts';

// Three days in all: a weekend's outage is got over without anybody's doing.
const SECOND = 1;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
export const RETRY_SECONDS: readonly number[] = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  1 * HOUR,
  3 * HOUR,
  8 * HOUR,
  12 * HOUR,
  24 * HOUR,
  24 * HOUR,
];

/** Later events of an owner wait so long behind a failed one, and then pass it. */
export const OWNER_WAITS_SECONDS = HOUR;

/** The longest that a receiver's Retry-After is obeyed. */
const RETRY_AFTER_SECONDS_MAX = 24 * HOUR;

// Up to a fifth is added, so that what failed together does not come back together.
const JITTER_PER_MILLE = 200;

/**
 * When to try again after so many attempts (at least one), or undefined when there were enough. A receiver that names a later
 * moment itself is obeyed up to a day.
 */
export const nextAttemptAt = (
  attempts: number,
  now: Instant,
  retryAfterSeconds = 0,
  perMille: (max: number) => number = (max) => randomInt(max),
): Instant | undefined => {
  const seconds = RETRY_SECONDS[attempts - 1];
  if (seconds === undefined) return undefined;
  const asked = Math.min(retryAfterSeconds, RETRY_AFTER_SECONDS_MAX);
  const jittered = Math.ceil((seconds * (1_000 + perMille(JITTER_PER_MILLE))) / 1_000);
  return addSeconds(now, Math.max(jittered, asked));
};
