import { addSeconds } from '../../../kernel/instant.ts';
import { createJournalWatch, type JournalWatch } from '../../../platform/followers/index.ts';
import { repeatWork } from '../../../platform/jobs/repeat-work.ts';
import { sendNext } from '../courier.ts';
import type { DeliveryDeps } from '../deps.ts';
import { followJournal } from '../follow-journal.ts';
import { settleAllGiven } from '../settle-given.ts';
import { deleteOldCodes } from '../store/dynamic-code.ts';
import { deleteOldViews } from '../store/view.ts';
import { createApns, type PassPusher } from '../wallet/apns.ts';
import { pushPasses } from '../wallet/push-passes.ts';

// A person waits at the till with the phone in his hand.
const SEND_PAUSE_MS = 500;
const PUSH_PAUSE_MS = 1_000;
const SETTLE_PAUSE_MS = 5_000;
const SWEEP_PAUSE_MS = 60_000;
/** A used code answers its repeat for so long. */
const CODE_KEPT_SECONDS = 86_400;

/** What this room does by itself: send what is due, settle what was given, tell phones of changed passes, forget what has ended, and follow the journal. */
export function createDeliveryJobs(
  deps: DeliveryDeps,
  options: {
    readonly watch?: JournalWatch;
    /** In place of Apple's push service, for tests. */
    readonly pusher?: PassPusher;
    readonly onFailure?: (error: unknown) => void;
  } = {},
) {
  const { onFailure, pusher = createApns() } = options;
  const own = options.watch
    ? undefined
    : createJournalWatch({ database: deps.database, ...(onFailure && { onFailure }) });
  const follower = followJournal(deps, (options.watch ?? own) as JournalWatch, onFailure);
  const jobs = repeatWork(
    [
      {
        pauseMs: SEND_PAUSE_MS,
        work: async (isStopping) => {
          while (!isStopping() && (await sendNext(deps)));
        },
      },
      { pauseMs: PUSH_PAUSE_MS, work: () => pushPasses(deps, pusher) },
      { pauseMs: SETTLE_PAUSE_MS, work: () => settleAllGiven(deps) },
      {
        pauseMs: SWEEP_PAUSE_MS,
        work: async () => {
          const now = deps.clock.now();
          await deps.guard.sweep();
          await deleteOldViews(deps.database, now);
          await deleteOldCodes(deps.database, addSeconds(now, -CODE_KEPT_SECONDS));
          await deps.giftCards.forgetProofs(addSeconds(now, -CODE_KEPT_SECONDS));
        },
      },
    ],
    onFailure,
  );
  return {
    start: (): void => {
      own?.start();
      follower.start();
      jobs.start();
    },
    stop: async (): Promise<void> => {
      await jobs.stop();
      await pusher.close();
      await follower.stop();
      await own?.stop();
    },
    /** Follows the journal to its end, now. */
    catchUp: () => follower.catchUp(),
  };
}
