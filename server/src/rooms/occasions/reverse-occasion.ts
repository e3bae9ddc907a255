import type { Instant } from '../../kernel/instant.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import {
  survivorOf,
  want,
  type Decided,
  type Desk,
  type Held,
  type LookUp,
  type Operation,
  type Plan,
} from '../../platform/lanes/index.ts';
import { clawBackPolicyOf, countStamps } from '../checkout/index.ts';
import { recordSheet, type JournalEntry } from '../ledger/index.ts';
import { memberSheet } from '../members/index.ts';
import {
  accountSheet,
  appendEntry,
  clawBack,
  foreseeWallets,
  keepWallet,
  noteExpiring,
  openBooking,
  pointsText,
  presentMember,
  settleOwner,
  walletOfType,
  walletsOf,
  type AdjustmentReason,
  type Booking,
  type KeptOwner,
  type KeptWallet,
} from '../points/index.ts';
import { counterSheet, giveRoomBack, withdrawIssued } from '../promotions/index.ts';
import type { Program } from '../programs/index.ts';
import { OCCASION_KIND, type OccasionRecord } from './occasion.ts';
import type { OccasionDeps } from './occasion-deps.ts';
import { presentReversal, type ReversalAnswer } from './present-reversal.ts';
import { reversedSheet } from './store/reversed.ts';

export const REVERSAL_KIND = 'occasions.reversal';

/** An occasion that should not have brought anything, as a person says it. */
export type OccasionToReverse = {
  readonly tenant: number;
  readonly place: { readonly lane: number; readonly seq: bigint };
  readonly reason: AdjustmentReason;
  readonly by: string;
  readonly receivedAt: Instant;
};

/** How the points of a wallet type were got back; the parts sum to `points`. Smallest steps. */
export type KeptBack = {
  readonly walletType: number;
  readonly points: number;
  readonly fromPending: number;
  readonly fromBalance: number;
  readonly owed: number;
  readonly writtenOff: number;
  readonly leftWithMember: number;
};

export type ReversalRecord = {
  readonly is: 'occasion_reversal';
  readonly original: { readonly lane: number; readonly seq: string };
  readonly name: string;
  readonly member: KeptOwner;
  readonly reason: AdjustmentReason;
  readonly by: string;
  readonly back: readonly KeptBack[];
  readonly wallets: readonly KeptWallet[];
};

type Who = Held & { readonly tenant: number };
type ReversalPlan = Plan & { readonly holder: Who; readonly record: OccasionRecord; readonly program: Program };

/**
 * Takes back all that an occasion has brought, once: its points as far as the program's policy for returns goes, stamps, codes that nobody has
 * used, and what it took of limits. The member of today is asked, whoever he was merged into. Refuses one that is not there, and one that
 * was reversed already.
 */
export const reverseOccasion = (
  deps: OccasionDeps,
): Operation<OccasionToReverse, ReversalPlan, ReversalRecord, ReversalAnswer, JournalEntry> => ({
  kind: REVERSAL_KIND,
  resolve: (input, look) => planReversal(deps, input, look),
  foresee: (input, { holder }, { peek }) => foreseeWallets([holder], peek, input.receivedAt, true),
  decide(input, plan, desk) {
    if (desk.read(reversedSheet, input.place)) return refuse('occasions.occasion.reversed');
    settleOwner(deps, plan.holder, desk, desk.recordedAt);
    // From here it succeeds.
    return reverse(deps, input, plan, desk);
  },
  present: (record, booked) => presentReversal(deps, record, booked),
});

/** What an occasion brought in points, which its reversal would take back as far as it goes. */
export type Foreseen = {
  readonly member: string;
  readonly name: string;
  readonly taken: readonly { readonly walletType: string; readonly unit: string; readonly points: string }[];
};

/**
 * What a reversal would take back, from the record of the occasion: to rehearse one would lock codes. Refuses one that is not there; of one
 * that is reversed already nothing is left.
 */
export async function foreseeReversal(
  deps: OccasionDeps,
  look: LookUp,
  input: Pick<OccasionToReverse, 'tenant' | 'place'>,
): Promise<Ok<{ readonly foreseen: Foreseen }> | Refusal<'occasions.occasion.unknown'>> {
  const plan = await planReversal(deps, input, look);
  if ('ok' in plan) return plan;
  const { holder, record } = plan;
  const isReversed = (await look.row(reversedSheet, input.place)) !== undefined;
  const points = isReversed ? new Map<number, bigint>() : pointsOf(record);
  const taken = [...points].map(([walletType, amount]) => {
    const told = pointsText(deps, walletType, amount);
    return { walletType: deps.walletTypes.of(walletType).code, unit: told.unit, points: told.amount };
  });
  const member = presentMember(deps, { lane: holder.lane, owner: String(holder.owner) });
  return { ok: true, foreseen: { member, name: record.basket.occasion?.name ?? '', taken } };
}

