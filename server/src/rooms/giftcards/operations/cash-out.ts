import { exactJson, formatQuantity } from '../../../kernel/quantity.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { movements } from '../../ledger/index.ts';
import { availableOf, takeFromLots } from '../../points/index.ts';
import { openAct } from '../act-till.ts';
import { countGiftUse, useOfCard } from '../card-use.ts';
import { closeAct } from '../close-act.ts';
import type { GiftDeps } from '../deps.ts';
import type { GiftInput } from '../find-gift.ts';
import { giftTypes, giftWallets } from '../gift-wallets.ts';
import { giftSheet } from '../store/gift.ts';
import { giftOperation, type GiftOperation } from './gift-operation.ts';

/**
 * Pays the rest of a card out in money, where the jurisdiction of the outlet, or else of the terms, lets so little be paid out on this
 * day. Promotional value is never paid out; without any left the card is closed. Refuses where no threshold is known, a balance that is not
 * below it, one that is partly held, and nothing at all.
 */
export const cashOut = (deps: GiftDeps): GiftOperation<GiftInput> =>
  giftOperation(deps, 'giftcards.cash_out', 'spend', (input, met, desk) => {
    const { gift, terms } = met;
    const { outlet, program } = input.till;
    const places = [
      ...outlet.groups,
      ...(terms.content.jurisdiction === undefined ? [] : [terms.content.jurisdiction]),
    ];
    const below = places
      .map((place) => deps.giftSettings.cashOutBelow(program.tenant, place, gift.unit, desk.recordedAt))
      .find((one) => one !== undefined);
    if (below === undefined) return refuse('giftcards.cash_out.not_here');
    const wallets = giftWallets(desk, deps.walletTypes, gift);
    const wallet = wallets.find((one) => one.walletType === giftTypes(deps.walletTypes, gift).gift.walletType);
    if (!wallet || wallet.booked === 0n) return refuse('giftcards.cash_out.nothing');
    const { decimals } = terms.unit;
    if (wallet.booked >= below) {
      return refuse('giftcards.cash_out.too_much', {
        balance: formatQuantity(wallet.booked, decimals),
        below: formatQuantity(below, decimals),
      });
    }
    const amount = availableOf(wallet);
    if (amount < wallet.booked) return refuse('giftcards.card.value_held');
    const use = useOfCard(deps, met, input, amount, desk);
    if (use && 'ok' in use) return use;
    // From here it succeeds.
    const booking = openAct(deps, desk, input.till, gift.lane);
    booking.postings.push(...movements.cashOut(deps.accounts.of(gift.program, gift.unit), wallet.wallet, amount));
    takeFromLots(booking, wallet, amount);
    const isEmpty = wallets.every((one) => one.wallet === wallet.wallet || (one.booked === 0n && one.pending === 0n));
    const left = isEmpty ? { ...gift, state: 'closed' as const } : gift;
    desk.put(giftSheet, left, left);
    const kept = { act: 'cash_out', amount: exactJson(amount), ...countGiftUse(desk, use) } as const;
    return closeAct(deps, booking, left, kept, { kind: 'giftcards.cash_out', till: input.till });
  });
