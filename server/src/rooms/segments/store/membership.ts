import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries, Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import { ownerKeyText, type OwnerKey, type Sheet } from '../../../platform/lanes/index.ts';
import type { Membership } from '../segment.ts';

/** The codes of the segments that a member belongs to. */
export type Memberships = OwnerKey & { readonly segments: readonly string[] };

const loadMemberships = statement<{ lane: number; member: bigint; segments: string[] }>(
  'segments.loadMemberships',
  `select held.lane, held.member, array_agg(listed.code order by listed.code) as segments
     from unnest($1::int[], $2::bigint[]) as wanted(lane, member)
     join segments.membership as held on held.lane = wanted.lane and held.member = wanted.member
     join segments.segment as listed on listed.segment = held.segment
    group by held.lane, held.member`,
);

// The codes of an owner's lists, added to or taken from what stands: a list is known to its tenant by its code.
const insertByCode = statement(
  'segments.insertByCode',
  `insert into segments.membership (lane, member, segment, tenant_id, since)
   select added.lane, added.member, listed.segment, listed.tenant_id, now()
     from unnest($1::int[], $2::bigint[], $3::text[]) as added(lane, member, code)
     join lanes.lane as lane on lane.lane = added.lane
     join segments.segment as listed on listed.tenant_id = lane.tenant_id and listed.code = added.code
    order by added.lane, added.member, listed.segment
   on conflict (lane, member, segment) do nothing`,
);
const deleteByCode = statement(
  'segments.deleteByCode',
  `delete from segments.membership as held
    using unnest($1::int[], $2::bigint[], $3::text[]) as removed(lane, member, code), segments.segment as listed
    where held.lane = removed.lane and held.member = removed.member and held.segment = listed.segment and listed.code = removed.code`,
);

/** Read by batches; written there only where a member is merged or unmerged. Lists change by their own verb. */
export const membershipSheet: Sheet<OwnerKey, Memberships> = {
  name: 'segments.membership',
  keyOf: ownerKeyText,
  async load(tx, keys, facts) {
    const rows = await tx.run(loadMemberships, [keys.map((key) => key.lane), keys.map((key) => key.owner)]);
    for (const { lane, member, segments } of rows)
      facts.fill(membershipSheet, { lane, owner: member }, { lane, owner: member, segments });
  },
  write(tx, changes) {
    const columnsOf = (rows: readonly { lane: number; owner: bigint; code: string }[]): unknown[] => [
      rows.map(({ lane }) => lane),
      rows.map(({ owner }) => owner),
      rows.map(({ code }) => code),
    ];
    const differing = (left: Memberships | undefined, right: Memberships | undefined) =>
      (left?.segments ?? [])
        .filter((code) => !right?.segments.includes(code))
        .map((code) => ({ lane: left!.lane, owner: left!.owner, code }));
    const added = changes.flatMap(({ before, after }) => differing(after, before));
    const removed = changes.flatMap(({ before, after }) => differing(before, after));
    return [
      ...(removed.length > 0 ? [tx.run(deleteByCode, columnsOf(removed))] : []),
      ...(added.length > 0 ? [tx.run(insertByCode, columnsOf(added))] : []),
    ];
  },
};

// Rows are written in ascending order of their keys, so that two files that meet wait for each other and do not lock each other out.
const insertMemberships = statement<{ member: bigint }>(
  'segments.insertMemberships',
  `insert into segments.membership (lane, member, segment, tenant_id, since)
   select lane, member, $3, $4, $5 from unnest($1::int[], $2::bigint[]) as added(lane, member) order by lane, member
   on conflict (lane, member, segment) do nothing returning member`,
);
const deleteMemberships = statement<{ member: bigint }>(
  'segments.deleteMemberships',
  `delete from segments.membership as held using unnest($1::int[], $2::bigint[]) as removed(lane, member)
    where held.lane = removed.lane and held.member = removed.member and held.segment = $3 returning held.member`,
);
const deleteOthers = statement<{ member: bigint }>(
  'segments.deleteOthers',
  `delete from segments.membership as held
    where held.segment = $3
      and not exists (select from unnest($1::int[], $2::bigint[]) as kept(lane, member)
                       where held.lane = kept.lane and held.member = kept.member)
   returning held.member`,
);
const selectMembers = statement<{ lane: number; member: bigint; since: Instant }>(
  'segments.selectMembers',
  // Whoever was merged is shown as his survivor, who belongs to the list for him.
  `select held.lane, held.member, held.since from segments.membership as held
     join lanes.owner as who on who.lane = held.lane and who.owner = held.member and who.state <> 'merged'
    where held.segment = $1 and held.member > $2 order by held.member limit $3`,
);
const deleteErased = statement<{ member: bigint }>(
  'segments.deleteErased',
  `delete from segments.membership as held using lanes.owner as gone
    where gone.lane = held.lane and gone.owner = held.member and gone.state = 'erased' returning held.member`,
);

const columns = (members: readonly OwnerKey[]): unknown[] => [
  members.map(({ lane }) => lane),
  members.map(({ owner }) => owner),
];

/** Puts members into a list; gives how many were not in it. */
export const addMembers = async (
  tx: Tx,
  list: { readonly segment: number; readonly tenant: number; readonly at: Instant },
  members: readonly OwnerKey[],
): Promise<number> =>
  (await tx.run(insertMemberships, [...columns(members), list.segment, list.tenant, postgresFromInstant(list.at)]))
    .length;

/** Takes members out of a list; gives how many were in it. */
export const removeMembers = async (tx: Tx, segment: number, members: readonly OwnerKey[]): Promise<number> =>
  (await tx.run(deleteMemberships, [...columns(members), segment])).length;

/** Takes out everybody else; gives how many. */
export const removeOthers = async (tx: Tx, segment: number, members: readonly OwnerKey[]): Promise<number> =>
  (await tx.run(deleteOthers, [...columns(members), segment])).length;

/** A page of a list behind a member; one more than asked where there are more. */
export const listMembers = async (
  queries: Queries,
  segment: number,
  after: bigint,
  limit: number,
): Promise<readonly Membership[]> =>
  (await queries.run(selectMembers, [segment, after, limit + 1])).map(({ lane, member, since }) => ({
    ...{ lane, owner: member, since },
  }));

/** Takes out whoever was erased; gives how many memberships that were. */
export const removeErased = async (queries: Queries): Promise<number> => (await queries.run(deleteErased)).length;
