import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { OwnerKey } from '../../../platform/lanes/index.ts';

// Served by profile_by_name. By member and not by name within one family name: the cursor is then one number.
const selectMembersByName = statement<{ lane: number; member: bigint }>(
  'members.selectMembersByName',
  // $1 tenant, $2 family name, $3 given name or null, $4 the member before, $5 rows
  `select profile.lane, profile.member
     from members.profile
     join lanes.owner as held on held.lane = profile.lane and held.owner = profile.member and held.state = 'active'
    where profile.tenant_id = $1 and lower(profile.family_name) = lower($2)
      and ($3::text is null or lower(profile.given_name) = lower($3))
      and profile.member > $4
    order by profile.member limit $5`,
);

export type NameSearch = { readonly familyName: string; readonly givenName?: string | undefined };

/** Members of that name behind `after`, whatever its capitals; one more than `limit`, to tell whether there is a next page. */
export async function findMembersByName(
  queries: Queries,
  tenant: number,
  { familyName, givenName }: NameSearch,
  after: bigint,
  limit: number,
): Promise<OwnerKey[]> {
  const rows = await queries.run(selectMembersByName, [tenant, familyName, givenName ?? null, after, limit + 1]);
  return rows.map((row) => ({ lane: row.lane, owner: row.member }));
}
