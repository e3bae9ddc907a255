import type { Instant } from '../../kernel/instant.ts';
import { createBell, createPace, type LaneEnd } from '../../platform/followers/index.ts';
import { createSender, type Attempt } from './attempt.ts';
import { takesEvent, type Endpoint } from './endpoint.ts';
import { UNDELIVERED_MAX, type FailedEvent } from './failed-event.ts';
import { queuesOf, rowOfRetry, rowsOfNew, sendInOrder, type Fate, type OwnerQueue, type Queued } from './fate.ts';
import { healthAfter, isFailing, SLOW_FROM_MS, type Health } from './health.ts';
import { messageOf, type Message } from './message.ts';
import { headersOf } from './parcel.ts';
import {
  blockedOwnersOf,
  countUndeliveredEvents,
  dueEvents,
  moveOn,
  nextDue,
  openPlaces,
  readPage,
  writeRetries,
  type HealthChange,
  type Settled,
} from './progress.ts';
import { createSlots, eachOf } from './slots.ts';
import type { WebhookDeps } from './webhook-deps.ts';

/** An endpoint with its opened secrets, as the dispatcher last read it. */
export type Served = { readonly endpoint: Endpoint; readonly secrets: (now: Instant) => readonly Buffer[] };

/** Serves one endpoint: tells it the journal in order, and again what failed. Its trouble is nobody else's. */
export type Courier = {
  /** A newer reading of the endpoint; with another revision its cursors are read again too. */
  update(served: Served): void;
  /** True after it paused or disabled its endpoint: another courier serves it when somebody has resumed it. */
  isHalted(): boolean;
  /** Breaks off what is under way; it is told again later. */
  stop(): Promise<void>;
};

/**
 * Events of different owners that one endpoint is sent at the same time, when it has proved that it answers: 640 a
 * second to a receiver 50 ms away, which is twice what the floor's million sales an hour need, were they all one tenant's.
 */
const IN_FLIGHT_MAX = 32;
/** As many as it begins with. It is one after a failure, and one more with each success. */
const IN_FLIGHT_FIRST = 2;
/** Rows of the journal in one step of the cursor: what a crash may send twice. */
const PAGE_ROWS = 200;
/** While an endpoint fails as a whole, this little is tried at once. */
const ROWS_WHILE_FAILING = 5;
const RETRIES_AT_ONCE = 50;
const IDLE_MS = 1_000;
const NO_FAILURES_MS = 60_000;
const FAILING_PAUSE_MS = { shortest: 1_000, longest: 60_000 } as const;
const FAULT_PAUSE_MS = { shortest: 100, longest: 10_000 } as const;

