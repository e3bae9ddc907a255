import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { OwnerKey } from '../../../platform/lanes/index.ts';

// Served by profile_by_birthday, in its order: one member behind the other is looked at until a page is full, whatever PostgreSQL expects of the
// rest (offset 0), since a day read whole for each page of it would be read as often as it has pages. Who was merged or erased is nobody who
// celebrates; who joined the program after his birthday has no part in it.
const selectBirthdays = statement<{ lane: number; member: bigint }>(
  'occasions.selectBirthdays',
  `select known.lane, known.member
     from members.profile as known
    cross join lateral (
      select from lanes.owner as who
        join members.enrolment as joined
          on joined.lane = who.lane and joined.member = who.owner and joined.program = $2 and joined.enrolled_at < $6::timestamptz
       where who.lane = known.lane and who.owner = known.member and who.state = 'active'
         and not exists (select 1 from occasions.celebrated as done
                          where done.lane = who.lane and done.member = who.owner and done.program = $2 and done.year >= $4)
      offset 0) as celebrant
    where known.tenant_id = $1 and known.born_on is not null
      and extract(month from known.born_on) * 100 + extract(day from known.born_on) = $3::int
      and (known.lane, known.member) > ($7::int, $8::bigint)
    order by known.lane, known.member limit $5`,
);

/** Behind nobody. */
export const FIRST_OF_ALL: OwnerKey = { lane: 0, owner: 0n };

/** A month and day, `02-29`, as the index has it: 229. */
export const birthdayNumber = (birthday: string): number =>
  Number(birthday.slice(0, 2)) * 100 + Number(birthday.slice(3));

/** Members of a program who have a birthday, and whose birthday was not celebrated in a year: those behind `after`, at most `limit`. */
export async function listBirthdays(
  queries: Queries,
  {
    tenant,
    program,
    birthday,
    year,
    until,
  }: {
    readonly tenant: number;
    readonly program: number;
    /** Month and day, `02-29`. */
    readonly birthday: string;
    readonly year: number;
    /** When the day ends, as PostgreSQL reads it. */
    readonly until: string;
  },
  after: OwnerKey,
  limit: number,
): Promise<OwnerKey[]> {
  const asked = [tenant, program, birthdayNumber(birthday), year, limit, until];
  const rows = await queries.run(selectBirthdays, [...asked, after.lane, after.owner]);
  return rows.map(({ lane, member }) => ({ lane, owner: member }));
}
