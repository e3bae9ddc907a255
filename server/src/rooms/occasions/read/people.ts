import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import { ownerKeyText, type OwnerKey } from '../../../platform/lanes/index.ts';
import type { RecordPlace } from '../../ledger/index.ts';
import type { AttributeValue } from '../../members/index.ts';
import { birthdayNumber } from './birthdays.ts';

/** A member of a program as the database knows him now. */
export type Person = OwnerKey & {
  /** When he joined the program, and when he became a member of anything at all. */
  readonly joinedAt: Instant;
  readonly enrolledAt: Instant;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly tier: string;
  readonly purchases: number;
  readonly segments: readonly string[];
  /** Month and day, `02-29`. */
  readonly birthday: string | undefined;
};

type Row = {
  lane: number;
  member: bigint;
  joined_at: Instant;
  enrolled_at: Instant;
  attributes: Person['attributes'];
  tier: string | null;
  purchases: number;
  segments: string[] | null;
  birthday: string | null;
};

// $1 program. Segments and birthday are told to few rulebooks; who counts birthdays reads a page of members at a time.
const FACTS = `held.lane, held.member, joined.enrolled_at as joined_at, held.enrolled_at, held.attributes, held.tiers ->> joined.program::text as tier, held.purchases,
          (select array_agg(listed.code order by listed.code) from segments.membership as belongs
             join segments.segment as listed on listed.segment = belongs.segment
            where belongs.lane = held.lane and belongs.member = held.member) as segments,
          to_char(known.born_on, 'MM-DD') as birthday`;
const JOINED = `join members.enrolment as joined on joined.lane = held.lane and joined.member = held.member and joined.program = $1
     left join members.profile as known on known.tenant_id = held.tenant_id and known.member = held.member`;

const selectPeople = statement<Row>(
  'occasions.selectPeople',
  `select ${FACTS}
     from unnest($2::int[], $3::bigint[]) as wanted(lane, member)
     join members.member as held on held.lane = wanted.lane and held.member = wanted.member
     ${JOINED}`,
);

// Served by profile_by_birthday, in its order, as the job reads them (birthdays.ts). $2 tenant, $3 month and day as a number, $4 when the day
// ends, $5 and $6 behind whom, $7 how many.
const selectCelebrants = statement<Row>(
  'occasions.selectCelebrants',
  `select ${FACTS}
     from members.profile as who
    cross join lateral (
      select owner.* from lanes.owner as owner
       where owner.lane = who.lane and owner.owner = who.member and owner.state = 'active' offset 0) as owner
     join members.member as held on held.lane = owner.lane and held.member = owner.owner
     ${JOINED}
    where who.tenant_id = $2 and who.born_on is not null
      and extract(month from who.born_on) * 100 + extract(day from who.born_on) = $3::int
      and (who.lane, who.member) > ($5::int, $6::bigint) and joined.enrolled_at < $4::timestamptz
    order by who.lane, who.member limit $7::int`,
);

// Served by owner_merged and journal_of_owner, one person behind the other (offset 0): PostgreSQL would read all of either where it expects
// little of them. What the program sees itself happens at no outlet; who was celebrated in no year since has nothing to look for.
const selectKeptBirthdays = statement<{
  lane: number;
  owner: bigint;
  occurred_at: Instant;
  place: number;
  body: Buffer;
}>(
  'occasions.selectKeptBirthdays',
  `with recursive who as (
     select wanted.lane, wanted.owner, wanted.lane as of_lane, wanted.owner as of_owner
       from unnest($2::int[], $3::bigint[]) as wanted(lane, owner)
      union
     select gone.lane, gone.owner, who.of_lane, who.of_owner
       from who cross join lateral (
         select held.lane, held.owner from lanes.owner as held
          where held.into_lane = who.lane and held.into_owner = who.owner offset 0) as gone
   )
   select who.of_lane as lane, who.of_owner as owner, kept.occurred_at, kept.record_back as place,
          (select holder.body from ledger.journal as holder
            where holder.lane = kept.lane and holder.seq = kept.seq - kept.record_back) as body
     from who
    cross join lateral (
      select held.lane, held.member from occasions.celebrated as held
       where held.lane = who.lane and held.member = who.owner and held.program = $1 and held.year >= $6::int offset 0) as done
    cross join lateral (
      select row.lane, row.seq, row.record_back, row.occurred_at from ledger.journal as row
       where row.lane = done.lane and row.owner = done.member and row.kind = 'occasions.occasion' and row.program = $1 and row.outlet = 0
         and row.occurred_at >= $4::timestamptz and row.occurred_at < $5::timestamptz offset 0) as kept`,
);

const selectFirst = statement<{ first: Instant | null }>(
  'occasions.selectFirstEnrolment',
  `select min(enrolled_at) as first from members.enrolment where program = $1`,
);

const fromRow = ({
  lane,
  member,
  joined_at,
  enrolled_at,
  attributes,
  tier,
  purchases,
  segments,
  birthday,
}: Row): Person => ({
  ...{ lane, owner: member, joinedAt: joined_at, enrolledAt: enrolled_at, attributes, tier: tier ?? '', purchases },
  ...{ segments: segments ?? [], birthday: birthday ?? undefined },
});

const lanesAndOwners = (who: readonly OwnerKey[]): readonly unknown[] => [
  who.map(({ lane }) => lane),
  who.map(({ owner }) => owner),
];

/** Those of them who are members of the program, by their keys. */
export const readPeople = async (
  queries: Queries,
  program: number,
  who: readonly OwnerKey[],
): Promise<ReadonlyMap<string, Person>> => {
  const rows = who.length === 0 ? [] : await queries.run(selectPeople, [program, ...lanesAndOwners(who)]);
  return new Map(rows.map(fromRow).map((person) => [ownerKeyText(person), person]));
};

/**
 * Members of a program with a birthday (month and day, `02-29`) who had joined it before `until`: those behind `after` by lane and number, at
 * most `limit`.
 */
export const readCelebrants = async (
  queries: Queries,
  { tenant, program }: { readonly tenant: number; readonly program: number },
  { birthday, until }: { readonly birthday: string; readonly until: Instant },
  after: OwnerKey,
  limit: number,
): Promise<readonly Person[]> => {
  const period = [birthdayNumber(birthday), postgresFromInstant(until)];
  const rows = await queries.run(selectCelebrants, [program, tenant, ...period, after.lane, after.owner, limit]);
  return rows.map(fromRow);
};

/** A time, and the year for which somebody may have been celebrated in it. */
export type YearKept = { readonly year: number; readonly from: Instant; readonly before: Instant };

/**
 * What the program gave them, or whoever was merged into them, at no outlet in that time, still packed: their birthdays of the year are
 * among it.
 */
export const readKeptBirthdays = async (
  queries: Queries,
  program: number,
  who: readonly OwnerKey[],
  { year, from, before }: YearKept,
): Promise<readonly (OwnerKey & { readonly occurredAt: Instant; readonly at: RecordPlace })[]> => {
  if (who.length === 0) return [];
  const period = [postgresFromInstant(from), postgresFromInstant(before)];
  const rows = await queries.run(selectKeptBirthdays, [program, ...lanesAndOwners(who), ...period, year]);
  return rows.map(({ lane, owner, occurred_at, body, place }) => ({
    ...{ lane, owner, occurredAt: occurred_at },
    at: { body, place },
  }));
};

/** When the first member joined a program; undefined where nobody has. */
export const readFirstEnrolment = async (queries: Queries, program: number): Promise<Instant | undefined> =>
  (await queries.run(selectFirst, [program]))[0]?.first ?? undefined;
