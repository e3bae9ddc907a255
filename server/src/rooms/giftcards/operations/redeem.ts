import { exactJson } from '../../../kernel/quantity.ts';
import { redeem as redeemValue } from '../../points/index.ts';
import { keepForeign } from '../amount.ts';
import { openAct } from '../act-till.ts';
import { countGiftUse, useOfCard } from '../card-use.ts';
import { closeAct } from '../close-act.ts';
import type { GiftDeps } from '../deps.ts';
import { shareOverWallets } from '../gift-wallets.ts';
import { usedNow } from '../settle-gift.ts';
import { giftSheet } from '../store/gift.ts';
import { giftOperation, type GiftOperation } from './gift-operation.ts';
import { planGiftSpend, type GiftSpend } from './spend-gift.ts';

/**
 * Pays with a gift card, without a receipt: promotional value first, from the lots that end first. Refuses what
 * `planGiftSpend` does, and what is over the limits of the card's day.
 */
export const redeem = (deps: GiftDeps): GiftOperation<GiftSpend> =>
  giftOperation(deps, 'giftcards.redemption', 'spend', (input, met, desk) => {
    const planned = planGiftSpend(deps, input, met, desk);
    if (!planned.ok) return planned;
    const { wallets, amount, asked, foreign } = planned;
    const use = useOfCard(deps, met, input, amount, desk);
    if (use && 'ok' in use) return use;
    // From here it succeeds.
    const booking = openAct(deps, desk, input.till, met.gift.lane);
    for (const share of shareOverWallets(wallets, amount)) redeemValue(booking, share.wallet, share.amount);
    const gift = usedNow(deps, met.gift, desk.recordedAt);
    if (gift !== met.gift) desk.put(giftSheet, gift, gift);
    const kept = {
      act: 'redemption',
      amount: exactJson(amount),
      ...(asked > amount ? { asked: exactJson(asked) } : {}),
      ...(foreign ? { foreign: keepForeign(foreign) } : {}),
      ...countGiftUse(desk, use),
    } as const;
    return closeAct(deps, booking, gift, kept, { kind: 'giftcards.redemption', till: input.till });
  });
