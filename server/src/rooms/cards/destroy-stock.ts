import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { Batch } from './batch.ts';
import type { CardVerbDeps } from './card-deps.ts';
import { batchNamed, type Asking } from './create-batch.ts';
import { traceStock } from './trace-stock.ts';
import { destroySerials } from './store/stock-change.ts';

const SERIALS_PER_STATEMENT = 20_000;

export type DestroyOutcome = Ok<{ readonly batch: Batch; readonly destroyed: number }> | Refusal;

/**
 * Destroys the inert cards of an interval of serials for good (spoilt in print, shredded). Cards in use stay as they are and are not counted.
 * Doing it again finds nothing left. Refuses an unknown batch, one that is not whole, and serials that it does not have.
 */
export async function destroyStock(
  deps: CardVerbDeps,
  who: Asking,
  id: bigint,
  { first, last }: { readonly first: number; readonly last: number },
): Promise<DestroyOutcome> {
  const { tenant } = who;
  const found = await batchNamed(deps, tenant, id);
  if (!found.ok) return found;
  const { batch } = found;
  if (batch.state !== 'made' && batch.state !== 'released')
    return refuse('cards.batch.unfit_state', { state: batch.state });
  if (last > batch.quantity) return refuse('cards.batch.no_such_serial', { quantity: String(batch.quantity) });
  let destroyed = 0;
  for (let from = first; from <= last; from += SERIALS_PER_STATEMENT) {
    const to = Math.min(last, from + SERIALS_PER_STATEMENT - 1);
    // A portion and its trace commit together: what is gone when the program dies in the middle is told too.
    destroyed += await deps.database.transaction(async (tx) => {
      const gone = await destroySerials(tx, tenant, id, from, to);
      const after = { serials: { first: from, last: to }, destroyed: gone };
      if (gone > 0) await traceStock(deps, tx, who, { act: 'cards.stock.destroyed', batch: id, after });
      return gone;
    });
  }
  return { ok: true, batch, destroyed };
}
