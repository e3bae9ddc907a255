import { addSeconds, isoFromInstant, SECONDS_PER_DAY } from '../../../kernel/instant.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { deleteRawMessages } from '../../ledger/index.ts';
import type { Programs } from '../../programs/index.ts';

export type DropRawMessagesDeps = {
  readonly database: Queries;
  readonly clock: Clock;
  readonly programs: Pick<Programs, 'settings'>;
};

// A batch has some hundred messages at most: a portion is some ten megabytes, and no lock of it meets a till.
const BATCHES_AT_ONCE = 500;

/**
 * Deletes the messages of tills that nobody keeps any longer; gives of how many batches. The programs of a tenant share its
 * lanes, whose messages lie together: they stay for as long as the longest of them says, in whole days of UTC.
 */
export async function dropRawMessages(
  { database, clock, programs }: DropRawMessagesDeps,
  isStopping: () => boolean = () => false,
): Promise<number> {
  let dropped = 0;
  const settings = programs.settings();
  for (const { tenant } of settings.tenants) {
    const days = settings.programsOf(tenant).map(({ policy }) => policy.rawMessageDays);
    if (days.length === 0) continue;
    const before = isoFromInstant(addSeconds(clock.now(), -Math.max(...days) * SECONDS_PER_DAY)).slice(0, 10);
    for (let portion = BATCHES_AT_ONCE; portion === BATCHES_AT_ONCE; dropped += portion) {
      if (isStopping()) return dropped;
      portion = await deleteRawMessages(database, tenant, before, BATCHES_AT_ONCE);
    }
  }
  return dropped;
}
