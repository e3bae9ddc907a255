import { assert } from '../../kernel/assert.ts';
import { INSTANT_NEVER, type Instant } from '../../kernel/instant.ts';
import type { Desk, OwnerKey } from '../../platform/lanes/index.ts';
import {
  EFFECT,
  type Accounts,
  type Allocation,
  type Effect,
  type JournalEntry,
  type LotBirth,
  type Posting,
} from '../ledger/index.ts';
import type { Lot } from './lot.ts';
import { noteExpired } from './store/expired.ts';
import { accountSheet } from './store/wallet.ts';
import { lotSheet } from './store/lot.ts';
import { newWallet, type Wallet } from './wallet.ts';

/** An entry in the making: one journal row of one lane, and the desk that it changes. */
export type Booking = {
  readonly desk: Desk<JournalEntry>;
  readonly accounts: Accounts;
  readonly lane: number;
  readonly seq: bigint;
  /** The date of its effects: the till's, or the moment at which something fell due. */
  readonly at: Instant;
  readonly postings: Posting[];
  readonly allocations: Allocation[];
  readonly lots: LotBirth[];
  /** Lots before and after, for what is told about the next expiry. */
  readonly touched: { readonly before: Lot | undefined; readonly after: Lot }[];
};

/** Opens an entry in a lane that the batch holds, under the lane's next number. */
export function openBooking(desk: Desk<JournalEntry>, accounts: Accounts, lane: number, at: Instant): Booking {
  return { desk, accounts, lane, seq: desk.take(lane), at, postings: [], allocations: [], lots: [], touched: [] };
}

/** All wallets of an owner, as the desk has them. */
export const walletsOf = (desk: Desk<JournalEntry>, owner: OwnerKey): readonly Wallet[] =>
  desk.read(accountSheet, owner)?.wallets ?? [];

/** A wallet as the desk has it now; one that is not there is a bug. */
export function currentWallet(desk: Desk<JournalEntry>, of: Pick<Wallet, 'lane' | 'owner' | 'wallet'>): Wallet {
  const wallet = walletsOf(desk, of).find((one) => one.wallet === of.wallet);
  assert(wallet, `wallet ${of.wallet} is not on the desk`);
  return wallet;
}

/** Puts a changed wallet back. What may never be negative is checked here and by the table's constraints. */
export function putWallet(desk: Desk<JournalEntry>, wallet: Wallet): Wallet {
  assert(
    wallet.booked >= 0n && wallet.pending >= 0n && wallet.owed >= 0n && wallet.held >= 0n && wallet.frozen >= 0n,
    'a wallet is never negative',
  );
  assert(wallet.booked - wallet.held - wallet.frozen >= 0n, 'holds and freezes are covered');
  const wallets = walletsOf(desk, wallet);
  const known = wallets.some((one) => one.wallet === wallet.wallet);
  desk.put(accountSheet, wallet, {
    lane: wallet.lane,
    owner: wallet.owner,
    wallets: known ? wallets.map((one) => (one.wallet === wallet.wallet ? wallet : one)) : [...wallets, wallet],
  });
  return wallet;
}

// An owner's id leaves 4,096 numbers behind it: the owner's own four, then 1,023 wallets of four.
const WALLET_STEP = 4n;
const WALLETS_PER_OWNER_MAX = 1_023n;

/** The owner's wallet of a type; opened by its first use. */
export function walletOfType(
  desk: Desk<JournalEntry>,
  owner: OwnerKey & { readonly tenant: number },
  type: { readonly walletType: number; readonly program: number; readonly unit: number },
): Wallet {
  const wallets = walletsOf(desk, owner);
  const known = wallets.find((one) => one.walletType === type.walletType);
  if (known) return known;
  let last = 0n;
  for (const { wallet } of wallets) {
    const place = (wallet - owner.owner) / WALLET_STEP;
    if (place > last && place <= WALLETS_PER_OWNER_MAX) last = place;
  }
  assert(last < WALLETS_PER_OWNER_MAX, `owner ${owner.owner} has as many wallets as an owner can have`);
  return newWallet({
    lane: owner.lane,
    owner: owner.owner,
    tenant: owner.tenant,
    wallet: owner.owner + (last + 1n) * WALLET_STEP,
    program: type.program,
    walletType: type.walletType,
    unit: type.unit,
  });
}

/** Changes a lot and notes it on the entry. `delta` is what its remainder changed by. */
export function touchLot(
  booking: Booking,
  lot: Lot,
  changed: Partial<Pick<Lot, 'remaining' | 'held' | 'isPending' | 'isFrozen'>>,
  effect: Effect,
): Lot {
  const after = { ...lot, ...changed };
  assert(
    after.remaining >= 0n && after.remaining <= after.amount && after.held >= 0n && after.held <= after.remaining,
    'a lot stays in its bounds',
  );
  booking.desk.put(lotSheet, after, after);
  if (effect === EFFECT.expire)
    noteExpired(booking.desk, lot, lot.remaining - after.remaining, booking.seq, booking.allocations.length);
  booking.allocations.push({ lotSeq: lot.seq, lotN: lot.n, delta: after.remaining - lot.remaining, effect });
  booking.touched.push({ before: lot, after });
  return after;
}

/** The earlier of two moments, for a wallet's due time. */
export const earlier = (a: Instant, b: Instant): Instant => (a < b ? a : b);

/** When a lot next changes by time alone. */
export const lotDueAt = (lot: Lot): Instant =>
  lot.isPending ? lot.activeAt : lot.remaining > 0n ? lot.expiresAt : INSTANT_NEVER;

/** The lots of a wallet that are in memory. */
export const lotsInMemory = (desk: Desk<JournalEntry>, wallet: Pick<Wallet, 'lane' | 'wallet'>): Lot[] =>
  desk.known(lotSheet, (lot) => lot.wallet === wallet.wallet && lot.lane === wallet.lane);
