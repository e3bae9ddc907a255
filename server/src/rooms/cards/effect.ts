import { refuse, type Refusal } from '../../kernel/refusal.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Card } from './card.ts';
import { isOver } from './validity.ts';

/** What a block takes from a card. */
export const EFFECTS = ['earn', 'spend', 'view', 'activate'] as const;
export type Effect = (typeof EFFECTS)[number];

type Standing = Pick<Card, 'state' | 'blockEffects' | 'suspended' | 'validUntil'>;

/** The state of a card at a moment: an active one is expired behind its last day, and nothing is written for that. */
export const stateAt = ({ state, validUntil }: Pick<Card, 'state' | 'validUntil'>, at: Instant): Card['state'] =>
  state === 'active' && isOver(validUntil, at) ? 'expired' : state;

/**
 * Why a card may not have an effect now; undefined when nothing stands against it. A suspension of its range, batch or serial comes first,
 * then its own state. A block without effects of its own takes everything but viewing, and earning as the program's policy says.
 */
export function effectAgainst(
  card: Standing,
  effect: Effect,
  policy: { readonly blockedCardEarns: boolean },
  at: Instant,
): Refusal<'cards.card.suspended' | 'cards.card.blocked'> | undefined {
  if (card.suspended.includes(effect)) return refuse('cards.card.suspended', { effect });
  const state = stateAt(card, at);
  if (state === 'active') return undefined;
  if (state !== 'blocked') return effect === 'view' ? undefined : refuse('cards.card.blocked', { state });
  const taken =
    card.blockEffects.length > 0
      ? card.blockEffects.includes(effect)
      : effect !== 'view' && !(effect === 'earn' && policy.blockedCardEarns);
  return taken ? refuse('cards.card.blocked', { state }) : undefined;
}
