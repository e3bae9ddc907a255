import { assert } from '../../../kernel/assert.ts';
import { refuse, type Refusal } from '../../../kernel/refusal.ts';
import type { Batch } from '../batch.ts';
import { encodeStock, type StockEntry } from '../make/encode-stock.ts';
import type { StockLoader } from '../make/stock-loader.ts';
import { isUnchanged, readFile } from './card-file-safe.ts';
import type { Progress, WorkOutcome } from './check-file.ts';
import type { CardToMake } from './csv/check-row.ts';
import { createRowReader, type FileRow } from './csv/read-rows.ts';
import { CARDS_PER_CHUNK, type Making } from './making.ts';
import type { MakingDeps } from './making-deps.ts';
import { readingOf } from './row-source.ts';
import { detailPages } from './stock-detail.ts';
import { wrongLines } from './store/flaw.ts';
import { noteBatch } from './store/making.ts';
import { keepDetails } from './store/stock-detail.ts';

type GivenCard = CardToMake & { readonly number: NonNullable<CardToMake['number']> };

/**
 * Makes the cards of a confirmed file in chunks, under a batch that is there for nobody until the last one is in; then one update
 * releases them all. After a crash it goes on behind the last chunk. A file that is not the one that was confirmed is refused
 * before anything is made, and so is a number that somebody has taken meanwhile: then the batch is given up whole.
 */
export async function makeCardsOfFile(deps: MakingDeps, making: Making, progress: Progress): Promise<WorkOutcome> {
  const { key, name, sha256 } = making.file;
  assert(key, 'a file of which cards are made can be opened');
  if (!(await isUnchanged(deps, { name, key, sha256 }))) return refuse('cards.file.changed');
  const opened = await openBatch(deps, making);
  if ('refusal' in opened) return opened;
  if (opened.state === 'released') return 'done';
  await noteBatch(deps.database, making.making, opened.batch);
  const loader = await deps.cards.openLoader();
  try {
    const made = await addCards(deps, loader, making, opened, progress);
    if (made !== 'done') return made;
  } finally {
    await loader.close();
  }
  const released = await deps.cards.releaseBatch(whoseFile(making), opened.batch);
  return released.ok ? 'done' : released;
}

/** Who uploaded it and confirmed it, which is the same one: what is made of it is his. */
const whoseFile = ({ tenant, requestedBy, person }: Making) => ({
  ...{ tenant, by: requestedBy, actor: { credential: requestedBy, person } },
});

async function openBatch(deps: MakingDeps, making: Making): Promise<Batch | Refusal> {
  const range = deps.cards.settings().range(making.range);
  const quantity = making.rowsTotal - making.rowsWrong;
  if (making.batch === undefined) {
    const against = await deps.cards.batchAgainst(making.tenant, range.code, quantity);
    if (against) return against;
  }
  const opened = await deps.cards.createCardBatch({
    ...whoseFile(making),
    space: making.space,
    ...{ range: range.code, quantity, source: 'csv' },
    reference: `card-file/${making.making}`,
    told: making.file.sha256.toString('hex'),
  });
  return opened.ok ? opened.batch : opened;
}

async function addCards(
  deps: MakingDeps,
  loader: StockLoader,
  making: Making,
  batch: Batch,
  progress: Progress,
): Promise<WorkOutcome> {
  const { key, name } = making.file;
  const { understood } = making;
  assert(key && understood, 'a confirmed file was understood');
  const range = deps.cards.settings().range(making.range);
  const reader = createRowReader({ ...readingOf(making, range, deps.programs), encoding: understood.encoding });
  const left = wrongLines(deps.database, making.making);
  let passed = 0;
  let made = batch.made;
  let chunk: GivenCard[] = [];
  let storing: Promise<WorkOutcome | 'on'> = Promise.resolve('on');

  const store = async (first: number, cards: readonly GivenCard[], entries: StockEntry[], rows: Buffer) => {
    await keepDetails(deps.database, making.tenant, batch.batch, detailPages(deps.keys, batch, first, cards));
    const added = await deps.cards.addToBatch(loader, { ...batch, made: first - 1 }, entries, rows);
    if (!added.ok) return added;
    return (await progress({ done: added.made, total: making.rowsTotal })) ? 'on' : 'stopped';
  };

  /** Digests a chunk while the database still stores the one before. */
  const flush = async (): Promise<'on' | WorkOutcome> => {
    if (chunk.length === 0) return storing;
    const cards = chunk;
    chunk = [];
    const first = made + 1;
    const entries = cards.map(({ number, pin, face }, at): StockEntry => ({ serial: first + at, number, pin, face }));
    const rows = encodeStock(deps.keys, entries);
    const went = await storing;
    if (went !== 'on') return went;
    made += cards.length;
    storing = store(first, cards, entries, rows);
    // Whoever awaits it next is told; a failure before that is no unhandled one.
    storing.catch(() => undefined);
    return 'on';
  };

  const take = async (rows: readonly FileRow[]): Promise<'on' | WorkOutcome> => {
    for (const row of rows) {
      const known = left.has(row.line);
      if (typeof known === 'boolean' ? known : await known) continue;
      assert(!row.flaws && row.card.number, 'a row that was right when it was checked is right when it is made');
      // What earlier chunks have made is in the batch already.
      if ((passed += 1) <= batch.made) continue;
      chunk.push({ ...row.card, number: row.card.number });
      if (chunk.length === CARDS_PER_CHUNK) {
        const went = await flush();
        if (went !== 'on') return went;
      }
    }
    return 'on';
  };

  try {
    for await (const piece of readFile(deps, { name, key })) {
      const read = reader.push(piece);
      if (!read.ok) return read;
      const went = await take(read.rows);
      if (went !== 'on') return went;
    }
    const ended = reader.end();
    if (!ended.ok) return ended;
    const went = await take(ended.rows);
    if (went !== 'on') return went;
    const last = await flush();
    if (last !== 'on') return last;
    const stored = await storing;
    return stored === 'on' ? 'done' : stored;
  } finally {
    // The loader is the caller's to close: not in the middle of a chunk.
    await storing.catch(() => undefined);
  }
}
