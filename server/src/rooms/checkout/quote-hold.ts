import type { Desk } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { holdSheet, openBooking, openHoldSheet, release, walletsOf, type Booking } from '../points/index.ts';
import type { CheckoutDeps } from './deps.ts';
import { appendEntry } from './entry.ts';
import type { SalePlan } from './plan-sale.ts';
import type { Sale } from './sale.ts';

/**
 * Gives the hold of a quote back, so that the sale that it promised can spend the same lots. Does nothing where the quote
 * held nothing, or its hold has lapsed since: then the sale takes what is there.
 */
export function releaseQuoted(deps: CheckoutDeps, sale: Sale, plan: SalePlan, desk: Desk<JournalEntry>): void {
  const held = sale.quote?.hold;
  if (!held || !plan.member || held.lane !== plan.member.lane) return;
  const wallets = walletsOf(desk, plan.member);
  desk.need(openHoldSheet, wallets);
  const seq = BigInt(held.seq);
  let booking: Booking | undefined;
  for (const hold of desk.known(holdSheet)) {
    if (hold.lane !== held.lane || hold.seq !== seq || hold.state !== 'open') continue;
    const wallet = walletsOf(desk, plan.member).find((one) => one.wallet === hold.wallet);
    if (!wallet) continue;
    booking ??= openBooking(desk, deps.accounts, held.lane, sale.occurredAt);
    release(booking, wallet, hold);
  }
  if (booking) {
    const record = { is: 'release', hold: { lane: held.lane, seq: held.seq } };
    appendEntry(booking, { kind: 'points.release', owner: plan.member.owner, till: sale.till, record });
  }
}
