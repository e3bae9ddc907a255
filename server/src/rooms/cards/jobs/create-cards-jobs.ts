import { repeatWork, type Jobs } from '../../../platform/jobs/repeat-work.ts';
import type { CardVerbDeps } from '../card-deps.ts';
import type { Batch } from '../batch.ts';
import { generateBatch, RangeFull } from '../make/generate-batch.ts';
import { findBatch, giveBack, giveBatchUp } from '../store/batch.ts';
import { dropChunks } from '../store/print.ts';
import { dropNumbers } from '../store/stock-number.ts';
import { batchesToMake, nextAbandoned, sweepBeyond } from '../store/stock-change.ts';

const MAKE_PAUSE_MS = 1_000;
const SWEEP_PAUSE_MS = 60_000;
const SWEPT_AT_ONCE = 10_000;

/** Fills the batches that wait for the generator, one after another. Gives how many cards it made. `roundsMax`: as for `generateBatch`. */
export async function makeWaiting(deps: CardVerbDeps, isStopping: () => boolean, roundsMax?: number): Promise<number> {
  let made = 0;
  for (const { tenant_id, batch } of await batchesToMake(deps.database)) {
    if (isStopping()) break;
    const found = await findBatch(deps.database, tenant_id, batch);
    if (found?.state === 'making') made += await makeOrGiveUp(deps, found, isStopping, roundsMax);
  }
  return made;
}

/** A batch for which its range has no numbers left is given up with the reason: the others do not wait for it. */
async function makeOrGiveUp(
  deps: CardVerbDeps,
  batch: Batch,
  isStopping: () => boolean,
  roundsMax: number | undefined,
): Promise<number> {
  try {
    return await generateBatch(deps, batch, isStopping, roundsMax);
  } catch (error) {
    if (!(error instanceof RangeFull)) throw error;
    const ended = await giveBatchUp(deps.database, batch.tenant, batch.batch, 'range_full');
    if (ended) await giveBack(deps.database, ended.range, ended.quantity);
    return 0;
  }
}

/** Takes the cards of abandoned batches away, in portions. Gives how many batches are gone. */
export async function sweepAbandoned(deps: CardVerbDeps, isStopping: () => boolean = () => false): Promise<number> {
  let batches = 0;
  for (
    let next = await nextAbandoned(deps.database);
    next && !isStopping();
    next = await nextAbandoned(deps.database)
  ) {
    const { batch, made } = next;
    await dropChunks(deps.database, batch);
    await dropNumbers(deps.database, batch);
    for (let left = made; left > 0 && !isStopping();) {
      left = Math.max(0, left - SWEPT_AT_ONCE);
      await sweepBeyond(deps.database, batch, left);
    }
    batches++;
  }
  return batches;
}

/** What the room does by itself. Every process may run it: a chunk is made once, whoever makes it. */
export const createCardsJobs = (deps: CardVerbDeps, onFailure?: (error: unknown) => void): Jobs =>
  repeatWork(
    [
      { pauseMs: MAKE_PAUSE_MS, work: (isStopping) => makeWaiting(deps, isStopping) },
      { pauseMs: SWEEP_PAUSE_MS, work: (isStopping) => sweepAbandoned(deps, isStopping) },
    ],
    onFailure,
  );
