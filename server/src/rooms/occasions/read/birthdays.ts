import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { OwnerKey } from '../../../platform/lanes/index.ts';

// Served by profile_by_birthday. Who was merged or erased is nobody who celebrates; who joined the program after his birthday has no
// part in it.
const selectBirthdays = statement<{ lane: number; member: bigint }>(
  'occasions.selectBirthdays',
  `select known.lane, known.member
     from members.profile as known
     join lanes.owner as who on who.lane = known.lane and who.owner = known.member and who.state = 'active'
     join members.enrolment as joined
       on joined.lane = known.lane and joined.member = known.member and joined.program = $2 and joined.enrolled_at < $6::timestamptz
    where known.tenant_id = $1 and known.born_on is not null
      and extract(month from known.born_on) * 100 + extract(day from known.born_on) = any($3::int[])
      and not exists (select 1 from occasions.celebrated as done
                       where done.lane = known.lane and done.member = known.member and done.program = $2 and done.year >= $4)
      and known.member > $7
    order by known.member limit $5`,
);

/** Members of a program who have their birthday on a day, and whose birthday was not celebrated this year: those behind `after`, at most `limit`. */
export async function listBirthdays(
  queries: Queries,
  {
    tenant,
    program,
    day,
    birthdays,
    until,
  }: {
    readonly tenant: number;
    readonly program: number;
    readonly day: LocalDate;
    /** Months and days that lie on it, `02-29`: two on some days of February and March. */
    readonly birthdays: readonly string[];
    /** When the day ends, as PostgreSQL reads it. */
    readonly until: string;
  },
  after: bigint,
  limit: number,
): Promise<OwnerKey[]> {
  const numbers = birthdays.map((one) => Number(one.slice(0, 2)) * 100 + Number(one.slice(3)));
  const year = Number(day.slice(0, 4));
  const rows = await queries.run(selectBirthdays, [tenant, program, numbers, year, limit, until, after]);
  return rows.map(({ lane, member }) => ({ lane, owner: member }));
}
