import { INSTANT_NEVER, MICROSECONDS_PER_DAY, instant, type Instant } from '../../kernel/instant.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import type { Desk, OwnerKey } from '../../platform/lanes/index.ts';
import { gatherPostings, writeRecord, type Accounts, type JournalEntry } from '../ledger/index.ts';
import { accrue } from './accrue.ts';
import { openBooking, walletOfType, type Booking } from './booking.ts';
import { capture } from './capture.ts';
import { clawBack, type NegativeBalancePolicy } from './claw-back.ts';
import { freezeLots, unfreezeLots } from './freeze.ts';
import { holdPoints } from './hold-points.ts';
import { noteExpiring } from './note-expiring.ts';
import { redeem } from './redeem.ts';
import { release } from './release.ts';
import { partsToRestore, restore, type TakenPart } from './restore.ts';
import { settle } from './settle.ts';
import { holdSheet } from './store/hold.ts';
import { transfer } from './transfer.ts';
import { availableOf, type Wallet } from './wallet.ts';

/** A member of the books that tests keep. */
export type Holder = OwnerKey & { readonly tenant: number };
type Place = { readonly lane: number; readonly seq: bigint };

/** One thing that happens to points, in the words of tests. Days count from the act; `which` points at an earlier act. */
export type Act =
  | {
      readonly does: 'accrue';
      readonly who: number;
      readonly amount: bigint;
      readonly startsIn: number;
      readonly livesFor: number | 'ever';
    }
  | { readonly does: 'redeem'; readonly who: number; readonly amount: bigint }
  | { readonly does: 'restore'; readonly which: number; readonly percent: number; readonly graceDays: number }
  | {
      readonly does: 'claw back';
      readonly which: number;
      readonly percent: number;
      readonly negative: NegativeBalancePolicy;
    }
  | { readonly does: 'hold'; readonly who: number; readonly amount: bigint; readonly days: number }
  | { readonly does: 'capture'; readonly which: number; readonly percent: number }
  | { readonly does: 'release'; readonly which: number }
  | { readonly does: 'freeze' | 'unfreeze'; readonly which: number }
  | { readonly does: 'transfer'; readonly who: number; readonly to: number; readonly amount: bigint }
  | { readonly does: 'settle'; readonly who: number }
  | { readonly does: 'wait'; readonly days: number };

/** What earlier acts have left for later ones to point at. */
export type Memory = {
  at: Instant;
  readonly accruals: (Place & { readonly who: number; readonly amount: bigint; clawed: bigint })[];
  readonly redemptions: (Place & {
    readonly who: number;
    readonly amount: bigint;
    readonly taken: readonly TakenPart[];
    restored: bigint;
  })[];
  readonly holds: (Place & { readonly who: number })[];
};

export const emptyMemory = (at: Instant): Memory => ({ at, accruals: [], redemptions: [], holds: [] });

/** What the acts stand on: the members, their wallet type, and the program's accounts. */
export type Books = {
  readonly accounts: Accounts;
  readonly holders: readonly Holder[];
  readonly type: { readonly walletType: number; readonly program: number; readonly unit: number };
};

const DATE = '2026-01-01';
const later = (at: Instant, days: number): Instant => instant(at + days * MICROSECONDS_PER_DAY);
const share = (amount: bigint, percent: number): bigint => (amount * BigInt(percent)) / 100n;
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const pick = <T>(list: readonly T[], which: number): T | undefined => list[which % Math.max(1, list.length)];

/** Closes a booking into an entry, as a room that sells would. */
export function appendFakeEntry(
  booking: Booking,
  kind: string,
  who: Pick<Holder, 'owner' | 'tenant'>,
  home?: Place,
): void {
  const isByTime = kind.startsWith('points.');
  noteExpiring(booking, { lane: booking.lane, owner: who.owner });
  booking.desk.append({
    lane: booking.lane,
    seq: booking.seq,
    kind,
    occurredAt: booking.at,
    bookedOn: DATE as JournalEntry['bookedOn'],
    owner: who.owner,
    tenant: who.tenant,
    program: 1,
    outlet: 0,
    terminal: 0,
    rulebook: 0,
    flags: 0,
    postings: gatherPostings(booking.postings),
    allocations: booking.allocations,
    lots: booking.lots,
    ...(home
      ? { home }
      : isByTime
        ? {}
        : { record: writeRecord({ kind, at: String(booking.at) }), raw: `{"kind":"${kind}"}` }),
  });
}

/** The holder's wallet, with everything done that time alone has done to it. */
function settled(desk: Desk<JournalEntry>, books: Books, who: Holder, at: Instant): Wallet {
  const wallet = walletOfType(desk, who, books.type);
  return settle(desk, books.accounts, wallet, at, (booking, kind) => appendFakeEntry(booking, kind, who));
}

/**
 * Decides one act on a desk and gives what is to be remembered once it is booked. Acts that point at nothing, and amounts that
 * are not there, are refused; so any sequence of acts is a life that could be.
 */
