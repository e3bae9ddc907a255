import { assert } from '../../kernel/assert.ts';
import type { Database, Tx } from '../../platform/database/database.ts';
import { selectSettingsRevision } from './read/settings-revision.ts';

/** An immutable snapshot of settings, held in memory and read anew when they change. */
export type SettingsFollower<Snapshot> = {
  /** The last snapshot read; before the first `refresh` it is a bug to ask. */
  readonly current: () => Snapshot;
  /** Resolves when the snapshot holds all that was committed before the call. Throws the Fault of the database. */
  readonly refresh: () => Promise<void>;
  /** Looks for changes every 500 ms, so that a revoked credential is known everywhere within a second. */
  readonly watch: () => void;
  /** Ends watching; resolves when no query of it is under way. */
  readonly stop: () => Promise<void>;
};

export const SETTINGS_POLL_MS = 500;

/**
 * Follows the settings revision, which every write of settings raises in its own transaction. `load` reads everything
 * in one repeatable-read transaction: settings are small, and parts of different moments would contradict each other.
 */
export const createSettingsFollower = <Snapshot>(deps: {
  readonly database: Database;
  readonly load: (tx: Tx) => Promise<Snapshot>;
  /** Runs between reading and showing: refreshes other settings to which these ones point. */
  readonly beforeShowing?: (() => Promise<void>) | undefined;
  /** Told when a look at the revision failed. The old snapshot stays, and the next look comes as usual. */
  readonly onFailure?: ((error: unknown) => void) | undefined;
}): SettingsFollower<Snapshot> => {
  let held: { readonly revision: bigint; readonly snapshot: Snapshot } | undefined;
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isWatching = false;

  const read = async (): Promise<void> => {
    const [now] = await deps.database.run(selectSettingsRevision);
    if (held !== undefined && now?.revision === held.revision) return;
    const newer = await deps.database.transaction(
      async (tx) => {
        const [row] = await tx.run(selectSettingsRevision);
        assert(row !== undefined, 'the settings revision has its row');
        return { revision: row.revision, snapshot: await deps.load(tx) };
      },
      { isolation: 'repeatable read', readOnly: true },
    );
    await deps.beforeShowing?.();
    held = newer;
  };

  const start = (): Promise<void> => {
    const done = read().finally(() => {
      if (running === done) running = undefined;
    });
    running = done;
    return done;
  };

  // A read under way may have begun before the caller's commit, so whoever comes meanwhile shares the one after it.
  const refresh = (): Promise<void> => {
    if (running === undefined) return start();
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        // Somebody may have started one since; it began after every call that waits here.
        return running ?? start();
      });
    return next;
  };

  const look = async (): Promise<void> => {
    await refresh().catch((error: unknown) => deps.onFailure?.(error));
    if (isWatching) timer = setTimeout(look, SETTINGS_POLL_MS);
  };

  return {
    current: () => {
      assert(held !== undefined, 'settings were asked for before they were read');
      return held.snapshot;
    },
    refresh,
    watch: () => {
      if (isWatching) return;
      isWatching = true;
      timer = setTimeout(look, SETTINGS_POLL_MS);
    },
    stop: async () => {
      isWatching = false;
      clearTimeout(timer);
      await Promise.allSettled([running, next]);
    },
  };
};
