import { Fault } from '../../../kernel/fault.ts';
import { answeringThread, openBoundedThread } from '../../../platform/bounded-thread.ts';
import { mayTryAgain } from '../../../platform/database/faults.ts';
import type { Batch } from '../batch.ts';
import type { CardVerbDeps } from '../card-deps.ts';
import { keepsNumbers } from '../stock-number.ts';
import type { NumberAnswer, NumberOrder, NumberWorkerData } from './number-worker.ts';
import { openStockLoader, type StockLoader } from './stock-loader.ts';

/** Draws find no number that is free. Trying again finds none either. */
export class RangeFull extends Fault {}

/** Cards in one transaction of the generator: long enough to be fast, short enough to be given up at once. */
export const GENERATED_CHUNK = 10_000;
// In a range that is nearly full most draws meet a number that is taken: each round draws more candidates for what is missing. After so many
// rounds it will not come to an end.
const ROUNDS_MAX = 1_000;
const CANDIDATES_MAX = 20_000;
const ATTEMPTS_MAX = 5;

/**
 * Fills a batch with numbers from the cryptographic source, from where it stands: a program that broke off goes on after the last whole
 * chunk. Numbers that any card or stock has are drawn again. Ends early, without error, when somebody else fills the batch or gives it up,
 * or when `isStopping` says so. Gives how many cards it made. A Fault when the range is so full that draws find nothing.
 */
export async function generateBatch(
  deps: CardVerbDeps,
  batch: Batch,
  isStopping: () => boolean = () => false,
  roundsMax = ROUNDS_MAX,
): Promise<number> {
  const { tenant, quantity } = batch;
  const asked = deps.settings().range(batch.range);
  const { prefix, length, charset, checkDigit, pinLength } = asked;
  const range = { prefix, length, charset, checkDigit, pinLength };
  const worker = openNumberWorker({ keys: deps.keys, tenant, batch: batch.batch, range });
  try {
    const loader = await openStockLoader(deps.database.url);
    try {
      let made = batch.made;
      const drawFrom = (after: number) => {
        const count = Math.min(GENERATED_CHUNK, quantity - after);
        const serials = Array.from({ length: count }, (_, i) => after + 1 + i);
        return { serials, rows: worker.ask({ is: 'draw', chunk: after + 1, serials }) };
      };
      let next = made < quantity ? drawFrom(made) : undefined;
      while (next && !isStopping()) {
        const { serials, rows } = next;
        const bytes = await rows;
        const after = made + serials.length;
        // The worker draws the next chunk while the database stores this one.
        next = after < quantity ? drawFrom(after) : undefined;
        const place = { tenant, batch: batch.batch, made, roundsMax, keepsNumbers: keepsNumbers(asked) };
        if (!(await storeWithRetry(loader, worker, place, serials, bytes))) break;
        made = after;
      }
      await next?.rows.catch(() => undefined);
      return made - batch.made;
    } finally {
      await loader.close();
    }
  } finally {
    await worker.close();
  }
}

type Place = {
  readonly tenant: number;
  readonly batch: bigint;
  readonly made: number;
  readonly roundsMax: number;
  readonly keepsNumbers: boolean;
};

/** Of two that met in the numbers of a nearly full range PostgreSQL ends one; its chunk is stored again. */
async function storeWithRetry(...what: Parameters<typeof store>): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await store(...what);
    } catch (error) {
      if (attempt === ATTEMPTS_MAX || !mayTryAgain(error)) throw error;
    }
  }
}

/** Stores one chunk in one transaction. False: it is not for us any more. */
async function store(
  loader: StockLoader,
  worker: NumberWorker,
  { tenant, batch, made, roundsMax, keepsNumbers: isKept }: Place,
  serials: readonly number[],
  drawn: Buffer,
): Promise<boolean> {
  const chunk = made + 1;
  await loader.begin();
  try {
    if (!(await loader.advance(batch, made, serials.length))) {
      await loader.rollback();
      return false;
    }
    let missing = await loader.load({ tenant, batch, rows: drawn });
    for (let round = 1; missing.length > 0; round++) {
      if (round > roundsMax) throw new RangeFull('the range is too full to draw numbers from', { retry: 'never' });
      const count = Math.min(CANDIDATES_MAX, missing.length * 2 ** Math.min(round, 14));
      const free = await loader.free(tenant, await worker.ask({ is: 'candidates', count }));
      const given = missing.slice(0, free.length);
      const rows = await worker.ask({ is: 'assign', chunk, serials: given, free });
      const taken = await loader.load({ tenant, batch, rows });
      missing = [...taken, ...missing.slice(given.length)];
    }
    if (isKept) await loader.keepNumbers(tenant, batch, chunk, await worker.ask({ is: 'numbers', chunk }));
    await loader.keepForPrint(tenant, batch, chunk, await worker.ask({ is: 'seal', chunk }));
    await loader.commit();
    return true;
  } catch (error) {
    await loader.rollback();
    throw error;
  }
}

type NumberWorker = { ask(order: NumberOrder): Promise<Buffer>; close(): Promise<unknown> };

/** It makes much garbage and keeps little: without a bound its heap grows to hundreds of megabytes before it cleans up. */
function openNumberWorker(data: NumberWorkerData): NumberWorker {
  const limits = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 128 };
  const worker = openBoundedThread(new URL('number-worker.ts', import.meta.url), data, limits);
  const thread = answeringThread<NumberOrder, NumberAnswer>(worker);
  return {
    async ask(order) {
      const { bytes } = await thread.ask(order);
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    },
    close: thread.close,
  };
}
