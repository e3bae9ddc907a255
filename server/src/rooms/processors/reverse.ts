import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import { findOut } from './find-out.ts';
import type { ProcessorDeps } from './processor-deps.ts';
import type { PaymentName, Redemption } from './redemption.ts';
import { processorById } from './store/processor.ts';
import { findByReference, moveOn, takeName } from './store/redemption.ts';

export type ReverseOutcome =
  | Ok<{ readonly redemption: Redemption }>
  | Refusal<'processors.payment.under_way' | 'processors.processor.reads_only'>;

/**
 * Undoes a payment by the name that its caller gave it, tries once at once, and goes on until it is certain. What was never paid is
 * closed, so that it never will be; a name that nobody has used is taken, so that a payment which comes later is refused.
 */
export async function reverse(deps: ProcessorDeps, name: PaymentName): Promise<ReverseOutcome> {
  const now = deps.clock.now();
  const taken = await takeName(deps.database, name, now);
  if (taken) return { ok: true, redemption: taken };
  const known = (await findByReference(deps.database, name))!;
  switch (known.state) {
    case 'asking':
      return refuse('processors.payment.under_way');
    case 'not_sent':
      return { ok: true, redemption: await moved(deps, name, known, { state: 'not_done', reason: 'voided' }) };
    case 'approved':
    case 'unknown': {
      const { service } = await processorById(deps.database, known.processor);
      if (!service.reverse) return refuse('processors.processor.reads_only');
      const undoing = await moved(deps, name, known, { state: 'reversing', nextAttemptAt: now });
      if (undoing.state === 'reversing') await findOut(deps, undoing.redemption);
      return { ok: true, redemption: (await findByReference(deps.database, name))! };
    }
    default:
      return { ok: true, redemption: known };
  }
}

async function moved(
  deps: ProcessorDeps,
  name: PaymentName,
  known: Redemption,
  change: Parameters<typeof moveOn>[2],
): Promise<Redemption> {
  const written = await moveOn(deps.database, known, change, deps.clock.now());
  return written ?? (await findByReference(deps.database, name))!;
}
