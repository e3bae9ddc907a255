import { INSTANT_NEVER, type Instant } from '../../kernel/instant.ts';
import { want, type Desk, type OwnerKey, type Sheet, type Want } from '../../platform/lanes/index.ts';
import { FLAG, type Accounts, type JournalEntry } from '../ledger/index.ts';
import type { Programs } from '../programs/index.ts';
import { walletsOf } from './booking.ts';
import { appendEntry } from './entry.ts';
import { beginIdle, isIdleType } from './idle.ts';
import { noteExpiring } from './note-expiring.ts';
import { settle, type Append } from './settle.ts';
import { openDebtSheet } from './store/debt.ts';
import { openHoldSheet } from './store/hold.ts';
import { openShelf, pendingShelf } from './store/lot.ts';
import { accountSheet } from './store/wallet.ts';
import type { WalletTypes } from './wallet-types.ts';

export type SettleDeps = {
  readonly accounts: Accounts;
  readonly programs: Pick<Programs, 'settings'>;
  readonly walletTypes: Pick<WalletTypes, 'of'>;
};

/**
 * Books what time has done to the wallets of an owner, as entries of its own. They belong to the wallet's program and to no
 * outlet: what expired is the same whoever looked first, a till or the sweep.
 */
export function settleOwner(deps: SettleDeps, owner: OwnerKey, desk: Desk<JournalEntry>, upTo: Instant): void {
  const append: Append = (booking, kind, wallet) => {
    noteExpiring(booking, wallet);
    const till = { program: deps.programs.settings().program(wallet.program) };
    appendEntry(booking, {
      kind,
      owner: wallet.owner,
      till,
      flags: FLAG.settled,
      record: { is: 'settled', wallet: String(wallet.wallet) },
    });
  };
  for (const wallet of walletsOf(desk, owner)) {
    // Asked only of wallets that are due, or that know of no end.
    const isIdle = (): boolean => isIdleType(deps.walletTypes.of(wallet.walletType));
    const settled = settle(desk, deps.accounts, wallet, upTo, append, isIdle);
    if (settled.expiringAt === INSTANT_NEVER) beginIdle(deps, settled, desk, desk.recordedAt);
  }
}

/** What shows itself once wallets are there: lots that fall due, lots to spend, debts to repay. */
export function foreseeWallets(
  owners: readonly OwnerKey[],
  peek: <Key, Row>(sheet: Sheet<Key, Row>, key: Key) => Row | undefined,
  upTo: Instant,
  isSpending: boolean,
): Want[] {
  const wants: Want[] = [];
  for (const owner of owners) {
    for (const wallet of peek(accountSheet, owner)?.wallets ?? []) {
      const key = { lane: wallet.lane, wallet: wallet.wallet, depth: 0 };
      const isDue = wallet.dueAt <= upTo;
      if (isDue) wants.push(want(pendingShelf, key), want(openHoldSheet, wallet));
      if (isDue || (isSpending && wallet.booked > 0n)) wants.push(want(openShelf, key));
      if (wallet.owed > 0n) wants.push(want(openDebtSheet, wallet));
    }
  }
  return wants;
}
