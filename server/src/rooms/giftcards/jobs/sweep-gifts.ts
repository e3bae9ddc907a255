import type { LaneMachine, Outcome, OwnerKey } from '../../../platform/lanes/index.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import type { GiftDeps } from '../deps.ts';
import { settleDueGift, type DueGift } from '../operations/settle-due.ts';
import { followMerge } from '../operations/follow-merge.ts';
import { listDueGifts, listLanes, listMergedWithValue } from '../read/due-gifts.ts';

export type SweepGiftsDeps = GiftDeps & { readonly machine: Pick<LaneMachine<JournalEntry>, 'submit'> };

// As small as the sweep of points: a till beside it waits for one such batch at most.
const GIFTS_AT_ONCE = 100;

type List = (deps: SweepGiftsDeps, lane: number) => Promise<OwnerKey[]>;

const DUE: List = ({ database }, lane) => listDueGifts(database, lane, GIFTS_AT_ONCE);
const MERGED: List = ({ database }, lane) => listMergedWithValue(database, lane, GIFTS_AT_ONCE);

/**
 * Books what time has done to gifts that nobody has met since, and moves what came back to merged cards on to those that were kept, lane by
 * lane. Several may run. Gives how many gifts were worked on. One with which it fails holds no other up: the first such failure is thrown
 * when all others are through.
 */
export async function sweepGifts(deps: SweepGiftsDeps, isStopping: () => boolean = () => false): Promise<number> {
  const settle = (gift: DueGift, tenant: number) => deps.machine.submit(settleDueGift(deps), { tenant, input: gift });
  const follow = (gift: DueGift, tenant: number) => deps.machine.submit(followMerge(deps), { tenant, input: gift });
  const failures: unknown[] = [];
  const fail = (error: unknown): void => void failures.push(error);
  let worked = 0;
  for (const { lane, tenant } of await listLanes(deps.database)) {
    worked += await sweepLane(deps, isStopping, fail, lane, DUE, (gift) => settle(gift, tenant));
    worked += await sweepLane(deps, isStopping, fail, lane, MERGED, (gift) => follow(gift, tenant));
  }
  if (failures.length > 0) throw failures[0];
  return worked;
}

async function sweepLane(
  deps: SweepGiftsDeps,
  isStopping: () => boolean,
  onFailure: (error: unknown) => void,
  lane: number,
  list: List,
  work: (gift: DueGift) => Promise<Outcome<unknown>>,
): Promise<number> {
  let worked = 0;
  for (let before = new Set<bigint>(); !isStopping();) {
    const due = await list(deps, lane);
    // Whoever is still there after it was worked on is left to the next round.
    const gifts = due.filter(({ owner }) => !before.has(owner));
    if (gifts.length === 0) break;
    before = new Set(due.map(({ owner }) => owner));
    const receivedAt = deps.clock.now();
    const outcomes = await Promise.allSettled(gifts.map((gift) => work({ ...gift, receivedAt })));
    let isTaken = true;
    for (const one of outcomes) {
      if (one.status === 'rejected') onFailure(one.reason);
      else if (one.value.ok) worked += 1;
      else if (one.value.refusal === 'operation.not_taken') isTaken = false;
    }
    if (!isTaken) break;
  }
  return worked;
}
