import { assert } from '../../../kernel/assert.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { refuse, type Refusal } from '../../../kernel/refusal.ts';
import { want, type Desk, type LookUp, type OwnerKey, type Plan, type Want } from '../../../platform/lanes/index.ts';
import { cardSheet, effectAgainst, identify, type Identified, type Identity } from '../../cards/index.ts';
import type { Accounts, JournalEntry } from '../../ledger/index.ts';
import type { Program, Programs } from '../../programs/index.ts';
import type { Keys } from '../../../platform/keys.ts';
import type { PresentDeps } from '../present.ts';
import { accountSheet } from '../store/wallet.ts';
import type { QuoteSlot } from './quote-slot.ts';

/** What the operations of this room stand on: settings in memory, keys and tokens. No database: they read and write desks. */
export type PointsDeps = PresentDeps & {
  readonly keys: Keys;
  readonly accounts: Accounts;
  readonly programs: Pick<Programs, 'settings'>;
  /** Slot: somebody's balance has changed otherwise than by a receipt; where a program's tiers go by it, they look at it. */
  readonly balanceMoved?: BalanceMoved | undefined;
  /** Slot: what a quote keeps besides points. Without it only the points of a quote are released. */
  readonly quotes?: QuoteSlot | undefined;
};

export type BalanceMoved = (
  who: OwnerKey & { readonly tenant: number },
  program: Program,
  desk: Desk<JournalEntry>,
) => void;

/** What every input says: where from, and when it came in by this process's clock, which only foresees what may be due. */
export type Received = { readonly receivedAt: Instant };

/** An operation on one member's wallets. */
export type HolderPlan = Plan & { readonly holder: Identified };

/** Finds the member whose wallets an operation is about. Refuses as `identify` does. */
export async function planHolder(
  deps: PointsDeps,
  tenant: number,
  identity: Identity,
  look: LookUp,
): Promise<HolderPlan | Refusal> {
  const found = await identify(deps, look, deps.programs.settings().tenant(tenant), identity);
  return found.ok ? { owners: [found], wants: factsOf(found), holder: found } : found;
}

/** What must be known of whoever holds points. */
export const factsOf = (holder: OwnerKey & { readonly card?: bigint | undefined }): Want[] => [
  want(accountSheet, holder),
  ...(holder.card === undefined ? [] : [want(cardSheet, { lane: holder.lane, card: holder.card })]),
];

/** Why this person may not spend by what he has shown; undefined when he may. */
export function spendingAgainst(
  desk: Desk<JournalEntry>,
  holder: Identified,
  program: Program,
  isPhoneProved: boolean,
): Refusal | undefined {
  if (holder.by === 'phone' && program.policy.spendByPhoneNeedsCode && !isPhoneProved)
    return refuse('members.code.needed');
  if (holder.card === undefined) return undefined;
  const card = desk.read(cardSheet, { lane: holder.lane, card: holder.card });
  assert(card, 'a card that the directory names is there');
  const blocked = effectAgainst(card, 'spend', program.policy, desk.recordedAt);
  if (blocked) return blocked;
  if (!card.maySpend) return refuse('cards.card.may_not_spend');
  return card.programs.length > 0 && !card.programs.includes(program.program)
    ? refuse('cards.card.not_of_program')
    : undefined;
}

// What a policy says of earning is nothing about viewing.
const NO_EARNING = { blockedCardEarns: false };

/** Why the balance is not shown to whoever shows this card; undefined when it is, or when no card was shown. */
export function viewingAgainst(desk: Desk<JournalEntry>, { lane, card: id }: Identified): Refusal | undefined {
  const card = id === undefined ? undefined : desk.read(cardSheet, { lane, card: id });
  if (!card) return undefined;
  return (
    effectAgainst(card, 'view', NO_EARNING, desk.recordedAt) ??
    (card.mayView ? undefined : refuse('cards.card.may_not_view'))
  );
}

/** The programs in which a card counts, so that it shows their wallets only; undefined: all. */
export function programsOf(desk: Desk<JournalEntry>, { lane, card: id }: Identified): readonly number[] | undefined {
  const card = id === undefined ? undefined : desk.read(cardSheet, { lane, card: id });
  return card && card.programs.length > 0 ? card.programs : undefined;
}
