import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { OwnerKey } from '../../../platform/lanes/index.ts';
import { indexedName, nameWords } from '../../../rooms/members/index.ts';

// Of the many whose name begins with two letters none is meant more than another: so many are looked at to put some in order.
const LOOKED_AT_MAX = 64;

// Served by profile_by_words, in which each word stands behind its tenant.
const selectMembersByWords = statement<{ lane: number; member: bigint }>(
  'screens.selectMembersByWords',
  // $1 tenant, $2 the words, $3 how many are looked at, $4 rows
  `select found.lane, found.member
     from members.find_by_words($2::tsquery, $3) as found
     join lanes.owner as held on held.lane = found.lane and held.owner = found.member and held.state = 'active'
    where found.tenant_id = $1
    order by lower(found.family_name), lower(found.given_name), found.member
    limit $4`,
);

/**
 * Members by words of their names, given and family in any order, whatever capitals and accents; of the last word, which is still being
 * typed, the beginning is enough. Who has all words whole comes first; at most `limit`.
 */
export async function findMembersByWords(
  queries: Queries,
  tenant: number,
  text: string,
  limit: number,
): Promise<OwnerKey[]> {
  const words = nameWords(text).map((word) => `'${indexedName(tenant, word)}'`);
  if (words.length === 0) return [];
  const whole = words.join(' & ');
  const found = new Map<bigint, OwnerKey>();
  for (const asked of [whole, `${whole}:*`]) {
    const rows = await queries.run(selectMembersByWords, [tenant, asked, LOOKED_AT_MAX, limit]);
    for (const { lane, member } of rows) found.set(member, { lane, owner: member });
    if (found.size >= limit) break;
  }
  return [...found.values()].slice(0, limit);
}
