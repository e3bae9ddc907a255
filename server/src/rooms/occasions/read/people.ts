import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import { ownerKeyText, type OwnerKey } from '../../../platform/lanes/index.ts';
import type { RecordPlace } from '../../ledger/index.ts';
import type { AttributeValue } from '../../members/index.ts';

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

// $1 program. Segments and birthday are told to few rulebooks; who counts birthdays reads a day of members at a time.
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

// Served by profile_by_birthday. $2 tenant, $3 the months and days that lie on a day, $4 when it ends.
const selectCelebrants = statement<Row>(
  'occasions.selectCelebrants',
  `select ${FACTS}
     from members.profile as who
     join lanes.owner as owner on owner.lane = who.lane and owner.owner = who.member and owner.state = 'active'
     join members.member as held on held.lane = who.lane and held.member = who.member
     ${JOINED}
    where who.tenant_id = $2 and who.born_on is not null
      and extract(month from who.born_on) * 100 + extract(day from who.born_on) = any($3::int[])
      and joined.enrolled_at < $4::timestamptz
    order by held.lane, held.member`,
);

// Served by journal_of_owner. What the program sees itself happens at no outlet.
const selectAtNoOutlet = statement<{ lane: number; owner: bigint; occurred_at: Instant; place: number; body: Buffer }>(
  'occasions.selectPastAtNoOutlet',
  `select row.lane, row.owner, row.occurred_at, row.record_back as place, holder.body
     from unnest($2::int[], $3::bigint[]) as wanted(lane, owner)
     join ledger.journal as row on row.lane = wanted.lane and row.owner = wanted.owner and row.kind = 'occasions.occasion'
      and row.program = $1 and row.outlet = 0 and row.occurred_at >= $4::timestamptz and row.occurred_at < $5::timestamptz
     join ledger.journal as holder on holder.lane = row.lane and holder.seq = row.seq - row.record_back`,
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

/** Members of a program whose birthday lies on a day, and who had joined before it ended. `birthdays` are its months and days. */
export const readCelebrants = async (
  queries: Queries,
  { tenant, program }: { readonly tenant: number; readonly program: number },
  birthdays: readonly string[],
  until: Instant,
): Promise<readonly Person[]> => {
  const numbers = birthdays.map((one) => Number(one.slice(0, 2)) * 100 + Number(one.slice(3)));
  const rows = await queries.run(selectCelebrants, [program, tenant, numbers, postgresFromInstant(until)]);
  return rows.map(fromRow);
};

/** What is kept of occasions of theirs at no outlet in a time, still packed. */
export const readAtNoOutlet = async (
  queries: Queries,
  program: number,
  who: readonly OwnerKey[],
  { from, before }: { readonly from: Instant; readonly before: Instant },
): Promise<readonly (OwnerKey & { readonly occurredAt: Instant; readonly at: RecordPlace })[]> => {
  if (who.length === 0) return [];
  const period = [postgresFromInstant(from), postgresFromInstant(before)];
  const rows = await queries.run(selectAtNoOutlet, [program, ...lanesAndOwners(who), ...period]);
  return rows.map(({ lane, owner, occurred_at, body, place }) => ({
    ...{ lane, owner, occurredAt: occurred_at },
    at: { body, place },
  }));
};

/** When the first member joined a program; undefined where nobody has. */
export const readFirstEnrolment = async (queries: Queries, program: number): Promise<Instant | undefined> =>
  (await queries.run(selectFirst, [program]))[0]?.first ?? undefined;
