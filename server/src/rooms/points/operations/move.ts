import { isoFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Booked, Decided, Desk, OwnerKey } from '../../../platform/lanes/index.ts';
import type { KeptUse } from '../../cards/index.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import { walletsOf, type Booking } from '../booking.ts';
import { appendEntry, type EntryFrame } from '../entry.ts';
import { isErased } from '../forfeit-of-erased.ts';
import { noteActivity } from '../idle.ts';
import { keepWallet, type KeptOwner, type KeptWallet } from '../kept-wallet.ts';
import { noteExpiring } from '../note-expiring.ts';
import {
  pointsText,
  presentBooked,
  presentMember,
  presentWallet,
  type OperationAnswer,
  type PresentDeps,
  type WalletAnswer,
} from '../present.ts';
import { settleOwner } from '../settle-owner.ts';
import type { Wallet } from '../wallet.ts';
import type { PointsDeps } from './holder.ts';

/** What is kept of any act on a wallet's points: enough for its answer, its repeat and its reversal. */
export type MoveRecord = {
  readonly is: 'redemption' | 'reversal' | 'hold' | 'release' | 'adjustment' | 'transfer';
  readonly member: KeptOwner;
  readonly wallet: string;
  readonly walletType: number;
  /** In smallest steps; of an adjustment with its sign. */
  readonly points: string;
  /** The program's wallets of the member after it. */
  readonly wallets: readonly KeptWallet[];
  /** The operation that held what was captured or released, or that was reversed. */
  readonly of?: { readonly lane: number; readonly seq: string };
  /** Of a hold: its end. */
  readonly endsAt?: number;
  /** Of a reversal: what had expired since, and all that was given back so far. */
  readonly expired?: string;
  readonly reversed?: string;
  /** What it counted on a card with limits. */
  readonly use?: KeptUse;
  /** The day on which limits counted it, where there are any. */
  readonly day?: LocalDate | undefined;
  /** Of a transfer. */
  readonly to?: KeptOwner;
  readonly reason?: string;
  /** Which credential asked, where a person did. */
  readonly by?: string;
};

export type MoveAnswer = OperationAnswer & {
  readonly member: string;
  readonly walletType: string;
  readonly points: string;
  readonly unit: string;
  readonly wallets: readonly WalletAnswer[];
};

export const keepOwner = ({ lane, owner }: OwnerKey): KeptOwner => ({ lane, owner: String(owner) });

type MoveOf = Pick<Wallet, 'lane' | 'owner' | 'wallet' | 'walletType' | 'program' | 'tenant'>;

/**
 * Ends an act on one wallet: what falls due by it (a lot that its hold had outlived) happens at once, the wallets as they then
 * stand are kept, the entry is appended.
 */
export function closeMove(
  deps: PointsDeps,
  booking: Booking,
  wallet: MoveOf,
  kept: Omit<MoveRecord, 'member' | 'wallet' | 'walletType' | 'wallets'>,
  frame: Pick<EntryFrame, 'kind' | 'till'>,
): Decided<MoveRecord> {
  const { desk, lane, seq } = booking;
  noteExpiring(booking, wallet);
  if (kept.is === 'redemption')
    noteActivity(deps, wallet, deps.programs.settings().program(wallet.program), desk, booking.at);
  settleOwner(deps, wallet, desk, booking.at);
  const record: MoveRecord = {
    ...kept,
    member: keepOwner(wallet),
    wallet: String(wallet.wallet),
    walletType: wallet.walletType,
    // Of somebody who was erased nothing is told.
    wallets: isErased(desk, wallet) ? [] : keepWallets(desk, wallet, wallet.program),
  };
  appendEntry(booking, { ...frame, owner: wallet.owner, record });
  tellMoved(deps, wallet, desk);
  return { ok: true, lane, seq, record };
}

/**
 * Tells whoever goes by balances that this one may have changed. Behind the entry: what that changes has entries of its own. Not of
 * somebody who was erased: he has no standing any more.
 */
export function tellMoved(
  { balanceMoved, programs }: Pick<PointsDeps, 'balanceMoved' | 'programs'>,
  { lane, owner, tenant, program }: Pick<Wallet, 'lane' | 'owner' | 'tenant' | 'program'>,
  desk: Desk<JournalEntry>,
): void {
  if (balanceMoved && !isErased(desk, { lane, owner }))
    balanceMoved({ lane, owner, tenant }, programs.settings().program(program), desk);
}

/** The wallets of one program, as they stand on the desk. */
export const keepWallets = (desk: Desk<JournalEntry>, owner: OwnerKey, program: number): KeptWallet[] =>
  walletsOf(desk, owner)
    .filter((one) => one.program === program)
    .map(keepWallet);

/** What every answer about one wallet says. */
export function presentMove(deps: PresentDeps, record: MoveRecord, booked: Booked): MoveAnswer {
  const { amount, unit } = pointsText(deps, record.walletType, record.points);
  return {
    ...presentBooked(deps, booked),
    member: presentMember(deps, record.member),
    walletType: deps.walletTypes.of(record.walletType).code,
    points: amount,
    unit,
    wallets: record.wallets.map((one) => presentWallet(deps, one)),
  };
}

export const isoOf = (at: number): string => isoFromInstant(at as Instant);
