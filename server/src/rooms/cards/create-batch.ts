import { canonicalJson, digest } from '../../kernel/canonical.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { Tx } from '../../platform/database/database.ts';
import { writeOnce } from '../../platform/write-once.ts';
import { BATCH_QUANTITY_MAX, type Batch, type BatchSource, type BatchState } from './batch.ts';
import type { Asked, CardVerbDeps } from './card-deps.ts';
import { capacityOf } from './range.ts';
import { dropChunks } from './store/print.ts';
import { traceStock } from './trace-stock.ts';
import { allot, allottedOf, findBatch, findBatchByReference, giveBack, insertBatch, moveBatch } from './store/batch.ts';

/** Who asks for something that is done once, whoever asks again. */
export type Asking = Pick<Asked, 'tenant' | 'by' | 'actor'>;

export type BatchInput = Asked & {
  /** By its code. */
  readonly range: string;
  readonly quantity: number;
  readonly source: BatchSource;
  /** What else the client sent and must send again for a repeat (the hash of its file). */
  readonly told?: unknown;
};

export type BatchOutcome = Ok<{ readonly batch: Batch; readonly repeated: boolean }> | Refusal;

/**
 * Opens a batch, empty: its cards are added by the generator or by `addToBatch`, and are there for nobody before `releaseBatch`.
 * Under a known reference with the same content it gives that batch. Refuses, in this order: a reference that meant something
 * else, an unknown range, a closed one, a quantity that the range cannot give.
 */
export async function createCardBatch(deps: CardVerbDeps, input: BatchInput): Promise<BatchOutcome> {
  const { tenant, range: code, quantity, source } = input;
  const content = digest(canonicalJson([code, quantity, source, input.told ?? null]));
  const repeated = await repeatOf(deps, input, content);
  if (repeated) return repeated;
  const against = await batchAgainst(deps, tenant, code, quantity);
  if (against) return against;
  const range = deps.settings().rangeByCode(tenant, code)!;
  const write = async (tx: Tx): Promise<BatchOutcome | undefined> => {
    if (!(await allot(tx, range.range, quantity, capacityOf(range)))) return exhausted(0n, quantity);
    const batch = await insertBatch(tx, { ...input, range: range.range, content, now: deps.clock.now() });
    if (!batch) return undefined;
    const after = { range: code, quantity, source };
    await traceStock(deps, tx, input, { act: 'cards.batch.ordered', batch: batch.batch, after });
    return { ok: true, batch, repeated: false };
  };
  return writeOnce(deps.database, write, () => repeatOf(deps, input, content));
}

async function repeatOf(deps: CardVerbDeps, input: BatchInput, content: Buffer): Promise<BatchOutcome | undefined> {
  const known = await findBatchByReference(deps.database, input);
  if (!known) return undefined;
  return known.content.equals(content)
    ? { ok: true, batch: known.batch, repeated: true }
    : refuse('operation.reference_reused');
}

const exhausted = (free: bigint, asked: number): Refusal =>
  refuse('cards.range.exhausted', { free: String(free < 0n ? 0n : free), asked: String(asked) });

/** What stands against opening a batch in a range now; for dry runs too. */
export async function batchAgainst(
  deps: CardVerbDeps,
  tenant: number,
  code: string,
  quantity: number,
): Promise<Refusal | undefined> {
  const range = deps.settings().rangeByCode(tenant, code);
  if (!range) return refuse('cards.range.unknown', { code });
  if (range.state === 'closed') return refuse('cards.range.closed', { code });
  const free = capacityOf(range) - (await allottedOf(deps.database, range.range));
  return quantity > BATCH_QUANTITY_MAX || BigInt(quantity) > free ? exhausted(free, quantity) : undefined;
}

/** Looks a batch up. One of another tenant is unknown. */
export async function batchNamed(
  deps: CardVerbDeps,
  tenant: number,
  batch: bigint,
): Promise<Ok<{ batch: Batch }> | Refusal> {
  const found = await findBatch(deps.database, tenant, batch);
  return found ? { ok: true, batch: found } : refuse('cards.batch.unknown');
}

/**
 * Moves a batch, with what follows from it in the same transaction; done already is done. Refuses an unknown one, and one in a state from
 * which that does not go.
 */
async function move(
  deps: CardVerbDeps,
  who: Asking,
  batch: bigint,
  from: readonly BatchState[],
  to: Exclude<BatchState, 'making' | 'made'>,
  follow: (tx: Tx, moved: Batch) => Promise<void> = () => Promise.resolve(),
): Promise<BatchOutcome> {
  const { tenant, by } = who;
  const now = deps.clock.now();
  const moved = await deps.database.transaction(async (tx) => {
    const before = await findBatch(tx, tenant, batch);
    const done = await moveBatch(tx, { tenant, batch, from, to, by, now });
    if (!done) return undefined;
    await follow(tx, done);
    const facts = { before: { state: before?.state }, after: { state: to, made: done.made } };
    await traceStock(deps, tx, who, { act: `cards.batch.${to}`, batch, ...facts });
    return done;
  });
  if (moved) return { ok: true, batch: moved, repeated: false };
  const known = await findBatch(deps.database, tenant, batch);
  if (!known) return refuse('cards.batch.unknown');
  if (known.state === to) return { ok: true, batch: known, repeated: true };
  return refuse('cards.batch.unfit_state', { state: known.state });
}

/** Releases a whole batch at once: from this commit on its cards can be taken into use. Refuses one that is not whole. */
export const releaseBatch = (deps: CardVerbDeps, who: Asking, batch: bigint): Promise<BatchOutcome> =>
  move(deps, who, batch, ['made'], 'released');

/** Gives up a batch that was never released; the sweep takes its cards away. */
export const abandonBatch = (deps: CardVerbDeps, who: Asking, batch: bigint): Promise<BatchOutcome> =>
  move(deps, who, batch, ['making', 'made'], 'abandoned', (tx, { range, quantity }) => giveBack(tx, range, quantity));

/** Destroys whatever of a batch is still in nobody's hands, for good. Cards in use stay as they are. */
export const destroyBatch = (deps: CardVerbDeps, who: Asking, batch: bigint): Promise<BatchOutcome> =>
  move(deps, who, batch, ['made', 'released'], 'destroyed', (tx) => dropChunks(tx, batch));
