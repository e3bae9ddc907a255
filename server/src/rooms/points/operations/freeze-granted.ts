import { refuse, type Refusal } from '../../../kernel/refusal.ts';
import {
  ownerKeyText,
  want,
  type Held,
  type LookUp,
  type Operation,
  type OwnerKey,
  type Plan,
} from '../../../platform/lanes/index.ts';
import { recordSheet, type JournalEntry, type KeptOperation } from '../../ledger/index.ts';
import { openBooking, walletsOf, type Booking } from '../booking.ts';
import { appendEntry } from '../entry.ts';
import { freezeLots, unfreezeLots } from '../freeze.ts';
import type { KeptOwner } from '../kept-wallet.ts';
import { noteExpiring } from '../note-expiring.ts';
import { pointsText, presentBooked, presentMember, type OperationAnswer } from '../present.ts';
import { foreseeWallets, settleOwner } from '../settle-owner.ts';
import { originSheet } from '../store/lot.ts';
import { originHolderSheet } from '../store/origin-holders.ts';
import { factsOf, type PointsDeps, type Received } from './holder.ts';
import { keepOwner } from './move.ts';
import type { ByHand } from './reason.ts';

export type FreezeInput = Received &
  ByHand & {
    readonly tenant: number;
    /** The operation that granted the lots. */
    readonly granted: { readonly lane: number; readonly seq: bigint };
  };

export type FreezePlan = Plan & { readonly granting: KeptOperation; readonly holders: readonly Held[] };

/** `changed`: of whom, in which wallet type, how much became unspendable or spendable, in smallest steps. */
export type FreezeRecord = ByHand & {
  readonly is: 'freeze' | 'unfreeze';
  readonly granted: { readonly lane: number; readonly seq: string };
  readonly changed: readonly (KeptOwner & { readonly walletType: number; readonly points: string })[];
};

export type FreezeAnswer = OperationAnswer & {
  readonly granted: string;
  readonly changed: readonly {
    readonly member: string;
    readonly walletType: string;
    readonly points: string;
    readonly unit: string;
  }[];
};

type LotMarking = Operation<FreezeInput, FreezePlan, FreezeRecord, FreezeAnswer, JournalEntry>;

/**
 * Makes the lots that an operation granted unspendable, also those that were transferred since. What is held stays held.
 * Refuses an operation that is not there, and one of which nothing is left to freeze.
 */
export const freezeGranted = (deps: PointsDeps): LotMarking => markLots(deps, 'freeze');

/** Makes frozen lots spendable again. Refuses an operation of which nothing is frozen. */
export const unfreezeGranted = (deps: PointsDeps): LotMarking => markLots(deps, 'unfreeze');

const markLots = (deps: PointsDeps, is: FreezeRecord['is']): LotMarking => ({
  kind: `points.${is}`,
  resolve: (input, look) => planFreeze(input, look),
  foresee: (input, { holders }, { peek }) => foreseeWallets(holders, peek, input.receivedAt, false),
  decide(input, { granting, holders }, desk) {
    const { reason, by } = input;
    const till = { program: deps.programs.settings().program(granting.program) };
    const mark = is === 'freeze' ? freezeLots : unfreezeLots;
    const bookings = new Map<number, Booking>();
    const owners = new Map<number, OwnerKey>();
    for (const holder of holders) settleOwner(deps, holder, desk, desk.recordedAt);
    for (const holder of holders) {
      const booking = bookings.get(holder.lane) ?? openBooking(desk, deps.accounts, holder.lane, desk.recordedAt);
      bookings.set(holder.lane, booking);
      for (const wallet of walletsOf(desk, holder)) {
        const before = booking.touched.length;
        mark(booking, wallet, input.granted);
        if (booking.touched.length > before && !owners.has(holder.lane)) owners.set(holder.lane, holder);
      }
    }
    const changed = [...bookings.values()].flatMap(({ touched }) => touched.map(({ after }) => after));
    if (changed.length === 0) return refuse('points.lots.nothing_to_change');

    // From here it succeeds.
    const [home] = [...bookings.values()].filter((one) => one.touched.length > 0);
    const place = { lane: home.lane, seq: home.seq };
    const record: FreezeRecord = {
      is,
      granted: { lane: input.granted.lane, seq: String(input.granted.seq) },
      changed: [],
      reason,
      by,
    };
    for (const holder of holders) noteExpiring(bookings.get(holder.lane)!, holder);
    const kept = {
      ...record,
      changed: holders.flatMap((holder) => sumByWallet(holder, walletsOf(desk, holder), changed)),
    };
    for (const [lane, booking] of bookings) {
      if (booking === home) continue;
      const owner = owners.get(lane) ?? holders.find((one) => one.lane === lane)!;
      appendEntry(booking, { kind: 'points.leg', owner: owner.owner, till, home: place });
    }
    appendEntry(home, { kind: `points.${is}`, owner: owners.get(home.lane)!.owner, till, record: kept });
    return { ok: true, ...place, record: kept };
  },
  present: (record, booked) => ({
    ...presentBooked(deps, booked),
    granted: deps.tokens.encode('op', record.granted.lane, BigInt(record.granted.seq)),
    changed: record.changed.map(({ walletType, points, ...owner }) => {
      const { amount, unit } = pointsText(deps, walletType, points);
      return {
        member: presentMember(deps, owner),
        walletType: deps.walletTypes.of(walletType).code,
        points: amount,
        unit,
      };
    }),
  }),
});

async function planFreeze({ tenant, granted }: FreezeInput, look: LookUp): Promise<FreezePlan | Refusal> {
  const granting = await look.row(recordSheet, granted);
  if (!granting || granting.tenant !== tenant) return refuse('points.operation.unknown');
  const keys = (await look.row(originHolderSheet, granted)) ?? [];
  const holders = (await Promise.all(keys.map((key) => look.owner(key)))).filter((one) => one !== undefined);
  if (holders.length === 0) return refuse('points.lots.nothing_to_change');
  holders.sort((a, b) => a.lane - b.lane || (ownerKeyText(a) < ownerKeyText(b) ? -1 : 1));
  const wants = holders.flatMap((holder) => [
    ...factsOf(holder),
    want(originSheet, { ...granted, heldLane: holder.lane }),
  ]);
  return { owners: holders, wants, granting, holders };
}

/** What changed, by wallet of one holder. */
function sumByWallet(
  holder: OwnerKey,
  wallets: readonly { wallet: bigint; walletType: number }[],
  changed: readonly { lane: number; wallet: bigint; remaining: bigint }[],
): FreezeRecord['changed'] {
  return wallets.flatMap(({ wallet, walletType }) => {
    const of = changed.filter((lot) => lot.lane === holder.lane && lot.wallet === wallet);
    if (of.length === 0) return [];
    return [{ ...keepOwner(holder), walletType, points: String(of.reduce((sum, lot) => sum + lot.remaining, 0n)) }];
  });
}
