import { exactJson } from '../../../kernel/quantity.ts';
import { refuse, type Refusal } from '../../../kernel/refusal.ts';
import { OwnerMoved, type Desk, type LookUp } from '../../../platform/lanes/index.ts';
import { cardSheet, type Card, type CardReason } from '../../cards/index.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import { openAct } from '../act-till.ts';
import { closeAct } from '../close-act.ts';
import type { GiftDeps } from '../deps.ts';
import { wantsOfGift, type GiftInput, type GiftPlan } from '../find-gift.ts';
import type { Gift } from '../gift.ts';
import { bookedOfGift, giftWallets } from '../gift-wallets.ts';
import type { Met } from '../meet-gift.ts';
import { giftSheet } from '../store/gift.ts';
import { giftOperation, type GiftOperation } from './gift-operation.ts';

export type StateInput = GiftInput & { readonly reason: CardReason };
export type CardStateAct = 'block' | 'unblock' | 'unlock' | 'close';

type Changed = { readonly card?: Card; readonly gift?: Gift };

/**
 * The plan of an act on a card that gave way to another (it was given on, or replaced): on the card that shows the value now. Who
 * reports a fraud has the old one in his hand, and the value is what is to be kept from going on.
 */
async function onCardOfNow(planned: GiftPlan | Refusal, look: LookUp): Promise<GiftPlan | Refusal> {
  if ('refusal' in planned) return planned;
  const { found } = planned;
  const [gift, shown] = await Promise.all([
    look.row(giftSheet, found),
    look.row(cardSheet, { lane: found.lane, card: found.card }),
  ]);
  if (!gift || shown?.state !== 'replaced' || gift.card === found.card) return planned;
  const now = { ...found, card: gift.card, number: undefined };
  return { ...planned, owners: [now], wants: [...planned.wants, ...wantsOfGift(now, false)], found: now };
}

/**
 * Changes what a card may do: blocked, free again, its PIN's tries forgotten, closed for good. Refuses a state that it is in already,
 * and closing a card with value: that is cashed out, moved or spent before. Of a card that gave way to another it is the other that is
 * changed, and the answer names it.
 */
export const setCardState = (deps: GiftDeps, act: CardStateAct): GiftOperation<StateInput> => {
  const operation = giftOperation<StateInput>(deps, `giftcards.${act}`, 'anything', (input, met, desk) => {
    // It gave way to another one since it was looked up.
    if (met.card.state === 'replaced' && met.gift.card !== met.card.card) throw new OwnerMoved();
    const changed = changeOf(deps, act, input.reason, met, desk);
    if ('ok' in changed) return changed;
    // From here it succeeds.
    if (changed.card) desk.put(cardSheet, changed.card, changed.card);
    const gift = changed.gift ?? met.gift;
    desk.put(giftSheet, gift, gift);
    const booking = openAct(deps, desk, input.till, gift.lane);
    const kept = { act, amount: exactJson(0n), reason: input.reason };
    return closeAct(deps, booking, gift, kept, { kind: `giftcards.${act}`, till: input.till });
  });
  return { ...operation, resolve: async (input, look) => onCardOfNow(await operation.resolve(input, look), look) };
};

function changeOf(
  deps: GiftDeps,
  act: CardStateAct,
  reason: CardReason,
  { card, gift }: Met,
  desk: Desk<JournalEntry>,
): Changed | Refusal {
  const unfit = refuse('cards.card.unfit_state', { state: card.state });
  switch (act) {
    case 'block':
      return card.state === 'active' ? { card: { ...card, state: 'blocked', reason } } : unfit;
    case 'unblock':
      return card.state === 'blocked' ? { card: { ...card, state: 'active', reason: undefined } } : unfit;
    case 'unlock':
      return card.pinFailures > 0 ? { card: { ...card, pinFailures: 0 } } : refuse('giftcards.pin.not_locked');
    case 'close':
      if (gift.state === 'closed') return refuse('giftcards.card.closed');
      return bookedOfGift(giftWallets(desk, deps.walletTypes, gift)) === 0n
        ? { gift: { ...gift, state: 'closed' } }
        : refuse('giftcards.card.not_empty');
  }
}
