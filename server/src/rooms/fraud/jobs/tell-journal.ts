import { FAMILY, contentDigest, referenceBytes, type Arrival } from '../../../platform/lanes/index.ts';
import type { FraudDeps } from '../fraud-deps.ts';
import { REVIEW_KIND, SIGNAL_KIND, tellSignal, type TellInput } from '../operations/tell-signal.ts';
import { noteReviewTold, noteTold, readUntold, readUntoldReviews } from '../read/signals.ts';

const TOLD_AT_ONCE = 100;
const SPACE_OF_TENANT = 0n;
const CONTENT = contentDigest({});

/** An operation that the program itself causes, once: it is named by what it tells, so a repeat finds what was booked. */
const arrivalOf = (name: string, input: TellInput): Arrival<TellInput> => {
  const { tenant } = input.signal;
  const reference = { tenant, space: SPACE_OF_TENANT, family: FAMILY.followUp, reference: referenceBytes(name) };
  return { tenant, reference, content: CONTENT, input };
};

/**
 * Writes signals and decisions into the journal that it does not tell of yet; gives how many. Killed in between it does so again, and the
 * journal has each once. One that is not taken now is told the next time.
 */
export async function tellJournal(deps: FraudDeps, isStopping: () => boolean = () => false): Promise<number> {
  let told = 0;
  for (const signal of await readUntold(deps.database, TOLD_AT_ONCE)) {
    if (isStopping()) return told;
    const arrival = arrivalOf(`fraud/signal/${signal.signal}`, { signal });
    const outcome = await deps.machine.submit(tellSignal(deps, SIGNAL_KIND), arrival);
    if (!outcome.ok) continue;
    await noteTold(deps.database, [signal.signal]);
    told++;
  }
  for (const { signal, n, decision } of await readUntoldReviews(deps.database, TOLD_AT_ONCE)) {
    if (isStopping()) return told;
    const arrival = arrivalOf(`fraud/review/${signal.signal}/${n}`, { signal, decision });
    const outcome = await deps.machine.submit(tellSignal(deps, REVIEW_KIND), arrival);
    if (!outcome.ok) continue;
    await noteReviewTold(deps.database, signal.signal, n);
    told++;
  }
  return told;
}
