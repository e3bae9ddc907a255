import type { Instant } from '../../kernel/instant.ts';
import type { Endpoint } from './endpoint.ts';

/** How an endpoint has been doing since its last success. */
export type Health = Pick<Endpoint, 'consecutiveFailures' | 'failingSince'>;

/** When a failing endpoint is paused: after so many failures in a row that began so long ago, with not one success among them. */
export type PauseRule = { readonly failures: number; readonly minutes: number };

// A day: longer than a night's outage, and shorter than the three days after which the first event would be given up.
export const PAUSE_RULE: PauseRule = { failures: 20, minutes: 24 * 60 };

/** From so many failures in a row on an endpoint is taken for failing as a whole: it is tried with little and not with everything. */
export const FAILING_FROM = 5;

/** Who needs longer than this for an answer uses the slots of the slow. */
export const SLOW_FROM_MS = 2_000;

/** After one more success or failure. */
export const healthAfter = (health: Health, isDelivered: boolean, now: Instant): Health =>
  isDelivered
    ? { consecutiveFailures: 0, failingSince: undefined }
    : { consecutiveFailures: health.consecutiveFailures + 1, failingSince: health.failingSince ?? now };

/** True for an endpoint to which nothing gets through at present. */
export const isFailing = (health: Health): boolean => health.consecutiveFailures >= FAILING_FROM;

/** True when it has failed so wholly and so long that it is paused. */
export const isToPause = (health: Health, rule: PauseRule, now: Instant): boolean =>
  health.failingSince !== undefined &&
  health.consecutiveFailures >= rule.failures &&
  now - health.failingSince >= rule.minutes * 60_000_000;