/** What it brought, by wallet type. */
const pointsOf = ({ credits }: OccasionRecord): ReadonlyMap<number, bigint> => {
  const points = new Map<number, bigint>();
  for (const credit of credits)
    points.set(credit.walletType, (points.get(credit.walletType) ?? 0n) + BigInt(credit.points));
  return points;
};

async function planReversal(
  deps: OccasionDeps,
  { tenant, place }: Pick<OccasionToReverse, 'tenant' | 'place'>,
  look: LookUp,
): Promise<ReversalPlan | Refusal<'occasions.occasion.unknown'>> {
  const kept = await look.row(recordSheet, place);
  if (!kept || kept.tenant !== tenant || kept.kind !== OCCASION_KIND) return refuse('occasions.occasion.unknown');
  const first = await look.owner({ lane: place.lane, owner: kept.owner });
  const holder = first && (await survivorOf(look, first));
  // Who was erased has lost his points already.
  if (!first || !holder || holder.state !== 'active') return refuse('occasions.occasion.unknown');
  return {
    // The lane in which it stands keeps that it was reversed, wherever its member has gone.
    owners: first.owner === holder.owner ? [holder] : [first, holder],
    holder: { ...holder, tenant },
    record: kept.record as OccasionRecord,
    program: deps.programs.settings().program(kept.program),
    wants: [
      want(reversedSheet, place),
      want(accountSheet, holder),
      want(memberSheet, holder),
      want(counterSheet, { lane: holder.lane, owner: holder.owner }),
    ],
  };
}

function reverse(
  deps: OccasionDeps,
  { place, reason, by }: OccasionToReverse,
  { holder, record, program }: ReversalPlan,
  desk: Desk<JournalEntry>,
): Decided<ReversalRecord> {
  const booking = openBooking(desk, deps.accounts, holder.lane, desk.recordedAt);
  const { lane, seq } = booking;
  const back = [...pointsOf(record)].map(([walletType, amount]) =>
    takeBack(deps, program, booking, holder, place, walletType, amount),
  );
  noteExpiring(booking, holder);
  countStamps(
    holder,
    (record.stamps ?? []).map((stamp) => ({ ...stamp, count: -stamp.count })),
    desk,
  );
  for (const { coupon, first, count } of record.couponsIssued ?? []) {
    const series = deps.coupons.seriesOf(program.program, coupon.toUpperCase());
    if (series) withdrawIssued(deps.keys, desk, series, { word: series.code, place, first, count });
  }
  const { tenant, program: number } = program;
  for (const taken of record.limited ?? [])
    giveRoomBack(desk, { tenant, program: number, lane, member: holder }, taken, BigInt(taken.amount), 0n);
  desk.put(reversedSheet, place, { ...place, tenant, byLane: lane, bySeq: seq });
  const kept: ReversalRecord = {
    is: 'occasion_reversal',
    original: { lane: place.lane, seq: String(place.seq) },
    name: record.basket.occasion?.name ?? '',
    member: { lane: holder.lane, owner: String(holder.owner) },
    ...{ reason, by, back },
    wallets: walletsOf(desk, holder)
      .filter((one) => one.program === program.program)
      .map(keepWallet),
  };
  appendEntry(booking, { kind: REVERSAL_KIND, owner: holder.owner, till: { program }, record: kept });
  deps.tiers.balanceMoved(holder, program, desk);
  return { ok: true, lane, seq, record: kept };
}

/** Takes points of one wallet type back: pending ones first, then its own lots, then by policy. There is no refund that could pay for them. */
function takeBack(
  deps: OccasionDeps,
  program: Program,
  booking: Booking,
  holder: Who,
  origin: { readonly lane: number; readonly seq: bigint },
  walletType: number,
  amount: bigint,
): KeptBack {
  const type = deps.walletTypes.of(walletType);
  const { decimals } = deps.programs.settings().unit(type.unit);
  const policy = { ...clawBackPolicyOf({ till: { program } }, decimals), recoverMax: 0n };
  const done = clawBack(booking, walletOfType(booking.desk, holder, type), amount, origin, policy);
  return {
    ...{ walletType, points: Number(amount), fromPending: Number(done.cancelled), fromBalance: Number(done.taken) },
    ...{ owed: Number(done.owed), writtenOff: Number(done.writtenOff), leftWithMember: Number(done.forgiven) },
  };
}
