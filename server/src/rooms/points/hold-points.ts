import type { Instant } from '../../kernel/instant.ts';
import { currentWallet, earlier, putWallet, type Booking } from './booking.ts';
import type { Hold } from './hold.ts';
import { holdSheet } from './store/hold.ts';
import { lotSheet } from './store/lot.ts';
import { chooseLots } from './take.ts';
import type { Wallet } from './wallet.ts';

/** Reserves points on the lots that would be spent, until captured, released or lapsed. The caller has checked the balance. */
export function holdPoints(
  booking: Booking,
  wallet: Wallet,
  amount: bigint,
  expiresAt: Instant,
  n: number,
): { wallet: Wallet; hold: Hold } {
  const chosen = chooseLots(booking.desk, wallet, amount);
  for (const { lot, amount: part } of chosen) booking.desk.put(lotSheet, lot, { ...lot, held: lot.held + part });
  const hold: Hold = {
    lane: booking.lane,
    seq: booking.seq,
    n,
    wallet: wallet.wallet,
    amount,
    expiresAt,
    state: 'open',
    parts: chosen.map(({ lot, amount: part }) => ({ seq: lot.seq, n: lot.n, amount: part })),
  };
  booking.desk.put(holdSheet, hold, hold);
  const before = currentWallet(booking.desk, wallet);
  return {
    hold,
    wallet: putWallet(booking.desk, { ...before, held: before.held + amount, dueAt: earlier(before.dueAt, expiresAt) }),
  };
}
