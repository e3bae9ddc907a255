import {
  createJournalWatch,
  followerLag,
  followerLagOf,
  openCursorsFrom,
  type FollowerLag,
} from '../../platform/followers/index.ts';
import { addSeconds } from '../../kernel/instant.ts';
import { repeatWork } from '../../platform/jobs/repeat-work.ts';
import type { KeptOperation } from '../ledger/index.ts';
import { FOLLOWER, followJournal } from './follow-journal.ts';
import type { FraudDeps } from './fraud-deps.ts';
import { createFraudJobs, holdLots, tellJournal } from './jobs/index.ts';
import { presentTold, REVIEW_KIND, SIGNAL_KIND, type SignalRecord, type SignalTold } from './operations/tell-signal.ts';
import { readSignalReceipts } from './read/receipts.ts';
import { countOpenSignals, readReviews, readSignals } from './read/signals.ts';
import { readFigures, type FraudFigures } from './read/figures.ts';
import { reviewSignal } from './review-signal.ts';
import type { Signal } from './signal.ts';

/** What of a signal the endpoints ask. */
export type Fraud = ReturnType<typeof createFraud>;

// A tenant whose first signals are published is followed within this time, from where they were published on.
const LOOK_MS = 500;
// Clocks of several processes and of the database may differ by as much; what is read twice is counted once.
const EARLIER_S = 60;

/**
 * The room: counts after the sale what promotions watch, raises signals, freezes what they hold, and lets people decide. Costs nothing where
 * nothing is watched: not even a look at the ends of lanes.
 */
export function createFraud(deps: FraudDeps) {
  const { database } = deps;
  const watch = createJournalWatch({ database, ...(deps.onFailure && { onFailure: deps.onFailure }) });
  const followed = new Set<number>();
  const follower = followJournal(deps, watch, ({ tenant }) => followed.has(tenant));
  const jobs = createFraudJobs(deps);
  let isFollowing = false;

  const takeUpTenants = async (): Promise<void> => {
    for (const [tenant, since] of deps.watches.tenants()) {
      if (followed.has(tenant)) continue;
      const from = addSeconds(since, -EARLIER_S);
      await database.transaction((tx) => openCursorsFrom(tx, FOLLOWER, tenant, from));
      followed.add(tenant);
    }
  };
  const start = async (): Promise<void> => {
    await takeUpTenants();
    if (isFollowing || followed.size === 0) return;
    isFollowing = true;
    watch.start();
    follower.start();
    jobs.start();
  };
  const looking = repeatWork([{ pauseMs: LOOK_MS, work: start }], deps.onFailure);

  return {
    list: (...[sight, filter, page]: Tail<Parameters<typeof readSignals>>) =>
      readSignals(database, sight, filter, page),
    receiptsOf: (...asked: Tail<Parameters<typeof readSignalReceipts>>) => readSignalReceipts(database, ...asked),
    pointsDecimalsOf: ({ rulebook, subject }: Pick<Signal, 'rulebook' | 'subject'>): number =>
      deps.watches.pointsDecimals(rulebook, subject.promotion),
    reviewsOf: (signals: readonly bigint[]) => readReviews(database, signals),
    countOpen: (sight: Parameters<typeof countOpenSignals>[1]) => countOpenSignals(database, sight),
    review: (...[sight, input]: Tail<Parameters<typeof reviewSignal>>) => reviewSignal(deps, sight, input),
    /** A signal or a decision as the journal tells it; undefined for an operation of another room. */
    presentKept: ({ kind, lane, seq, recordedAt, record }: KeptOperation): SignalTold | undefined =>
      kind === SIGNAL_KIND || kind === REVIEW_KIND
        ? presentTold(deps, record as SignalRecord, { lane, seq, recordedAt })
        : undefined,
    figures: async (): Promise<FraudFigures & { readonly lag: FollowerLag }> => {
      const none = { follower: FOLLOWER, rows: 0n, seconds: 0 };
      const [lag = none] = followed.size === 0 ? [] : await followerLag(database, [FOLLOWER]);
      return { ...(await readFigures(database)), lag };
    },
    /** How far the counting for a tenant is behind; undefined where nothing is watched. */
    lagOf: async (tenant: number): Promise<{ readonly rows: bigint; readonly seconds: number } | undefined> =>
      followed.has(tenant) ? followerLagOf(database, tenant, FOLLOWER) : undefined,
    /** Counts, freezes and tells all that there is now. For tests, and for whoever must not wait. */
    catchUp: async (): Promise<void> => {
      await takeUpTenants();
      await follower.catchUp();
      await holdLots(deps);
      await tellJournal(deps);
    },
    start: (): void => looking.start(),
    stop: async (): Promise<void> => {
      await looking.stop();
      if (!isFollowing) return;
      isFollowing = false;
      await jobs.stop();
      await follower.stop();
      await watch.stop();
    },
  };
}

type Tail<List extends readonly unknown[]> = List extends readonly [unknown, ...infer Rest] ? Rest : never;
