import type { Instant } from '../../kernel/instant.ts';
import type { Tx } from '../../platform/database/database.ts';
import { moveCursor, openCursors, readCursors } from '../../platform/followers/index.ts';
import type { JournalPage } from '../../platform/followers/index.ts';
import type { FollowedOperation } from '../ledger/index.ts';
import { followerOf } from './endpoint.ts';
import type { FailedEvent } from './failed-event.ts';
import { isFailing, isToPause, type Health } from './health.ts';
import { stopEndpoint, updateHealth } from './store/endpoint.ts';
import {
  countUndelivered,
  deleteFailedEvents,
  hurryFailedEvents,
  insertFailedEvents,
  nextDueMoment,
  releaseWaitingEvents,
  selectBlockedOwners,
  selectDueEvents,
  updateFailedEvents,
  type BlockedOwner,
} from './store/failed-event.ts';
import type { WebhookDeps } from './webhook-deps.ts';

/** What was written. Not moved: somebody else moved the cursor, and nothing was written. Stopped: the endpoint is active no more. */
export type Settled = { readonly isMoved: boolean; readonly isStopped: boolean };

/** How the endpoint was doing when it was last written, how it is now, and whether it has said that it is gone. */
export type HealthChange = { readonly before: Health; readonly health: Health; readonly isGone: boolean };

/** The cursors of an endpoint, by lane; those of new lanes begin at their beginning. */
export const openPlaces = async (
  deps: WebhookDeps,
  endpoint: number,
  lanes: readonly number[],
): Promise<Map<number, bigint>> => {
  const follower = followerOf(endpoint);
  const cursors = await readCursors(deps.database, follower);
  const missing = lanes.filter((lane) => !cursors.has(lane));
  if (missing.length === 0) return cursors;
  await openCursors(deps.database, follower, missing);
  return readCursors(deps.database, follower);
};

/** Home rows behind a cursor. */
export const readPage = (
  deps: WebhookDeps,
  lane: number,
  after: bigint,
  limit: number,
): Promise<JournalPage<FollowedOperation>> => deps.read(deps.database, lane, after, limit);

/** Which of these owners have undelivered events. */
export const blockedOwnersOf = async (
  deps: WebhookDeps,
  endpoint: number,
  owners: readonly string[],
): Promise<Map<string, BlockedOwner>> =>
  owners.length === 0 ? new Map() : selectBlockedOwners(deps.database, endpoint, owners);

export const countUndeliveredEvents = (deps: WebhookDeps, endpoint: number): Promise<number> =>
  countUndelivered(deps.database, endpoint);

export const dueEvents = (deps: WebhookDeps, endpoint: number, limit: number): Promise<FailedEvent[]> =>
  selectDueEvents(deps.database, endpoint, deps.clock.now(), limit);

export const nextDue = (deps: WebhookDeps, endpoint: number): Promise<Instant | undefined> =>
  nextDueMoment(deps.database, endpoint);

/** Moves the cursor past a page and keeps what of it is undelivered, in one transaction. */
export const moveOn = (
  deps: WebhookDeps,
  endpoint: number,
  page: HealthChange & {
    readonly lane: number;
    readonly from: bigint;
    readonly upto: bigint;
    readonly rows: readonly FailedEvent[];
  },
): Promise<Settled> =>
  deps.database.transaction(async (tx) => {
    if (!(await moveCursor(tx, followerOf(endpoint), page.lane, page))) return { isMoved: false, isStopped: false };
    await insertFailedEvents(tx, endpoint, page.rows);
    await releaseWaitingEvents(tx, endpoint, ownersOf(page.rows), deps.clock.now());
    return { isMoved: true, isStopped: await keepHealth(deps, tx, endpoint, page) };
  });

/** Writes what came of trying again. */
export const writeRetries = (
  deps: WebhookDeps,
  endpoint: number,
  retries: HealthChange & { readonly delivered: readonly FailedEvent[]; readonly changed: readonly FailedEvent[] },
): Promise<Settled> =>
  deps.database.transaction(async (tx) => {
    await deleteFailedEvents(tx, endpoint, retries.delivered);
    await updateFailedEvents(tx, endpoint, retries.changed);
    await releaseWaitingEvents(tx, endpoint, ownersOf([...retries.delivered, ...retries.changed]), deps.clock.now());
    return { isMoved: true, isStopped: await keepHealth(deps, tx, endpoint, retries) };
  });

/** True when the endpoint was stopped by it. */
const keepHealth = async (deps: WebhookDeps, tx: Tx, endpoint: number, change: HealthChange): Promise<boolean> => {
  const { before, health, isGone } = change;
  const at = deps.clock.now();
  if (health.consecutiveFailures !== before.consecutiveFailures) await updateHealth(tx, endpoint, health);
  if (isFailing(before) && health.consecutiveFailures === 0) await hurryFailedEvents(tx, endpoint, at);
  if (isGone) {
    await stopEndpoint(tx, endpoint, { state: 'disabled', reason: 'gone', at });
    return true;
  }
  if (!isToPause(health, deps.pauseRule, at)) return false;
  await stopEndpoint(tx, endpoint, { state: 'paused', reason: 'failing', at });
  return true;
};

const ownersOf = (events: readonly FailedEvent[]): string[] => [...new Set(events.map((event) => event.owner))];
