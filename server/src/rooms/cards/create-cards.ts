import type { Clock } from '../../platform/clock.ts';
import type { Sheet } from '../../platform/lanes/index.ts';
import { createSettingsFollower } from '../programs/index.ts';
import type { Batch } from './batch.ts';
import { createBlock, createUnblock } from './block-card.ts';
import type { CardVerbDeps } from './card-deps.ts';
import {
  abandonBatch,
  batchAgainst,
  batchNamed,
  createCardBatch,
  destroyBatch,
  releaseBatch,
  type Asking,
  type BatchInput,
} from './create-batch.ts';
import { createIssue } from './issue-card.ts';
import { addToBatch } from './make/add-to-batch.ts';
import type { StockEntry } from './make/encode-stock.ts';
import { openStockLoader, type StockLoader } from './make/stock-loader.ts';
import { closeRange, openRange, type RangeInput } from './open-range.ts';
import type { CardDeps } from './present-card.ts';
import { createReplacement } from './replace-card.ts';
import { createCardSettings } from './settings.ts';
import { cardSheet } from './store/card.ts';
import { readRanges } from './store/range.ts';
import { stockSheet } from './store/stock.ts';

/** The room's sheets, to be written behind those of the room members. */
export const cardsSheets = [stockSheet, cardSheet] as unknown as readonly Sheet<never, unknown>[];

export type Cards = ReturnType<typeof createCards>;

/**
 * Makes the room. Its operations are submitted to a lane machine whose ground writes `cardsSheets`; its other verbs (ranges, batches,
 * blocks) are transactions of their own. `refresh` has to be awaited once before anything is asked.
 */
export function createCards(
  given: Omit<CardDeps, 'settings'> & { readonly clock: Clock; readonly onFailure?: (error: unknown) => void },
) {
  const follower = createSettingsFollower({
    database: given.database,
    onFailure: given.onFailure,
    load: async (tx) => createCardSettings(await readRanges(tx)),
  });
  const verbs: CardVerbDeps = { ...given, settings: follower.current, refresh: follower.refresh };
  const deps: CardDeps = { ...given, settings: follower.current };
  return {
    settings: follower.current,
    refresh: follower.refresh,
    watch: follower.watch,
    stop: follower.stop,
    issue: createIssue(deps),
    block: createBlock(deps),
    unblock: createUnblock(deps),
    replacement: createReplacement(deps),
    openRange: (tenant: number, input: RangeInput) => openRange(verbs, tenant, input),
    closeRange: (tenant: number, code: string) => closeRange(verbs, tenant, code),
    createCardBatch: (input: BatchInput) => createCardBatch(verbs, input),
    batchAgainst: (tenant: number, range: string, quantity: number) => batchAgainst(verbs, tenant, range, quantity),
    findBatch: (tenant: number, batch: bigint) => batchNamed(verbs, tenant, batch),
    /** A loader on a connection of its own, for `addToBatch`; close it. */
    openLoader: () => openStockLoader(given.database.url),
    addToBatch: (loader: StockLoader, batch: Batch, entries: readonly StockEntry[], rows?: Buffer) =>
      addToBatch(verbs, loader, batch, entries, rows),
    releaseBatch: (who: Asking, batch: bigint) => releaseBatch(verbs, who, batch),
    abandonBatch: (who: Asking, batch: bigint) => abandonBatch(verbs, who, batch),
    destroyBatch: (who: Asking, batch: bigint) => destroyBatch(verbs, who, batch),
  };
}
