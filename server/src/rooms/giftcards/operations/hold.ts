import { addSeconds } from '../../../kernel/instant.ts';
import { exactJson } from '../../../kernel/quantity.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { holdPoints, openBooking } from '../../points/index.ts';
import { keepForeign } from '../amount.ts';
import { closeAct } from '../close-act.ts';
import type { GiftDeps } from '../deps.ts';
import { shareOverWallets } from '../gift-wallets.ts';
import { giftOperation, type GiftOperation } from './gift-operation.ts';
import { planGiftSpend, type GiftSpend } from './spend-gift.ts';

/** Thirty days, as a card scheme gives a hotel: what is held longer is no purchase on its way. */
export const GIFT_HOLD_SECONDS_MAX = 30 * 24 * 60 * 60;

export type HoldInput = GiftSpend & { readonly seconds: number };

/** Reserves value until it is captured or released; by time it lapses. Refuses a length that is none, then what a redemption is refused for. */
export const hold = (deps: GiftDeps): GiftOperation<HoldInput> =>
  giftOperation(deps, 'giftcards.hold', 'spend', (input, met, desk) => {
    if (!Number.isInteger(input.seconds) || input.seconds < 1 || input.seconds > GIFT_HOLD_SECONDS_MAX)
      return refuse('giftcards.hold.too_long', { seconds: String(GIFT_HOLD_SECONDS_MAX) });
    const planned = planGiftSpend(deps, input, met, desk);
    if (!planned.ok) return planned;
    // From here it succeeds.
    const { wallets, amount, asked, foreign } = planned;
    const booking = openBooking(desk, deps.accounts, met.gift.lane, desk.recordedAt);
    const endsAt = addSeconds(desk.recordedAt, input.seconds);
    for (const [n, share] of shareOverWallets(wallets, amount).entries())
      holdPoints(booking, share.wallet, share.amount, endsAt, n);
    const kept = {
      act: 'hold',
      amount: exactJson(amount),
      ...(asked > amount ? { asked: exactJson(asked) } : {}),
      ...(foreign ? { foreign: keepForeign(foreign) } : {}),
      endsAt,
    } as const;
    return closeAct(deps, booking, met.gift, kept, { kind: 'giftcards.hold', till: input.till });
  });
