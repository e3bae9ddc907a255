import { assert } from '../../kernel/assert.ts';
import { MICROSECONDS_PER_DAY, type Instant } from '../../kernel/instant.ts';
import { expiresAt } from '../../kernel/validity.ts';
import type { Desk, OwnerKey } from '../../platform/lanes/index.ts';
import { allocationSheet, movements, type JournalEntry } from '../ledger/index.ts';
import {
  lotSheet,
  partsToRestore,
  restore,
  takenParts,
  undoUncovered,
  walletsOf,
  type Undone,
  type Wallet,
} from '../points/index.ts';
import { bookingIn, type Bookings } from './bookings.ts';
import type { CheckoutDeps } from './deps.ts';
import type { FoundSale } from './plan-return.ts';
import type { KeptPayment } from './record.ts';
import type { Return } from './return.ts';
import type { KeptRestored } from './return-record.ts';
import { shareOf, type PaidTender } from './share-tenders.ts';
import type { KeptUndone, Returned, ReturnOrders } from './store/returned.ts';

/** What one wallet had paid of a sale, and how much of it is to be back in all. Points in the smallest step. */
type PaidByWallet = Pick<KeptPayment, 'payer' | 'walletType' | 'gift'> & {
  readonly total: bigint;
  readonly covered: bigint;
  readonly owed: bigint;
};

export type RestoredPayments = {
  readonly restored: KeptRestored[];
  readonly totals: Record<string, number>;
  readonly uncovered: Record<string, KeptUndone> | undefined;
};

/**
 * Gives points that had paid back to the lots they came from, as far as their tender is refunded. What no lot had covered
 * comes last: it is owed no more, or was the program's loss.
 */
export function restorePayments(
  deps: CheckoutDeps,
  input: Return,
  found: FoundSale,
  bookings: Bookings,
  tenders: readonly PaidTender[],
  refunds: readonly bigint[],
  before: Returned,
  { restoreOrder }: ReturnOrders,
): RestoredPayments {
  const { program } = input.till;
  const { restoreGraceDays } = program.policy;
  const { desk } = bookings.home;
  const restored: KeptRestored[] = [];
  const totals: Record<string, number> = {};
  let uncovered = before.uncovered && { ...before.uncovered };
  for (const [wallet, { total, covered, owed, payer, walletType, gift }] of paidByWallet(found, tenders, refunds)) {
    const owner: OwnerKey = payer ? { lane: payer.lane, owner: BigInt(payer.owner) } : found.buyer!;
    const spentAt = { lane: owner.lane, seq: payer ? BigInt(payer.seq) : found.seq };
    const after = total < covered ? total : covered;
    const was = BigInt(before.restored[wallet] ?? 0);
    totals[wallet] = Number(after);
    const undone = readUndone(before.uncovered?.[wallet]);
    const undo = total - after - undone.released - undone.given - undone.madeGood;
    if (after <= was && undo <= 0n) continue;
    const booking = bookingIn(deps, bookings, owner);
    const held = walletsOf(desk, owner).find((one) => String(one.wallet) === wallet);
    assert(held, `wallet ${wallet} that paid is there`);
    const kept = {
      wallet,
      walletType,
      ...(payer ? { payer: { lane: payer.lane, owner: payer.owner } } : {}),
      ...(gift ? { card: gift.card } : {}),
    };
    if (after > was) {
      const parts = partsToRestore(partsOfWallet(desk, spentAt, held), was, after, restoreOrder);
      const graceUntil =
        restoreGraceDays > 0 ? ((booking.at + restoreGraceDays * MICROSECONDS_PER_DAY) as Instant) : undefined;
      const isHere = booking === bookings.home;
      const done = restore(booking, held, parts, {
        ...(graceUntil === undefined ? {} : { graceUntil }),
        payee: isHere ? 'here' : 'elsewhere',
      });
      if (!isHere) {
        const accounts = deps.accounts.of(held.program, held.unit);
        bookings.home.postings.push(...movements.foreignRestoration(accounts, done.restored));
      }
      restored.push({ ...kept, points: Number(done.restored), expired: Number(done.expired) });
    }
    if (undo > 0n) {
      const endsAt = expiresAt(deps.walletTypes.of(walletType).expiry, booking.at, program.zone);
      const current = walletsOf(desk, owner).find((one) => one.wallet === held.wallet)!;
      const now = undoUncovered(booking, current, { seq: spentAt.seq, owed, before: undone }, undo, endsAt);
      uncovered = { ...uncovered, [wallet]: keepUndone(now) };
      restored.push({ ...kept, points: Number(undo), expired: 0 });
    }
  }
  return { restored, totals, uncovered };
}

/** Payments of one wallet by several tenders come back together. */
function paidByWallet(
  found: FoundSale,
  tenders: readonly PaidTender[],
  refunds: readonly bigint[],
): Map<string, PaidByWallet> {
  const byWallet = new Map<string, PaidByWallet>();
  for (const [at, tender] of tenders.entries()) {
    if (tender.payment === undefined) continue;
    const payment = found.record.payments[tender.payment];
    const points = BigInt(payment.points);
    const known = byWallet.get(payment.wallet);
    byWallet.set(payment.wallet, {
      total: (known?.total ?? 0n) + shareOf(points, refunds[at], tender.amount),
      covered: (known?.covered ?? 0n) + points - BigInt(payment.uncovered ?? 0),
      owed: (known?.owed ?? 0n) + BigInt(payment.owed ?? 0),
      ...(payment.payer ? { payer: payment.payer } : {}),
      ...(payment.gift ? { gift: payment.gift } : {}),
      walletType: payment.walletType,
    });
  }
  return byWallet;
}

const readUndone = (kept: KeptUndone | undefined): Undone => ({
  released: BigInt(kept?.released ?? 0),
  given: BigInt(kept?.given ?? 0),
  madeGood: BigInt(kept?.madeGood ?? 0),
});

const keepUndone = ({ released, given, madeGood }: Undone): KeptUndone => ({
  released: Number(released),
  given: Number(given),
  madeGood: Number(madeGood),
});

/** What an entry took from the lots of one wallet; lots that it made itself only repaid a debt. */
function partsOfWallet(
  desk: Desk<JournalEntry>,
  place: { lane: number; seq: bigint },
  wallet: Wallet,
): ReturnType<typeof takenParts> {
  const parts = takenParts(desk.read(allocationSheet, place) ?? []).filter((part) => part.lotSeq !== place.seq);
  desk.need(
    lotSheet,
    parts.map((part) => ({ lane: place.lane, seq: part.lotSeq, n: part.lotN })),
  );
  return parts.filter(
    (part) => desk.read(lotSheet, { lane: place.lane, seq: part.lotSeq, n: part.lotN })?.wallet === wallet.wallet,
  );
}
