import { refuse, type Refusal } from '../../kernel/refusal.ts';
import type { Tokens } from '../../kernel/token.ts';
import type { Held, LookUp } from '../../platform/lanes/index.ts';
import type { Card } from './card.ts';
import { cardPlaceSheet } from './store/card-place.ts';
import { cardSheet, type CardKey } from './store/card.ts';

/** The card that an id of this API names, and its owner. One of another tenant, or of an erased member, is unknown. */
export async function findCard(
  tokens: Tokens,
  look: LookUp,
  tenant: number,
  id: string,
): Promise<{ readonly ok: true; readonly card: Card; readonly holder: Held } | Refusal<'cards.card.unknown'>> {
  const place = tokens.decode('card', id);
  const card = place && (await cardAt(look, tenant, { lane: place.lane, card: place.id }));
  if (!card || card.tenant !== tenant) return refuse('cards.card.unknown');
  const owner = await look.owner(card);
  if (!owner || owner.state !== 'active') return refuse('cards.card.unknown');
  return { ok: true, card, holder: { lane: owner.lane, owner: owner.owner, revision: owner.revision } };
}

/** A card where it is, or where it went with its member. */
export async function cardAt(look: LookUp, tenant: number, key: CardKey): Promise<Card | undefined> {
  const here = await look.row(cardSheet, key);
  if (here) return here;
  const place = await look.row(cardPlaceSheet, { tenant, card: key.card });
  return place && look.row(cardSheet, place);
}
