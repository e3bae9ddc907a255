import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { Actor } from '../../platform/audit.ts';
import type { FraudDeps } from './fraud-deps.ts';
import { readSignals, type SignalSight, type StandingSignal } from './read/signals.ts';
import type { Decision } from './signal.ts';
import { letGoOf } from './store/held.ts';
import { takeSignal, writeReview } from './store/signal.ts';

export type ReviewInput = {
  readonly signal: bigint;
  readonly decision: Decision;
  /** What the reviewer saw, in words; it stays in this room and in the audit log. */
  readonly note: string;
  readonly by: Actor & { readonly credential: bigint };
};

/**
 * Decides a signal: `confirmed` leaves frozen what is frozen, `released` lets all of it go that no other signal holds, and freezes nothing more
 * in its window. What was confirmed may be released later; what was released is frozen no second time. The same decision again changes
 * nothing. Refuses a signal that the asker does not see, and a confirmation of what was released.
 */
export async function reviewSignal(
  { database, clock, audit, tokens }: Pick<FraudDeps, 'database' | 'clock' | 'audit' | 'tokens'>,
  sight: SignalSight,
  { signal, decision, note, by }: ReviewInput,
): Promise<Ok<{ readonly signal: StandingSignal }> | Refusal<'fraud.signal.not_found' | 'fraud.signal.released'>> {
  const [seen] = await readSignals(database, sight, { signal }, { limit: 1 });
  if (seen === undefined) return refuse('fraud.signal.not_found');
  const { tenant } = sight;
  const refusal = await database.transaction(async (tx) => {
    const before = await takeSignal(tx, tenant, signal);
    if (before === undefined) return refuse('fraud.signal.not_found');
    if (before === decision) return undefined;
    if (before === 'released') return refuse('fraud.signal.released');
    // From here it succeeds.
    const person = by.person;
    await writeReview(
      tx,
      { tenant, signal },
      { credential: by.credential, person },
      { decision, note, at: clock.now() },
    );
    if (decision === 'released') await letGoOf(tx, signal);
    await audit(tx, {
      ...{ tenant, by, subject: `signal ${tokens.encode('sig', 0, signal)}` },
      act: decision === 'released' ? 'fraud.signal.released' : 'fraud.signal.confirmed',
      ...{
        before: { state: before },
        after: { state: decision, promotion: seen.subject.promotion, watch: seen.watch },
      },
      reason: note,
    });
    return undefined;
  });
  if (refusal !== undefined) return refusal;
  const [after] = await readSignals(database, sight, { signal }, { limit: 1 });
  return after === undefined ? refuse('fraud.signal.not_found') : { ok: true, signal: after };
}
