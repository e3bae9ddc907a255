import { movements } from '../ledger/index.ts';
import { creditLot } from './accrue.ts';
import { currentWallet, walletsOf, type Booking } from './booking.ts';
import { takeFromLots } from './take.ts';
import type { Wallet } from './wallet.ts';

/**
 * Moves points from one member to another: lots keep issuer, dates of earning and expiry, and their origin. The two bookings
 * are the same one when both stand in one lane; else value goes by between-lanes.
 */
export function transfer(
  from: Booking,
  to: Booking,
  giver: Wallet,
  taker: Wallet,
  amount: bigint,
): { giver: Wallet; taker: Wallet } {
  const accounts = from.accounts.of(giver.program, giver.unit);
  from.postings.push(...movements.departure(accounts, giver.wallet, amount));
  const { wallet, taken } = takeFromLots(from, giver, amount);
  let received = walletsOf(to.desk, taker).find((one) => one.wallet === taker.wallet) ?? taker;
  for (const { lot, amount: part } of taken) {
    const credit = {
      amount: part,
      earnedAt: lot.earnedAt,
      activeAt: lot.activeAt < to.at ? lot.activeAt : to.at,
      expiresAt: lot.expiresAt,
      issuer: lot.issuer,
      ...(lot.contract === undefined ? {} : { contract: lot.contract }),
      originLane: lot.originLane ?? lot.lane,
      originSeq: lot.originSeq ?? lot.seq,
    };
    received = creditLot(to, received, credit, (target, all) => movements.arrival(accounts, target.wallet, all));
  }
  return { giver: currentWallet(from.desk, wallet), taker: received };
}
