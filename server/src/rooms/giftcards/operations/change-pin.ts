import { exactJson } from '../../../kernel/quantity.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { cardSheet, pinDigestOf } from '../../cards/index.ts';
import { openAct } from '../act-till.ts';
import { closeAct } from '../close-act.ts';
import type { GiftDeps } from '../deps.ts';
import type { GiftInput } from '../find-gift.ts';
import type { GiftOperation } from './gift-operation.ts';
import { planGift } from '../find-gift.ts';
import { isMet, meetGift } from '../meet-gift.ts';
import { presentGift } from '../present-gift.ts';

export type PinChangeInput = GiftInput & { readonly newPin: string };

/**
 * Sets a new PIN with the one that the card has; a wrong one is counted as everywhere. Refuses a card without PIN, one that could not pay,
 * and a new PIN of another length than the range's.
 */
export const changePin = (deps: GiftDeps): GiftOperation<PinChangeInput> => ({
  kind: 'giftcards.pin_change',
  resolve: (input, look) => planGift(deps, input, input.gift, look, false),
  decide(input, { found }, desk) {
    const met = meetGift(deps, found, { ...input, effect: 'spend' }, desk);
    if (!isMet(met)) return met;
    const { gift, card: shown } = met;
    // As meetGift left it: a count of wrong PINs has gone.
    const card = desk.read(cardSheet, shown) ?? shown;
    if (!card.pinDigest || found.number === undefined) return refuse('giftcards.pin.none');
    const { pinLength } =
      card.range === undefined ? { pinLength: input.newPin.length } : deps.cardSettings().range(card.range);
    if (input.newPin.length !== pinLength) return refuse('cards.pin.malformed', { length: String(pinLength) });
    // From here it succeeds.
    desk.put(cardSheet, card, { ...card, pinDigest: pinDigestOf(deps.keys, found.number, input.newPin) });
    const booking = openAct(deps, desk, input.till, gift.lane);
    const kept = { act: 'pin_change', amount: exactJson(0n) } as const;
    return closeAct(deps, booking, gift, kept, { kind: 'giftcards.pin_change', till: input.till });
  },
  present: (record, booked) => presentGift(deps, record, booked),
});
