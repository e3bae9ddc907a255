import { normaliseCardNumber, type CardNumber } from '../../kernel/card-number.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Tokens } from '../../kernel/token.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Keys } from '../../platform/keys.ts';
import type { CardSlot } from '../members/index.ts';
import { findStock } from './find-stock.ts';
import { CARD_NAME, cardKeys } from './identify.ts';
import { meantFor } from './meant-for.ts';
import { findCardsOfOwner } from './read/cards-of-owner.ts';
import type { KnowRange } from './present-card.ts';
import type { CardSettings } from './settings.ts';
import { cardSheet } from './store/card.ts';
import { takeNumber } from './take-number.ts';

/** What the room members needs of this one: see its `card-slot.ts`. */
export const createCardSlot = ({
  database,
  keys,
  tokens,
  settings,
  knowRange,
}: {
  database: Database;
  keys: Keys;
  tokens: Tokens;
  settings: () => CardSettings;
  knowRange: KnowRange;
}): CardSlot => ({
  async find(look, tenant, text) {
    const number = normaliseCardNumber(text);
    if (!number.ok) return number;
    for (const key of cardKeys(keys, number.value)) {
      const found = await look.name({ tenant, kind: CARD_NAME, key });
      if (!found) continue;
      // A card in somebody's profile waits for nobody, though its account has no phone.
      const card = await look.row(cardSheet, { lane: found.lane, card: found.subject });
      if (card?.profile !== undefined) return refuse('cards.card.exists');
      return { ok: true, number: number.value, found };
    }
    await knowRange(tenant, number.value);
    const made = settings().rangeOf(tenant, number.value) && (await findStock(keys, look, tenant, number.value));
    const meant = made ? await meantFor({ database, keys }, look, made) : 'anybody';
    if (meant === 'nobody') return refuse('cards.stock.for_another');
    const isFor = meant === 'anybody' ? {} : { isFor: meant.member.owner };
    return { ok: true, number: number.value, found: undefined, ...isFor };
  },
  issue(desk, { number, ...order }) {
    const bonus = { type: 'bonus', programs: [] } as const;
    return takeNumber({ keys, settings }, desk, { ...order, ...bonus, number: number as CardNumber });
  },
  async list(owner) {
    return (await findCardsOfOwner(database, owner)).map((row) => ({
      card: tokens.encode('card', owner.lane, row.card),
      masked: `••••${row.last_four}`,
      type: row.type,
      state: row.state,
      mayEarn: row.may_earn,
      maySpend: row.may_spend,
    }));
  },
  token: (lane, card) => tokens.encode('card', lane, card),
});
