import { randomInt } from 'node:crypto';
import { addSeconds, instant, MICROSECONDS_PER_SECOND, type Instant } from '../../kernel/instant.ts';
import type { FaultOf } from './channels/channel.ts';

// A code that is late by a minute is late; a mail that a server put off is taken within the hour.
const STEPS_SECONDS = [5, 15, 45, 120, 300, 600, 1_200, 2_400, 3_600];
/** The channel's own trouble is no fault of the message: the breaker says when it is tried, and not how often it was. */
const CHANNEL_SECONDS = 5;
const RETRY_AFTER_SECONDS_MAX = 4 * 3_600;
// Up to a fifth is added, so that what failed together does not come back together.
const JITTER_PER_MILLE = 200;

type PerMille = (max: number) => number;

const jittered = (seconds: number, perMille: PerMille): number =>
  Math.ceil((seconds * (1_000 + perMille(JITTER_PER_MILLE))) / 1_000);

/** When a message is tried again after so many attempts (at least one). What the other side asks for is obeyed up to four hours. */
export const nextAttemptAt = (
  attempts: number,
  faultOf: FaultOf | 'unknown',
  now: Instant,
  retryAfterSeconds = 0,
  perMille: PerMille = (max) => randomInt(max),
): Instant => {
  const step = STEPS_SECONDS[Math.min(attempts, STEPS_SECONDS.length) - 1] ?? 5;
  const seconds = faultOf === 'channel' ? CHANNEL_SECONDS : step;
  return addSeconds(now, Math.max(jittered(seconds, perMille), Math.min(retryAfterSeconds, RETRY_AFTER_SECONDS_MAX)));
};

/** So many failures in a row are no accident. */
export const FAILURES_TO_OPEN = 3;
const OPEN_SECONDS_MAX = 60;
/** Who tries a channel that failed has it alone for so long. */
const PROBE_SECONDS = 30;

/** Until when nothing is tried after so many failures of the channel in a row: seconds first, a minute at most. */
export const openUntil = (failures: number, now: Instant, perMille: PerMille = (max) => randomInt(max)): Instant => {
  if (failures < FAILURES_TO_OPEN) return now;
  const seconds = Math.min(OPEN_SECONDS_MAX, 2 ** Math.min(failures - FAILURES_TO_OPEN + 1, 6));
  return addSeconds(now, jittered(seconds, perMille));
};

type Pace = {
  readonly perSecond: number;
  readonly pacedUntil: Instant;
  readonly failures: number;
  readonly openUntil: Instant;
};

/**
 * How many messages a sender may take now, at most `wanted`, and what is then written. Its rate is a bucket that holds one second's
 * worth. With the breaker open it is none; when that time is over, one message tries for all.
 */
export const allowance = (
  { perSecond, pacedUntil, failures, openUntil: until }: Pace,
  now: Instant,
  wanted: number,
): { readonly may: number; paced(taken: number): Instant; readonly openUntil: Instant } => {
  if (until > now) return { may: 0, paced: () => pacedUntil, openUntil: until };
  const each = Math.ceil(MICROSECONDS_PER_SECOND / perSecond);
  const from = Math.max(pacedUntil, addSeconds(now, -1));
  const room = Math.max(0, Math.floor((now - from) / each));
  const isProbe = failures >= FAILURES_TO_OPEN;
  return {
    may: Math.min(room, isProbe ? 1 : wanted),
    paced: (taken) => instant(from + taken * each),
    openUntil: isProbe ? addSeconds(now, PROBE_SECONDS) : until,
  };
};
