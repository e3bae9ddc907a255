import { refuse, type Refusal } from '../../kernel/refusal.ts';
import type { Tokens } from '../../kernel/token.ts';
import type { LookUp } from '../../platform/lanes/index.ts';
import type { Card } from './card.ts';
import { cardAt } from './find-card.ts';

// Replaced, and replaced again: more than a person does in a lifetime.
const CHAIN_MAX = 64;

/** The card that stands in the place of a replaced one now, through as many as there were; undefined for a card that gave way to none. */
export async function successorOf(look: LookUp, card: Card): Promise<Card | undefined> {
  let last: Card | undefined = card;
  for (let n = 0; n < CHAIN_MAX && last?.successor !== undefined; n++)
    last = await cardAt(look, last.tenant, { lane: last.lane, card: last.successor });
  return last === card ? undefined : last;
}

/** Says that a card gave way to another, and to which: by its id and last characters, never by its number. */
export const gaveWayTo = (tokens: Tokens, { lane, card, lastFour }: Card): Refusal<'cards.card.gave_way'> =>
  refuse('cards.card.gave_way', { masked: `••••${lastFour}`, card: tokens.encode('card', lane, card) });
