import { MICROSECONDS_PER_DAY } from '../../kernel/instant.ts';
import { exactJson } from '../../kernel/quantity.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import {
  OwnerMoved,
  type Decided,
  type Desk,
  type LookUp,
  type Operation,
  type Plan,
} from '../../platform/lanes/index.ts';
import { findCardsToMove, moveCards } from '../cards/index.ts';
import { recordSheet, type JournalEntry } from '../ledger/index.ts';
import { bookChange, bookLeg, memberSheet, partMember, profileSheet } from '../members/index.ts';
import { foreseeForfeiting, foreseeWallets, settleOwner, type Lot } from '../points/index.ts';
import { partCounters, partCountersUsed } from '../promotions/index.ts';
import { membershipSheet } from '../segments/index.ts';
import type { MergingDeps } from './deps.ts';
import { tierChanges } from './merge.ts';
import { movePoints, movesValue, walletsGoing } from './move-points.ts';
import { planPair, wantsOf, type PlannedPair } from './pair.ts';
import { findBorn, findCameBack } from './read/lineage.ts';
import { presentUnmerge, type UnmergeAnswer } from './present.ts';
import type { KeptMove, MergeRecord, UnmergeRecord } from './record.ts';

/** Undoes a merge, named by its operation. */
export type Unmerge = {
  readonly tenant: number;
  readonly merge: string;
  readonly reason: string;
  readonly by?: string | undefined;
  /** Nobody has said yes yet: only as long as no points and no debts move. */
  readonly onlyWithoutValue?: true | undefined;
};

type Found = {
  readonly lane: number;
  readonly seq: bigint;
  readonly record: MergeRecord;
  readonly recordedAt: number;
  /** Entries of an unmerge by which lots came back to the survivor since, and how much of each origin had come with the merge, by wallet type. */
  readonly cameBack: ReadonlySet<bigint>;
  readonly origins: ReadonlyMap<number, ReadonlyMap<string, bigint>>;
};
type UnmergePlan = Plan & {
  readonly found: Found;
  /** Absent for a merge that does not stand any more: only a repeat is answered. */
  readonly pair: PlannedPair | undefined;
};

/**
 * Undoes a merge as far as value has not moved on: the lots that came with it and are still there go back with their dates, debts as far
 * as they are open, cards, phone, names, purchases and what was counted for limits and tiers. What was spent or has ended is told in numbers
 * and stays; nobody falls below zero. Refuses what is no merge, one that was undone, one whose survivor is no more, and one that is older than
 * the policy `unmergeWithinDays` of the day of the merge.
 */
export const createUnmerge = (
  deps: MergingDeps,
): Operation<Unmerge, UnmergePlan, UnmergeRecord, UnmergeAnswer, JournalEntry> => ({
  kind: 'members.unmerge',
  resolve: (input, look) => resolveUnmerge(deps, input, look),
  foresee: (_, { pair }, { peek }) => {
    const now = deps.clock.now();
    return pair ? [...foreseeForfeiting(pair.into, peek, now), ...foreseeWallets([pair.from], peek, now, false)] : [];
  },
  decide: (input, { found, pair }, desk) =>
    pair ? decideUnmerge(deps, input, found, pair, desk) : refuse('merging.merge.undone'),
  present: (record, booked) => presentUnmerge(deps, record, booked),
});

async function resolveUnmerge(deps: MergingDeps, input: Unmerge, look: LookUp): Promise<UnmergePlan | Refusal> {
  const { tenant } = input;
  const place = deps.tokens.decode('op', input.merge);
  const kept = place && (await look.row(recordSheet, { lane: place.lane, seq: place.id }));
  if (!place || !kept || kept.tenant !== tenant || kept.kind !== 'members.merge' || !kept.record)
    return refuse('merging.merge.unknown');
  const record = kept.record as MergeRecord;
  const found = {
    ...{ lane: place.lane, seq: place.id, record, recordedAt: kept.recordedAt },
    ...(await lineageOf(deps, place.id, record)),
  };
  const [into, from] = await Promise.all(
    [record.member, record.other].map(({ lane, owner }) => look.owner({ lane, owner: BigInt(owner) })),
  );
  if (!into || !from) return refuse('merging.merge.unknown');
  const stands = from.into?.owner === into.owner && from.revision === record.revision;
  if (!stands) return { owners: [into, from], wants: [], found, pair: undefined };
  if (into.state !== 'active') return refuse('merging.merge.survivor_gone');
  const came = new Set(record.cards);
  const { cards } = await findCardsToMove(deps.database, into);
  const back = cards.filter((card) => came.has(String(card)));
  const pair = await planPair(deps, look, tenant, { from, into }, back);
  return { owners: [pair.held.into, pair.held.from], wants: wantsOf(deps, pair, into), found, pair };
}

