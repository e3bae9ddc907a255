import { exactJson } from '../../../kernel/quantity.ts';
import { refuse, type Refusal } from '../../../kernel/refusal.ts';
import { OwnerMoved, type Desk, type LookUp } from '../../../platform/lanes/index.ts';
import {
  cardSheet,
  effectsOfBoth,
  gaveWayTo,
  growsToValue,
  isOfValue,
  type Card,
  type CardReason,
} from '../../cards/index.ts';
import { recordSheet, type JournalEntry } from '../../ledger/index.ts';
import { foreseeWallets } from '../../points/index.ts';
import { openAct } from '../act-till.ts';
import { closeAct } from '../close-act.ts';
import type { GiftDeps } from '../deps.ts';
import { planGift, wantsOfGift, type GiftInput, type GiftPlan } from '../find-gift.ts';
import type { Gift } from '../gift.ts';
import { bookedOfGift, giftWallets } from '../gift-wallets.ts';
import { isMet, meetGift, type Met } from '../meet-gift.ts';
import { mergedInto } from '../merged-into.ts';
import { presentGift } from '../present-gift.ts';
import { listMovesAway } from '../read/moves.ts';
import type { GiftRecord } from '../record.ts';
import { aftermathSheet } from '../store/aftermath.ts';
import { giftSheet } from '../store/gift.ts';
import type { GiftOperation } from './gift-operation.ts';

export type StateInput = GiftInput & { readonly reason: CardReason };
export type CardStateAct = 'block' | 'unblock' | 'unlock' | 'close';

type Changed = { readonly card?: Card; readonly gift?: Gift };

type StatePlan = GiftPlan & Pick<GiftRecord, 'insteadOf' | 'movedTo'>;

/** Named in the answer of a block; whoever moved value away more often has a story that the history tells. */
const MOVES_TOLD_MAX = 20;

/**
 * The plan of an act on the card that shows the value now. A card gave way to another when it was given on or replaced: then the act is on
 * that other where the value is meant (fraud, other), for whoever reports a fraud has the old one in his hand. Where the plastic is meant
 * (lost, stolen, damaged), the old one can do nothing already: refused, with the card that took its place. What frees goes where it was
 * blocked. Refuses to block a card that was merged, with the one that has its value now.
 */
async function planState(
  deps: GiftDeps,
  act: CardStateAct,
  { reason }: StateInput,
  planned: GiftPlan | Refusal,
  look: LookUp,
): Promise<StatePlan | Refusal> {
  if ('refusal' in planned) return planned;
  const { found } = planned;
  const [gift, shown] = await Promise.all([
    look.row(giftSheet, found),
    look.row(cardSheet, { lane: found.lane, card: found.card }),
  ]);
  if (!gift || !shown) return planned;
  const hasGivenWay = shown.state === 'replaced' && gift.card !== found.card;
  const now = hasGivenWay ? await look.row(cardSheet, { lane: gift.lane, card: gift.card }) : undefined;
  if (now && act === 'block' && !isOfValue(reason)) return gaveWayTo(deps.tokens, now);
  if (now && act === 'unblock' && !isOfValue(now.reason)) return gaveWayTo(deps.tokens, now);
  if (act === 'block' && gift.survivor) return mergedInto(deps.tokens, gift, look);
  const movedTo = act === 'block' ? await movedAway(deps, gift, look) : [];
  const told = movedTo.length > 0 ? { movedTo } : {};
  if (!now) return { ...planned, ...told };
  const next = { ...found, card: now.card, number: undefined };
  const wants = [...planned.wants, ...wantsOfGift(next, false)];
  return { ...planned, owners: [next], wants, found: next, insteadOf: String(found.card), ...told };
}

/** The cards to which value of a gift was transferred and not brought back. What is there may be another's own: it is for a person to say. */
async function movedAway(deps: GiftDeps, gift: Gift, look: LookUp): Promise<NonNullable<GiftRecord['movedTo']>> {
  const cards = new Map<string, { readonly lane: number; readonly card: string }>();
  for (const place of await listMovesAway(deps.database, gift, MOVES_TOLD_MAX)) {
    const [kept, after] = await Promise.all([look.row(recordSheet, place), look.row(aftermathSheet, place)]);
    const to = (kept?.record as GiftRecord | undefined)?.to;
    const taker = to?.owner === undefined ? undefined : { lane: to.lane, owner: BigInt(to.owner) };
    // The card that shows it now: it may have been given on or replaced there.
    const last = taker && after?.state !== 'voided' ? await look.row(giftSheet, taker) : undefined;
    if (last) cards.set(String(last.card), { lane: last.lane, card: String(last.card) });
  }
  return [...cards.values()];
}

/**
 * Changes what a card may do: blocked, free again, its PIN's tries forgotten, closed for good. Refuses a state that it is in already,
 * and closing a card with value: that is cashed out, moved or spent before. Of a card that gave way to another see `planState`: the answer
 * names the one that was changed, and that of a block the cards to which value was transferred before.
 */
export const setCardState = (deps: GiftDeps, act: CardStateAct): GiftOperation<StateInput, StatePlan> => ({
  kind: `giftcards.${act}`,
  resolve: async (input, look) =>
    planState(deps, act, input, await planGift(deps, input, input.gift, look, false), look),
  foresee: (input, { found }, { peek }) => foreseeWallets([found], peek, input.receivedAt, false),
  decide(input, { found, insteadOf, movedTo }, desk) {
    const met = meetGift(deps, found, { ...input, effect: 'anything' }, desk);
    if (!isMet(met)) return met;
    // It gave way to another one, or was merged, since it was looked up.
    if (met.card.state === 'replaced' && met.gift.card !== met.card.card) throw new OwnerMoved();
    if (act === 'block' && met.gift.survivor) throw new OwnerMoved();
    const changed = changeOf(deps, act, input.reason, met, desk);
    if ('ok' in changed) return changed;
    // From here it succeeds.
    if (changed.card) desk.put(cardSheet, changed.card, changed.card);
    const gift = changed.gift ?? met.gift;
    desk.put(giftSheet, gift, gift);
    const booking = openAct(deps, desk, input.till, gift.lane);
    const gone = { ...(insteadOf === undefined ? {} : { insteadOf }), ...(movedTo ? { movedTo } : {}) };
    const kept = { act, amount: exactJson(0n), reason: input.reason, ...gone };
    return closeAct(deps, booking, gift, kept, { kind: `giftcards.${act}`, till: input.till });
  },
  present: (record, booked) => presentGift(deps, record, booked),
});

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
      // What the desk for cards of every kind took stays taken; what an earlier block took and is lifted does not.
      if (card.state === 'active') return { card: { ...card, state: 'blocked', reason, blockEffects: [] } };
      return card.state === 'blocked' && growsToValue(card.reason, reason)
        ? { card: { ...card, reason, blockEffects: effectsOfBoth(card.blockEffects, []) } }
        : unfit;
    case 'unblock':
      return card.state === 'blocked'
        ? { card: { ...card, state: 'active', reason: undefined, blockEffects: [] } }
        : unfit;
    case 'unlock':
      return card.pinFailures > 0 ? { card: { ...card, pinFailures: 0 } } : refuse('giftcards.pin.not_locked');
    case 'close':
      if (gift.state === 'closed') return refuse('giftcards.card.closed');
      return bookedOfGift(giftWallets(desk, deps.walletTypes, gift)) === 0n
        ? { gift: { ...gift, state: 'closed' } }
        : refuse('giftcards.card.not_empty');
  }
}
