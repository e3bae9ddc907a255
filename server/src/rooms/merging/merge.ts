import { refuse, type Refusal } from '../../kernel/refusal.ts';
import {
  OwnerMoved,
  ownerSheet,
  survivorOf,
  type Decided,
  type Desk,
  type LookUp,
  type Operation,
  type Plan,
} from '../../platform/lanes/index.ts';
import { findCardsToMove, findValueBlocked, moveCards } from '../cards/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { bookChange, bookLeg, joinMember, memberSheet, profileSheet } from '../members/index.ts';
import { foreseeForfeiting, foreseeWallets, holdsAnything, joinDays, settleOwner } from '../points/index.ts';
import { joinCounters, mergeCounters } from '../promotions/index.ts';
import { membershipSheet } from '../segments/index.ts';
import type { MergingDeps } from './deps.ts';
import { movePoints, movesValue, walletsGoing } from './move-points.ts';
import { planPair, wantsOf, type PlannedPair } from './pair.ts';
import { presentMerge, type MergeAnswer } from './present.ts';
import type { KeptTierChange, MergeRecord } from './record.ts';

/** Of a tenant without programs. */
const UNMERGE_DAYS = 30;

/** Two members who are one person: `other` is merged into `member`, who goes on. */
export type Merge = {
  readonly tenant: number;
  readonly member: string;
  readonly other: string;
  readonly reason: string;
  /** Who asks: a person's number or a credential's. */
  readonly by?: string | undefined;
  /** Nobody has said yes yet: only as long as no points and no debts move. */
  readonly onlyWithoutValue?: true | undefined;
};

type MergePlan = Plan & {
  /** Absent for one who was merged before: only a repeat is answered. */
  readonly pair: PlannedPair | undefined;
};

/**
 * Merges one member into another (semantics 3.12): points with dates, issuers, pending and frozen as they are, debts, cards, names,
 * purchases and stamps, what is used of limits, what counts for tiers, segments. Every name of the other leads to the survivor from the
 * commit on, and so do returns of his receipts. Refuses one member twice, one who is no more or was merged before, one with a payment that
 * is not finished, a frozen wallet that has something, cards with accounts of their own, and a card of either that
 * is blocked because of what it leads to: a card of the other would lead there, and free it.
 */
export const createMerge = (
  deps: MergingDeps,
): Operation<Merge, MergePlan, MergeRecord, MergeAnswer, JournalEntry> => ({
  kind: 'members.merge',
  resolve: (input, look) => resolveMerge(deps, input, look),
  foresee: (_, { pair }, { peek }) => {
    const now = deps.clock.now();
    return pair ? [...foreseeForfeiting(pair.from, peek, now), ...foreseeWallets([pair.into], peek, now, true)] : [];
  },
  decide: (input, { pair }, desk) =>
    pair ? decideMerge(deps, input, pair, desk) : refuse('merging.member.merged_before'),
  present: (record, booked) => presentMerge(deps, record, booked),
});

async function resolveMerge(deps: MergingDeps, input: Merge, look: LookUp): Promise<MergePlan | Refusal> {
  const { tenant } = input;
  const places = [input.member, input.other].map((id) => deps.tokens.decode('mem', id));
  const [into, from] = await Promise.all([
    places[0] && survivorOf(look, { lane: places[0].lane, owner: places[0].id }),
    places[1] && look.owner({ lane: places[1].lane, owner: places[1].id }),
  ]);
  for (const one of [into, from])
    if (!one || one.tenant !== tenant || one.kind !== 'member') return refuse('members.member.unknown');
  if (!into || !from || into.state !== 'active') return refuse('members.member.unknown');
  if (into.owner === from.owner) return refuse('merging.member.same');
  if (from.state === 'merged') return { owners: [into, from], wants: [], pair: undefined };
  if (from.state !== 'active') return refuse('members.member.unknown');
  const found = await findCardsToMove(deps.database, from);
  if (found.hasOwnAccounts) return refuse('merging.member.own_accounts');
  for (const one of [from, into]) {
    const reason = await findValueBlocked(deps.database, one);
    if (reason !== undefined) return refuse('merging.card.value_blocked', { reason });
  }
  const pair = await planPair(deps, look, tenant, { from, into }, found.cards);
  return { owners: [pair.held.into, pair.held.from], wants: wantsOf(deps, pair, from), pair };
}

