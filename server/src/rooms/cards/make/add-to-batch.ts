import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import type { Batch } from '../batch.ts';
import type { CardVerbDeps } from '../card-deps.ts';
import { isNumberOf } from '../range.ts';
import { keepsNumbers, sealNumbers } from '../stock-number.ts';
import { encodeStock, type StockEntry } from './encode-stock.ts';
import type { StockLoader } from './stock-loader.ts';

const SERIALS_NAMED_MAX = 20;

const named = (serials: readonly number[]): string =>
  serials.slice(0, SERIALS_NAMED_MAX).join(', ') + (serials.length > SERIALS_NAMED_MAX ? ', …' : '');

/**
 * Adds given cards to a batch that is being made: their serials follow the last one, `made + 1` on, without a gap. All of a chunk is added or
 * nothing: it refuses numbers that the range cannot have, numbers that any card or stock has, and a batch that somebody else has got on with
 * or that is not being made. Gives how many are made now. Takes no lane and writes no journal row. `rows` may come encoded from a
 * worker thread.
 */
export async function addToBatch(
  deps: Pick<CardVerbDeps, 'keys' | 'settings'>,
  loader: StockLoader,
  batch: Pick<Batch, 'tenant' | 'batch' | 'range' | 'made'>,
  entries: readonly StockEntry[],
  rows?: Buffer,
): Promise<Ok<{ readonly made: number }> | Refusal> {
  const range = deps.settings().range(batch.range);
  const foreign = entries.filter(({ number }) => !isNumberOf(range, number)).map((one) => one.serial);
  if (foreign.length > 0) return refuse('cards.stock.not_of_range', { serials: named(foreign) });
  await loader.begin();
  try {
    // First, because it locks the batch: of two who add the same chunk the second waits here, and then finds it made.
    if (!(await loader.advance(batch.batch, batch.made, entries.length))) {
      await loader.rollback();
      return refuse('cards.batch.unfit_state', { state: 'moved' });
    }
    const { tenant } = batch;
    const taken = await loader.load({ tenant, batch: batch.batch, rows: rows ?? encodeStock(deps.keys, entries) });
    if (taken.length > 0) {
      await loader.rollback();
      return refuse('cards.stock.number_taken', { serials: named(taken.sort((a, b) => a - b)) });
    }
    // Nothing comes of a chunk that is empty: it would have the place of the next.
    if (keepsNumbers(range) && entries.length > 0) {
      const place = { tenant, batch: batch.batch, firstSerial: batch.made + 1 };
      await loader.keepNumbers(tenant, batch.batch, place.firstSerial, sealNumbers(deps.keys, place, entries));
    }
    await loader.commit();
    return { ok: true, made: batch.made + entries.length };
  } catch (error) {
    await loader.rollback();
    throw error;
  }
}
