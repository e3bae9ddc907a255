import { addSeconds } from '../../../kernel/instant.ts';
import { pollCard } from '../poll.ts';
import type { ProcessorDeps } from '../processor-deps.ts';
import type { OutsideCard, Processor } from '../processor.ts';
import { claimDueCards } from '../store/card.ts';
import { selectActiveProcessors } from '../store/processor.ts';

const CARDS_AT_ONCE = 4;
const CARDS_PER_ROUND = 40;
/**
 * A processor that does not answer is tried with one card a round, and a round ends after so many failures: tills ask first, and
 * other processors do not wait for this one. What the round had claimed is due again when its claim ends.
 */
export const FAILURES_BEFORE_SLOW = 5;
/** A round that has not ended by then is dead, and its cards are due again. */
const CLAIM_SECONDS = 1_800;

/** Polls what is due, all processors side by side, each at its own rate. Gives how many cards answered. */
export async function pollDue(deps: ProcessorDeps, isStopping: () => boolean = () => false): Promise<number> {
  const processors = await selectActiveProcessors(deps.database);
  const polled = await Promise.all(
    processors.map((one) =>
      pollProcessor(deps, one, isStopping).catch((error: unknown) => {
        deps.onFailure?.(error);
        return 0;
      }),
    ),
  );
  return polled.reduce((sum, one) => sum + one, 0);
}

async function pollProcessor(deps: ProcessorDeps, processor: Processor, isStopping: () => boolean): Promise<number> {
  const isFailing = processor.failures >= FAILURES_BEFORE_SLOW;
  const now = deps.clock.now();
  const until = addSeconds(now, CLAIM_SECONDS);
  const due: OutsideCard[] = await claimDueCards(deps.database, processor.processor, {
    ...{ now, until },
    limit: isFailing ? 1 : Math.min(CARDS_PER_ROUND, processor.perMinute),
  });
  let answered = 0;
  let failedInARow = 0;
  const mayGoOn = (): boolean => !isStopping() && failedInARow < FAILURES_BEFORE_SLOW;
  const worker = async (): Promise<void> => {
    for (let card = due.shift(); card && mayGoOn(); card = due.shift()) {
      try {
        const isAnswered = await pollCard(deps, processor, card, until);
        failedInARow = isAnswered ? 0 : failedInARow + 1;
        if (isAnswered) answered++;
      } catch (error) {
        // One card that cannot be read must not keep the others from being polled.
        deps.onFailure?.(error);
      }
    }
  };
  await Promise.all(Array.from({ length: CARDS_AT_ONCE }, worker));
  return answered;
}
