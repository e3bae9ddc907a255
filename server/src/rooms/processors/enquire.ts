import type { Instant } from '../../kernel/instant.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import { keepCard, keeperOf, knownCard, type KeeperRefusal } from './keep-card.ts';
import { openPort, TILL_PATIENCE_SECONDS } from './open-port.ts';
import type { ProcessorDeps } from './processor-deps.ts';
import type { Processor } from './processor.ts';
import { keepBalance } from './store/card.ts';

/** A balance with its age. Only a fresh one was told because of this very question. */
export type Enquired = {
  readonly processor: Processor;
  readonly card: bigint;
  readonly lastFour: string;
  readonly balance: bigint;
  readonly asOf: Instant;
  readonly isFresh: boolean;
  /** Why it is not fresh. */
  readonly reason: string;
};

export type EnquiryOutcome =
  | Ok<Enquired>
  | KeeperRefusal
  | Refusal<'processors.card.unknown' | 'processors.balance.not_told'>;

/**
 * Asks the processor for the balance now. When it does not answer, what it said last is shown with its age, and nothing is decided by
 * it. Refuses a card that it does not know, and when there is nothing to show.
 */
export async function enquire(deps: ProcessorDeps, tenant: number, text: string): Promise<EnquiryOutcome> {
  const kept = await keeperOf(deps, tenant, text);
  if (!kept.ok) return kept;
  const { number, processor } = kept;
  // Before the question: a balance may be older than its answer, never younger.
  const now = deps.clock.now();
  const told = await openPort(deps, processor, TILL_PATIENCE_SECONDS).balance(number);
  if (told.outcome === 'yes') {
    const card = await keepCard(deps, deps.database, processor, number);
    await keepBalance(deps.database, card.card, told.balance, now);
    return {
      ok: true,
      processor,
      card: card.card,
      lastFour: card.lastFour,
      balance: told.balance,
      asOf: now,
      isFresh: true,
      reason: '',
    };
  }
  if (told.outcome === 'no') return refuse('processors.card.unknown', { reason: told.reason });
  const card = await knownCard(deps, processor, number);
  if (card?.balance === undefined || card.balanceAt === undefined) {
    return refuse('processors.balance.not_told', { reason: told.reason });
  }
  const { lastFour, balance, balanceAt: asOf } = card;
  return { ok: true, processor, card: card.card, lastFour, balance, asOf, isFresh: false, reason: told.reason };
}
