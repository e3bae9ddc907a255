import { refuse, type Refusal } from '../../kernel/refusal.ts';
import type { Tokens } from '../../kernel/token.ts';
import type { LookUp } from '../../platform/lanes/index.ts';
import { cardSheet, type Card } from '../cards/index.ts';
import type { Gift } from './gift.ts';
import { lastOf } from './operations/follow-merge.ts';
import { giftSheet } from './store/gift.ts';

type Merged = Refusal<'giftcards.card.merged' | 'giftcards.card.closed'>;

/** Says that the value of a gift went to another card by a merge, and to which: by its id and last characters, never by its number. */
export async function mergedInto(tokens: Tokens, gift: Gift, look: LookUp): Promise<Merged> {
  const kept = await lastOf(gift, look);
  const card = kept && (await look.row(cardSheet, { lane: kept.lane, card: kept.card }));
  if (!card) return refuse('giftcards.card.closed');
  const { lane, card: id, lastFour } = card;
  return refuse('giftcards.card.merged', { masked: `••••${lastFour}`, card: tokens.encode('card', lane, id) });
}

/** For the room cards, which knows no value: why blocking a card would block nothing. Undefined for a card that was not merged. */
export const createValueGone =
  (tokens: Tokens) =>
  async (look: LookUp, { lane, owner }: Pick<Card, 'lane' | 'owner'>): Promise<Merged | undefined> => {
    const gift = await look.row(giftSheet, { lane, owner });
    return gift?.survivor ? mergedInto(tokens, gift, look) : undefined;
  };
