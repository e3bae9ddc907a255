import { INSTANT_NEVER, type Instant } from '../../kernel/instant.ts';
import { idleUntil } from '../../kernel/validity.ts';
import type { Desk, OwnerKey } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import type { Program, Programs } from '../programs/index.ts';
import { earlier, putWallet, walletsOf } from './booking.ts';
import type { Wallet } from './wallet.ts';
import type { WalletType } from './wallet-type.ts';
import type { WalletTypes } from './wallet-types.ts';

// In a wallet whose points end together when nobody does anything, no lot has an end of its own: the wallet keeps when that will be, as
// its next expiry, and each activity moves it on. So a purchase writes one row, however many lots there are.

type Deps = { readonly walletTypes: Pick<WalletTypes, 'of'>; readonly programs: Pick<Programs, 'settings'> };

/** Whether the points of a type end together, by what their owner does. */
export const isIdleType = ({ expiry }: Pick<WalletType, 'expiry'>): boolean =>
  expiry !== 'never' && expiry.idle !== undefined;

/**
 * Says that an owner has done something in a program at a moment: all his points of types that end with doing nothing live on from then.
 * Never moves an end back, so that the order in which activities come does not matter. Does nothing elsewhere. After the entry.
 */
export function noteActivity(
  deps: Deps,
  owner: OwnerKey,
  { program, zone }: Pick<Program, 'program' | 'zone'>,
  desk: Desk<JournalEntry>,
  at: Instant,
): void {
  for (const wallet of walletsOf(desk, owner)) {
    if (wallet.program !== program) continue;
    const until = idleUntil(deps.walletTypes.of(wallet.walletType).expiry, at, zone);
    if (until !== undefined && wallet.booked + wallet.pending > 0n) lastUntil(desk, wallet, until);
  }
}

/**
 * Points that came otherwise (by hand, from somebody else, for a birthday) are no activity; where nothing counts yet, their time begins
 * to count.
 */
export function beginIdle(deps: Deps, wallet: Wallet, desk: Desk<JournalEntry>, at: Instant): void {
  if (wallet.expiringAt !== INSTANT_NEVER || wallet.booked + wallet.pending === 0n) return;
  const { expiry } = deps.walletTypes.of(wallet.walletType);
  if (!isIdleType({ expiry })) return;
  const { zone } = deps.programs.settings().program(wallet.program);
  const until = idleUntil(expiry, at, zone);
  if (until !== undefined) lastUntil(desk, wallet, until);
}

/** Lets what stands in such a wallet live until then at least. */
export function lastUntil(desk: Desk<JournalEntry>, wallet: Wallet, until: Instant): void {
  if (wallet.expiringAt !== INSTANT_NEVER && wallet.expiringAt >= until) return;
  // An old due moment may stay: whoever comes by then finds nothing to do and sets the next.
  putWallet(desk, { ...wallet, expiring: wallet.booked, expiringAt: until, dueAt: earlier(wallet.dueAt, until) });
}
