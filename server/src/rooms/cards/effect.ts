import { refuse, type Refusal } from '../../kernel/refusal.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Card } from './card.ts';
import { isOver } from './validity.ts';

/** What a block takes from a card; `capture`: what was held on it before, and is to be paid now. */
export const EFFECTS = ['earn', 'spend', 'view', 'activate', 'capture'] as const;
export type Effect = (typeof EFFECTS)[number];

/** What a card keeps unless a block names it. */
const STAYING: ReadonlySet<Effect> = new Set(['view', 'capture']);

type Standing = Pick<Card, 'state' | 'blockEffects' | 'suspended' | 'validUntil'>;

/** What two blocks of a card take together; a block that names nothing takes what does not stay. */
export function effectsOfBoth(one: readonly Effect[], other: readonly Effect[]): readonly Effect[] {
  if (one.length === 0 && other.length === 0) return [];
  const taken = (named: readonly Effect[], effect: Effect): boolean =>
    named.length > 0 ? named.includes(effect) : !STAYING.has(effect);
  return EFFECTS.filter((effect) => taken(one, effect) || taken(other, effect));
}

/** The state of a card at a moment: an active one is expired behind its last day, and nothing is written for that. */
export const stateAt = ({ state, validUntil }: Pick<Card, 'state' | 'validUntil'>, at: Instant): Card['state'] =>
  state === 'active' && isOver(validUntil, at) ? 'expired' : state;

/** Whether a block takes an effect from a card: its own, or one of its range, batch or serial. An end by date is no block. */
export const isBlockedFrom = (card: Standing, effect: Effect): boolean =>
  card.suspended.includes(effect) ||
  (card.state === 'blocked' &&
    (card.blockEffects.length > 0 ? card.blockEffects.includes(effect) : !STAYING.has(effect)));

/**
 * Why a card may not have an effect now; undefined when nothing stands against it. A suspension of its range, batch or serial comes first,
 * then its own state. A block without effects of its own takes everything but viewing, what was held before, and earning as the
 * program's policy says: a hold is a promise to a till that let its goods go.
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
  if (state !== 'blocked') return STAYING.has(effect) ? undefined : refuse('cards.card.blocked', { state });
  const taken =
    card.blockEffects.length > 0
      ? card.blockEffects.includes(effect)
      : !STAYING.has(effect) && !(effect === 'earn' && policy.blockedCardEarns);
  return taken ? refuse('cards.card.blocked', { state }) : undefined;
}
