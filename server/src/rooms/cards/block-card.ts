import { refuse, type Refusal } from '../../kernel/refusal.ts';
import { OwnerMoved, want, type Held, type LookUp, type Operation, type Plan } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { bookChange, nameChanged } from '../members/index.ts';
import type { CardState } from './card.ts';
import type { Effect } from './effect.ts';
import { findCard } from './find-card.ts';
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

type StatePlan = Plan & { readonly holder: Held; readonly key: CardKey };

/** Moves a card from one state to another. Refuses a card that is not there, or in any other state. */
const createStateChange = (
  deps: CardDeps,
  kind: string,
  from: CardState,
  to: CardState,
): Operation<CardStateChange, StatePlan, CardRecord, CardAnswer, JournalEntry> => ({
  kind,
  async resolve({ tenant, card: id }, look: LookUp): Promise<StatePlan | Refusal> {
    const found = await findCard(deps.tokens, look, tenant, id);
    if (!found.ok) return found;
    const key = { lane: found.card.lane, card: found.card.card };
    return { owners: [found.holder], wants: [want(cardSheet, key)], holder: found.holder, key };
  },
  decide({ tenant, reason, effects = [], by }, { holder, key }, desk) {
    const card = desk.read(cardSheet, key);
    if (!card) throw new OwnerMoved();
    if (card.state !== from) return refuse('cards.card.unfit_state', { state: card.state });
    desk.put(cardSheet, key, {
      ...card,
      state: to,
      reason: to === 'active' ? undefined : reason,
      blockEffects: to === 'blocked' ? effects : [],
    });
    nameChanged(desk, holder);
    const { lane, owner } = holder;
    const record: CardRecord = {
      card: { lane, card: String(card.card) },
      owner: String(owner),
      state: to,
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
