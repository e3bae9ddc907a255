import type { Instant } from '../../kernel/instant.ts';
import { movements } from '../ledger/index.ts';
import { creditLot } from './accrue.ts';
import { currentWallet, putWallet, type Booking } from './booking.ts';
import { debtSheet, openDebtSheet } from './store/debt.ts';
import type { Wallet } from './wallet.ts';

/** What has been undone of a payment that no lot had covered: debt released, points given for debt repaid since, loss taken back. */
export type Undone = { readonly released: bigint; readonly given: bigint; readonly madeGood: bigint };

/** A payment that no lot had covered: the entry that booked it, what it made the member owe, what was undone before. */
export type Uncovered = { readonly seq: bigint; readonly owed: bigint; readonly before: Undone };

/**
 * Undoes `amount` of an uncovered payment when its goods come back: first what is still owed for it, then what was repaid by
 * later points, as a new lot that ends at `endsAt`, then what the program had written off. Gives what was undone in all.
 */
export function undoUncovered(
  booking: Booking,
  wallet: Wallet,
  of: Uncovered,
  amount: bigint,
  endsAt: Instant,
): Undone {
  const { desk } = booking;
  const accounts = booking.accounts.of(wallet.program, wallet.unit);
  desk.need(openDebtSheet, [wallet]);
  const debts = desk
    .known(debtSheet)
    .filter((debt) => debt.lane === wallet.lane && debt.seq === of.seq && debt.wallet === wallet.wallet);
  const stillOwed = debts.reduce((sum, debt) => sum + debt.remaining, 0n);
  const repaid = of.owed - stillOwed - of.before.released;
  let left = amount;
  for (const debt of debts) {
    const part = least(debt.remaining, left);
    if (part === 0n) continue;
    desk.put(debtSheet, debt, { ...debt, remaining: debt.remaining - part });
    left -= part;
  }
  const released = amount - left;
  const now = currentWallet(desk, wallet);
  putWallet(desk, { ...now, owed: now.owed - released });
  const given = least(left, repaid - of.before.given);
  const madeGood = left - given;
  booking.postings.push(
    ...movements.releasedDebt(accounts, wallet.wallet, released),
    ...movements.uncoveredRestoration(accounts, madeGood),
  );
  if (given > 0n) {
    const credit = { amount: given, earnedAt: booking.at, activeAt: booking.at, expiresAt: endsAt, issuer: 0 };
    creditLot(booking, currentWallet(desk, wallet), credit, (to, all) =>
      movements.restoration(accounts, to.wallet, all),
    );
  }
  return {
    released: of.before.released + released,
    given: of.before.given + given,
    madeGood: of.before.madeGood + madeGood,
  };
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
