import { violatedConstraint } from '../../platform/database/database.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { Batch, CustodyStage } from './batch.ts';
import type { Asked, CardVerbDeps } from './card-deps.ts';
import { batchNamed } from './create-batch.ts';
import { findCustodyByReference, listCustody, writeCustody, type CustodyLine } from './store/custody.ts';
import { suspendCards } from './suspend-cards.ts';
import { traceStock } from './trace-stock.ts';

export type CustodyInput = Asked & {
  readonly batch: bigint;
  readonly stage: CustodyStage;
  /** Who has it now, or had it last: a printer, a carrier, an outlet, a person's name in the house. */
  readonly holder: string;
};

type Stage = Batch['stage'];

/** From where plastic gets where. What was lost may be found again. */
const FROM: Readonly<Record<CustodyStage, readonly Stage[]>> = {
  print_sent: ['generated'],
  handed_over: ['generated', 'print_sent', 'received', 'handed_over'],
  received: ['print_sent', 'handed_over', 'lost'],
  lost: ['generated', 'print_sent', 'handed_over', 'received'],
};

export type CustodyOutcome =
  | Ok<{ readonly batch: Batch; readonly custody: readonly CustodyLine[]; readonly repeated: boolean }>
  | Refusal;

/**
 * Writes down who has a batch, with person and time. A lost one is blocked for activation at the same moment; the block is lifted by hand when it
 * is found. Refuses an unknown batch, a stage that does not follow on the one before, a reference that meant something else.
 */
export async function recordCustody(deps: CardVerbDeps, input: CustodyInput): Promise<CustodyOutcome> {
  const { tenant, batch, stage, holder } = input;
  const found = await batchNamed(deps, tenant, batch);
  if (!found.ok) return found;
  const repeated = await repeatOf(deps, input);
  if (repeated) return repeated;
  // Before it is written: a loss that is known and not blocked must not be.
  if (stage === 'lost') {
    const reference = `lost:${input.reference}`;
    const blocked = await suspendCards(deps, { ...input, reference, batch, reason: 'lost', effects: ['activate'] });
    if (!blocked.ok) return blocked;
  }
  const isWritten = await deps.database
    .transaction(async (tx) => {
      const isMoved = await writeCustody(tx, { ...input, stage, holder, from: FROM[stage], now: deps.clock.now() });
      if (!isMoved) return false;
      // Who has it may be somebody's name: it stands in the line of custody only.
      const facts = { before: { stage: found.batch.stage }, after: { stage } };
      await traceStock(deps, tx, input, { act: 'cards.custody.recorded', batch, ...facts });
      return true;
    })
    .catch((error: unknown) => {
      // Somebody else has used the reference, or the next line's number, at the same moment.
      if (violatedConstraint(error)?.startsWith('custody_')) return false;
      throw error;
    });
  if (isWritten) return answer(deps, input, false);
  const late = await repeatOf(deps, input);
  if (late) return late;
  const now = await batchNamed(deps, tenant, batch);
  return now.ok ? refuse('cards.batch.unfit_state', { state: now.batch.stage }) : now;
}

async function repeatOf(deps: CardVerbDeps, input: CustodyInput): Promise<CustodyOutcome | undefined> {
  const known = await findCustodyByReference(deps.database, input);
  if (!known) return undefined;
  const isSame = known.batch === input.batch && known.stage === input.stage && known.holder === input.holder;
  return isSame ? answer(deps, input, true) : refuse('operation.reference_reused');
}

async function answer(deps: CardVerbDeps, input: CustodyInput, repeated: boolean): Promise<CustodyOutcome> {
  const found = await batchNamed(deps, input.tenant, input.batch);
  if (!found.ok) return found;
  const custody = await listCustody(deps.database, input.tenant, input.batch);
  return { ok: true, batch: found.batch, custody, repeated };
}
