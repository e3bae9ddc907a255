import { postgresFromInstant } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

// The chain is append-only, so who made whom cannot be made to look otherwise. Served by audit_of_subject.
// $1 tenant, $2 subjects, $3 since when people count as somebody's
const selectMakers = statement<{ person: bigint | null; credential: bigint | null }>(
  'staff.selectMakers',
  `select distinct person, credential from staff.audit
   where tenant_id = $1 and subject = any($2::text[])
     and (act = 'partners.credential.issued'
       or act in ('staff.person.added', 'staff.person.invited', 'staff.person.admitted', 'staff.person.founded',
                  'staff.person.changed')
         and at > $3)
     and (person is not null or credential is not null)`,
);

/** Who issued these credentials, ever, or added, invited or changed these people since then; subjects of the chain. */
export const findMakers = async (
  queries: Queries,
  tenant: number,
  subjects: readonly string[],
  since: Instant,
): Promise<readonly { readonly person?: bigint | undefined; readonly credential?: bigint | undefined }[]> =>
  (await queries.run(selectMakers, [tenant, [...subjects], postgresFromInstant(since)])).map(
    ({ person, credential }) => ({ person: person ?? undefined, credential: credential ?? undefined }),
  );