function decideMerge(
  deps: MergingDeps,
  input: Merge,
  pair: PlannedPair,
  desk: Desk<JournalEntry>,
): Decided<MergeRecord> | Refusal {
  const { tenant, from, into, programs } = pair;
  const { lane, owner } = into;
  const at = desk.recordedAt;
  if (desk.read(profileSheet, { tenant, member: from.owner })?.phone !== pair.phone) throw new OwnerMoved();
  for (const who of [from, into]) settleOwner(deps, who, desk, at);
  if (holdsAnything(desk, from)) return refuse('merging.member.value_held');
  const found = walletsGoing(deps, desk, from, { ...into, tenant });
  if (!found.ok) return found;

  // From here it succeeds.
  const home = { lane, seq: desk.take(lane) };
  const wallets = movePoints(deps, desk, home, found.going, { ...into, tenant });
  // Something was booked since it was looked at: sent again, a second person is asked.
  if (input.onlyWithoutValue && wallets.some(movesValue)) return refuse('operation.owner_moving');
  const cards = moveCards(desk, from, into, pair.cards);
  const tiersBefore = desk.read(memberSheet, into)?.tiers ?? {};
  const joined = joinMember(deps.keys, desk, pair, mergeCounters, (program) => deps.tiers.slot.counts(program, at));
  joinCounters(desk, from, { ...into, tenant });
  joinDays(desk, from, { ...into, tenant });
  const segments = joinSegments(desk, pair);
  for (const program of programs) deps.tiers.members.join({ ...from, tenant }, { ...into, tenant }, program, desk, at);
  const record: MergeRecord = {
    is: 'merge',
    member: { lane, owner: String(owner) },
    other: { lane: from.lane, owner: String(from.owner) },
    ...{ wallets, cards: cards.map(String), joined, segments },
    tiers: tierChanges(tiersBefore, desk.read(memberSheet, into)?.tiers ?? {}),
    revision: desk.read(ownerSheet, from)!.revision,
    days: unmergeDays(deps, pair),
    reason: input.reason,
    ...(input.by !== undefined && { by: input.by }),
  };
  const change = { kind: 'members.merge', ...home, owner, tenant, program: 0, occurredAt: at, record };
  bookLeg(desk, change, from);
  return bookChange(desk, change);
}

/** The survivor belongs to every list of both; gives the lists that are new to him. */
function joinSegments(desk: Desk<JournalEntry>, { from, into }: PlannedPair): readonly string[] {
  const his = desk.read(membershipSheet, from)?.segments ?? [];
  const own = desk.read(membershipSheet, into)?.segments ?? [];
  const came = his.filter((code) => !own.includes(code));
  if (came.length > 0) desk.put(membershipSheet, into, { ...into, segments: [...own, ...came].sort() });
  return came;
}

/** What became of tiers, by program. */
export const tierChanges = (
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): KeptTierChange[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((program) => before[program] !== after[program])
    .sort()
    .map((program) => ({ program: Number(program), before: before[program] ?? '', after: after[program] ?? '' }));

/** The shortest time that a program of the merged member gives; of nobody's program, what is usual. */
function unmergeDays({ programs }: MergingDeps, pair: PlannedPair): number {
  const settings = programs.settings();
  const concerned = pair.programs.length > 0 ? pair.programs : settings.programsOf(pair.tenant);
  const days = concerned.map(({ policy }) => policy.unmergeWithinDays);
  return days.length > 0 ? Math.min(...days) : UNMERGE_DAYS;
}
