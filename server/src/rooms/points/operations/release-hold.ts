import { assert } from '../../../kernel/assert.ts';
import type { Decided, Desk, LookUp, Operation } from '../../../platform/lanes/index.ts';
import type { Refusal } from '../../../kernel/refusal.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import { openBooking, walletsOf } from '../booking.ts';
import { appendEntry } from '../entry.ts';
import { forfeitOfErased } from '../forfeit-of-erased.ts';
import { giveHoldUseBack } from '../give-hold-use-back.ts';
import type { KeptOwner } from '../kept-wallet.ts';
import { presentBooked, presentMember, type OperationAnswer } from '../present.ts';
import { release } from '../release.ts';
import { foreseeWallets } from '../settle-owner.ts';
import type { CaptureAnswer } from './capture-hold.ts';
import { openHolds, planHold, type HoldEnd, type HoldPlan } from './find-hold.ts';
import type { PointsDeps } from './holder.ts';
import { closeMove, keepOwner, presentMove, type MoveRecord } from './move.ts';
import type { KeptByQuote } from './quote-slot.ts';

/** What is kept of the end of a quote that has no wallet to tell of: its member's, or nobody's. */
type QuoteEndRecord = {
  readonly is: 'quote_release';
  readonly of: { readonly lane: number; readonly seq: string };
  readonly member?: KeptOwner;
};

type QuoteEndAnswer = OperationAnswer & { readonly member?: string; readonly hold: string };

type ReleasePlan = HoldPlan & { readonly besides: KeptByQuote | undefined };

/**
 * Gives back what was held, also by a quote, and with it what the quote kept of budgets, coupons and gift cards; what had ended
 * meanwhile expires, and what was of somebody who was erased since is forfeited. Refuses a hold of which nothing is open. Of a quote that held in several wallets all are released; the answer
 * names the first.
 */
export const releaseHold = (
  deps: PointsDeps,
): Operation<HoldEnd, ReleasePlan, MoveRecord | QuoteEndRecord, CaptureAnswer | QuoteEndAnswer, JournalEntry> => ({
  kind: 'points.release',
  resolve: (input, look) => planRelease(deps, input, look),
  foresee: (input, { owners }, { peek }) => foreseeWallets(owners, peek, input.receivedAt, false),
  decide(input, plan, desk) {
    // First: what time has done to gift cards comes before anything else about them.
    const isMoreFreed = plan.besides?.giveBack(desk) === true;
    const found = openHolds(deps, plan, desk);
    if (!found.ok) return isMoreFreed ? endQuote(deps, input, plan, desk) : found;
    // From here it succeeds.
    const [first] = found.holds;
    const walletOf = (id: bigint) => {
      const wallet = walletsOf(desk, plan.holder).find((one) => one.wallet === id);
      assert(wallet, `wallet ${id} of a hold is there`);
      return wallet;
    };
    const booking = openBooking(desk, deps.accounts, first.lane, desk.recordedAt);
    for (const hold of found.holds) release(booking, walletOf(hold.wallet), hold);
    giveHoldUseBack(desk, first);
    const of = { lane: first.lane, seq: String(first.seq) };
    const kept = { is: 'release', points: String(first.amount), of } as const;
    const closed = closeMove(deps, booking, walletOf(first.wallet), kept, { kind: 'points.release', till: input.till });
    forfeitOfErased(deps, [plan.holder], desk);
    return closed;
  },
  present: (record, booked) => {
    const { lane, seq } = record.of!;
    const hold = deps.tokens.encode('hold', lane, BigInt(seq));
    if (record.is !== 'quote_release') return { ...presentMove(deps, record, booked), hold };
    const member = record.member && { member: presentMember(deps, record.member) };
    return { ...presentBooked(deps, booked), ...member, hold };
  },
});

/** Finds the hold, and what else a quote keeps. A gift card that is home to its quote is there once. */
async function planRelease(deps: PointsDeps, input: HoldEnd, look: LookUp): Promise<ReleasePlan | Refusal> {
  const plan = await planHold(input, look);
  if ('refusal' in plan || !plan.isOfQuote || !deps.quotes)
    return 'refusal' in plan ? plan : { ...plan, besides: undefined };
  const besides = await deps.quotes({ kept: plan.kept, place: plan.place, till: input.till }, look);
  const others = besides.owners.filter(({ owner }) => owner !== plan.holder.owner);
  return { ...plan, owners: [plan.holder, ...others], wants: [...plan.wants, ...besides.wants], besides };
}

/** Ends a quote that kept no points. */
function endQuote(
  deps: PointsDeps,
  { till }: HoldEnd,
  { place, holder, isOfGuest }: ReleasePlan,
  desk: Desk<JournalEntry>,
): Decided<MoveRecord | QuoteEndRecord> {
  const booking = openBooking(desk, deps.accounts, place.lane, desk.recordedAt);
  const of = { lane: place.lane, seq: String(place.seq) };
  const wallet = isOfGuest
    ? undefined
    : walletsOf(desk, holder).find(({ program }) => program === till.program.program);
  if (wallet)
    return closeMove(deps, booking, wallet, { is: 'release', points: '0', of }, { kind: 'points.release', till });
  const member = isOfGuest ? undefined : { member: keepOwner(holder) };
  const record: QuoteEndRecord = { is: 'quote_release', of, ...member };
  // What is not about a member is not told as the end of his hold: each gift card has an entry of its own.
  const kind = isOfGuest ? 'points.quote_release' : 'points.release';
  appendEntry(booking, { kind, owner: holder.owner, till, record });
  const { lane, seq } = booking;
  return { ok: true, lane, seq, record };
}
