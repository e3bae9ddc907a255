import type { Database } from '../../../platform/database/database.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { LaneMachine } from '../../../platform/lanes/index.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import type { ForfeitDeps } from '../forfeit.ts';
import type { BalanceMoved } from '../operations/holder.ts';
import { settleDue } from '../operations/settle-due.ts';
import { listDueOwners, listLanes } from '../read/due-owners.ts';

export type SweepDeps = ForfeitDeps & {
  /** Slot: balances that have begun or ended, for tiers that go by them. */
  readonly balanceMoved?: BalanceMoved | undefined;
  readonly database: Database;
  readonly clock: Clock;
  readonly machine: Pick<LaneMachine<JournalEntry>, 'submit'>;
};

/** What a round has done. `isBusy`: the machine had no room, so the rest waits for the next round. */
export type Swept = { readonly settled: number; readonly isBusy: boolean };

// Small enough that a till beside it waits for one such batch at most: 100 settlings take some 20 ms.
const OWNERS_AT_ONCE = 100;

/**
 * Books what time has done, lane by lane, to everybody whom no other operation has met since: once through all lanes, and in
 * each until nothing is due. Stops between two batches when asked to. Several may run: who comes second finds nothing to do. One with whom it
 * fails keeps nobody from what is his: the first such failure is thrown when all others are through.
 */
export async function sweep(deps: SweepDeps, isStopping: () => boolean = () => false): Promise<Swept> {
  const failures: unknown[] = [];
  const swept = await sweepLanes(deps, isStopping, (error) => void failures.push(error));
  if (failures.length > 0) throw failures[0];
  return swept;
}

async function sweepLanes(
  deps: SweepDeps,
  isStopping: () => boolean,
  onFailure: (error: unknown) => void,
): Promise<Swept> {
  const operation = settleDue(deps);
  let settled = 0;
  for (const { lane, tenant } of await listLanes(deps.database)) {
    for (let before = new Set<bigint>(); ;) {
      if (isStopping()) return { settled, isBusy: false };
      const due = await listDueOwners(deps.database, lane, OWNERS_AT_ONCE);
      // Whoever is still due after settling is left to the next round: one owner must not hold all others up.
      const owners = due.filter(({ owner }) => !before.has(owner));
      if (owners.length === 0) break;
      before = new Set(due.map(({ owner }) => owner));
      const receivedAt = deps.clock.now();
      const outcomes = await Promise.allSettled(
        owners.map((owner) => deps.machine.submit(operation, { tenant, input: { ...owner, receivedAt } })),
      );
      let isBusy = false;
      for (const one of outcomes) {
        if (one.status === 'rejected') onFailure(one.reason);
        else if (one.value.ok) settled += 1;
        else if (one.value.refusal === 'operation.not_taken') isBusy = true;
      }
      if (isBusy) return { settled, isBusy };
    }
  }
  return { settled, isBusy: false };
}
