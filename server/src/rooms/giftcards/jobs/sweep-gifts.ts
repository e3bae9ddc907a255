import type { LaneMachine } from '../../../platform/lanes/index.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import type { GiftDeps } from '../deps.ts';
import { settleDueGift } from '../operations/settle-due.ts';
import { listDueGifts, listLanes } from '../read/due-gifts.ts';

export type SweepGiftsDeps = GiftDeps & { readonly machine: Pick<LaneMachine<JournalEntry>, 'submit'> };

// As small as the sweep of points: a till beside it waits for one such batch at most.
const GIFTS_AT_ONCE = 100;

/** Books what time has done to gifts that nobody has met since, lane by lane. Several may run. Gives how many were settled. */
export async function sweepGifts(deps: SweepGiftsDeps, isStopping: () => boolean = () => false): Promise<number> {
  const operation = settleDueGift(deps);
  let settled = 0;
  for (const { lane, tenant } of await listLanes(deps.database)) {
    for (let before = new Set<bigint>(); !isStopping();) {
      const due = await listDueGifts(deps.database, lane, GIFTS_AT_ONCE);
      // Whoever is still due after settling is left to the next round.
      const gifts = due.filter(({ owner }) => !before.has(owner));
      if (gifts.length === 0) break;
      before = new Set(due.map(({ owner }) => owner));
      const receivedAt = deps.clock.now();
      const outcomes = await Promise.all(
        gifts.map((gift) => deps.machine.submit(operation, { tenant, input: { ...gift, receivedAt } })),
      );
      settled += outcomes.filter((one) => one.ok).length;
      if (outcomes.some((one) => !one.ok && one.refusal === 'operation.not_taken')) return settled;
    }
  }
  return settled;
}
