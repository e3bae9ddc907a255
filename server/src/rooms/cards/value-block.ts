import { refuse, type Refusal } from '../../kernel/refusal.ts';
import type { Queries } from '../../platform/database/database.ts';
import type { Card } from './card.ts';
import { findValueSuspension } from './store/value-suspension.ts';
import { isOfValue } from './suspension.ts';

type ValueBlocked = Refusal<'cards.card.value_blocked'>;

/**
 * Why no other card may take this one's place: it is blocked, and it is the value that is meant. Undefined where it is not blocked, or
 * the plastic is meant (lost, stolen, damaged): then a new one is the remedy.
 */
export const valueBlockOf = ({ state, reason }: Pick<Card, 'state' | 'reason'>): ValueBlocked | undefined =>
  state === 'blocked' && isOfValue(reason)
    ? refuse('cards.card.value_blocked', { reason: reason ?? 'other' })
    : undefined;

/**
 * The same by a block of its range, batch or serial, or of those of a card in whose place it stands. For resolve: one that is set between
 * that and the commit reaches the new card too, by its origins, so nothing is freed by being quick.
 */
export async function valueSuspensionOf(
  queries: Queries,
  card: Pick<Card, 'lane' | 'card' | 'suspended'>,
): Promise<ValueBlocked | undefined> {
  if (card.suspended.length === 0) return undefined;
  const reason = await findValueSuspension(queries, card);
  return reason === undefined ? undefined : refuse('cards.card.value_blocked', { reason });
}