/** Starts serving. `onStopped` is told when the endpoint paused or disabled itself. */
export const startCourier = (deps: WebhookDeps, first: Served, onStopped: () => void): Courier => {
  const sender = createSender(deps.guard);
  const stopping = new AbortController();
  const { signal } = stopping;
  const pageBell = createBell();
  const retryBell = createBell();
  const failingPace = createPace(FAILING_PAUSE_MS.shortest, FAILING_PAUSE_MS.longest);
  const { endpoint: id, tenant } = first.endpoint;

  let served = first;
  let health: Health = first.endpoint;
  let keptHealth = health;
  let isGone = false;
  let lastMs = 0;
  let inFlightMax = IN_FLIGHT_FIRST;
  let isHalted = false;
  let cursors: Map<number, bigint> | undefined;
  let settling: Promise<unknown> = Promise.resolve();

  const now = (): Instant => deps.clock.now();
  const isOver = (): boolean => signal.aborted || isHalted;

  const own = createSlots(() => inFlightMax);

  const attempt = (message: Message): Promise<Attempt> =>
    own.use(() => {
      const shared = isFailing(health) || lastMs >= SLOW_FROM_MS ? deps.slots.slow : deps.slots.swift;
      // One that hangs gives its slot on before it has ended: nobody waits for it longer than that.
      return shared.use(() => attemptNow(message), SLOW_FROM_MS);
    });

  const attemptNow = async (message: Message): Promise<Attempt> => {
    if (isOver()) return { outcome: 'aborted' };
    // Signed only now: in the queue for a slot the timestamp would have grown old.
    const headers = headersOf(message.id, message.body, { secrets: served.secrets(now()), at: now() });
    const startedMs = performance.now();
    const made = await sender.send(served.endpoint.url, { headers, body: message.body }, signal);
    if (made.outcome === 'aborted') return made;
    lastMs = performance.now() - startedMs;
    health = healthAfter(health, made.outcome === 'delivered', now());
    inFlightMax = made.outcome === 'delivered' ? Math.min(inFlightMax + 1, IN_FLIGHT_MAX) : 1;
    isGone ||= made.outcome === 'failed' && made.error === 'gone';
    return made;
  };

  /** Sends the queues side by side. Stops sending when the endpoint turns out to fail as a whole. */
  const sendAll = async (
    queues: readonly OwnerQueue[],
    each: (queue: OwnerQueue, fates: readonly Fate[]) => void,
  ): Promise<void> => {
    const wasFailing = isFailing(health);
    const mayGoOn = (): boolean => !isOver() && !isGone && (wasFailing || !isFailing(health));
    await eachOf(queues, IN_FLIGHT_MAX, async (queue) => {
      each(queue, await sendInOrder(queue, { now, mayGoOn, attempt }));
    });
  };

  /** One after the other: what a step sees of the failed events of an owner must not change before it has written. */
  const settle = async (write: (change: HealthChange) => Promise<Settled>): Promise<void> => {
    const done = settling.then(async () => {
      const change = { before: keptHealth, health, isGone };
      // If this is not written, the next answer will be 410 again.
      isGone = false;
      const settled = await write(change);
      if (settled.isMoved) keptHealth = change.health;
      return settled;
    });
    settling = done.catch(() => undefined);
    const { isMoved, isStopped } = await done;
    if (!isMoved) cursors = undefined;
    if (isStopped) {
      isHalted = true;
      onStopped();
    }
  };

  const deliverPage = async (lane: number, from: bigint): Promise<boolean> => {
    const page = await readPage(deps, lane, from, isFailing(health) ? ROWS_WHILE_FAILING : PAGE_ROWS);
    if (page.upto === from || isOver()) return false;
    const messages = page.rows.flatMap((kept): Queued[] => {
      const message = messageOf(kept, { endpoint: id, describe: deps.describe, tokens: deps.tokens });
      return message !== undefined && takesEvent(served.endpoint.events, message.type) ? [{ message }] : [];
    });
    const owners = [...new Set(messages.map(({ message }) => message.owner))];
    const rows: FailedEvent[] = [];
    await sendAll(queuesOf(messages, await blockedOwnersOf(deps, id, owners)), (queue, fates) => {
      rows.push(...rowsOfNew(fates, queue.blocked, now()));
    });
    await settle((change) => moveOn(deps, id, { ...change, lane, from, upto: page.upto, rows }));
    cursors?.set(lane, page.upto);
    if (rows.length > 0) retryBell.ring();
    if (!isFailing(health)) failingPace.reset();
    return true;
  };

  const laneEnds = (): LaneEnd[] => [...deps.watch.ends().values()].filter((end) => end.tenant === tenant);

  const pageRound = async (): Promise<number> => {
    const ends = laneEnds();
    if (cursors === undefined || ends.some((end) => !cursors?.has(end.lane))) {
      cursors = await openPlaces(
        deps,
        id,
        ends.map((end) => end.lane),
      );
    }
    const behind = ends.filter((end) => end.upto > (cursors?.get(end.lane) ?? end.upto));
    if (behind.length === 0 || (await countUndeliveredEvents(deps, id)) >= UNDELIVERED_MAX) return IDLE_MS;
    let isFurther = false;
    for (const { lane } of behind) {
      const from = cursors?.get(lane);
      if (isOver() || from === undefined) break;
      isFurther = (await deliverPage(lane, from)) || isFurther;
    }
    if (isFailing(health)) return failingPace.next();
    return isFurther ? 0 : IDLE_MS;
  };

  const retryRound = async (): Promise<number> => {
    const due = await dueEvents(deps, id, isFailing(health) ? ROWS_WHILE_FAILING : RETRIES_AT_ONCE);
    if (due.length === 0) {
      const next = await nextDue(deps, id);
      return next === undefined ? NO_FAILURES_MS : Math.min(Math.max((next - now()) / 1_000, 10), IDLE_MS);
    }
    const queued: Queued[] = [];
    const delivered: FailedEvent[] = [];
    for (const known of due) {
      const [kept] = (await readPage(deps, known.lane, known.seq - 1n, 1)).rows;
      const message = kept && messageOf(kept, { endpoint: id, describe: deps.describe, tokens: deps.tokens });
      // What is nobody's business any more is as good as told.
      if (message === undefined) delivered.push(known);
      else queued.push({ message: { ...message, owner: known.owner }, known });
    }
    const changed: FailedEvent[] = [];
    await sendAll(queuesOf(queued), (_, fates) => {
      fates.forEach((fate, i) => {
        const isBehind = fates.slice(0, i).some((earlier) => earlier.attempt?.outcome === 'failed');
        const row = rowOfRetry(fate, isBehind, now());
        if (row) changed.push(row);
        if (fate.attempt?.outcome === 'delivered' && fate.known) delivered.push(fate.known);
      });
    });
    await settle((change) => writeRetries(deps, id, { ...change, delivered, changed }));
    // The owners' next events may be due at once.
    return 0;
  };

  const loop = async (round: () => Promise<number>, bell: ReturnType<typeof createBell>): Promise<void> => {
    const faultPace = createPace(FAULT_PAUSE_MS.shortest, FAULT_PAUSE_MS.longest);
    while (!isOver()) {
      try {
        const pauseMs = await round();
        faultPace.reset();
        if (pauseMs > 0 && !isOver()) await bell.sleep(pauseMs);
      } catch (error) {
        deps.onFailure?.(error, id);
        if (!isOver()) await bell.sleep(faultPace.next());
      }
    }
  };

  const endListening = deps.watch.onMove(() => {
    if (!isFailing(health)) pageBell.ring();
  });
  const loops = [loop(pageRound, pageBell), loop(retryRound, retryBell)];

  return {
    update: (newer) => {
      const isChanged = newer.endpoint.revision !== served.endpoint.revision;
      served = newer;
      if (!isChanged) return;
      cursors = undefined;
      pageBell.ring();
      retryBell.ring();
    },
    isHalted: () => isHalted,
    stop: async () => {
      endListening();
      stopping.abort();
      pageBell.ring();
      retryBell.ring();
      await Promise.all(loops);
      sender.close();
    },
  };
};
