import { assert } from '../../kernel/assert.ts';
import type { Actor, Audit } from '../../platform/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Sheet } from '../../platform/lanes/index.ts';
import { createSettingsFollower } from '../programs/index.ts';
import type { Batch } from './batch.ts';
import { createBlock, createUnblock } from './block-card.ts';
import { createPinAttempt, createPinChange } from './change-pin.ts';
import type { CardVerbDeps } from './card-deps.ts';
import { folderOfProcess } from './card-files-folder.ts';
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
import { destroyStock } from './destroy-stock.ts';
import { createIssue } from './issue-card.ts';
import { createCardsJobs, sweepAbandoned } from './jobs/create-cards-jobs.ts';
import { addToBatch } from './make/add-to-batch.ts';
import type { StockEntry } from './make/encode-stock.ts';
import { generateBatch } from './make/generate-batch.ts';
import { openStockLoader, type StockLoader } from './make/stock-loader.ts';
import { closeRange, openRange, type RangeInput } from './open-range.ts';
import type { CardDeps, KnowRange } from './present-card.ts';
import { downloadPrintFile, type PrintOrder } from './print/download-print-file.ts';
import { bindPrintRelease, requestPrint, type PrintRequest, type SecondPerson } from './print/request-print.ts';
import { recordCustody, type CustodyInput } from './record-custody.ts';
import { createReplacement } from './replace-card.ts';
import { createCardSettings } from './settings.ts';
import { listBatches } from './store/batch.ts';
import { cardSheet } from './store/card.ts';
import { listCustody } from './store/custody.ts';
import { rangeIsThere, readRanges } from './store/range.ts';
import { stockCounts } from './store/stock-change.ts';
import { stockSheet } from './store/stock.ts';
import type { Range } from './range.ts';
import { numberInStock } from './stock-number.ts';
import { listSuspensions } from './store/suspension.ts';
import {
  foreseeLifting,
  foreseeSuspension,
  liftSuspension,
  suspendCards,
  type SuspensionInput,
} from './suspend-cards.ts';

/** The room's sheets, to be written behind those of the room members. */
export const cardsSheets = [stockSheet, cardSheet] as unknown as readonly Sheet<never, unknown>[];

export type Cards = ReturnType<typeof createCards>;

/**
 * Makes the room. Its operations are submitted to a lane machine whose ground writes `cardsSheets`; its other verbs (ranges, batches,
 * blocks) are transactions of their own. `refresh` has to be awaited once before anything is asked.
 */
export function createCards(
  given: Omit<CardDeps, 'settings' | 'knowRange'> & {
    readonly clock: Clock;
    readonly onFailure?: (error: unknown) => void;
    readonly approvals?: SecondPerson;
    readonly audit?: Audit;
    readonly folder?: string | undefined;
  },
) {
  const follower = createSettingsFollower({
    database: given.database,
    onFailure: given.onFailure,
    load: async (tx) => createCardSettings(await readRanges(tx)),
  });
  const verbs: CardVerbDeps = {
    ...given,
    folder: given.folder ?? folderOfProcess(),
    settings: follower.current,
    refresh: follower.refresh,
  };
  const knowRange: KnowRange = async (tenant, number) => {
    if (follower.current().rangeOf(tenant, number)) return;
    if (await rangeIsThere(given.database, tenant, number)) await follower.refresh();
  };
  const deps: CardDeps = { ...given, settings: follower.current, knowRange };
  const jobs = createCardsJobs(verbs, given.onFailure);
  if (given.approvals) bindPrintRelease(given.approvals);
  return {
    settings: follower.current,
    refresh: follower.refresh,
    knowRange,
    /** From now on follows the settings, makes the batches that wait for the generator, and sweeps abandoned ones. */
    watch: (): void => {
      follower.watch();
      jobs.start();
    },
    stop: async (): Promise<void> => {
      await Promise.all([follower.stop(), jobs.stop()]);
    },
    issue: createIssue(deps),
    block: createBlock(deps),
    unblock: createUnblock(deps),
    replacement: createReplacement(deps),
    pinAttempt: createPinAttempt(deps),
    pinChange: createPinChange(deps),
    openRange: (tenant: number, input: RangeInput, by?: Actor) => openRange(verbs, tenant, input, by),
    closeRange: (tenant: number, code: string, by?: Actor) => closeRange(verbs, tenant, code, by),
    createCardBatch: (input: BatchInput) => createCardBatch(verbs, input),
    batchAgainst: (tenant: number, range: string, quantity: number) => batchAgainst(verbs, tenant, range, quantity),
    findBatch: (tenant: number, batch: bigint) => batchNamed(verbs, tenant, batch),
    /** A loader on a connection of its own, for `addToBatch`; close it. */
    openLoader: () => openStockLoader(given.database.url),
    addToBatch: (loader: StockLoader, batch: Batch, entries: readonly StockEntry[], rows?: Buffer) =>
      addToBatch(verbs, loader, batch, entries, rows),
    /** Fills a batch with numbers of its own; see `generate-batch.ts`. */
    generateBatch: (batch: Batch, isStopping?: () => boolean) => generateBatch(verbs, batch, isStopping),
    releaseBatch: (who: Asking, batch: bigint) => releaseBatch(verbs, who, batch),
    abandonBatch: (who: Asking, batch: bigint) => abandonBatch(verbs, who, batch),
    destroyStock: (who: Asking, batch: bigint, serials: { first: number; last: number }) =>
      destroyStock(verbs, who, batch, serials),
    recordCustody: (input: CustodyInput) => recordCustody(verbs, input),
    listCustody: (tenant: number, batch: bigint) => listCustody(given.database, tenant, batch),
    /** The number of a card in stock that holds no money, for the page behind its link; see `stock-number.ts`. */
    numberInStock: (
      place: { readonly tenant: number; readonly batch: bigint; readonly serial: number },
      range: Range,
    ) => numberInStock(given, place, range),
    stockCounts: (batch: bigint) => stockCounts(given.database, batch),
    listBatches: (tenant: number, before: bigint, limit: number) => listBatches(given.database, tenant, before, limit),
    suspend: (input: SuspensionInput) => suspendCards(verbs, input),
    foreseeSuspension: (input: SuspensionInput) => foreseeSuspension(verbs, input),
    foreseeLifting: (tenant: number, suspension: bigint) => foreseeLifting(verbs, tenant, suspension),
    lift: (who: Asking, suspension: bigint) => liftSuspension(verbs, who, suspension),
    listSuspensions: (tenant: number, before: bigint, limit: number) =>
      listSuspensions(given.database, tenant, before, limit),
    requestPrint: (request: PrintRequest) => {
      assert(given.approvals, 'a print file needs a second person');
      return requestPrint(verbs, given.approvals, request);
    },
    downloadPrintFile: (order: PrintOrder) => downloadPrintFile(verbs, order),
    sweepAbandoned: () => sweepAbandoned(verbs),
    destroyBatch: (who: Asking, batch: bigint) => destroyBatch(verbs, who, batch),
  };
}
