import { refuse, type Refusal } from '../../../kernel/refusal.ts';
import { exactJson } from '../../../kernel/quantity.ts';
import type { Decided, Desk } from '../../../platform/lanes/index.ts';
import { EFFECT, movements, type JournalEntry } from '../../ledger/index.ts';
import {
  appendEntry,
  currentWallet,
  lotSheet,
  noteExpiring,
  putWallet,
  touchLot,
  walletsOf,
} from '../../points/index.ts';
import { cardSheet, effectAgainst, isBlockedFrom } from '../../cards/index.ts';
import { openAct } from '../act-till.ts';
import { giveGiftUseBack } from '../card-use.ts';
import { closeAct } from '../close-act.ts';
import type { GiftDeps } from '../deps.ts';
import type { FoundOperation } from '../find-operation.ts';
import { giveToLots } from '../give-back.ts';
import type { Met } from '../meet-gift.ts';
import type { GiftRecord } from '../record.ts';
import { settleGift, usedNow } from '../settle-gift.ts';
import { aftermathSheet } from '../store/aftermath.ts';
import { giftSheet } from '../store/gift.ts';
import type { OnOriginal } from './on-original.ts';

/**
 * Undoes a transfer or merge: the very lots that arrived go back to those they came from. A merged card is open again. Refuses where a part
 * of what arrived was spent, moved on, is held or has ended; and where the card that received it is blocked, unless it would come back to
 * a blocked one: what a block keeps is not freed by going back.
 */
export function moveBack(
  deps: GiftDeps,
  till: OnOriginal['till'],
  operation: FoundOperation,
  { gift: giver, card: giving }: Met,
  desk: Desk<JournalEntry>,
): Decided<GiftRecord> | Refusal {
  const { lane, seq, record } = operation;
  const { to } = record;
  if (!to?.owner || !to.seq || !to.lots) return refuse('giftcards.void.of_such');
  const key = { lane: to.lane, owner: BigInt(to.owner) };
  const taker = settleGift(deps, key, desk, desk.recordedAt);
  const places = to.lots.map((n) => ({ lane: to.lane, seq: BigInt(to.seq!), n }));
  desk.need(lotSheet, places);
  const lots = places.map((place) => desk.read(lotSheet, place));
  if (lots.some((lot) => !lot || lot.remaining - lot.held < lot.amount)) return refuse('giftcards.void.spent');
  const taking = desk.read(cardSheet, { lane: taker.lane, card: taker.card });
  if (taking && isBlockedFrom(taking, 'spend') && !isBlockedFrom(giving, 'spend'))
    return effectAgainst(taking, 'spend', { blockedCardEarns: false }, desk.recordedAt)!;
  // From here it succeeds.
  const home = openAct(deps, desk, till, giver.lane);
  const leg = openAct(deps, desk, till, taker.lane);
  const accounts = deps.accounts.of(giver.program, giver.unit);
  for (const lot of lots) {
    if (!lot) continue;
    const wallet = walletsOf(desk, taker).find((one) => one.wallet === lot.wallet)!;
    touchLot(leg, lot, { remaining: 0n }, EFFECT.cancel);
    leg.postings.push(...movements.departure(accounts, wallet.wallet, lot.amount));
    const now = currentWallet(desk, wallet);
    putWallet(desk, {
      ...now,
      booked: now.booked - lot.amount,
      frozen: lot.isFrozen ? now.frozen - lot.amount : now.frozen,
    });
  }
  giveGiftUseBack(deps, record, { amount: BigInt(record.amount), isWhole: true }, desk);
  const used = usedNow(deps, taker, desk.recordedAt);
  desk.put(giftSheet, used, used);
  noteExpiring(leg, used);
  appendEntry(leg, { kind: 'giftcards.leg', owner: taker.owner, till, home: { lane: home.lane, seq: home.seq } });
  const amount = BigInt(record.amount);
  const restoreOrder = till.program.policy.restoreOrder;
  const all = { before: 0n, after: amount, order: restoreOrder };
  const expired = giveToLots(deps, home, giver, operation, all, movements.arrival);
  desk.put(aftermathSheet, operation, { lane, seq, amount, undone: amount, state: 'voided', restoreOrder });
  const gift = usedNow(deps, { ...giver, state: 'active', survivor: undefined }, desk.recordedAt);
  desk.put(giftSheet, gift, gift);
  const kept = {
    act: 'void',
    amount: exactJson(amount),
    of: { lane, seq: String(seq) },
    ...(expired > 0n ? { expired: exactJson(expired) } : {}),
  } as const;
  return closeAct(deps, home, gift, kept, { kind: 'giftcards.void', till });
}
