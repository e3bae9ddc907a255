import { INSTANT_NEVER } from '../../kernel/instant.ts';
import { exactJson } from '../../kernel/quantity.ts';
import type { Decided, Desk } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { appendEntry, noteExpiring, type Booking, type EntryFrame } from '../points/index.ts';
import type { ActTill } from './act-till.ts';
import type { GiftDeps } from './deps.ts';
import type { Gift } from './gift.ts';
import { availableOfGift, giftWallets } from './gift-wallets.ts';
import type { GiftRecord, GiftStanding } from './record.ts';
import { settleGift } from './settle-gift.ts';

/** How a gift stands on the desk. A gift that is not active can pay nothing. */
export function standingOf(deps: Pick<GiftDeps, 'walletTypes'>, desk: Desk<JournalEntry>, gift: Gift): GiftStanding {
  const wallets = giftWallets(desk, deps.walletTypes, gift);
  const sum = (of: 'booked' | 'held' | 'frozen' | 'owed', only = wallets): bigint =>
    only.reduce((all, wallet) => all + wallet[of], 0n);
  const promotional = wallets.filter((one) => deps.walletTypes.of(one.walletType).purpose === 'gift_promotional');
  const ends = wallets.filter((one) => one.expiringAt < INSTANT_NEVER && one.expiring > 0n);
  const expiringAt = Math.min(...ends.map((one) => one.expiringAt), INSTANT_NEVER);
  const expiring = ends.reduce((all, one) => (one.expiringAt === expiringAt ? all + one.expiring : all), 0n);
  return {
    state: gift.state,
    booked: exactJson(sum('booked')),
    available: exactJson(gift.state === 'active' ? availableOfGift(wallets) : 0n),
    promotional: exactJson(sum('booked', promotional)),
    held: exactJson(sum('held')),
    awaiting: exactJson(sum('frozen')),
    owed: exactJson(sum('owed')),
    expiring: exactJson(expiring),
    expiringAt,
  };
}

/**
 * Ends an act on one gift: what falls due by it (a lot that its hold had outlived) happens at once, the gift as it then stands is
 * kept, the entry is appended.
 */
export function closeAct(
  deps: GiftDeps,
  booking: Booking,
  gift: Gift,
  kept: Omit<GiftRecord, 'is' | 'gift' | 'card' | 'unit' | 'standing'>,
  frame: Pick<EntryFrame, 'kind'> & { readonly till: EntryFrame['till'] & Pick<ActTill, 'by'> },
): Decided<GiftRecord> {
  const { desk, lane, seq } = booking;
  noteExpiring(booking, gift);
  const now = settleGift(deps, gift, desk, desk.recordedAt);
  const record: GiftRecord = {
    is: 'gift',
    gift: { lane: gift.lane, owner: String(gift.owner) },
    card: String(gift.card),
    unit: gift.unit,
    ...kept,
    ...(frame.till.by !== undefined && { by: frame.till.by }),
    standing: standingOf(deps, desk, now),
  };
  appendEntry(booking, { ...frame, owner: gift.owner, record });
  return { ok: true, lane, seq, record };
}
