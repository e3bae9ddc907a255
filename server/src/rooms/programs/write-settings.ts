import type { Act, Audit } from '../../platform/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database, Tx } from '../../platform/database/database.ts';
import type { ProgramSettings } from './settings.ts';
import { raiseSettingsRevision } from './store/settings-revision.ts';

/** What the verbs of this room stand on. */
export type ProgramDeps = {
  readonly database: Database;
  readonly clock: Clock;
  readonly settings: () => ProgramSettings;
  readonly refresh: () => Promise<void>;
  /** Slot: gives a new tenant what it needs below the rooms (its first lanes), in the same transaction. */
  readonly equipTenant: (tx: Tx, tenant: number) => Promise<void>;
  readonly audit: Audit;
};

// Thrown to make the transaction roll back, and caught here: nobody else sees it.
const nothingToWrite = new Error('nothing to write');

/**
 * Runs `work` in a transaction, raises the settings revision in it, and reads the settings anew before it answers, so
 * that the caller's next request already sees its change. When `work` gives undefined (a taken code) all is rolled
 * back, what it wrote before too. `act` says what was done, for the audit chain.
 */
export const writeSettings = async <T>(
  deps: { readonly database: Database; readonly refresh: () => Promise<void>; readonly audit?: Audit | undefined },
  work: (tx: Tx) => Promise<T | undefined>,
  act?: (done: T) => Act,
): Promise<T | undefined> => {
  let result: T;
  try {
    result = await deps.database.transaction(async (tx) => {
      const done = await work(tx);
      if (done === undefined) throw nothingToWrite;
      await raiseSettingsRevision(tx);
      // Last: behind the head of the audit chain a transaction takes no lock.
      if (act !== undefined) await deps.audit?.(tx, act(done));
      return done;
    });
  } catch (error) {
    if (error === nothingToWrite) return undefined;
    throw error;
  }
  await deps.refresh();
  return result;
};
