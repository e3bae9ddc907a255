import { Bug } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/instant.ts';
import { want, type Desk, type OwnerKey, type Sheet, type Want } from '../../platform/lanes/index.ts';
import { EFFECT, movements, type JournalEntry } from '../ledger/index.ts';
import { currentWallet, lotsInMemory, openBooking, putWallet, touchLot, walletsOf } from './booking.ts';
import { appendEntry } from './entry.ts';
import { compareLots } from './lot.ts';
import { noteExpiring } from './note-expiring.ts';
import { foreseeWallets, type SettleDeps } from './settle-owner.ts';
import { openShelf, SHELF_DEPTH_MAX } from './store/lot.ts';
import { accountSheet } from './store/wallet.ts';
import type { WalletTypes } from './wallet-types.ts';
import type { Wallet } from './wallet.ts';

/** What a wallet lost: active points became breakage or money, pending ones were never given. */
export type Forfeited = {
  readonly walletType: number;
  readonly points: bigint;
  /** In the smallest step of the program's currency; absent where points are not paid out. */
  readonly paid?: bigint;
};

export type ForfeitDeps = SettleDeps & { readonly walletTypes: Pick<WalletTypes, 'of'> };

/** What must be there to forfeit everything: every wallet's lots. */
export const foreseeForfeiting = (
  owner: OwnerKey,
  peek: <Key, Row>(sheet: Sheet<Key, Row>, key: Key) => Row | undefined,
  upTo: Instant,
): Want[] => [
  ...foreseeWallets([owner], peek, upTo, true),
  ...(peek(accountSheet, owner)?.wallets ?? []).map((wallet) =>
    want(openShelf, { lane: wallet.lane, wallet: wallet.wallet, depth: 0 }),
  ),
];

/** Whether something is held for a payment that is not finished: then nothing may be forfeited yet. */
export const holdsAnything = (desk: Desk<JournalEntry>, owner: OwnerKey): boolean =>
  walletsOf(desk, owner).some((wallet) => wallet.held > 0n);

/**
 * Ends everything that an owner has, an entry per wallet: what is active becomes breakage as if it had expired, what is pending is
 * cancelled. Where the program pays out (`erasedPoints`), what is active and worth money is paid instead, rounded down: what is left of
 * a cent stays with the program. For an owner that is no more; he is settled, and nothing of his is held. Debts stay as they are:
 * nobody pays them. Without `mayPayOut` nothing is paid: there is nobody any more to pay.
 */
export function forfeitAll(
  deps: ForfeitDeps,
  owner: OwnerKey,
  desk: Desk<JournalEntry>,
  at: Instant,
  { mayPayOut = true }: { readonly mayPayOut?: boolean } = {},
): Forfeited[] {
  return walletsOf(desk, owner)
    .filter((wallet) => wallet.booked > 0n || wallet.pending > 0n)
    .map((wallet) => forfeitWallet(deps, desk, wallet, at, mayPayOut));
}

function forfeitWallet(
  deps: ForfeitDeps,
  desk: Desk<JournalEntry>,
  wallet: Wallet,
  at: Instant,
  mayPayOut: boolean,
): Forfeited {
  needAllLots(desk, wallet);
  const booking = openBooking(desk, deps.accounts, wallet.lane, at);
  const accounts = deps.accounts.of(wallet.program, wallet.unit);
  const program = deps.programs.settings().program(wallet.program);
  const { paysMoney, paysPoints } = deps.walletTypes.of(wallet.walletType);
  const isPaid = mayPayOut && program.policy.erasedPoints === 'pay_out' && paysMoney > 0n;
  let points = 0n;
  let active = 0n;
  for (const lot of lotsInMemory(desk, wallet).sort(compareLots)) {
    if (lot.remaining === 0n) continue;
    const { remaining } = lot;
    const now = currentWallet(desk, wallet);
    points += remaining;
    if (lot.isPending) {
      touchLot(booking, lot, { remaining: 0n, isPending: false }, EFFECT.cancel);
      booking.postings.push(...movements.cancellation(accounts, wallet.wallet, remaining));
      putWallet(desk, { ...now, pending: now.pending - remaining });
      continue;
    }
    touchLot(booking, lot, { remaining: 0n }, isPaid ? EFFECT.take : EFFECT.expire);
    const movement = isPaid ? movements.cashOut : movements.expiry;
    booking.postings.push(...movement(accounts, wallet.wallet, remaining));
    active += remaining;
    const frozen = lot.isFrozen ? now.frozen - remaining : now.frozen;
    putWallet(desk, { ...now, booked: now.booked - remaining, frozen });
  }
  noteExpiring(booking, wallet);
  const paid = (active * paysMoney) / paysPoints;
  const record = {
    ...{ is: 'forfeited', wallet: String(wallet.wallet), points: String(points) },
    ...(isPaid && { paid: String(paid) }),
  };
  appendEntry(booking, { kind: 'points.forfeiture', owner: wallet.owner, till: { program }, record });
  return { walletType: wallet.walletType, points, ...(isPaid && { paid }) };
}

/** Brings every open lot of a wallet into memory. */
export function needAllLots(desk: Desk<JournalEntry>, wallet: Wallet): void {
  for (let depth = 0; depth <= SHELF_DEPTH_MAX; depth++) {
    const key = { lane: wallet.lane, wallet: wallet.wallet, depth };
    desk.need(openShelf, [key]);
    if (!desk.read(openShelf, key)!.horizon) return;
  }
  throw new Bug(`wallet ${wallet.wallet} has too many lots`);
}
