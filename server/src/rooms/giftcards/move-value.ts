import type { Decided, Desk } from '../../platform/lanes/index.ts';
import { exactJson } from '../../kernel/quantity.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { appendEntry, noteExpiring, transfer, walletOfType, type EntryFrame, type Wallet } from '../points/index.ts';
import { openAct } from './act-till.ts';
import { countGiftUse, type GiftUse } from './card-use.ts';
import { closeAct } from './close-act.ts';
import type { GiftDeps } from './deps.ts';
import type { Gift } from './gift.ts';
import type { GiftRecord } from './record.ts';
import { settleGift, usedNow } from './settle-gift.ts';
import { giftSheet } from './store/gift.ts';

/** Value on its way from one gift to another, wallet by wallet; lots keep their dates and promotional value stays promotional. */
export type Move = {
  readonly act: 'transfer' | 'merge' | 'follow';
  readonly giver: Gift;
  readonly taker: Gift;
  readonly shares: readonly { readonly wallet: Wallet; readonly amount: bigint }[];
  readonly till: EntryFrame['till'];
  /** What it is to the limits of the giving card. */
  readonly use?: GiftUse | undefined;
};

/**
 * Books a move: the home entry stands with the giver, a leg with the taker, in the same lane too, so that the history of either card tells it.
 * The caller has checked it.
 */
export function moveValue(
  deps: GiftDeps,
  { act, giver, taker, shares, till, use }: Move,
  desk: Desk<JournalEntry>,
): Decided<GiftRecord> {
  const home = openAct(deps, desk, till, giver.lane);
  const leg = openAct(deps, desk, till, taker.lane);
  let amount = 0n;
  for (const { wallet, amount: part } of shares) {
    const to = walletOfType(desk, taker, deps.walletTypes.of(wallet.walletType));
    transfer(home, leg, wallet, to, part);
    amount += part;
  }
  const lots = leg.lots.map(({ n }) => n);
  const received = usedNow(deps, taker, desk.recordedAt);
  desk.put(giftSheet, received, received);
  noteExpiring(leg, received);
  settleGift(deps, received, desk, desk.recordedAt);
  const place = { lane: home.lane, seq: home.seq };
  appendEntry(leg, { kind: 'giftcards.leg', owner: taker.owner, till, home: place });
  const gift = usedNow(deps, giver, desk.recordedAt);
  desk.put(giftSheet, gift, gift);
  const { lane, card, owner } = taker;
  const to = { lane, card: String(card), owner: String(owner), seq: String(leg.seq), lots };
  const kept = { act, amount: exactJson(amount), to, ...countGiftUse(desk, use) } as const;
  return closeAct(deps, home, gift, kept, { kind: `giftcards.${act}`, till });
}
