import { canonicalJson, digest } from '../../kernel/canonical.ts';
import { INSTANT_NEVER, isoFromInstant, type Instant } from '../../kernel/instant.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { Asked, CardVerbDeps } from './card-deps.ts';
import { batchNamed, type Asking } from './create-batch.ts';
import type { Effect } from './effect.ts';
import { findSuspension, insertSuspension, isSuspensionKnown, liftOne } from './store/suspension.ts';
import type { Suspension, SuspensionReason } from './suspension.ts';
import { batchName, type Doing } from './trace-stock.ts';

/** What is blocked: a whole range by its code, or a batch, or serials of the batch. */
export type SuspensionInput = Asked & {
  readonly range?: string | undefined;
  readonly batch?: bigint | undefined;
  readonly serials?: { readonly first: number; readonly last: number } | undefined;
  readonly reason: SuspensionReason;
  readonly effects: readonly Effect[];
  readonly from?: Instant | undefined;
  readonly until?: Instant | undefined;
};

export type SuspensionOutcome = Ok<{ readonly suspension: Suspension; readonly repeated: boolean }> | Refusal;

/**
 * Blocks cards together: from the commit on every till in every process sees it, since it is read with the card. Refuses an unknown range or
 * batch, serials that the batch does not have, an end that has passed or is not behind the beginning, and a reference that
 * meant something else.
 */
export async function suspendCards(deps: CardVerbDeps, input: SuspensionInput): Promise<SuspensionOutcome> {
  const { tenant, batch, serials } = input;
  const place = await placeOf(deps, input);
  if (!place.ok) return place;
  const now = deps.clock.now();
  // A mistyped year would leave everybody believing that the cards are blocked. One that was set when it still held is answered again.
  const { from = now, until } = input;
  if (until !== undefined && until <= Math.max(from, now) && !(await isSuspensionKnown(deps.database, input)))
    return refuse('cards.suspension.never_holds');
  const told = [input.range ?? null, batch === undefined ? null : String(batch), serials ?? null, input.reason];
  const when = [input.from ?? null, input.until ?? null];
  const content = digest(canonicalJson([...told, [...input.effects].sort(), ...when]));
  const { suspension, ...kept } = await deps.database.transaction(async (tx) => {
    const written = await insertSuspension(tx, {
      ...input,
      ...{ tenant, range: place.range, batch, serials, content, now },
      from: input.from,
      until: input.until ?? INSTANT_NEVER,
    });
    if (written.isNew) await traceSuspension(deps, tx, input, 'cards.suspension.set', written.suspension);
    return written;
  });
  if (!kept.content.equals(content)) return refuse('operation.reference_reused');
  return { ok: true, suspension, repeated: !kept.isNew };
}

/** What it blocks, from when and until when, and whether it was lifted. */
const toldOf = ({ serials, reason, effects, from, until, liftedAt }: Suspension) => ({
  ...{ reason, effects: [...effects], from: isoFromInstant(from) },
  ...(serials && { serials }),
  ...(until !== INSTANT_NEVER && { until: isoFromInstant(until) }),
  ...(liftedAt !== undefined && { liftedAt: isoFromInstant(liftedAt) }),
});

async function traceSuspension(
  { audit, tokens, settings }: CardVerbDeps,
  tx: Tx,
  { tenant, by, actor }: Doing,
  act: 'cards.suspension.set' | 'cards.suspension.lifted',
  suspension: Suspension,
): Promise<void> {
  const { batch, range } = suspension;
  const subject =
    batch === undefined ? `card range ${settings().range(range).code}` : `card batch ${batchName(tokens, batch)}`;
  const before = suspension.liftedAt === undefined ? undefined : toldOf({ ...suspension, liftedAt: undefined });
  await audit?.(tx, {
    ...{ tenant, by: actor ?? { credential: by }, act, subject, after: toldOf(suspension) },
    ...(before && { before }),
  });
}

/** How many cards a block would hold, or the lifting of one would free; undefined of a whole range, which grows. */
export async function countSuspended(
  deps: CardVerbDeps,
  { tenant, batch, serials }: Pick<Suspension, 'tenant' | 'batch' | 'serials'>,
): Promise<number | undefined> {
  if (serials) return serials.last - serials.first + 1;
  const found = batch === undefined ? undefined : await batchNamed(deps, tenant, batch);
  return found?.ok ? found.batch.quantity : undefined;
}

/** Whether a block would be set: refuses what `suspendCards` does, and says whether it was set before. */
export async function foreseeSuspension(
  deps: CardVerbDeps,
  input: SuspensionInput,
): Promise<Ok<{ readonly isKnown: boolean; readonly cards: number | undefined }> | Refusal> {
  const isKnown = await isSuspensionKnown(deps.database, input);
  const place = await placeOf(deps, input);
  if (!place.ok) return place;
  return {
    ok: true,
    isKnown,
    cards: await countSuspended(deps, { ...input, batch: input.batch, serials: input.serials }),
  };
}

/** What lifting a block would free; nothing where it is lifted already. */
export async function foreseeLifting(
  deps: CardVerbDeps,
  tenant: number,
  id: bigint,
): Promise<Ok<{ readonly suspension: Suspension; readonly cards: number | undefined }> | Refusal> {
  const suspension = await findSuspension(deps.database, tenant, id);
  if (!suspension) return refuse('cards.suspension.unknown');
  return { ok: true, suspension, cards: await countSuspended(deps, suspension) };
}

async function placeOf(deps: CardVerbDeps, input: SuspensionInput): Promise<Ok<{ readonly range: number }> | Refusal> {
  if (input.batch === undefined) {
    const range = deps.settings().rangeByCode(input.tenant, input.range ?? '');
    return range ? { ok: true, range: range.range } : refuse('cards.range.unknown', { code: input.range ?? '' });
  }
  const found = await batchNamed(deps, input.tenant, input.batch);
  if (!found.ok) return found;
  const { range, quantity } = found.batch;
  if (input.serials && input.serials.last > quantity)
    return refuse('cards.batch.no_such_serial', { quantity: String(quantity) });
  return { ok: true, range };
}

/** Lifts a block. Lifting it again changes nothing. */
export async function liftSuspension(deps: CardVerbDeps, who: Asking, id: bigint): Promise<SuspensionOutcome> {
  const { tenant, by } = who;
  const lifted = await deps.database.transaction(async (tx) => {
    const now = await liftOne(tx, tenant, id, by, deps.clock.now());
    if (now) await traceSuspension(deps, tx, who, 'cards.suspension.lifted', now);
    return now;
  });
  if (lifted) return { ok: true, suspension: lifted, repeated: false };
  const known = await findSuspension(deps.database, tenant, id);
  return known ? { ok: true, suspension: known, repeated: true } : refuse('cards.suspension.unknown');
}
