import { normaliseCardNumber, type CardNumber } from '../../kernel/card-number.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import {
  freshIds,
  nameSheet,
  OwnerMoved,
  want,
  type Held,
  type LookUp,
  type Operation,
  type Plan,
} from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { bookChange } from '../members/index.ts';
import type { CardReason } from './block-card.ts';
import type { Card } from './card.ts';
import { findCard } from './find-card.ts';
import { CARD_NAME, cardKeys } from './identify.ts';
import { presentCard, type CardAnswer, type CardDeps, type CardRecord } from './present-card.ts';
import { cardSheet, type CardKey } from './store/card.ts';
import { gaveWayTo, successorOf } from './successor.ts';
import { originsAfter, takeNumber } from './take-number.ts';
import { valueBlockOf, valueSuspensionOf } from './value-block.ts';

export type Replacement = {
  readonly tenant: number;
  /** The card to replace, by its id. */
  readonly card: string;
  /** The number of the new one. */
  readonly number: string;
  readonly reason: CardReason;
  readonly by?: string | undefined;
};

type ReplacementPlan = Plan & {
  readonly holder: Held;
  readonly key: CardKey;
  readonly number: CardNumber;
  readonly fresh: bigint;
};

const isReplaceable = (card: Card): boolean => card.state !== 'replaced' && card.state !== 'destroyed';

/**
 * Puts a new card in the place of an old one: same account, type and rights. The old one is replaced for good, but its number still
 * leads to the account, so that receipts on their way accrue. Refuses a taken number, a card that was replaced (naming the one that took
 * over) or destroyed, a gift card, and one that is blocked because of what it leads to: new plastic would free it.
 */
export const createReplacement = (
  deps: CardDeps,
): Operation<Replacement, ReplacementPlan, CardRecord, CardAnswer, JournalEntry> => ({
  kind: 'cards.replace',
  resolve: (input, look) => resolveReplacement(deps, input, look),
  decide({ tenant, reason, by }, { holder, key, number, fresh }, desk) {
    const old = desk.read(cardSheet, key);
    if (!old) throw new OwnerMoved();
    if (old.successor !== undefined) throw new OwnerMoved();
    if (!isReplaceable(old)) return refuse('cards.card.unfit_state', { state: old.state });
    const blocked = valueBlockOf(old);
    if (blocked) return blocked;
    const { lane, owner } = holder;
    const { type, mayEarn, maySpend, mayView, programs, limits, counts, profile, priceList } = old;
    const made = takeNumber(deps, desk, {
      ...{ tenant, lane, owner, card: fresh, number, type, mayEarn, maySpend, mayView, programs },
      // What was used today stays used: else a new card would be a new day.
      ...{ limits, counts, profile, priceList, origins: originsAfter(old, true) },
      issuedAt: desk.recordedAt,
    });
    if (!made.ok) return made;
    desk.put(cardSheet, key, { ...old, state: 'replaced', reason, successor: fresh });
    const record: CardRecord = {
      card: { lane, card: String(old.card) },
      owner: String(owner),
      state: 'replaced',
      reason,
      replacedBy: String(fresh),
      ...(by && { by }),
    };
    return bookChange(desk, {
      kind: 'cards.replace',
      lane,
      seq: desk.take(lane),
      owner,
      tenant,
      program: 0,
      occurredAt: desk.recordedAt,
      record,
    });
  },
  present: presentCard(deps),
});

async function resolveReplacement(
  deps: CardDeps,
  input: Replacement,
  look: LookUp,
): Promise<ReplacementPlan | Refusal> {
  const { tenant } = input;
  const found = await findCard(deps.tokens, look, tenant, input.card);
  if (!found.ok) return found;
  const now = await successorOf(look, found.card);
  if (now) return gaveWayTo(deps.tokens, now);
  // Its value, and the phone that holds it, would stay with the old one: the room giftcards has a replacement of its own.
  if (found.card.type === 'gift') return refuse('cards.card.is_gift');
  if (!isReplaceable(found.card)) return refuse('cards.card.unfit_state', { state: found.card.state });
  const blocked = valueBlockOf(found.card) ?? (await valueSuspensionOf(deps.database, found.card));
  if (blocked) return blocked;
  const number = normaliseCardNumber(input.number);
  if (!number.ok) return number;
  const names = cardKeys(deps.keys, number.value).map((key) => ({ tenant, kind: CARD_NAME, key }));
  for (const name of names) if (await look.name(name)) return refuse('cards.card.exists');
  await deps.knowRange(tenant, number.value);
  const [fresh] = await freshIds(deps.database, 1);
  const key = { lane: found.card.lane, card: found.card.card };
  return {
    owners: [found.holder],
    wants: [want(cardSheet, key), ...names.map((name) => want(nameSheet, name))],
    ...{ holder: found.holder, key, number: number.value, fresh },
  };
}
