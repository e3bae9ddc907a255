import { assert } from '../../kernel/assert.ts';
import type { Instant } from '../../kernel/instant.ts';
import { movements } from '../ledger/index.ts';
import { accrue, clawBack, isErased, walletOfType, worthOf, type Booking, type Unearned } from '../points/index.ts';
import { clawBackPolicyOf } from './book-sale.ts';
import type { CheckoutDeps } from './deps.ts';
import { grantedOf, type PointsByType } from './keep-points.ts';
import type { FoundSale } from './plan-return.ts';
import type { PointsDecided } from './points-decided.ts';
import type { Return } from './return.ts';
import type { KeptBack, ReturnRecord } from './return-record.ts';
import type { Lost, Returned } from './store/returned.ts';

const NOTHING_LOST: Lost = { writtenOff: 0, forgiven: 0, lapsed: 0 };
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/**
 * Takes back what the rest of the basket does not earn; gives again what it earns more than the return before had left. Out of
 * the refund comes at most `money`, in the currency's smallest step. `unearnedOf` tells which points are earned no more, where a wallet
 * got several lots.
 */
export function takePointsBack(
  deps: CheckoutDeps,
  input: Pick<Return, 'till'>,
  found: FoundSale,
  decided: Pick<PointsDecided, 'grants' | 'credits' | 'origin'>,
  booking: Booking,
  before: Returned,
  kept: PointsByType,
  money: bigint,
  unearnedOf: (walletType: number) => readonly Unearned[] = () => [],
): Pick<ReturnRecord, 'back' | 'regranted'> & { readonly lost: Record<string, Lost> } {
  const back: KeptBack[] = [];
  const regranted: { walletType: number; points: number }[] = [];
  const lost: Record<string, Lost> = { ...before.lost };
  let refund = money;
  const { member } = found;
  if (!member) return { back, regranted, lost };
  const { origin, credits } = decided;
  for (const [code, granted] of grantedOf(decided.grants)) {
    const type = deps.walletTypes.byCode(input.till.program.program, code);
    assert(type, `wallet type ${code} of a grant is there`);
    const was = before.kept === undefined ? granted : BigInt(before.kept[code] ?? 0);
    const now = kept.get(code) ?? 0n;
    const wallet = walletOfType(booking.desk, member, type);
    const { writtenOff, forgiven, lapsed } = lost[code] ?? NOTHING_LOST;
    // What earlier returns could not take is still with the member: that much of it is not given twice.
    const madeGood = now > was ? least(now - was, BigInt(writtenOff + forgiven)) : 0n;
    if (madeGood > 0n) {
      const undone = least(madeGood, BigInt(writtenOff));
      booking.postings.push(...movements.madeGood(deps.accounts.of(type.program, type.unit), undone));
      lost[code] = {
        writtenOff: writtenOff - Number(undone),
        forgiven: forgiven - Number(madeGood - undone),
        lapsed: Math.min(lapsed, forgiven - Number(madeGood - undone)),
      };
    }
    const again = now - was - madeGood;
    if (again > 0n) {
      const first = credits.find((one) => one.walletType === type.walletType);
      assert(first, 'what was granted was credited');
      accrue(booking, wallet, {
        amount: again,
        earnedAt: found.sale.occurredAt,
        activeAt: first.activeAt as Instant,
        expiresAt: first.expiresAt as Instant,
        issuer: first.fund?.[0] ?? input.till.partner.partner,
        ...(first.fund ? { contract: first.fund[1] } : {}),
        originLane: origin.lane,
        originSeq: origin.seq,
      });
      regranted.push({ walletType: type.walletType, points: Number(again) });
    }
    if (now >= was) continue;
    const { decimals } = deps.programs.settings().unit(type.unit);
    const recoverMax = type.paysMoney === 0n ? 0n : (refund * type.paysPoints) / type.paysMoney;
    // Who was erased owes nothing, and lost already what the refund would be less by.
    const erased = isErased(booking.desk, member) && { negative: 'within_balance' as const };
    const policy = { ...clawBackPolicyOf(input, decimals), ...erased, recoverMax };
    const done = clawBack(
      booking,
      wallet,
      was - now,
      {
        ...{ lane: origin.lane, seq: origin.seq, lapsedBefore: BigInt(lapsed) },
        unearned: hasSeveral(credits, type.walletType) ? unearnedOf(type.walletType) : [],
      },
      policy,
    );
    refund -= worthOf(type, done.recovered);
    back.push({
      wallet: String(wallet.wallet),
      walletType: type.walletType,
      points: Number(was - now),
      cancelled: Number(done.cancelled),
      taken: Number(done.taken),
      owed: Number(done.owed),
      writtenOff: Number(done.writtenOff),
      recovered: Number(done.recovered),
      forgiven: Number(done.forgiven),
    });
    lost[code] = {
      writtenOff: writtenOff + Number(done.writtenOff),
      forgiven: forgiven + Number(done.forgiven),
      lapsed: lapsed + Number(done.lapsed),
    };
  }
  return { back, regranted, lost };
}

/** One lot needs no choice: most sales make one, and nothing is decided a third time for them. */
const hasSeveral = (credits: PointsDecided['credits'], walletType: number): boolean =>
  credits.filter((one) => one.walletType === walletType).length > 1;
