import { refuse, type Refusal } from '../../kernel/refusal.ts';
import { OwnerMoved, want, type Held, type LookUp, type Operation, type Plan } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { bookChange, nameChanged } from '../members/index.ts';
import type { CardState } from './card.ts';
import { effectsOfBoth, type Effect } from './effect.ts';
import { findCard } from './find-card.ts';
import { growsToValue, isOfValue } from './suspension.ts';
import { gaveWayTo, successorOf } from './successor.ts';
import { presentCard, type CardAnswer, type CardDeps, type CardRecord } from './present-card.ts';
import { cardSheet, type CardKey } from './store/card.ts';

/** Why a card is blocked or replaced. A closed list: free text would bring persons into the journal. */
export const CARD_REASONS = ['lost', 'stolen', 'damaged', 'fraud', 'member_request', 'other'] as const;
export type CardReason = (typeof CARD_REASONS)[number];

export type CardStateChange = {
  readonly tenant: number;
  readonly card: string;
  readonly reason?: CardReason | undefined;
  /** What the block takes; none: everything but viewing, and earning as the program's policy says. */
  readonly effects?: readonly Effect[] | undefined;
  /** Which credential asks. */
  readonly by?: string | undefined;
};

type StatePlan = Plan & {
  readonly holder: Held;
  readonly key: CardKey;
  /** The card that was named, where it gave way to the one that is changed. */
  readonly insteadOf: CardKey | undefined;
};

/**
 * Moves a card from one state to another. Of a card that gave way to another it is that other which is changed, where the value is meant
 * (fraud, other): it is what is to be kept from going on, and whoever reports it has the old card in his hand. Where the plastic is meant,
 * the old one can do nothing already, and the new one is somebody's who has done nothing: refused, with the card that took its place.
 * A card that is blocked because of its plastic may be blocked because of its value, without being free for a moment in between.
 * Refuses a card that is not there, or in any other state, to block a gift card that was merged, since nothing is behind it any more, and to
 * free a gift card: that is done as one, by what is on it.
 */
const createStateChange = (
  deps: CardDeps,
  kind: string,
  from: CardState,
  to: CardState,
): Operation<CardStateChange, StatePlan, CardRecord, CardAnswer, JournalEntry> => ({
  kind,
  async resolve({ tenant, card: id, reason }, look: LookUp): Promise<StatePlan | Refusal> {
    const named = await findCard(deps.tokens, look, tenant, id);
    if (!named.ok) return named;
    const now = named.card.state === 'replaced' ? await successorOf(look, named.card) : undefined;
    // What is freed was blocked for a reason of its own.
    if (now && !isOfValue(to === 'blocked' ? reason : now.reason)) return gaveWayTo(deps.tokens, now);
    const found = now
      ? await findCard(deps.tokens, look, tenant, deps.tokens.encode('card', now.lane, now.card))
      : named;
    if (!found.ok) return found;
    // What is on it becomes free: the room giftcards asks a second person where that is much.
    if (to === 'active' && found.card.type === 'gift') return refuse('cards.card.is_gift');
    // Proved by its revision: a merge grows that.
    const gone = to === 'blocked' && found.card.type === 'gift' && (await deps.valueGone?.(look, found.card));
    if (gone) return gone;
    const key = { lane: found.card.lane, card: found.card.card };
    const insteadOf = now && { lane: named.card.lane, card: named.card.card };
    return { owners: [found.holder], wants: [want(cardSheet, key)], holder: found.holder, key, insteadOf };
  },
  decide({ tenant, reason, effects = [], by }, { holder, key, insteadOf }, desk) {
    const card = desk.read(cardSheet, key);
    if (!card) throw new OwnerMoved();
    // It gave way to another since it was looked up.
    if (card.state === 'replaced' && card.successor !== undefined) throw new OwnerMoved();
    const grows = to === 'blocked' && card.state === 'blocked' && growsToValue(card.reason, reason);
    if (card.state !== from && !grows) return refuse('cards.card.unfit_state', { state: card.state });
    const blockEffects = grows ? effectsOfBoth(card.blockEffects, effects) : effects;
    desk.put(cardSheet, key, {
      ...card,
      state: to,
      reason: to === 'active' ? undefined : reason,
      blockEffects: to === 'blocked' ? blockEffects : [],
    });
    nameChanged(desk, holder);
    const { lane, owner } = holder;
    const record: CardRecord = {
      card: { lane, card: String(card.card) },
      owner: String(owner),
      state: to,
      ...(insteadOf && { insteadOf: { lane: insteadOf.lane, card: String(insteadOf.card) } }),
      ...(reason && { reason }),
      ...(by && { by }),
    };
    return bookChange(desk, {
      kind,
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

/** Blocks an active card: from its commit on no till takes it for spending. */
export const createBlock = (deps: CardDeps) => createStateChange(deps, 'cards.block', 'active', 'blocked');

/** Makes a blocked card active again. */
export const createUnblock = (deps: CardDeps) => createStateChange(deps, 'cards.unblock', 'blocked', 'active');