export function decideAct(
  desk: Desk<JournalEntry>,
  books: Books,
  memory: Memory,
  act: Exclude<Act, { does: 'wait' }>,
): (() => void) | Refusal {
  const at = memory.at;
  const nothing = refuse('points.wallet.insufficient');
  const open = (who: Holder): Booking => openBooking(desk, books.accounts, who.lane, at);
  switch (act.does) {
    case 'settle':
      settled(desk, books, pick(books.holders, act.who)!, at);
      return () => undefined;
    case 'accrue': {
      const who = pick(books.holders, act.who)!;
      const wallet = settled(desk, books, who, at);
      const booking = open(who);
      const activeAt = later(at, act.startsIn);
      const expiresAt = act.livesFor === 'ever' ? INSTANT_NEVER : later(activeAt, act.livesFor);
      accrue(booking, wallet, { amount: act.amount, earnedAt: at, activeAt, expiresAt, issuer: 0 });
      appendFakeEntry(booking, 'fake.accrual', who);
      return () =>
        memory.accruals.push({ lane: booking.lane, seq: booking.seq, who: act.who, amount: act.amount, clawed: 0n });
    }
    case 'redeem': {
      const who = pick(books.holders, act.who)!;
      const wallet = settled(desk, books, who, at);
      const amount = least(act.amount, availableOf(wallet));
      if (amount === 0n) return nothing;
      const booking = open(who);
      const { taken } = redeem(booking, wallet, amount);
      appendFakeEntry(booking, 'fake.redemption', who);
      const parts = taken.map((one) => ({ lotSeq: one.lot.seq, lotN: one.lot.n, amount: one.amount }));
      return () =>
        memory.redemptions.push({
          lane: booking.lane,
          seq: booking.seq,
          who: act.who,
          amount,
          taken: parts,
          restored: 0n,
        });
    }
    case 'restore': {
      const sale = pick(memory.redemptions, act.which);
      if (!sale || sale.restored === sale.amount) return nothing;
      const who = pick(books.holders, sale.who)!;
      const wallet = settled(desk, books, who, at);
      const upTo = sale.restored + (share(sale.amount - sale.restored, act.percent) || 1n);
      const booking = open(who);
      const grace = act.graceDays > 0 ? { graceUntil: later(at, act.graceDays) } : {};
      restore(booking, wallet, partsToRestore(sale.taken, sale.restored, upTo, 'last_taken_first'), grace);
      appendFakeEntry(booking, 'fake.restoration', who);
      return () => (sale.restored = upTo);
    }
    case 'claw back': {
      const sale = pick(memory.accruals, act.which);
      if (!sale || sale.clawed === sale.amount) return nothing;
      const who = pick(books.holders, sale.who)!;
      const wallet = settled(desk, books, who, at);
      const amount = share(sale.amount - sale.clawed, act.percent) || 1n;
      const booking = open(who);
      clawBack(booking, wallet, amount, sale, { negative: act.negative });
      appendFakeEntry(booking, 'fake.return', who);
      return () => (sale.clawed += amount);
    }
    case 'hold': {
      const who = pick(books.holders, act.who)!;
      const wallet = settled(desk, books, who, at);
      const amount = least(act.amount, availableOf(wallet));
      if (amount === 0n) return nothing;
      const booking = open(who);
      holdPoints(booking, wallet, amount, later(at, act.days), 0);
      appendFakeEntry(booking, 'fake.hold', who);
      return () => memory.holds.push({ lane: booking.lane, seq: booking.seq, who: act.who });
    }
    case 'capture':
    case 'release': {
      const place = pick(memory.holds, act.which);
      if (!place) return nothing;
      const who = pick(books.holders, place.who)!;
      const wallet = settled(desk, books, who, at);
      const hold = desk.read(holdSheet, { lane: place.lane, seq: place.seq, n: 0 });
      if (hold?.state !== 'open') return refuse('points.hold.closed');
      const booking = open(who);
      if (act.does === 'release') release(booking, wallet, hold);
      else capture(booking, wallet, hold, share(hold.amount, act.percent));
      appendFakeEntry(booking, `fake.${act.does}`, who);
      return () => undefined;
    }
    case 'freeze':
    case 'unfreeze': {
      const sale = pick(memory.accruals, act.which);
      if (!sale) return nothing;
      const who = pick(books.holders, sale.who)!;
      const wallet = settled(desk, books, who, at);
      const booking = open(who);
      (act.does === 'freeze' ? freezeLots : unfreezeLots)(booking, wallet, sale);
      appendFakeEntry(booking, `fake.${act.does}`, who);
      return () => undefined;
    }
    case 'transfer': {
      const giver = pick(books.holders, act.who)!;
      const taker = pick(books.holders, act.to)!;
      if (giver === taker) return refuse('points.transfer.same_member');
      const from = settled(desk, books, giver, at);
      const to = settled(desk, books, taker, at);
      const amount = least(act.amount, availableOf(from));
      if (amount === 0n) return nothing;
      const leaving = open(giver);
      const arriving = giver.lane === taker.lane ? leaving : open(taker);
      transfer(leaving, arriving, from, to, amount);
      if (arriving === leaving) noteExpiring(leaving, taker);
      appendFakeEntry(leaving, 'fake.transfer', giver);
      if (arriving !== leaving) appendFakeEntry(arriving, 'fake.transfer', taker, leaving);
      return () => undefined;
    }
  }
}

/** The holders whose wallets an act may change; what points at an earlier act may mean anybody. */
export function holdersOf(books: Books, act: Exclude<Act, { does: 'wait' }>): readonly Holder[] {
  if (!('who' in act)) return books.holders;
  return [...new Set([act.who, 'to' in act ? act.to : act.who].map((who) => pick(books.holders, who)!))];
}
