import { assert } from '../../kernel/assert.ts';
import { INSTANT_NEVER, type Instant } from '../../kernel/instant.ts';
import { addMonths } from '../../kernel/local-date.ts';
import type { Desk, OwnerKey } from '../../platform/lanes/index.ts';
import { FLAG, movements, type JournalEntry } from '../ledger/index.ts';
import {
  appendEntry,
  availableOf,
  noteExpiring,
  openBooking,
  settleOwner,
  takeFromLots,
  walletsOf,
} from '../points/index.ts';
import type { Program } from '../programs/index.ts';
import type { GiftDeps } from './deps.ts';
import type { Gift } from './gift.ts';
import { giftSheet } from './store/gift.ts';

type SettleDeps = Pick<GiftDeps, 'accounts' | 'programs' | 'giftSettings' | 'walletTypes'>;

/**
 * Books what time has done to a gift up to a moment: ends and lapses, and between them fees, each at its own due moment. So a
 * balance is the same whoever looks first, a till or the sweep. Gives the gift as it then stands.
 */
export function settleGift(deps: SettleDeps, key: OwnerKey, desk: Desk<JournalEntry>, upTo: Instant): Gift {
  for (;;) {
    const gift = desk.read(giftSheet, key);
    assert(gift, `gift ${key.owner} is there`);
    if (gift.feeDueAt > upTo) break;
    settleOwner(deps, key, desk, gift.feeDueAt);
    bookFee(deps, gift, desk);
  }
  settleOwner(deps, key, desk, upTo);
  return desk.read(giftSheet, key)!;
}

/** Takes the fee that is due from what was paid in; promotional value bears none. Without value there is nothing to come for. */
function bookFee(deps: SettleDeps, gift: Gift, desk: Desk<JournalEntry>): void {
  const at = gift.feeDueAt;
  const program = deps.programs.settings().program(gift.program);
  const { content, fee } = deps.giftSettings.termsAt(gift.program, gift.terms, at);
  const type = deps.walletTypes.ofGifts(gift.program, gift.unit)?.gift;
  const wallet = walletsOf(desk, gift).find((one) => one.walletType === type?.walletType);
  const available = wallet ? availableOf(wallet) : 0n;
  const taken = available < fee ? available : fee;
  const goesOn = content.fee !== undefined && taken > 0n && gift.state === 'active';
  desk.put(giftSheet, gift, {
    ...gift,
    feeDueAt: goesOn ? monthsLater(program, at, content.fee!.everyMonths) : INSTANT_NEVER,
  });
  if (!goesOn || !wallet) return;
  const booking = openBooking(desk, deps.accounts, gift.lane, at);
  booking.postings.push(...movements.giftFee(deps.accounts.of(gift.program, gift.unit), wallet.wallet, taken));
  takeFromLots(booking, wallet, taken);
  noteExpiring(booking, gift);
  appendEntry(booking, {
    kind: 'giftcards.fee',
    owner: gift.owner,
    till: { program },
    flags: FLAG.settled,
    record: { is: 'settled', wallet: String(wallet.wallet) },
  });
}

/** The gift after it was used: the next fee comes so long after this. */
export function usedNow(deps: SettleDeps, gift: Gift, at: Instant): Gift {
  const { fee } = deps.giftSettings.termsAt(gift.program, gift.terms, at).content;
  const feeDueAt = fee
    ? monthsLater(deps.programs.settings().program(gift.program), at, fee.afterMonths)
    : INSTANT_NEVER;
  return feeDueAt === gift.feeDueAt ? gift : { ...gift, feeDueAt };
}

/** 00:00 of the program's calendar, so many months after the day of a moment. */
const monthsLater = ({ zone }: Program, at: Instant, months: number): Instant =>
  zone.startOfDay(addMonths(zone.localOf(at).date, months));