/** What had come may have gone on with the survivor by a merge of his own, and come back when that was undone. */
async function lineageOf(
  { database }: MergingDeps,
  merge: bigint,
  { member, wallets }: MergeRecord,
): Promise<Pick<Found, 'cameBack' | 'origins'>> {
  const into = { lane: member.lane, owner: BigInt(member.owner) };
  const cameBack = await findCameBack(database, into, merge);
  if (cameBack.size === 0) return { cameBack, origins: new Map() };
  const born = await Promise.all(
    wallets.map(
      async ({ walletType, arrived }) =>
        [walletType, await findBorn(database, arrived.lane, BigInt(arrived.seq))] as const,
    ),
  );
  return { cameBack, origins: new Map(born) };
}

/** Whether a lot of the survivor's is one that came: of the very entry, or of its origin and back again; never more than came. */
function cameWith(found: Found, { walletType, arrived }: KeptMove): (lot: Lot) => boolean {
  const left = new Map(found.origins.get(walletType));
  return (lot) => {
    if (lot.seq === BigInt(arrived.seq)) return true;
    if (!found.cameBack.has(lot.seq)) return false;
    const origin = `${lot.originLane ?? lot.lane}/${lot.originSeq ?? lot.seq}`;
    const room = (left.get(origin) ?? 0n) - lot.remaining;
    if (room < 0n) return false;
    left.set(origin, room);
    return true;
  };
}

function decideUnmerge(
  deps: MergingDeps,
  input: Unmerge,
  found: Found,
  pair: PlannedPair,
  desk: Desk<JournalEntry>,
): Decided<UnmergeRecord> | Refusal {
  const { lane: mergeLane, seq: mergeSeq, record: merge, recordedAt } = found;
  const { tenant, from, into, programs } = pair;
  const { lane, owner } = into;
  const at = desk.recordedAt;
  if (at > recordedAt + merge.days * MICROSECONDS_PER_DAY)
    return refuse('merging.merge.too_late', { days: String(merge.days) });
  if (desk.read(profileSheet, { tenant, member: from.owner })?.phone !== pair.phone) throw new OwnerMoved();
  for (const who of [from, into]) settleOwner(deps, who, desk, at);
  const cameBy = new Map(merge.wallets.map((one) => [one.walletType, one]));
  const goes = walletsGoing(deps, desk, into, { ...from, tenant }, ({ walletType }) => cameBy.has(walletType));
  if (!goes.ok) return goes;

  // From here it succeeds.
  const home = { lane, seq: desk.take(lane) };
  const wallets = movePoints(deps, desk, home, goes.going, { ...from, tenant }, ({ walletType }) => {
    const came = cameBy.get(walletType)!;
    return { lots: cameWith(found, came), debts: ({ seq }) => seq === BigInt(came.arrived.seq) };
  });
  // Something was booked since it was looked at: sent again, a second person is asked.
  if (input.onlyWithoutValue && wallets.some(movesValue)) return refuse('operation.owner_moving');
  const cards = moveCards(desk, into, from, pair.cards);
  const tiersBefore = desk.read(memberSheet, into)?.tiers ?? {};
  const parted = partMember(deps.keys, desk, pair, merge.joined, partCounters);
  partCountersUsed(desk, { ...from, tenant }, { ...into, tenant }, new Set(cards));
  const segments = partSegments(desk, pair, merge.segments);
  for (const program of programs) deps.tiers.members.part({ ...from, tenant }, { ...into, tenant }, program, desk, at);
  const record: UnmergeRecord = {
    is: 'unmerge',
    member: { lane, owner: String(owner) },
    other: { lane: from.lane, owner: String(from.owner) },
    merge: { lane: mergeLane, seq: String(mergeSeq) },
    ...{ wallets, cards: cards.map(String), parted, segments },
    tiers: tierChanges(tiersBefore, desk.read(memberSheet, into)?.tiers ?? {}),
    stays: merge.wallets.flatMap((came) => staysOf(came, wallets)),
    reason: input.reason,
    ...(input.by !== undefined && { by: input.by }),
  };
  const change = { kind: 'members.unmerge', ...home, owner, tenant, program: 0, occurredAt: at, record };
  bookLeg(desk, change, from);
  return bookChange(desk, change);
}

/** The lists that had come with the merge and are the survivor's still go; gives them. */
function partSegments(desk: Desk<JournalEntry>, { into }: PlannedPair, came: readonly string[]): readonly string[] {
  const own = desk.read(membershipSheet, into)?.segments ?? [];
  const gone = came.filter((code) => own.includes(code));
  if (gone.length > 0)
    desk.put(membershipSheet, into, { ...into, segments: own.filter((code) => !gone.includes(code)) });
  return gone;
}

const pointsOf = ({ active, pending }: KeptMove): bigint => BigInt(active) + BigInt(pending);

/** What had come and is not there any more: spent, ended, or used to repay. */
function staysOf(came: KeptMove, back: readonly KeptMove[]): UnmergeRecord['stays'] {
  const went = back.find(({ walletType }) => walletType === came.walletType);
  const points = pointsOf(came) - (went ? pointsOf(went) : 0n);
  const owed = BigInt(came.owed) - BigInt(went?.owed ?? 0);
  if (points === 0n && owed === 0n) return [];
  return [{ walletType: came.walletType, points: exactJson(points), owed: exactJson(owed) }];
}
