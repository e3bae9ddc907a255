import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { OwnerKey } from '../../../platform/lanes/index.ts';

// The last character of the basic plane: behind every name that goes on after the prefix.
const BEHIND = '\uffff';

// Served by profile_by_name, as a range of it.
const selectMembersByPrefix = statement<{ lane: number; member: bigint }>(
  'screens.selectMembersByPrefix',
  // $1 tenant, $2 and $3 the range of family names, $4 the beginning of the given name, $5 rows
  `select profile.lane, profile.member
     from members.profile
     join lanes.owner as held on held.lane = profile.lane and held.owner = profile.member and held.state = 'active'
    where profile.tenant_id = $1 and lower(profile.family_name) >= lower($2) and lower(profile.family_name) < lower($3)
      and ($4::text is null or starts_with(lower(profile.given_name), lower($4)))
    order by lower(profile.family_name), lower(profile.given_name), profile.member
    limit $5`,
);

/** Members whose family name begins so; of two words, one begins the given name, in either order. */
export async function findMembersByPrefix(
  queries: Queries,
  tenant: number,
  text: string,
  limit: number,
): Promise<OwnerKey[]> {
  const words = text.trim().split(/\s+/);
  const splits: readonly (readonly [family: string, given: string | null])[] =
    words.length === 1
      ? [[text.trim(), null]]
      : [
          [words.slice(1).join(' '), words[0]!],
          [words.slice(0, -1).join(' '), words.at(-1)!],
          [text.trim(), null],
        ];
  for (const [family, given] of splits) {
    const rows = await queries.run(selectMembersByPrefix, [tenant, family, family + BEHIND, given, limit]);
    if (rows.length > 0) return rows.map(({ lane, member }) => ({ lane, owner: member }));
  }
  return [];
}
