import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import { decryptField } from '../../../platform/keys.ts';
import type { Tx } from '../../../platform/database/database.ts';
import type { Batch } from '../batch.ts';
import type { CardVerbDeps } from '../card-deps.ts';
import type { Asking } from '../create-batch.ts';
import { findBatch } from '../store/batch.ts';
import { dropChunks, keepPrintDigest, nextChunk, takePrint } from '../store/print.ts';
import { printContext, readPrintLines } from './print-chunk.ts';
import { layoutAgainst, lineWriter, type PrintLayout, type PrintRow } from './print-layout.ts';
import { openFileSealer, PASSPHRASE_LENGTH_MIN } from './seal-file.ts';
import { openPrintSpool, type PrintSpool } from './print-spool.ts';
import { trackData } from './track-data.ts';

// Characters that are encrypted in one go.
const TEXT_AT_ONCE = 64 * 1024;

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
  deps: CardVerbDeps,
  tx: Tx,
  batch: Batch,
  { layout, passphrase }: PrintOrder,
  spool: PrintSpool,
): Promise<{ readonly bytes: number; readonly sha256: Buffer }> {
  const sealer = await openFileSealer(passphrase);
  const hash = createHash('sha256');
  let bytes = 0;
  const write = async (part: Buffer): Promise<void> => {
    hash.update(part);
    bytes += part.length;
    await spool.write(part);
  };
  await write(sealer.head);
  await writeCards(deps, tx, batch, layout, (text) => write(sealer.update(text)));
  await write(sealer.end());
  return { bytes, sha256: hash.digest() };
}

async function againstDownload(tx: Tx, { tenant, batch }: Batch): Promise<Refusal> {
  const now = await findBatch(tx, tenant, batch);
  if (now?.print.state === 'downloaded') return refuse('cards.print.downloaded');
  return now?.print.state === 'none'
    ? refuse('cards.print.not_approved')
    : refuse('cards.batch.unfit_state', { state: now?.state ?? 'gone' });
}

/** The lines of all cards, encrypted chunk by chunk: never more than one chunk in the clear. */
async function writeCards(
  deps: CardVerbDeps,
  tx: Tx,
  { tenant, batch, range: id }: Batch,
  layout: PrintLayout,
  write: (text: string) => Promise<void>,
): Promise<void> {
  const range = deps.settings().range(id);
  const writer = lineWriter(layout);
  await write(writer.header);
  let after = 0;
  for (;;) {
    const chunk = await nextChunk(tx, batch, after);
    if (!chunk) break;
    after = chunk.first_serial;
    const lines = decryptField(deps.keys, chunk.sealed, printContext(tenant, batch, after)).toString();
    let text = '';
    for (const card of readPrintLines(lines)) {
      const tracks = trackData(range.track, card, String(batch));
      const row: PrintRow = {
        ...tracks,
        serial: String(card.serial),
        number: card.number,
        number_grouped: card.number.replace(/(.{4})(?=.)/g, '$1 '),
        pin: card.pin ?? '',
        last_four: card.number.slice(-4),
        batch: String(batch),
      };
      const line = writer.line(row);
      if (line === undefined)
        throw new NotPrinted(
          refuse('cards.print.layout_malformed', { reason: 'a column is too narrow for its values' }),
        );
      text += line;
      if (text.length < TEXT_AT_ONCE) continue;
      await write(text);
      text = '';
    }
    await write(text);
  }
  if (after === 0) throw new NotPrinted(refuse('cards.print.nothing'));
}
