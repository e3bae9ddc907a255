import { maskCardNumber, type CardNumber } from '../../kernel/card-number.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import { encryptField, type Keys } from '../../platform/keys.ts';
import { nameSheet, type Desk } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { nameChanged } from '../members/index.ts';
import type { Card } from './card.ts';
import { CARD_NAME, cardKeys } from './identify.ts';
import { cardSheet } from './store/card.ts';

export type CardRights = Pick<Card, 'mayEarn' | 'maySpend' | 'programs'>;

type NewCard = Omit<Card, 'state' | 'reason' | 'lastFour' | 'numberCipher'> & { readonly number: CardNumber };

/** What an encrypted number is bound to: in another card's row it does not decrypt. */
export const cipherContext = (tenant: number, card: bigint): string => `cards.card/${tenant}/${card}`;

/**
 * Makes a card with a number that nobody has, in the batch that holds its owner's lane. Refuses a taken number. The number itself
 * stands nowhere: a keyed digest finds it, a cipher prints it.
 */
export function takeNumber(
  keys: Keys,
  desk: Desk<JournalEntry>,
  { number, ...card }: NewCard,
): Ok<{ card: Card }> | Refusal<'cards.card.exists'> {
  const names = cardKeys(keys, number).map((key) => ({ tenant: card.tenant, kind: CARD_NAME, key }));
  if (names.some((name) => desk.read(nameSheet, name) !== undefined)) return refuse('cards.card.exists');
  const made: Card = {
    ...card,
    state: 'active',
    reason: undefined,
    // Short numbers show less than four characters.
    lastFour: maskCardNumber(number).slice(4),
    numberCipher: encryptField(keys, number, cipherContext(card.tenant, card.card)),
  };
  desk.put(nameSheet, names[0], { ...names[0], lane: card.lane, owner: card.owner, subject: card.card });
  desk.put(cardSheet, made, made);
  nameChanged(desk, card);
  return { ok: true, card: made };
}
