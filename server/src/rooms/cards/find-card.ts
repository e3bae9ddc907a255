import { refuse, type Refusal } from '../../kernel/refusal.ts';
import type { Tokens } from '../../kernel/token.ts';
import type { Held, LookUp } from '../../platform/lanes/index.ts';
import type { Card } from './card.ts';
import { cardSheet } from './store/card.ts';

/** The card that an id of this API names, and its owner. One of another tenant, or of an erased member, is unknown. */
export async function findCard(
  tokens: Tokens,
  look: LookUp,
  tenant: number,
  id: string,
): Promise<{ readonly ok: true; readonly card: Card; readonly holder: Held } | Refusal<'cards.card.unknown'>> {
  const place = tokens.decode('card', id);
  const card = place && (await look.row(cardSheet, { lane: place.lane, card: place.id }));
  if (!card || card.tenant !== tenant) return refuse('cards.card.unknown');
  const owner = await look.owner(card);
  if (!owner || owner.state !== 'active') return refuse('cards.card.unknown');
  return { ok: true, card, holder: { lane: owner.lane, owner: owner.owner, revision: owner.revision } };
}
