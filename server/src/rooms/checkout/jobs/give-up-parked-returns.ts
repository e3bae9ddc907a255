import { addSeconds, SECONDS_PER_DAY } from '../../../kernel/instant.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import type { Programs } from '../../programs/index.ts';
import { listParkedBefore } from '../store/parked-return.ts';

export type GiveUpDeps = {
  readonly database: Database;
  readonly clock: Clock;
  readonly programs: Pick<Programs, 'settings'>;
};

const RETURNS_AT_ONCE = 500;

/**
 * Lists the parked returns whose sale has not come within `parkedReturnDays` as exceptions; gives how many. Nothing is taken
 * from them: a sale that comes later still finds and decides them.
 */
export async function giveUpParkedReturns(
  { database, clock, programs }: GiveUpDeps,
  isStopping: () => boolean = () => false,
): Promise<number> {
  let listed = 0;
  const settings = programs.settings();
  const now = clock.now();
  for (const { program, tenant, policy } of settings.tenants.flatMap((one) => settings.programsOf(one.tenant))) {
    const days = policy.parkedReturnDays;
    const waiting = { tenant, program, before: addSeconds(now, -days * SECONDS_PER_DAY), notedAt: now, days };
    for (let portion = RETURNS_AT_ONCE; portion === RETURNS_AT_ONCE; listed += portion) {
      if (isStopping()) return listed;
      portion = await listParkedBefore(database, waiting, RETURNS_AT_ONCE);
    }
  }
  return listed;
}
