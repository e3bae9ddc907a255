import { refuse } from '../../../kernel/refusal.ts';
import { OwnerMoved, type Held, type LookUp, type Operation, type Plan } from '../../../platform/lanes/index.ts';
import { cardSheet, isBlockedFrom } from '../../cards/index.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import { availableOf, foreseeWallets } from '../../points/index.ts';
import type { GiftDeps } from '../deps.ts';
import { wantsOfGift } from '../find-gift.ts';
import { GIFT_BALANCE_MAX, type Gift } from '../gift.ts';
import { availableOfGift, bookedOfGift, giftWallets } from '../gift-wallets.ts';
import { moveValue } from '../move-value.ts';
import type { GiftRecord } from '../record.ts';
import { settleGift } from '../settle-gift.ts';
import { giftSheet } from '../store/gift.ts';
import type { DueGift } from './settle-due.ts';

type FollowPlan = Plan & { readonly merged: Held; readonly survivor: Held };

/** Merged into merged into merged: a chain this long is a mistake of somebody's. */
const CHAIN_MAX = 16;

/**
 * Moves what has come back to a merged card on to the card that was kept, through as many merges as there were, and closes the merged
 * one again. Refuses where a block keeps what the merged card has, where nothing is free, where the kept card's activation was undone, and where it would hold more than a card can.
 */
export const followMerge = (deps: GiftDeps): Operation<DueGift, FollowPlan, GiftRecord, undefined, JournalEntry> => ({
  kind: 'giftcards.follow',
  async resolve(input, look) {
    const [merged, gift] = await Promise.all([look.owner(input), look.row(giftSheet, input)]);
    const kept = gift && (await lastOf(gift, look));
    const survivor = kept && (await look.owner(kept));
    if (!merged || !gift || !kept || !survivor) return refuse('giftcards.card.unknown');
    return {
      owners: [merged, survivor],
      wants: [
        ...wantsOfGift({ ...merged, card: gift.card }, true),
        ...wantsOfGift({ ...survivor, card: kept.card }, false),
      ],
      merged,
      survivor,
    };
  },
  foresee: (input, { merged, survivor }, { peek }) => [
    ...foreseeWallets([merged], peek, input.receivedAt, true),
    ...foreseeWallets([survivor], peek, input.receivedAt, false),
  ],
  decide(_input, { merged, survivor }, desk) {
    if (!desk.read(giftSheet, merged)?.survivor) throw new OwnerMoved();
    const giver = settleGift(deps, merged, desk, desk.recordedAt);
    const shown = desk.read(cardSheet, { lane: giver.lane, card: giver.card });
    if (shown && isBlockedFrom(shown, 'spend')) return refuse('cards.card.blocked', { state: 'blocked' });
    const taker = settleGift(deps, survivor, desk, desk.recordedAt);
    if (taker.state === 'inactive') return refuse('giftcards.card.not_active');
    const wallets = giftWallets(desk, deps.walletTypes, giver);
    const amount = availableOfGift(wallets);
    if (amount === 0n) return refuse('giftcards.card.insufficient', { available: '0', asked: '0' });
    if (bookedOfGift(giftWallets(desk, deps.walletTypes, taker)) + amount > GIFT_BALANCE_MAX)
      return refuse('giftcards.card.balance_too_large', { max: String(GIFT_BALANCE_MAX) });
    // From here it succeeds.
    const shares = wallets.flatMap((wallet) => {
      const free = availableOf(wallet);
      return free > 0n ? [{ wallet, amount: free }] : [];
    });
    const till = { program: deps.programs.settings().program(giver.program) };
    const closed = bookedOfGift(wallets) === amount ? { ...giver, state: 'closed' as const } : giver;
    return moveValue(deps, { act: 'follow', giver: closed, taker: { ...taker, state: 'active' }, shares, till }, desk);
  },
  present: () => undefined,
});

/** The gift at the end of the merges. */
export async function lastOf(gift: Gift, look: LookUp): Promise<Gift | undefined> {
  let last = gift;
  for (let n = 0; n < CHAIN_MAX && last.survivor; n++) {
    const next = await look.row(giftSheet, last.survivor);
    if (!next) return undefined;
    last = next;
  }
  return last === gift || last.survivor ? undefined : last;
}
