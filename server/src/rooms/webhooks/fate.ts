import { addSeconds, type Instant } from '../../kernel/instant.ts';
import type { Attempt } from './attempt.ts';
import type { FailedEvent } from './failed-event.ts';
import type { Message } from './message.ts';
import { nextAttemptAt, OWNER_WAITS_SECONDS } from './retry-schedule.ts';
import type { BlockedOwner } from './store/failed-event.ts';

/** An event to be sent; with its row where it is not the first time. */
export type Queued = { readonly message: Message; readonly known?: FailedEvent };

/** What came of it; no attempt where it was not its turn, or we stopped. */
export type Fate = Queued & { readonly attempt?: Exclude<Attempt, { outcome: 'aborted' }> | undefined };

/** One owner's events in order, and what of his is undelivered already. */
export type OwnerQueue = { readonly queue: readonly Queued[]; readonly blocked?: BlockedOwner | undefined };

/** Queues by owner, each in the order given. */
export const queuesOf = (
  events: readonly Queued[],
  blocked: ReadonlyMap<string, BlockedOwner> = new Map(),
): readonly OwnerQueue[] =>
  [...Map.groupBy(events, ({ message }) => message.owner)].map(([owner, queue]) => ({
    queue,
    blocked: blocked.get(owner),
  }));

/** True where a new event may not be sent yet: one before it waits or has failed within the hour. */
export const isBlocked = (blocked: BlockedOwner | undefined, now: Instant): boolean =>
  blocked !== undefined && (blocked.hasWaiting || blocked.passableAt > now);

/** True where a queued event stays back behind one of its owner that failed just now. One that has waited its hour goes. */
export const staysBehind = ({ known }: Queued, now: Instant): boolean =>
  known === undefined || (known.state === 'waiting' && known.passableAt > now);

/** Sends the events of one owner, one after the other, and gives the fate of each. */
export const sendInOrder = async (
  { queue, blocked }: OwnerQueue,
  by: {
    readonly now: () => Instant;
    readonly mayGoOn: () => boolean;
    readonly attempt: (message: Message) => Promise<Attempt>;
  },
): Promise<Fate[]> => {
  const fates: Fate[] = [];
  let isBehind = isBlocked(blocked, by.now());
  for (const queued of queue) {
    if (!by.mayGoOn() || (isBehind && staysBehind(queued, by.now()))) {
      fates.push(queued);
      continue;
    }
    const attempt = await by.attempt(queued.message);
    const isTried = attempt.outcome !== 'aborted';
    fates.push(isTried ? { ...queued, attempt } : queued);
    if (attempt.outcome === 'failed') isBehind = true;
  }
  return fates;
};

/** The rows that an owner's new events leave when the cursor goes past them: those that failed, and those behind them. */
export const rowsOfNew = (fates: readonly Fate[], blocked: BlockedOwner | undefined, now: Instant): FailedEvent[] => {
  const hourLater = addSeconds(now, OWNER_WAITS_SECONDS);
  let passableAt = blocked?.passableAt;
  return fates.flatMap(({ message, attempt }): FailedEvent[] => {
    if (attempt?.outcome === 'delivered') return [];
    const place = {
      lane: message.lane,
      seq: message.seq,
      owner: message.owner,
      type: message.type,
      firstFailedAt: now,
    };
    if (attempt !== undefined) {
      passableAt = hourLater;
      return [{ ...place, ...afterFailure(attempt, 1, now), passableAt }];
    }
    // Behind nothing of its owner, it is only that we stopped: it is due at once, and what follows it waits for it.
    const waitsUntil = passableAt ?? now;
    passableAt ??= hourLater;
    const never = { lastStatus: undefined, lastError: undefined };
    return [{ ...place, ...never, state: 'waiting', attempts: 0, nextAttemptAt: waitsUntil, passableAt }];
  });
};

/** What a row is after another attempt; undefined where nothing changes. For those that got through see `attempt`. */
export const rowOfRetry = ({ known, attempt }: Fate, isBehind: boolean, now: Instant): FailedEvent | undefined => {
  if (known === undefined || attempt?.outcome === 'delivered') return undefined;
  if (attempt === undefined) {
    return isBehind && known.state === 'waiting' ? { ...known, nextAttemptAt: known.passableAt } : undefined;
  }
  const changed = { ...known, ...afterFailure(attempt, known.attempts + 1, now) };
  if (known.state === 'failing') return changed;
  return { ...changed, firstFailedAt: now, passableAt: addSeconds(now, OWNER_WAITS_SECONDS) };
};

const afterFailure = (
  attempt: Extract<Attempt, { outcome: 'failed' }>,
  attempts: number,
  now: Instant,
): Pick<FailedEvent, 'state' | 'attempts' | 'nextAttemptAt' | 'lastStatus' | 'lastError'> => {
  const next = nextAttemptAt(attempts, now, attempt.retryAfterSeconds);
  return {
    state: next === undefined ? 'dead' : 'failing',
    attempts,
    nextAttemptAt: next ?? now,
    lastStatus: attempt.status,
    lastError: attempt.error,
  };
};
