import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import { answeringThread, openBoundedThread } from '../../../platform/bounded-thread.ts';
import type { Tx } from '../../../platform/database/database.ts';
import type { Batch } from '../batch.ts';
import type { CardVerbDeps } from '../card-deps.ts';
import type { Asking } from '../create-batch.ts';
import { traceStock } from '../trace-stock.ts';
import { findBatch } from '../store/batch.ts';
import { dropChunks, keepPrintDigest, nextChunk, takePrint } from '../store/print.ts';
import { layoutAgainst, type PrintLayout } from './print-layout.ts';
import type { PrintWorkAnswer, PrintWorkerData, PrintWorkOrder } from './print-worker.ts';
import { PASSPHRASE_LENGTH_MIN } from './seal-file.ts';
import { openPrintSpool, type PrintSpool } from './print-spool.ts';

// As for the generator: much garbage, and little that is kept.
const THREAD_LIMITS = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 128 };

export type PrintOrder = Asking & {
  readonly batch: bigint;
  readonly layout: PrintLayout;
  /** For the printer; known to nobody here afterwards. */
  readonly passphrase: string;
};

/** `content` is to be read, or destroyed: the file is gone with it. */
export type PrintFile = { readonly content: Readable; readonly bytes: number; readonly sha256: string };

// Thrown to roll the download back, and caught here.
class NotPrinted extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.refusal);
    this.refusal = refusal;
  }
}

/**
 * Gives the file for the printer, encrypted, once. What it was made from is dropped in the same transaction: from then on the PINs, and the
 * numbers of gift cards, are nowhere but in that file, which lies on the disk, encrypted and without a name, until it is sent. Refuses, in
 * this order: a short passphrase, a layout that cannot be, an unknown batch, one whose file went out, one that no second person has
 * opened, one that has no file (its numbers came from somebody who has them), a column too narrow.
 */
export async function downloadPrintFile(deps: CardVerbDeps, order: PrintOrder): Promise<Ok<PrintFile> | Refusal> {
  const { tenant, layout, by } = order;
  if (order.passphrase.length < PASSPHRASE_LENGTH_MIN)
    return refuse('cards.print.passphrase_short', { least: String(PASSPHRASE_LENGTH_MIN) });
  const malformed = layoutAgainst(layout);
  if (malformed) return malformed;
  const batch = await findBatch(deps.database, tenant, order.batch);
  if (!batch) return refuse('cards.batch.unknown');
  // One for each attempt of the transaction: a second one begins a file of its own.
  const spools: PrintSpool[] = [];
  try {
    const written = await deps.database.transaction(async (tx) => {
      // First, because it locks the batch: of two downloads the second waits here, and then finds it done.
      if (!(await takePrint(tx, { tenant, batch: batch.batch, by, now: deps.clock.now(), layout })))
        throw new NotPrinted(await againstDownload(tx, batch));
      const spool = await openPrintSpool(deps.folder);
      spools.push(spool);
      const { bytes, sha256 } = await writeFile(deps, tx, batch, order, spool);
      await keepPrintDigest(tx, batch.batch, sha256);
      await dropChunks(tx, batch.batch);
      // Whoever has the file has every number and PIN of the batch.
      const after = { print: 'downloaded', quantity: batch.quantity, bytes, sha256: sha256.toString('hex') };
      const before = { print: 'ready' };
      await traceStock(deps, tx, order, { act: 'cards.print.downloaded', batch: batch.batch, before, after });
      return { bytes, sha256: sha256.toString('hex') };
    });
    // Only now, behind the commit, anybody gets a byte of it.
    return { ok: true, ...written, content: spools.pop()!.read() };
  } catch (error) {
    if (error instanceof NotPrinted) return error.refusal;
    throw error;
  } finally {
    for (const spool of spools) await spool.close();
  }
}

/** Writes the whole file, encrypted, and gives its length and digest. */
async function writeFile(
  { keys, settings }: CardVerbDeps,
  tx: Tx,
  { tenant, batch, range }: Batch,
  { layout, passphrase }: PrintOrder,
  spool: PrintSpool,
): Promise<{ readonly bytes: number; readonly sha256: Buffer }> {
  const { track } = settings().range(range);
  const data: PrintWorkerData = { keys, tenant, batch, track, layout, passphrase };
  const file = new URL('print-worker.ts', import.meta.url);
  const thread = answeringThread<PrintWorkOrder, PrintWorkAnswer>(openBoundedThread(file, data, THREAD_LIMITS));
  const hash = createHash('sha256');
  let bytes = 0;
  const write = async (answered: Promise<PrintWorkAnswer>): Promise<void> => {
    const part = (await answered).bytes;
    if (!part) {
      const reason = 'a column is too narrow for its values';
      throw new NotPrinted(refuse('cards.print.layout_malformed', { reason }));
    }
    hash.update(part);
    bytes += part.length;
    await spool.write(part);
  };
  try {
    await write(thread.ask({ is: 'head' }));
    let chunk = await nextChunk(tx, batch, 0);
    if (!chunk) throw new NotPrinted(refuse('cards.print.nothing'));
    while (chunk) {
      const { first_serial: firstSerial, sealed } = chunk;
      const written = thread.ask({ is: 'chunk', firstSerial, sealed });
      // The next one is read while this one is written.
      chunk = await nextChunk(tx, batch, firstSerial);
      await write(written);
    }
    await write(thread.ask({ is: 'end' }));
  } finally {
    await thread.close();
  }
  return { bytes, sha256: hash.digest() };
}

async function againstDownload(tx: Tx, { tenant, batch }: Batch): Promise<Refusal> {
  const now = await findBatch(tx, tenant, batch);
  if (now?.print.state === 'downloaded') return refuse('cards.print.downloaded');
  return now?.print.state === 'none'
    ? refuse('cards.print.not_approved')
    : refuse('cards.batch.unfit_state', { state: now?.state ?? 'gone' });
}
