import type { Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

// Read from the chain, as who made whom is: nobody can write himself into it, and a link that was used stays in it for ever.
// Served by audit_of_subject. $1 tenant, $2 subject
const selectFounded = statement<{ at: Instant; has_used_link: boolean }>(
  'staff.selectFounded',
  `select founded.at, exists (select from staff.audit as used
                               where used.tenant_id = $1 and used.subject = $2
                                 and used.act in ('staff.password.reset', 'staff.person.accepted')) as has_used_link
     from staff.audit as founded
    where founded.tenant_id = $1 and founded.subject = $2 and founded.act = 'staff.person.founded'
      and founded.person is null and founded.credential is null`,
);

/**
 * Since when somebody is a founder, whom the machine named when it opened the tenant; undefined for everybody else, and for a founder
 * who came in by a link since: whoever may set the mail server could have read it.
 */
export const findFounder = async (queries: Queries, tenant: number, person: bigint): Promise<Instant | undefined> => {
  const [row] = await queries.run(selectFounded, [tenant, `person ${person}`]);
  return row === undefined || row.has_used_link ? undefined : row.at;
};
