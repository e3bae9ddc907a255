import type { Desk } from '../../platform/lanes/index.ts';
import { releaseReserved } from '../../platform/pots/index.ts';
import { releaseCoupons } from '../promotions/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { holdSheet, openBooking, openHoldSheet, release, walletsOf, type Booking } from '../points/index.ts';
import type { CheckoutDeps } from './deps.ts';
import { appendEntry } from './entry.ts';
import { releaseGifts } from './hold-gifts.ts';
import { homeOf, type SalePlan } from './plan-sale.ts';
import { couponKeysOf } from './record.ts';
import type { Sale } from './sale.ts';

/**
 * Gives the hold of a quote back, so that the sale that it promised can spend the same lots. Does nothing where the quote
 * held nothing, or its hold has lapsed since: then the sale takes what is there. So too with what it kept of budgets, and with codes.
 */
export function releaseQuoted(deps: CheckoutDeps, sale: Sale, plan: SalePlan, desk: Desk<JournalEntry>): void {
  releaseGifts(deps, sale, plan, desk);
  const held = sale.quote?.hold;
  if (!held) return;
  // Codes are in no lane, and go also where the sale shows them no more: nobody else could use them until the quote lapses.
  const coupons = couponKeysOf(sale.till.program.tenant, sale.quote?.coupons);
  releaseCoupons(desk, coupons, { lane: held.lane, seq: BigInt(held.seq) });
  if (held.lane !== homeOf(sale, plan).lane) return;
  if (sale.quote?.reserves) releaseReserved(desk, { lane: held.lane, seq: BigInt(held.seq) });
  if (!plan.member) return;
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
