import { INSTANT_NEVER } from '../../kernel/instant.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import { exactJson } from '../../kernel/quantity.ts';
import type { Desk, OwnerKey } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import {
  appendEntry,
  availableOf,
  hasMovable,
  isIdleType,
  lastUntil,
  moveWallet,
  noteExpiring,
  openBooking,
  walletOfType,
  walletsOf,
  type Debt,
  type Lot,
  type Moved,
  type Wallet,
} from '../points/index.ts';
import type { MergingDeps } from './deps.ts';
import type { KeptMove } from './record.ts';

/** The journal's kind of what a merge or unmerge moves between two wallets, beside its own entry. */
const LEG = 'members.leg';

type Who = OwnerKey & { readonly tenant: number };
type Place = { readonly lane: number; readonly seq: bigint };
type Deps = Pick<MergingDeps, 'accounts' | 'programs' | 'walletTypes'>;

/** What is there to be moved of a wallet. */
export type Going = { readonly giver: Wallet; readonly taker: Wallet };

/**
 * The wallets of one owner that have something, each with the wallet of the other that takes it. Refuses a wallet that somebody has
 * frozen or closed on either side: what stands in it is nobody's to move.
 */
export function walletsGoing(
  { walletTypes }: Pick<MergingDeps, 'walletTypes'>,
  desk: Desk<JournalEntry>,
  from: OwnerKey,
  to: Who,
  isMeant: (wallet: Wallet) => boolean = () => true,
): { readonly ok: true; readonly going: readonly Going[] } | Refusal<'merging.wallet.frozen'> {
  const going = walletsOf(desk, from)
    .filter((wallet) => hasMovable(wallet) && isMeant(wallet))
    .map((giver) => ({ giver, taker: walletOfType(desk, to, giver) }));
  const shut = going.find(({ giver, taker }) => giver.state !== 'open' || taker.state !== 'open');
  return shut
    ? refuse('merging.wallet.frozen', { walletType: walletTypes.of(shut.giver.walletType).code })
    : { ok: true, going };
}

/** Which lots and debts of a wallet go; all by default. */
export type Choose = (giver: Wallet) => { lots?: (lot: Lot) => boolean; debts?: (debt: Debt) => boolean };

/**
 * Moves wallets of one owner to those of another: two entries each, one with either owner, that point to the operation. Opens none for a
 * wallet of which nothing goes.
 */
export function movePoints(
  deps: Deps,
  desk: Desk<JournalEntry>,
  home: Place,
  going: readonly Going[],
  to: Who,
  choose: Choose = () => ({}),
): KeptMove[] {
  return going.map(({ giver, taker: chosen }) => {
    // Several wallets may be the taker's first: each is numbered behind the one before it.
    const taker = walletOfType(desk, to, chosen);
    const program = deps.programs.settings().program(giver.program);
    const left = openBooking(desk, deps.accounts, giver.lane, desk.recordedAt);
    const arrived = openBooking(desk, deps.accounts, taker.lane, desk.recordedAt);
    const moved = moveWallet(left, arrived, giver, taker, choose(giver));
    noteExpiring(left, giver);
    noteExpiring(arrived, taker);
    // Where points end together they live as long as those of either would have.
    const joined = walletsOf(desk, to).find((one) => one.wallet === taker.wallet);
    if (joined && giver.expiringAt !== INSTANT_NEVER && isIdleType(deps.walletTypes.of(giver.walletType)))
      lastUntil(desk, joined, giver.expiringAt);
    appendEntry(left, { kind: LEG, owner: giver.owner, till: { program }, home });
    appendEntry(arrived, { kind: LEG, owner: taker.owner, till: { program }, home });
    return keepMove(moved, taker, walletsOf(desk, to).find((one) => one.wallet === taker.wallet) ?? taker, arrived);
  });
}

const spendable = (wallet: Wallet): bigint => availableOf(wallet) - wallet.owed;

const keepMove = (moved: Moved, before: Wallet, after: Wallet, { lane, seq }: Place): KeptMove => ({
  walletType: before.walletType,
  active: exactJson(moved.active),
  pending: exactJson(moved.pending),
  frozen: exactJson(moved.frozen),
  owed: exactJson(moved.owed),
  before: exactJson(spendable(before)),
  after: exactJson(spendable(after)),
  arrived: { lane, seq: String(seq) },
});

/** Whether anything goes: then a second person decides. */
export const movesValue = ({ active, pending, frozen, owed }: KeptMove): boolean =>
  [active, pending, frozen, owed].some((amount) => BigInt(amount) !== 0n);
